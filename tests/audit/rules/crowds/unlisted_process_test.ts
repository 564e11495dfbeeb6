/**
 * Tests of the rule `unlisted-process`. Its cases need a process list that does not have everything.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { buildView } from "../../../../lib/audit/engine/build_view.ts";
import { judge } from "../../../../lib/audit/engine/judge.ts";
import { unlistedProcess } from "../../../../lib/audit/rules/crowds/unlisted_process.ts";
import type { Connection } from "../../../../lib/model/connection.ts";
import { type AuditedRow, auditedView } from "../../../support/audited.ts";

/** Judges connections where the process list has these process IDs; null is no list. */
function judgeListed(rows: readonly AuditedRow[], listed: readonly number[] | null) {
  const view = auditedView(rows);
  const connections: Connection[] = view.subjects.map(({ row }) => row);
  const processes = listed === null ? null : new Map(
    listed.map((pid) => [pid, view.programs.get(pid)!.listed!] as const),
  );
  const unseen = { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 } as const;
  const snapshot = {
    observedAt: null,
    computer: null,
    isSaved: false,
    processes,
    unseen,
    connections,
  };
  const { findings, gaps } = judge(buildView(snapshot, { os: "windows" }), [unlistedProcess]);
  return [
    ...findings.map(({ finding }) => finding.severity),
    ...gaps.map(({ missing }) => missing),
  ];
}

const KNOWN: AuditedRow = { pid: 7, process: "mail.exe" };
const OTHER: AuditedRow = { pid: 8, process: "chat.exe" };
const UNKNOWN: AuditedRow = { pid: 666, process: null, state: "CLOSE_WAIT" };
const LISTENER: AuditedRow = { ...UNKNOWN, state: "LISTENING", localPort: 5555 };

Deno.test("audit rule unlisted-process: several connections, or a port that waits", () => {
  assertEquals(judgeListed([KNOWN, OTHER, UNKNOWN, { ...UNKNOWN, remotePort: 80 }], [7, 8]), [
    "low",
  ]);
  assertEquals(judgeListed([KNOWN, OTHER, LISTENER], [7, 8]), ["medium"]);
  assertEquals(
    judgeListed([KNOWN, OTHER, LISTENER, { ...LISTENER, localAddress: "::" }], [7, 8]),
    ["medium"],
  );
});

Deno.test("audit rule unlisted-process: not one short connection, nor without a list", () => {
  assertEquals(judgeListed([KNOWN, OTHER, UNKNOWN], [7, 8]), []);
  // The same connection, listed twice.
  const twin = { ...UNKNOWN, localPort: 40_000 };
  assertEquals(judgeListed([KNOWN, OTHER, twin, twin], [7, 8]), []);
  assertEquals(judgeListed([KNOWN, UNKNOWN, LISTENER], null), []);
  assertEquals(judgeListed([KNOWN, { pid: 0, state: "TIME_WAIT" }, { pid: null }], [7]), []);
  assertEquals(judgeListed([KNOWN, OTHER], [7, 8]), []);
});

Deno.test("audit rule unlisted-process: an open connection to the Internet is another rule's", () => {
  const open = { ...UNKNOWN, state: "ESTABLISHED" };
  assertEquals(judgeListed([KNOWN, OTHER, open, { ...open, remotePort: 80 }], [7, 8]), []);
});

Deno.test("audit rule unlisted-process: a list that knows few of the processes is another one's", () => {
  const strangers = [20, 21, 22].map((pid) => ({ ...LISTENER, pid, localPort: 5000 + pid }));
  assertEquals(judgeListed([KNOWN, ...strangers], [7]), ["process"]);
});

Deno.test("unlisted-process: rows that netwho saved say that the list did not have the process", () => {
  const note = "process 666 is not in the process list: it may have ended";
  assertEquals(judgeListed([KNOWN, OTHER, { ...LISTENER, note }], null), ["medium"]);
  assertEquals(judgeListed([KNOWN, OTHER, LISTENER], null), []);
  const another = "process 667 is not in the process list: it may have ended";
  assertEquals(judgeListed([KNOWN, OTHER, { ...LISTENER, note: another }], null), []);
});
