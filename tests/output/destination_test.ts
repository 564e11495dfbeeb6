import { assertEquals, assertThrows } from "@std/assert";
import { chooseDestination } from "../../lib/output/destination.ts";
import { parseArguments } from "../../lib/cli/options/parse_arguments.ts";
import { SHAPE_OPTIONS } from "../../lib/cli/options/shape_options.ts";
import { camelCase } from "../../lib/model/option.ts";
import { UsageError } from "../../lib/errors.ts";
import { fakeHost } from "../support/fake_host.ts";

type Given = Readonly<Record<string, string | true>>;

function read(given: Given, { terminal = false }: { terminal?: boolean } = {}) {
  const { options: none } = parseArguments([], { name: "test", options: SHAPE_OPTIONS });
  const values = Object.entries(given).map(([name, value]) => [camelCase(name), value]);
  const options = { ...none, ...Object.fromEntries(values) };
  const host = fakeHost({ isTerminal: () => terminal, terminalColumns: () => 80 });
  return chooseDestination(options, host);
}

Deno.test("the format: as asked, else by the file's name, else by the terminal", () => {
  const cases: [Given, boolean, string][] = [
    [{}, true, "table"],
    [{}, false, "json"],
    [{ format: "csv" }, true, "csv"],
    [{ out: "a.csv" }, true, "csv"],
    [{ out: "a.CSV" }, false, "csv"],
    [{ out: "a.tsv" }, false, "csv"],
    [{ out: "a.ndjson" }, true, "ndjson"],
    [{ out: "a.jsonl" }, true, "ndjson"],
    [{ out: "a.json" }, true, "json"],
    [{ out: "a.txt" }, true, "table"],
    [{ out: "csv" }, true, "json"],
    [{ out: "/dev/stdout" }, true, "json"],
    [{ out: "logs.d/now" }, true, "json"],
    [{ out: "C:\\logs.d\\now" }, true, "json"],
    [{ out: ".csv" }, true, "json"],
    [{ out: "log.1" }, true, "json"],
    [{ out: "netwho.2026-11-25" }, true, "json"],
    [{ out: "netwho.2026-11-25.csv" }, true, "csv"],
    [{ out: "a.xlsx", format: "csv" }, true, "csv"],
    [{ out: "a.csv", format: "json" }, true, "json"],
    [{ out: "-" }, true, "table"],
    [{ out: "-" }, false, "json"],
  ];
  for (const [given, terminal, expected] of cases) {
    assertEquals(read(given, { terminal }).format.name, expected, JSON.stringify(given));
  }
});

Deno.test("an extension that no format has needs --format", () => {
  for (const extension of ["xlsx", "XLS", "ods", "tab", "dat"]) refused(extension, "csv");
  const others = [
    "xml",
    "html",
    "md",
    "yaml",
    "pdf",
    "parquet",
    "db",
    "zip",
    "7z",
    "csv.gz",
    "xyz",
  ];
  for (const extension of [...others, "json5", "log", "j"]) refused(extension, "json");
});

function refused(extension: string, suggested: string): void {
  const { message, hint } = assertThrows(() => read({ out: `a.${extension}` }), UsageError);
  assertEquals(
    message,
    `Cannot tell the format from a.${extension}: netwho writes table, json, ndjson and csv`,
  );
  assertEquals(hint, `Say which, as in: --format ${suggested}`);
}

Deno.test("the delimiter: one printable character, or tab", () => {
  const cases: [Given, string][] = [
    [{}, ","],
    [{ delimiter: ";" }, ";"],
    [{ delimiter: "\t" }, "\t"],
    [{ delimiter: "\\t" }, "\t"],
    [{ delimiter: "TAB" }, "\t"],
    [{ out: "a.tsv" }, "\t"],
    [{ out: "a.tsv", delimiter: "|" }, "|"],
  ];
  for (const [given, expected] of cases) assertEquals(read(given).options.delimiter, expected);
  for (const delimiter of ["", ",,", '"', "\n", "\r", "a", "7", "_", "é", "，", "\u0000", "\x7f"]) {
    assertThrows(
      () => read({ delimiter }),
      UsageError,
      `Cannot use "${delimiter}" for --delimiter`,
    );
  }
});

Deno.test("only csv and ndjson files can be added to", () => {
  assertEquals(read({ out: "a.csv", append: true }).append, true);
  assertEquals(read({ out: "a.ndjson", append: true }).append, true);
  assertThrows(
    () => read({ append: true }),
    UsageError,
    "without --out: there is no file to append to",
  );
  assertThrows(() => read({ append: true, out: "-" }), UsageError, "there is no file to append to");
  for (const out of ["a.json", "a.txt", "a"]) {
    assertThrows(() => read({ append: true, out }), UsageError, "only csv and ndjson");
  }
});

Deno.test("tables fit the terminal, and are coloured there alone", () => {
  const onTerminal = read({}, { terminal: true }).options;
  assertEquals([onTerminal.columns, onTerminal.color], [80, true]);
  const files: Given[] = [{ out: "a.txt" }, { out: "a.txt", color: "auto" }];
  for (const given of files) {
    const { columns, color } = read(given, { terminal: true }).options;
    assertEquals([columns, color], [null, false]);
  }
  const piped = read({ format: "table" }).options;
  assertEquals([piped.columns, piped.color], [null, false]);
});

Deno.test("switches are passed on", () => {
  const plain = read({}).options;
  assertEquals([plain.header, plain.bom, plain.excel], [true, false, false]);
  const given = read({ "no-header": true, bom: true, excel: true }).options;
  assertEquals([given.header, given.bom, given.excel], [false, true, true]);
});
