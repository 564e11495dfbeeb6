/**
 * Measures how long rules take for many connections, after these are read: in this process, since the
 * executable spends most of its time on reading.
 *
 * @module
 */
import { buildView } from "../../lib/audit/engine/build_view.ts";
import { judge } from "../../lib/audit/engine/judge.ts";
import { RULES } from "../../lib/audit/rules.ts";
import type { WholeSnapshot } from "../../lib/capture/snapshot.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import { type Process, PROCESS_FIELDS } from "../../lib/model/process.ts";

const SIZES = [10_000, 100_000];
const TURNS = 15;

/** The part of the page about audit. */
export function auditTimes(): string {
  const rows = SIZES.flatMap((size) =>
    [busyServer(size), namelessListing(size)].map((snapshot, at) => {
      const times = Array.from({ length: TURNS }, () => millisecondsOf(snapshot)).sort((a, b) =>
        a - b
      );
      const what = at === 0 ? "all facts known" : "netstat's listing alone";
      const [least, median] = [times[0]!, times[TURNS >> 1]!];
      return `| ${size.toLocaleString("en")}, ${what} | ${median.toFixed(0)} ms (${
        least.toFixed(0)
      }) |`;
    })
  );
  return `## Connections judged by ${RULES.length} rules

After reading, in one process: programs prepared, all rules, findings and what could not be judged.

| connections | time |
|---|---|
${rows.join("\n")}

Wanted: 10,000 in at most 100 ms.
`;
}

function millisecondsOf(snapshot: WholeSnapshot): number {
  const began = performance.now();
  judge(buildView(snapshot, { os: "windows" }), RULES);
  return performance.now() - began;
}

/** Programs of a terminal server, with the share of the connections that each has. */
const PROGRAMS: readonly (readonly [path: string, user: string, share: number])[] = [
  ["C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe", "PC\\anna", 45],
  ["C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe", "PC\\bert", 15],
  ["C:\\Windows\\System32\\svchost.exe", "NT AUTHORITY\\SYSTEM", 15],
  ["C:\\Users\\anna\\AppData\\Local\\Microsoft\\Teams\\current\\Teams.exe", "PC\\anna", 10],
  ["C:\\Windows\\System32\\lsass.exe", "NT AUTHORITY\\SYSTEM", 2],
  ["C:\\Windows\\System32\\spoolsv.exe", "NT AUTHORITY\\SYSTEM", 1],
  ["C:\\Program Files\\Microsoft SQL Server\\MSSQL\\Binn\\sqlservr.exe", "NT SERVICE\\MSSQL", 9],
  ["C:\\Users\\anna\\Downloads\\setup.exe", "PC\\anna", 1],
  ["C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe", "PC\\anna", 1],
  ["C:\\Users\\Public\\svchost.exe", "PC\\anna", 1],
];

const REMOTE_PORTS = [443, 443, 443, 443, 443, 443, 80, 53, 1433, 389, 445, 8080, 4444];
const STATES = [
  "ESTABLISHED",
  "ESTABLISHED",
  "ESTABLISHED",
  "TIME_WAIT",
  "CLOSE_WAIT",
  "LISTENING",
];

/** A server on which everything is known. */
function busyServer(size: number): WholeSnapshot {
  const shares = PROGRAMS.flatMap((program) => Array.from({ length: program[2] }, () => program));
  const processes = new Map<number, Process>();
  const connections = Array.from({ length: size }, (_, at): Connection => {
    const [path, user] = shares[(at * 37) % shares.length]!;
    const process = path.slice(path.lastIndexOf("\\") + 1);
    const pid = 1_000 + 4 * ((at * 37) % shares.length) + 1_000 * (at % 3);
    if (!processes.has(pid)) {
      const commandLine = `"${path}" --type=utility --lang=de`;
      const row = { ...emptyRecord(PROCESS_FIELDS), pid, process, path, user, commandLine };
      processes.set(pid, { ...row, parentPid: 1_000, startedAt: "2026-01-02T03:04:05.000Z" });
    }
    return { ...socketOf(at), pid, process, path, user };
  });
  return snapshotOf(connections, processes);
}

/** What `netstat -ano` tells: process IDs, no program. */
function namelessListing(size: number): WholeSnapshot {
  const connections = Array.from({ length: size }, (_, at): Connection => ({
    ...socketOf(at),
    direction: null,
    pid: 1_000 + 4 * (at % 150),
  }));
  return snapshotOf(connections, null);
}

function socketOf(at: number): Connection {
  const state = STATES[at % STATES.length]!;
  const waits = state === "LISTENING";
  const address = `${at % 2 === 0 ? "203.0.113" : "198.51.100"}.${at % 250}`;
  return {
    ...emptyRecord(CONNECTION_FIELDS),
    protocol: "TCP",
    localAddress: waits ? "0.0.0.0" : "192.168.1.7",
    localPort: waits ? [80, 135, 443, 445, 3389, 5985][at % 6]! : 49_152 + at % 16_000,
    localScope: waits ? "any" : "private",
    remoteAddress: waits ? "0.0.0.0" : address,
    remotePort: waits ? 0 : REMOTE_PORTS[at % REMOTE_PORTS.length]!,
    remoteScope: waits ? "any" : "public",
    state,
    direction: waits ? null : "outbound",
    createdAt: "2026-01-02T03:04:05.000Z",
  };
}

function snapshotOf(
  connections: readonly Connection[],
  processes: ReadonlyMap<number, Process> | null,
): WholeSnapshot {
  return {
    observedAt: "2026-01-02T04:00:00.000Z",
    computer: "PC-7",
    isSaved: false,
    processes,
    unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
    connections,
  };
}

if (import.meta.main) console.log(auditTimes());
