/**
 * The run of `netwho history`, loaded by that command alone (ADR 5).
 *
 * @module
 */
import type { Diagnostics } from "../capture/diagnostics.ts";
import { UsageError } from "../errors.ts";
import { historyError } from "../history/history_errors.ts";
import { historyPath } from "../history/history_path.ts";
import { Looks, type Span } from "../history/looks.ts";
import { type History, openHistory } from "../history/open_history.ts";
import type { LookupPlan } from "../lookup/lookup.ts";
import { firstGiven, type OptionsOf } from "../model/option.ts";
import type { Rows } from "../rows/rows.ts";
import type { Invocation } from "./command.ts";
import { readQuestion, readSpan } from "./read_question.ts";
import { inTurn, type Question, QUESTIONS } from "./history_questions.ts";
import { listRows } from "./list_rows.ts";
import type { HISTORY_OPTIONS } from "./options/history_options.ts";
import { readLookups } from "./options/lookup_options.ts";

/** Answers what the options ask, and resolves to the exit code. */
export async function askHistory(invocation: Invocation<typeof HISTORY_OPTIONS>): Promise<number> {
  const { host, options } = invocation;
  const question = QUESTIONS[readQuestion(options)];
  const span = readSpan(options, host);
  // The history may be another computer's, and is of another time than this one's DNS cache.
  const lookups = { ...readLookups(invocation), dnsCache: false };
  if (question.isChosen) checkOwnChoice(options, lookups);
  question.check?.(options);
  // Like saved rows, those of a history may hold what was looked up.
  return await listRows({ ...invocation, options: { ...options, from: ["history"] } }, {
    fields: question.fields,
    view: question.view,
    isChosen: question.isChosen,
    lookups,
    report: options.fields === null ? question.chart?.(span, host) : undefined,
    find: (diagnostics) => find(invocation, { question, span, diagnostics }),
  });
}

/** Opens the history, and finds the rows; it is closed after the last one. */
async function find(
  { host, options }: Invocation<typeof HISTORY_OPTIONS>,
  { question, span, diagnostics }: { question: Question; span: Span; diagnostics: Diagnostics },
): Promise<Rows> {
  const path = historyPath(host, options.db);
  const history = await openHistory(host, path, { readOnly: true });
  return rowsOf(history, () => {
    // What is recorded in the meantime does not count.
    history.database.execute("BEGIN");
    const looks = new Looks(history.database);
    return question.find({ history, looks, span, options, host, diagnostics });
  }, diagnostics);
}

async function* rowsOf(
  history: History,
  answer: () => ReturnType<Question["find"]>,
  { owners }: Diagnostics,
): Rows {
  using open = history;
  owners.isSaved = true;
  try {
    for await (const batch of inTurn(answer())) {
      owners.count(batch);
      yield batch;
    }
  } catch (error) {
    throw historyError(error, open.path, "read");
  }
}

/**
 * Refuses the options that have no effect on a question that chooses and orders its rows itself.
 *
 * @throws {UsageError} for the first of them.
 */
function checkOwnChoice(
  options: OptionsOf<typeof HISTORY_OPTIONS>,
  { resolve, owner }: Pick<LookupPlan, "resolve" | "owner">,
): void {
  if (options.sort.length > 0) {
    throw new UsageError(
      "Cannot use --sort with --timeline: the programs with the most connections come first",
    );
  }
  if (!resolve && !owner) return;
  const given = firstGiven(options, ["resolve", "owner", "rdap", "mmdb"]);
  throw new UsageError(`Cannot use --${given} with --timeline: it shows no addresses`);
}
