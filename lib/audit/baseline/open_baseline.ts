/**
 * Reads the baseline of an audit: a snapshot, saved output, a recording, or the history.
 *
 * @module
 */
import type { Diagnostics } from "../../capture/diagnostics.ts";
import { NOW, readSide, type SideOptions } from "../../capture/read_side.ts";
import { UsageError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import { buildView } from "../engine/build_view.ts";
import type { BaselineSide } from "./baseline.ts";
import { readEarlier } from "./read_earlier.ts";

/** The word for the history in place of a path. */
export const HISTORY = "history";

/** What a baseline is read with. */
export interface BaselineContext extends Pick<SideOptions, "encoding" | "signal"> {
  /** The computer that netwho runs on, also where `host` is a recording. */
  readonly own: Host;
  /** The history of `--db`; null for the one in the user's data folder. */
  readonly database: string | null;
  /** The computer that is judged; null where it is unknown. */
  readonly computer: string | null;
  readonly diagnostics: Diagnostics;
}

/** Whether a baseline is the history: `history`, or a `.db` file. */
export function isHistory(word: string): boolean {
  return word === HISTORY || /\.db$/i.test(word);
}

/**
 * Checks the baseline before anything is read.
 *
 * @throws {UsageError} for what is no baseline, or does not go with other options.
 */
export function checkBaseline(
  { baseline, db, from }: {
    readonly baseline: string | null;
    readonly db: string | null;
    readonly from: readonly string[];
  },
): void {
  if (baseline === null) return;
  if (baseline === NOW) {
    throw new UsageError("Cannot use --baseline now: what is there now is what is judged", {
      hint: "Save one first: netwho snapshot --out before.json (./now is a file of that name)",
    });
  }
  if (baseline === "-" && from.includes("-")) {
    throw new UsageError(
      "Cannot use --baseline - with --from -: standard input can be read only once",
    );
  }
  if (db !== null && isHistory(baseline) && baseline !== HISTORY) {
    throw new UsageError(`Cannot use --baseline ${baseline} with --db: both name a history`, {
      hint: "Write --baseline history with --db",
    });
  }
}

/**
 * Reads a baseline.
 *
 * @throws {CaptureError} if it cannot be read.
 * @throws {ParseError} if there are no connections in it.
 */
export async function openBaseline(
  word: string,
  host: Host,
  { database, computer, ...context }: BaselineContext,
): Promise<BaselineSide> {
  const { own, diagnostics } = context;
  if (isHistory(word)) {
    const path = word === HISTORY ? database : word;
    return await readEarlier(own, path, { computer, now: host.now(), diagnostics });
  }
  const { label, snapshot, view } = await readSide(word, host, context);
  return {
    label,
    ...view,
    computer: snapshot.computer,
    view: buildView(snapshot),
  };
}
