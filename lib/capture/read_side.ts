/**
 * Reads one side of a comparison, whatever it is, and says what it could see: where one side could
 * not look, the other has no news.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import { INDEX_NAME } from "../host/recording/recording_format.ts";
import { Diagnostics } from "./diagnostics.ts";
import { READ_DEFAULTS, readSnapshot, readWhole, type WholeSnapshot } from "./snapshot.ts";
import type { SnapshotOptions } from "./source.ts";

/** One side of a comparison. */
export interface Side {
  /** Its name in messages: a path, `standard input`, `now`. */
  readonly label: string;
  readonly snapshot: WholeSnapshot;
  /** What it could see, beyond what its rows tell. */
  readonly view: SideView;
}

/** What a side could see, beyond what its rows tell. */
export interface SideView {
  /** Whether it has all that there was: a machine, a recording, or a snapshot of one. */
  readonly isWhole: boolean;
  /** Whether with administrator's (root's) rights; null where that is unknown. */
  readonly elevated: boolean | null;
  /** Whether it ends in the middle, or some of its lines were not understood. */
  readonly isPartial: boolean;
}

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
      ...READ_DEFAULTS,
      ...options,
      from: isMachine ? [] : [word],
      sockets: true,
      processes: "all",
      lastListing: true,
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
  { origin }: WholeSnapshot,
  { machine, isMachine, found }: { machine: Host; isMachine: boolean; found: Diagnostics },
): SideView {
  return {
    // A snapshot that was made of saved output knows of no system, and may lack what that lacks.
    isWhole: isMachine || (origin?.os ?? null) !== null,
    elevated: isMachine ? machine.elevated() : origin?.elevated ?? null,
    isPartial: found.reports.some(({ rejectedCount, remarks }) =>
      rejectedCount > 0 || remarks.some((remark) => IS_PARTIAL.test(remark))
    ),
  };
}

/** Remarks on a side itself, and the warnings of a snapshot that was made of saved output. */
const IS_PARTIAL = /\bends in the middle: | not understood$/;
