import { assertEquals, assertThrows } from "@std/assert";
import { Diagnostics, type SourceReport } from "../../lib/capture/diagnostics.ts";
import { tellDiagnostics } from "../../lib/cli/messages.ts";
import { ParseError } from "../../lib/errors.ts";
import { fakeHost } from "../support/fake_host.ts";

const GARBLED = { line: 3, text: "  gar\u001bbled ", reason: "not a row" };
const ODD = { line: 7, text: "odd", reason: "not a row" };

function tell(
  reports: readonly SourceReport[],
  { verbose = false, rows = 5 }: { verbose?: boolean; rows?: number } = {},
): string {
  const host = fakeHost();
  const diagnostics = new Diagnostics();
  for (const report of reports) diagnostics.report(report);
  diagnostics.requireRows(rows);
  tellDiagnostics(diagnostics, host, { verbose });
  return host.stderr();
}

Deno.test("nothing is said where all lines were understood", () => {
  assertEquals(tell([]), "");
  assertEquals(tell([{ label: "a.txt", rows: 5, rejected: [] }]), "");
  assertEquals(tell([{ label: "a.txt", rows: 0, rejected: [] }], { rows: 0 }), "");
});

Deno.test("each source says how many lines were not understood", () => {
  const reports = [
    { label: "a.txt", rows: 5, rejected: [GARBLED] },
    { label: "b\u001b.txt", rows: 0, rejected: [GARBLED, ODD], rejectedCount: 1500 },
  ];
  assertEquals(
    tell(reports),
    "netwho: 1 line of a.txt not understood; --verbose lists them\n" +
      "netwho: 1500 lines of b\\x1b.txt not understood; --verbose lists them\n",
  );
});

Deno.test("--verbose lists them with file and line, as far as they were kept", () => {
  const report = { label: "a.txt", rows: 5, rejected: [GARBLED, ODD], rejectedCount: 3 };
  assertEquals(
    tell([report], { verbose: true }),
    "netwho: a.txt:3: not a row: gar\\x1bbled\n" +
      "netwho: a.txt:7: not a row: odd\n" +
      "netwho: a.txt: 1 more line\n" +
      "netwho: 3 lines of a.txt not understood\n",
  );
});

Deno.test("no row at all, from a source that was not understood, is an error", () => {
  const cases: [SourceReport[], string][] = [
    [[{ label: "a", rows: 0, rejected: [ODD] }], "Cannot understand a: its only line is not a row"],
    [
      [
        { label: "list", rows: 9, rejected: [ODD] },
        { label: "a", rows: 0, rejected: [GARBLED, ODD] },
      ],
      "Cannot understand a: none of 2 lines is a row",
    ],
  ];
  for (const [reports, message] of cases) {
    const error = assertThrows(() => tell(reports, { rows: 0 }), ParseError);
    assertEquals([error.message, error.hint], [message, "--verbose lists them"]);
  }
});

Deno.test("no row is no error where the lines that were not understood are another's", () => {
  assertEquals(
    tell([{ label: "list", rows: 9, rejected: [ODD] }], { rows: 0 }),
    "netwho: 1 line of list not understood; --verbose lists them\n",
  );
});

Deno.test("warnings and notes are told once, and warnings end with exit code 3", () => {
  const diagnostics = new Diagnostics();
  diagnostics.note("the cache is of no use");
  assertEquals(diagnostics.exitCode, 0);
  diagnostics.warn("services are missing", "services are missing", "odd\u001b");
  assertEquals(diagnostics.exitCode, 3);
  const said = (verbose: boolean) => {
    const host = fakeHost();
    tellDiagnostics(diagnostics, host, { verbose });
    return host.stderr();
  };
  assertEquals(said(false), "netwho: services are missing\nnetwho: odd\\x1b\n");
  assertEquals(said(true), `netwho: the cache is of no use\n${said(false)}`);
});

Deno.test("values that could not be read are counted by field, with what to do", () => {
  const unread = {
    counts: new Map([["observedAt", 10], ["services", 2]]),
    values: [{ line: 3, text: "25.11.2026\u001b", reason: "observedAt cannot be read" }],
    hints: ["Write it otherwise"],
  };
  const report = { label: "a.csv", rows: 10, rejected: [], unread };
  assertEquals(
    tell([report]),
    "netwho: 12 values of a.csv could not be read (observedAt 10, services 2); --verbose lists them\n" +
      "Write it otherwise\n",
  );
  assertEquals(
    tell([report], { verbose: true }),
    "netwho: a.csv:3: observedAt cannot be read: 25.11.2026\\x1b\n" +
      "netwho: 12 values of a.csv could not be read (observedAt 10, services 2)\n" +
      "Write it otherwise\n",
  );
  const one = { ...unread, counts: new Map([["pid", 1]]), hints: [] };
  assertEquals(
    tell([{ ...report, unread: one }]),
    "netwho: 1 value of a.csv could not be read (pid 1); --verbose lists them\n",
  );
});

Deno.test("remarks on a source follow its name", () => {
  const remarks = ["ends in the middle: 1 row was read, there were more"];
  assertEquals(
    tell([{ label: "a\u001b", rows: 1, rejected: [], remarks }]),
    "netwho: a\\x1b ends in the middle: 1 row was read, there were more\n",
  );
});
