/**
 * Checks the history of this user.
 *
 * @module
 */
import { CaptureError } from "../errors.ts";
import { DatabaseError } from "../host/databases.ts";
import { historyError } from "../history/history_errors.ts";
import { type HistoryFacts, historyFacts } from "../history/history_facts.ts";
import { ownHistory } from "../history/history_path.ts";
import { type HistoryHost, openHistory } from "../history/open_history.ts";
import { type Check, okCheck } from "../model/check.ts";
import { wholeSeconds } from "../text/local_time.ts";
import { sizeInWords } from "../text/size_in_words.ts";
import { countOf } from "../text/wording.ts";

/** What the history is, and whether it can be used; nothing where there is no data folder. */
export async function checkHistory(host: HistoryHost): Promise<Check[]> {
  const path = ownHistory(host);
  if (path === null) return [];
  // Reading makes files beside it, which are nothing that is kept.
  const bytes = host.databaseFile(path)?.size ?? 0;
  if (bytes === 0) {
    return [okCheck("history", `none yet; netwho log begins one: ${path}`)];
  }
  try {
    using history = await openHistory(host, path, { readOnly: true });
    const facts = historyFacts(host, history);
    checkPages(history);
    return [okCheck("history", `${path}, ${inWords({ ...facts, bytes })}`)];
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    return [{ check: "history", status: "problem", value: error.message, advice: error.hint }];
  }
}

/** Looks at each page once: damage does not show before somebody needs it. */
function checkPages({ database, path }: Awaited<ReturnType<typeof openHistory>>): void {
  try {
    const found = database.prepare("PRAGMA quick_check(1)").get()?.quick_check;
    if (found !== "ok") throw new DatabaseError("damaged", `${path}: ${found}`);
  } catch (error) {
    throw historyError(error, path, "read");
  }
}

function inWords({ bytes, runs, computers, firstRunAt, lastRunAt }: HistoryFacts): string {
  const size = sizeInWords(bytes);
  if (firstRunAt === null || lastRunAt === null) return `${size}, no look yet`;
  const [first, last] = [firstRunAt, lastRunAt].map(wholeSeconds);
  const where = computers > 1 ? ` at ${computers} computers` : "";
  return `${size}, ${countOf(runs, "look")}${where} from ${first} to ${last}`;
}
