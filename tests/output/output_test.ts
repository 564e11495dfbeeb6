import { assertEquals, assertRejects } from "@std/assert";
import { type Destination, readDestination } from "../../lib/output/destination.ts";
import { openOutput } from "../../lib/output/output.ts";
import { parseArguments } from "../../lib/cli/options/parse_arguments.ts";
import { SHAPE_OPTIONS } from "../../lib/cli/options/shape_options.ts";
import { CaptureError } from "../../lib/errors.ts";
import { type Host, HostError } from "../../lib/host/host.ts";
import { fakeHost } from "../support/fake_host.ts";

const TEXT = "chât.exe,日本\r\n";

function destination(format: string, given: Partial<Destination> = {}): Destination {
  const { options } = parseArguments(["--format", format], {
    name: "test",
    options: SHAPE_OPTIONS,
  });
  return { ...readDestination(options, fakeHost()), ...given };
}

/** The bytes that reach standard output. */
async function piped(to: Destination, overrides: Partial<Host>): Promise<number[]> {
  const bytes: number[] = [];
  const host = fakeHost({
    write: (chunk) => {
      bytes.push(...chunk);
      return Promise.resolve();
    },
    ...overrides,
  });
  const output = await openOutput(to, host);
  await output.write(new TextEncoder().encode(TEXT));
  output.finish();
  return bytes;
}

const UTF8 = [...new TextEncoder().encode(TEXT)];
const ascii = (text: string) => [...new TextEncoder().encode(text)];

Deno.test("csv and tables go into a pipe in the console's code page", async () => {
  // In code page 437, â is 0x83; it has no 日 or 本.
  const expected = [...ascii("ch"), 0x83, ...ascii("t.exe,\\u65e5\\u672c\r\n")];
  for (const format of ["csv", "table"]) {
    assertEquals(await piped(destination(format), { outputCodePage: () => 437 }), expected);
  }
});

Deno.test("what is UTF-8 anyway, or ASCII, or a terminal's, stays as it is", async () => {
  for (const page of [null, 0, 65001]) {
    assertEquals(await piped(destination("csv"), { outputCodePage: () => page }), UTF8);
  }
  const in437 = { outputCodePage: () => 437 };
  assertEquals(await piped(destination("json"), in437), UTF8);
  assertEquals(await piped(destination("ndjson"), in437), UTF8);
  assertEquals(await piped(destination("table"), { ...in437, isTerminal: () => true }), UTF8);
});

Deno.test("a byte order mark says UTF-8, so UTF-8 it is", async () => {
  const { options } = destination("csv");
  for (const given of [{ bom: true }, { excel: true }]) {
    const marked = destination("csv", { options: { ...options, ...given } });
    assertEquals(await piped(marked, { outputCodePage: () => 437 }), UTF8);
  }
});

Deno.test("a file is written in UTF-8 whatever the console, and finished or given up", async () => {
  const log: string[] = [];
  const host = fakeHost({
    outputCodePage: () => 437,
    createFile: (path, options) => {
      log.push(`create ${path} ${options?.append}`);
      return {
        write: (bytes) => log.push(new TextDecoder().decode(bytes)),
        commit: () => log.push("commit"),
        discard: () => log.push("discard"),
      };
    },
  });
  const output = await openOutput(destination("csv", { path: "a.csv", append: true }), host);
  await output.write(new TextEncoder().encode(TEXT));
  output.finish();
  (await openOutput(destination("csv", { path: "b.csv" }), host)).abandon();
  assertEquals(log, ["create a.csv true", TEXT, "commit", "create b.csv false", "discard"]);
});

Deno.test("a file that cannot be made says why", async () => {
  const refusals = {
    notFound: "Cannot write no/a.csv: there is no such folder",
    permissionDenied: "Cannot write no/a.csv: permission denied",
  } as const;
  for (const [kind, message] of Object.entries(refusals)) {
    const host = fakeHost({
      createFile: () => {
        throw new HostError(kind as keyof typeof refusals, "Cannot write no/a.csv: os error 2");
      },
    });
    const open = () => openOutput(destination("csv", { path: "no/a.csv" }), host);
    assertEquals((await assertRejects(open, CaptureError)).message, message);
  }
});
