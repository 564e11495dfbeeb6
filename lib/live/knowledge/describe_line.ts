/**
 * The pane of details: what is known of a connection and its process, as `netwho inspect` tells it.
 *
 * @module
 */
import { describeProcesses } from "../../capture/linux/linux_processes.ts";
import type { WholeSnapshot } from "../../capture/snapshot.ts";
import type { Host } from "../../host/host.ts";
import { inspectTargets } from "../../inspect/inspect_targets.ts";
import { reportText } from "../../inspect/inspection_report.ts";
import {
  addressFacts,
  ageInWords,
  type Fact,
  factLines,
  INDENT,
  timeInWords,
} from "../../inspect/report_facts.ts";
import type { Connection } from "../../model/connection.ts";
import type { Finding } from "../../model/finding.ts";
import { type Inspection, NO_INSPECTION } from "../../model/inspection.ts";
import { hasPeer } from "../../model/peer.ts";
import { writeEnd } from "../../output/table/cells.ts";
import { sanitize, wrap } from "../../text/terminal_text.ts";
import { countOf, joinPresent } from "../../text/wording.ts";
import type { LiveLook, LiveRow } from "../live_row.ts";
import type { ListLine } from "../screen/watch_state.ts";

/** What to describe, and for whom. */
export interface DescribeOptions {
  /** The latest look. */
  readonly look: LiveLook;
  /** The columns of the pane. */
  readonly columns: number;
  /** Adds the names and owners that are known. @default adds nothing */
  readonly fill?: <Row extends Connection>(row: Row) => Row;
  /** The findings about a row, the worst first; null where no audit is on. */
  readonly findingsAbout: ((id: number) => readonly Finding[]) | null;
}

/** Describes a line of the list. No line is wider than the pane, unless that has under 16 columns. */
export async function describeLine(
  host: Host,
  line: ListLine,
  { look, columns, fill = (row) => row, findingsAbout }: DescribeOptions,
): Promise<string[]> {
  const rows = line.kind === "row" ? [line.row] : line.rows;
  const [first] = rows;
  const width = Math.max(columns, 16);
  const pid = first?.connection.pid ?? null;
  const blocks: string[][] = [];
  if (line.kind === "row") {
    blocks.push(connectionLines(fillRow(line.row, fill), { look, width }));
  }
  if (findingsAbout !== null) blocks.push(findingLines(rows, { findingsAbout, width }));
  if (first !== undefined && pid !== null && pid !== 0) {
    blocks.push(await processLines(host, first, { look, width, fill }));
  }
  return blocks.filter(({ length }) => length > 0)
    .flatMap((lines, index) => index === 0 ? lines : ["", ...lines]);
}

/** A row with what is known of its peer. */
function fillRow(row: LiveRow, fill: NonNullable<DescribeOptions["fill"]>): LiveRow {
  return { ...row, connection: fill(row.connection) };
}

function connectionLines(
  { connection, previousState, firstSeen, closedAt }: LiveRow,
  { look, width }: { look: LiveLook; width: number },
): string[] {
  const { protocol, localAddress, localHost, localPort, state, direction, createdAt } = connection;
  const now = new Date(look.at).toISOString();
  const local = writeEnd(localAddress ?? localHost, localPort);
  const remote = writeEnd(connection.remoteAddress ?? connection.remoteHost, connection.remotePort);
  const isConnected = hasPeer(connection);
  const facts: Fact[] = [
    { label: "local", value: withService(local, connection.localService) },
    {
      label: "remote",
      value: isConnected ? withService(remote, connection.remoteService) : null,
    },
    {
      label: "state",
      value: joinPresent([
        state,
        previousState === null ? null : `it was ${previousState}`,
        closedAt === null ? null : `closed ${momentOf(closedAt, now)}`,
      ], ", "),
    },
    { label: "direction", value: DIRECTIONS[direction ?? ""] ?? null },
    { label: "made", value: createdAt === null ? null : whenOf(createdAt, now) },
    {
      label: "seen",
      value: firstSeen === null ? "since the start" : `since ${momentOf(firstSeen, now)}`,
    },
    { label: "service", value: connection.socketService },
    ...isConnected ? peerFacts(connection) : [{ label: "note", value: connection.note }],
  ];
  const heading = `${protocol} ${local}${isConnected ? ` - ${remote}` : ""}`;
  return [...wrap(sanitize(heading), width), ...factLines(facts, width)];
}

const DIRECTIONS: Readonly<Record<string, string>> = {
  inbound: "inbound: the other end began it",
  outbound: "outbound: this computer began it",
};

function withService(end: string, service: string | null): string {
  return service === null ? end : `${end} (${service})`;
}

function whenOf(time: string, now: string): string {
  const age = ageInWords(time, now);
  return timeInWords(time) + (age === null ? "" : ` (${age})`);
}

function momentOf(milliseconds: number, now: string): string {
  return whenOf(new Date(milliseconds).toISOString(), now);
}

/** What is known of the other end: of what is not looked up nothing is said. */
function peerFacts(connection: Connection): Fact[] {
  const row: Inspection = { ...NO_INSPECTION, ...connection, relation: "address", target: "" };
  return addressFacts(row, { resolve: false, owner: false });
}

function findingLines(
  rows: readonly LiveRow[],
  { findingsAbout, width }: {
    findingsAbout: NonNullable<DescribeOptions["findingsAbout"]>;
    width: number;
  },
): string[] {
  const found = new Map(rows.flatMap(({ id }) => findingsAbout(id)).map((one) => [one.id, one]));
  if (found.size === 0) return ["Nothing was found by netwho audit"];
  return [...found.values()].flatMap((
    { severity, title, reason, evidence, advice, rule },
    index,
  ) => [
    ...index === 0 ? [] : [""],
    ...wrap(sanitize(`${severity}: ${title}`), width),
    ...factLines([
      { label: "reason", value: reason },
      { label: "evidence", value: evidence?.join("; ") ?? null },
      { label: "advice", value: advice },
      { label: "rule", value: rule },
    ], width),
  ]);
}

/** The most sockets of a process, and connections of others, that are told. */
const MOST_OWN = 100;
const MOST_OTHERS = 1_000;

async function processLines(
  host: Host,
  { connection, closedAt, processStartedAt }: LiveRow,
  { look: { snapshot }, width, fill }: {
    look: LiveLook;
    width: number;
    fill: NonNullable<DescribeOptions["fill"]>;
  },
): Promise<string[]> {
  const pid = connection.pid!;
  const listed = snapshot.processes?.get(pid);
  const isOther = processStartedAt !== null && (listed?.startedAt ?? processStartedAt) !==
      processStartedAt;
  if (isOther || (closedAt !== null && listed === undefined)) {
    const name = connection.process ?? "Unknown program";
    const about = isOther ? "It has ended, and its process ID was used again" : "It has ended";
    return [
      ...wrap(sanitize(`${name}  PID ${pid}`), width),
      ...factLines([{ label: "path", value: connection.path, anywhere: true }], width),
      ...wrap(about, width - INDENT).map((text) => " ".repeat(INDENT) + text),
    ];
  }
  const { shown, left } = shortened(withParent(host, snapshot, pid), pid);
  const target = { kind: "pid", pid, orPort: false, text: String(pid) } as const;
  const { rows } = await inspectTargets(host, [target], {
    snapshot: shown,
    lookUp: (rows) => Promise.resolve(rows.map((row) => fill(row as Inspection & Connection))),
  });
  if (rows.length === 0) return [];
  // Names and owners have keys of their own: nothing is advised.
  const lookups = { resolve: true, owner: true };
  const lines = reportText(rows, { columns: width, color: false, lookups }).trimEnd().split("\n");
  if (left === 0) return lines;
  const more = `${countOf(left, "more connection")}: netwho inspect ${pid}`;
  return [...lines, "", ...wrap(more, width)];
}

/**
 * Adds the parent of a process. On Linux a look reads only the processes that have sockets, so that
 * one that is not among them need not have ended.
 */
function withParent(host: Host, snapshot: WholeSnapshot, pid: number): WholeSnapshot {
  const { processes, isSaved, parentOf } = snapshot;
  const parentPid = parentOf?.(pid) ?? null;
  if (host.os !== "linux" || isSaved || processes === null) return snapshot;
  if (parentPid === null || processes.has(parentPid)) return snapshot;
  const [parent] = describeProcesses(host, [parentPid]).processes;
  if (parent === undefined) return snapshot;
  return { ...snapshot, processes: new Map([...processes, [parentPid, parent]]) };
}

/** A snapshot without the many connections of a server, which would take long to tell. */
function shortened(
  snapshot: WholeSnapshot,
  pid: number,
): { readonly shown: WholeSnapshot; readonly left: number } {
  const own = snapshot.connections.filter((row) => row.pid === pid);
  const others = snapshot.connections.filter((row) => row.pid !== pid);
  const left = Math.max(own.length - MOST_OWN, 0);
  if (left === 0 && others.length <= MOST_OTHERS) return { shown: snapshot, left };
  const connections = [...own.slice(0, MOST_OWN), ...others.slice(0, MOST_OTHERS)];
  return { shown: { ...snapshot, connections }, left };
}
