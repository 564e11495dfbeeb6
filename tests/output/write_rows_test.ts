import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
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
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const host = fakeHost({
    outputCodePage: () => 437,
    createFile: (path) => {
      log.push(`create ${path}`);
      return {
        write: (bytes) => void log.push(decode(bytes)),
        commit: () => void log.push("commit"),
        discard: () => void log.push("discard"),
      };
    },
    appendLines: async (path, lines) => {
      const start = new Uint8Array();
      await Promise.resolve(log.push(`append ${path}`));
      log.push(decode(lines({ start, endsInLine: true })));
    },
  });
  const write = async (path: string, append: boolean, rows = inBatches([{ text: "" }])) =>
    await writeRows(
      rows,
      { fields: FIELDS, destination: destination("csv", { path, append }) },
      host,
    );
  await write("a.csv", false);
  await write("a.csv", true);
  const failing = async function* () {
    yield [];
    throw new RangeError("no rows");
  };
  await assertRejects(() => write("b.csv", false, failing()), RangeError);
  await assertRejects(() => write("b.csv", true, failing()), RangeError);
  assertEquals(log, [
    ...["create a.csv", TEXT, "commit"],
    ...["append a.csv", TEXT],
    ...["create b.csv", "discard"],
  ]);
});

Deno.test("a file that cannot be made says why, and what to do", async () => {
  const refusals = {
    notFound: ["there is no such folder", /^Make the folder first/],
    permissionDenied: ["permission denied", /^Choose another --out FILE/],
    readOnly: ["it is read-only", /^Choose another --out FILE/],
    busy: ["another program has it open", /^Close it there, or choose another --out FILE$/],
  } as const;
  for (const [kind, [state, hint]] of Object.entries(refusals)) {
    const refuse = () => {
      throw new HostError(kind as keyof typeof refusals, "Cannot write no/a.csv: os error 2");
    };
    const host = fakeHost({ createFile: refuse, appendLines: () => Promise.try(refuse) });
    for (const append of [false, true]) {
      const to = destination("csv", { path: "no/a.csv", append });
      const open = () => writeRows(inBatches([]), { fields: FIELDS, destination: to }, host);
      const error = await assertRejects(open, CaptureError);
      assertEquals(error.message, `Cannot write no/a.csv: ${state}`);
      assertMatch(error.hint ?? "", hint);
    }
  }
});

Deno.test("a folder is no file, there or not", async () => {
  for (const [path, pathKind] of [["logs", "directory"], ["logs/", "missing"]] as const) {
    const host = fakeHost({ pathKind: () => pathKind });
    const to = destination("csv", { path });
    const open = () => writeRows(inBatches([]), { fields: FIELDS, destination: to }, host);
    const { message, hint } = await assertRejects(open, CaptureError);
    assertEquals(message, `Cannot write ${path}: it is a folder`);
    assertEquals(hint, "Name a file in it: --out logs/netwho.csv");
  }
});

Deno.test("a batch is written in pieces, so that no text of a million rows' run is long", async () => {
  const rows = Array.from({ length: 1000 }, (_, index) => ({ text: `${index}` }));
  const { options } = parseArguments(["--format", "json"], {
    name: "test",
    options: SHAPE_OPTIONS,
  });
  const texts: string[] = [];
  const host = fakeHost({
    write: (chunk) => Promise.resolve(void texts.push(new TextDecoder().decode(chunk))),
  });
  const to = chooseDestination(options, host);
  await writeRows(inBatches(rows), { fields: FIELDS, destination: to }, host);
  assertEquals(JSON.parse(texts.join("")), rows);
  assert(texts.every((text) => text.split("\n").length < 250));
});
