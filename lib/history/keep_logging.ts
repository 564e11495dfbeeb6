/**
 * Adds looks at a computer to its history, one or one after another.
 *
 * @module
 */
import { mayPass } from "../capture/passing_errors.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import type { Abortable, Clock } from "../host/host.ts";
import type { LoggedRun } from "../model/logged_run.ts";
import { joinPresent } from "../text/wording.ts";
import { type Added, type Keep, type KeepingHost, KeptHistory } from "./kept_history.ts";
import { isoTime } from "./looks.ts";
import { type Beat, steadyBeats } from "./steady_pace.ts";

/** Nothing was missed. */
const NO_BEAT: Beat = { missed: 0, cause: null };

/** Where looks are added, and for how long they are kept. */
export interface LogPlan extends Abortable {
  /** The file of the history. */
  readonly path: string;
  /** Milliseconds after which what was seen is deleted, or where they come from. */
  readonly keep: Keep;
}

/** Looks that go on. */
export interface LoggingPlan extends LogPlan {
  /** Milliseconds from one look to the next. */
  readonly every: number;
  /** Milliseconds after which there are no more looks. @default they go on until the signal */
  readonly lasts?: number | null;
  /** Looks at the computer. */
  readonly look: () => Promise<WholeSnapshot>;
  /** Is told why a look failed or could not be added; the next one is made all the same. */
  readonly onFailure: (error: Error) => void;
}

/**
 * Adds snapshots, in the order given, and yields what was added: each is on the disk by then.
 *
 * @throws {CaptureError} if the history cannot be opened or written.
 */
export async function* logSnapshots(
  host: KeepingHost,
  snapshots: AsyncIterable<WholeSnapshot>,
  { path, keep }: LogPlan,
): AsyncGenerator<LoggedRun> {
  // Opened with the first snapshot: where none can be read, no empty history is left behind.
  using history = new KeptHistory(host, { path, keep });
  for await (const snapshot of snapshots) yield await addLook(history, snapshot);
}

/**
 * Looks at the computer at a steady pace, adds each look, and yields what was added: it is on the disk
 * by then. A look that fails is told, and the next one is made when it is due. What is kept in memory
 * does not grow.
 *
 * @throws {CaptureError} if the history cannot be opened at the beginning.
 */
export async function* keepLogging(
  host: KeepingHost & Clock,
  { path, keep, every, lasts, look, onFailure, signal }: LoggingPlan,
): AsyncGenerator<LoggedRun> {
  using history = new KeptHistory(host, { path, keep });
  // Also when the program is ended by a signal, which does not unwind.
  signal?.addEventListener("abort", () => history.close(), { once: true });
  await history.open();
  let untold = NO_BEAT;
  for await (const { missed, cause } of steadyBeats(host, { every, lasts, signal })) {
    const beat = { missed: untold.missed + missed, cause: cause ?? untold.cause };
    let added: LoggedRun;
    try {
      added = await addLook(history, await look(), beat);
    } catch (error) {
      signal?.throwIfAborted();
      if (!mayPass(error)) throw error;
      onFailure(error);
      untold = beat;
      continue;
    }
    untold = NO_BEAT;
    yield added;
  }
}

async function addLook(
  history: KeptHistory,
  snapshot: WholeSnapshot,
  beat: Beat = NO_BEAT,
): Promise<LoggedRun> {
  const added = await history.add(snapshot);
  const { opened, closed, changed } = added;
  return {
    observedAt: snapshot.observedAt!,
    computer: snapshot.computer,
    connections: snapshot.connections.length,
    opened,
    closed,
    changed,
    missed: beat.missed,
    database: history.path,
    note: joinPresent(notesOn(added, beat), "; "),
  };
}

/** What else there is to say about a look; why looks were missed comes first. */
function notesOn(
  { isMoved, setAside, latestAt, trimError }: Added,
  { cause }: Beat,
): (string | null)[] {
  return [
    cause === null ? null : CAUSES[cause],
    setAside === null
      ? null
      : `the history was damaged: it is ${setAside} now, and a new one began`,
    isMoved ? "the history was deleted or replaced: this is the first look in the new one" : null,
    latestAt === null ? null : notLater(latestAt),
    trimError === null ? null : `what is too old was not deleted: ${trimError}`,
  ];
}

/** Its time tells whether a clock was wrong. */
function notLater(latestAt: number): string {
  return `it is not later than the latest look, of ${isoTime(latestAt)}: ` +
    "only what is new in it was added";
}

const CAUSES: Readonly<Record<NonNullable<Beat["cause"]>, string>> = {
  work: "the look before took too long",
  clock: "the computer slept, or its clock was set",
};
