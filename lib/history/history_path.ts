/**
 * Where the history is.
 *
 * @module
 */
import { CaptureError } from "../errors.ts";
import type { Files } from "../host/host.ts";

/**
 * The file of the history: the given one, or that in the user's data folder.
 *
 * @throws {CaptureError} where there is neither.
 */
export function historyPath(host: Pick<Files, "dataFolder">, given: string | null): string {
  const path = given ?? ownHistory(host);
  if (path !== null) return path;
  throw new CaptureError("Cannot find the history: there is no folder for this user's data", {
    hint: "Give a file with --db FILE. (With --record and --replay, that is always needed.)",
  });
}

/** The history in the user's data folder; null where there is no such folder. */
export function ownHistory(host: Pick<Files, "dataFolder">): string | null {
  const folder = host.dataFolder();
  return folder === null ? null : `${folder}${folder.includes("\\") ? "\\" : "/"}history.db`;
}
