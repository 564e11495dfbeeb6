import { assertEquals, assertRejects } from "@std/assert";
import { chooseDestination, type Destination } from "../../lib/output/destination.ts";
import { writeRows } from "../../lib/output/write_rows.ts";
import { inBatches } from "../../lib/rows/rows.ts";
import { parseArguments } from "../../lib/cli/options/parse_arguments.ts";
import { SHAPE_OPTIONS } from "../../lib/cli/options/shape_options.ts";
import { CaptureError } from "../../lib/errors.ts";
import { type Host, HostError } from "../../lib/host/host.ts";
import { fakeHost } from "../support/fake_host.ts";

/** What each format makes of the row is this text. */
const TEXT = "chât.exe,日本\r\n";
const FIELDS = [{ name: "text", kind: "text", about: "", weight: 1 }] as const;

function destination(format: string, given: Partial<Destination> = {}): Destination {
  const { options } = parseArguments(["--format", format], {
    name: "test",
    options: SHAPE_OPTIONS,
  });
  const chosen = chooseDestination(options, fakeHost());
  // A format that gives the text as it is, with the encoding of the one that was asked for.
  const open = () => ({ begin: () => "", rows: () => TEXT, end: () => "" });
  return { ...chosen, format: { ...chosen.format, open }, ...given };
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
  await writeRows(inBatches([{ text: "" }]), { fields: FIELDS, destination: to }, host);
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
  const escaped = ascii("ch\\u00e2t.exe,\\u65e5\\u672c\r\n");
  assertEquals(await piped(destination("json"), in437), escaped);
  assertEquals(await piped(destination("ndjson"), in437), escaped);
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
  const write = async (path: string, append: boolean, rows = inBatches([{ text: "" }])) =>
    await writeRows(
      rows,
      { fields: FIELDS, destination: destination("csv", { path, append }) },
      host,
    );
  await write("a.csv", true);
  const failing = async function* () {
    yield [];
    throw new RangeError("no rows");
  };
  await assertRejects(() => write("b.csv", false, failing()), RangeError);
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
    const to = destination("csv", { path: "no/a.csv" });
    const open = () => writeRows(inBatches([]), { fields: FIELDS, destination: to }, host);
    assertEquals((await assertRejects(open, CaptureError)).message, message);
  }
});
