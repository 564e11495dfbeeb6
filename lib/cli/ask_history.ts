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
import { firstGiven, type OptionsOf } from "../model/option.ts";
import { FILTERS } from "../rows/choose/filters.ts";
import type { Rows } from "../rows/rows.ts";
import type { Invocation } from "./command.ts";
import type { OPTIONS } from "./commands/history.ts";
import { readQuestion, readSpan } from "./history_question.ts";
import { inTurn, type Question, QUESTIONS } from "./history_questions.ts";
import { listRows } from "./list_rows.ts";
import { readLookups } from "./options/lookup_options.ts";

/** Answers what the options ask, and resolves to the exit code. */
export async function askHistory(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const { host, options } = invocation;
  const question = QUESTIONS[readQuestion(options)];
  const span = readSpan(options, host);
  const path = historyPath(host, options.db);
  // The history may be another computer's, and is of another time than this one's DNS cache.
  const lookups = { ...readLookups(invocation), dnsCache: false };
  // What the history holds was looked up then, perhaps.
  const given = { ...options, from: [path] };
  if (question.isOwnChoice) checkOwnChoice(options);
  return await listRows({ ...invocation, options: question.isOwnChoice ? whole(given) : given }, {
    fields: question.fields,
    view: question.view,
    lookups: question.isOwnChoice ? undefined : lookups,
    report: options.fields === null ? question.chart?.(span, host) : undefined,
    find: (diagnostics) => find(invocation, { question, span, path, diagnostics }),
  });
}

/** Opens the history, and finds the rows; it is closed after the last one. */
async function find(
  { host, options }: Invocation<typeof OPTIONS>,
  { question, span, path, diagnostics }: {
    question: Question;
    span: Span;
    path: string;
    diagnostics: Diagnostics;
  },
): Promise<Rows> {
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

/** The options of a question that chooses rows itself, without what would choose among its answers. */
function whole<Options extends OptionsOf<typeof OPTIONS>>(options: Options): Options {
  const empty = Object.fromEntries(Object.entries(options).map(([name, value]) => [
    name,
    FILTER_NAMES.has(name) ? (Array.isArray(value) ? [] : false) : value,
  ]));
  return { ...options, ...empty, limit: null };
}
