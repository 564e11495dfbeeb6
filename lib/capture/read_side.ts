/**
 * Reads one side of a comparison, whatever it is, and says what it could see: where one side could
 * not look, the other has no news.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import { INDEX_NAME } from "../host/recording/recording_format.ts";
import type { Connection } from "../model/connection.ts";
import { Diagnostics } from "./diagnostics.ts";
import { readSnapshot, readWhole, type WholeSnapshot } from "./snapshot.ts";
import type { SnapshotOptions } from "./source.ts";

/** One side of a comparison. */
export interface Side {
  /** Its name in messages: a path, `standard input`, `now`. */
  readonly label: string;
  readonly snapshot: WholeSnapshot;
  /** What it could see. */
  readonly view: SideView;
}

/** Of how many rows something is known. */
export type Share = "all" | "some" | "none";

/** What a side could see. */
export interface SideView {
  /** The machine as it is now (or its recording), a snapshot's document, or other saved output. */
  readonly kind: "machine" | "snapshot" | "output";
  /** When it was seen, ISO 8601 in UTC; null where it is not told, or its rows tell several times. */
  readonly observedAt: string | null;
  /** The computer's name; null where it is not told, or its rows tell several. */
  readonly computer: string | null;
  /** How many times, and how many computers, its rows tell. */
  readonly moments: number;
  readonly computers: number;
  readonly os: "windows" | "linux" | null;
  /** Whether with administrator's (root's) rights; null where that is unknown. */
  readonly elevated: boolean | null;
  /** The process IDs of sockets. */
  readonly pids: Share;
  /** The names of programs, among the sockets that are not closed yet (PID 0). */
  readonly programs: Share;
  /** The paths of programs, among the same. */
  readonly paths: Share;
  /** The number of sockets whose owner could not be seen, and why in words; null where all were. */
  readonly hiddenOwners: number;
  readonly hiddenSummary: string | null;
  /** Whether there is a list of processes with any in it. */
  readonly hasProcesses: boolean;
  /** Whether sockets of these kinds would be in it if they were there. */
  readonly sees: Readonly<Record<SeenKind, boolean>>;
  /** Whether it ends in the middle, or some of its lines were not understood. */
  readonly isPartial: boolean;
}

/** Kinds of sockets that saved output may lack because netstat was not asked for them. */
export type SeenKind =
  | "tcp"
  | "udp"
  | "ipv4"
  | "ipv6"
  | "listeners"
  | "connections"
  | "timeWait";

/** How to read a side. */
export interface SideOptions
  extends
    Partial<Pick<SnapshotOptions, "encoding" | "fast" | "details" | "timeoutMilliseconds">>,
    Pick<SnapshotOptions, "signal"> {
  /** Is told what was read. */
  readonly diagnostics: Diagnostics;
  /**
   * The computer that netwho runs on, which has the user's files, also where `host` is a recording.
   * @default host
   */
  readonly own?: Host;
}

/** The word for the machine itself. */
export const NOW = "now";

/**
 * Reads a side.
 *
 * @param word `now`, or the path of what `--from` reads or of a recording; `-` for standard input.
 * @param host the machine, or a recording of it, for `now`.
 * @throws {CaptureError} if a tool or file is missing or fails.
 * @throws {ParseError} if saved files hold no sockets.
 */
export async function readSide(
  word: string,
  host: Host,
  { diagnostics, own = host, ...options }: SideOptions,
): Promise<Side> {
  const label = word === "-" ? "standard input" : word;
  const recording = word === NOW ? null : await openRecording(word, own);
  const isMachine = word === NOW || recording !== null;
  const machine = word === NOW ? host : recording ?? own;
  // Each side counts the owners that it could not see.
  const found = new Diagnostics();
  const snapshot = await readWhole(
    await readSnapshot(machine, {
      encoding: null,
      fast: false,
      details: false,
      timeoutMilliseconds: 30_000,
      ...options,
      from: isMachine ? [] : [word],
      sockets: true,
      processes: "all",
    }, found),
  );
  found.requireRows(snapshot.connections.length);
  passOn(found, diagnostics, { label });
  return { label, snapshot, view: viewOf(snapshot, { machine, isMachine, found }) };
}

/** Opens a recording of `--record`; null for what is none. */
async function openRecording(path: string, host: Host): Promise<Host | null> {
  if (host.pathKind(path) !== "directory") return null;
  const isRecording = host.listDirectory(path).some((name) =>
    host.pathKind(`${path}/${name}/${INDEX_NAME}`) === "file"
  );
  if (!isRecording) return null;
  const { replayingHost } = await import("../host/recording/replaying_host.ts");
  return replayingHost(path, host);
}

/** Tells the diagnostics of the run what was found on a side. */
function passOn(found: Diagnostics, all: Diagnostics, { label }: { label: string }): void {
  for (const report of found.reports) all.report(report);
  all.note(...found.notes.map((note) => `${label}: ${note}`));
  all.limit(...found.limits.map((limit) => `${label}: ${limit}`));
  if (found.warnings.length > 0) all.warn(...found.warnings.map((text) => `${label}: ${text}`));
}

function viewOf(
  snapshot: WholeSnapshot,
  { machine, isMachine, found }: { machine: Host; isMachine: boolean; found: Diagnostics },
): SideView {
  const { connections, origin, owners, processes } = snapshot;
  const moments = valuesOf(connections, "observedAt");
  const computers = valuesOf(connections, "computer");
  const owned = connections.filter(({ pid }) => pid !== 0);
  // A snapshot that was made of saved output knows of no system.
  const isWhole = isMachine || (origin?.os ?? null) !== null;
  const lacks = found.reports.some(({ rejectedCount, remarks }) =>
    rejectedCount > 0 || remarks.some((remark) => /^ends in | not understood$/.test(remark))
  );
  return {
    kind: isMachine ? "machine" : origin !== undefined ? "snapshot" : "output",
    observedAt: snapshot.observedAt ?? onlyOne(moments),
    computer: snapshot.computer ?? onlyOne(computers),
    moments: moments.size,
    computers: computers.size,
    os: isMachine ? machine.os : origin?.os ?? null,
    elevated: isMachine ? machine.elevated() : origin?.elevated ?? null,
    pids: shareOf(connections, ({ pid }) => pid !== null),
    programs: shareOf(owned, ({ process }) => process !== null),
    paths: shareOf(owned, ({ path }) => path !== null),
    hiddenOwners: owners?.hidden ?? 0,
    hiddenSummary: owners?.summary ?? null,
    hasProcesses: processes !== null && processes.size > 0,
    sees: seenKinds(connections, { isWhole }),
    isPartial: lacks,
  };
}

function valuesOf(rows: readonly Connection[], name: "observedAt" | "computer"): Set<string> {
  return new Set(rows.map((row) => row[name]).filter((value) => value !== null));
}

function onlyOne(values: ReadonlySet<string>): string | null {
  const [value = null] = values;
  return values.size === 1 ? value : null;
}

function shareOf(rows: readonly Connection[], knows: (row: Connection) => boolean): Share {
  const known = rows.filter(knows).length;
  if (known === rows.length) return "all";
  return known === 0 ? "none" : "some";
}

/** The machine shows all kinds; saved output those that are in it. */
function seenKinds(
  rows: readonly Connection[],
  { isWhole }: { isWhole: boolean },
): SideView["sees"] {
  const isV6 = ({ localAddress, remoteAddress }: Connection) =>
    (localAddress ?? remoteAddress ?? "").includes(":");
  const has = (test: (row: Connection) => boolean) => isWhole || rows.some(test);
  const isListener = ({ protocol, state }: Connection) =>
    protocol === "TCP" && state === "LISTENING";
  return {
    tcp: has(({ protocol }) => protocol === "TCP"),
    udp: has(({ protocol }) => protocol === "UDP"),
    ipv4: has((row) => !isV6(row)),
    ipv6: has(isV6),
    listeners: has(isListener),
    connections: has((row) => row.protocol === "TCP" && !isListener(row)),
    timeWait: has(({ state }) => state === "TIME_WAIT"),
  };
}
