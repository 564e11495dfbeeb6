/**
 * Writes to a history that may be damaged, or that was moved or removed since it was opened.
 *
 * @module
 */
import { DatabaseError } from "../host/databases.ts";
import { historyError } from "./history_errors.ts";
import type { History } from "./open_history.ts";

/** What is tried, one after the other, where a history seems damaged. */
const SUSPICIONS = ["maybeDamaged", "damaged"] as const;

/**
 * Writes to a history. Where it is damaged, that is set aside and the same is written to a new one.
 *
 * @throws {CaptureError} if the history refuses.
 */
export async function writeSafely<Result>(history: History, write: () => Result): Promise<Result> {
  if (history.database.isMoved()) await history.renew();
  return await writeOrRenew(history, write, { suspicions: SUSPICIONS });
}

async function writeOrRenew<Result>(
  history: History,
  write: () => Result,
  { suspicions: [suspicion, ...others] }: { readonly suspicions: readonly Suspicion[] },
): Promise<Result> {
  try {
    return write();
  } catch (error) {
    const isDamaged = error instanceof DatabaseError && error.kind === "damaged";
    if (!isDamaged || suspicion === undefined) throw historyError(error, history.path, "write");
    await history.renew(suspicion);
    return await writeOrRenew(history, write, { suspicions: others });
  }
}

type Suspicion = typeof SUSPICIONS[number];
