import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { parseArguments } from "../../../lib/cli/options/parse_arguments.ts";
import {
  parseReadOptions,
  PROCESS_OPTIONS,
  READING_OPTIONS,
} from "../../../lib/cli/options/reading_options.ts";
import { main } from "../../../lib/cli/main.ts";
import { UsageError } from "../../../lib/errors.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { temporaryFolder } from "../../support/folders.ts";

function read(given: Readonly<Record<string, readonly string[]>>) {
  const args = Object.entries(given).flatMap(([name, values]) =>
    values.map((value) => `--${name}=${value}`)
  );
  const invocation = parseArguments(args, {
    name: "test",
    options: [...READING_OPTIONS, ...PROCESS_OPTIONS],
  });
  return parseReadOptions(invocation);
}

Deno.test("without options this computer is read, with half a minute for each tool", () => {
  assertEquals(read({}), {
    from: [],
    encoding: null,
    details: false,
    commandLines: false,
    fast: false,
    timeoutMilliseconds: 30_000,
    signal: undefined,
  });
});

Deno.test("options about reading are read", () => {
  assertEquals(read({ from: ["a", "-"], encoding: ["CP850"], timeout: ["0.5"] }), {
    from: ["a", "-"],
    encoding: "CP850",
    details: false,
    commandLines: false,
    fast: false,
    timeoutMilliseconds: 500,
    signal: undefined,
  });
});

Deno.test("what rows are counted by is read, if only --details reads it", () => {
  const read = (countBy: string[]) => parseReadOptions({ options: { countBy } });
  for (const field of ["user", "status", "cpuSeconds", "windowTitle", "PARENTPID"]) {
    assertEquals([read([field]).details, read([field]).commandLines], [true, false], field);
  }
  assertEquals([read(["commandLine"]).details, read(["commandLine"]).commandLines], [false, true]);
  assertEquals([read(["pid"]).details, read(["pid"]).commandLines], [false, false]);
});

Deno.test("options that do not fit together are refused", () => {
  const cases: [Record<string, string[]>, string][] = [
    [
      { encoding: ["utf-8"] },
      "Cannot use --encoding without --from: it applies to saved output only",
    ],
    [{ from: ["a"], encoding: ["cp85O"] }, "Unknown encoding cp85O: did you mean cp850?"],
  ];
  for (const [given, message] of cases) {
    assertEquals(assertThrows(() => read(given), UsageError).message, message);
  }
});

Deno.test("saved output is neither recorded nor replayed, and no folder is made for it", async () => {
  for (const name of ["record", "replay"]) {
    using temporary = temporaryFolder();
    const folder = `${temporary.path}/recording`;
    const host = fakeHost();
    const code = await main(["netstat", "--from", "a.txt", `--${name}`, folder], host);
    assertEquals([code, host.stdout()], [2, ""]);
    assertStringIncludes(
      host.stderr(),
      `Cannot use --${name} with --from: nothing is read from this computer`,
    );
    assertThrows(() => Deno.statSync(folder), Deno.errors.NotFound);
  }
});
