/**
 * Reads what is asked of the history from the options.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import type { Span } from "../history/looks.ts";
import type { Clock } from "../host/host.ts";
import { firstGiven, type OptionsOf } from "../model/option.ts";
import { valueError } from "../rows/choose/filter_values.ts";
import { localTime } from "../text/local_time.ts";
import { momentAdvice } from "../text/moment_advice.ts";
import { readMoment } from "../text/moments.ts";
import type { HISTORY_OPTIONS } from "./options/history_options.ts";

/** The options of which each asks another question. */
const QUESTION_NAMES = ["at", "changes", "first-seen", "timeline", "beacons"] as const;

/** A question; `episodes` is the one without an option of its own. */
export type QuestionName = typeof QUESTION_NAMES[number] | "episodes";

/** The values of the options. */
type Given = OptionsOf<typeof HISTORY_OPTIONS>;

/**
 * Finds the question that was asked.
 *
 * @throws {UsageError} for two questions at once.
 */
export function readQuestion(options: Given): QuestionName {
  const [asked = "episodes", other] = QUESTION_NAMES.filter((name) =>
    firstGiven(options, [name]) !== undefined
  );
  if (other === undefined) return asked;
  throw new UsageError(`Cannot use --${asked} with --${other}: each asks another question`, {
    hint: "Ask one after the other",
  });
}

/** How long before its end a span begins when nobody says when. */
const DEFAULT_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * Reads the span that is asked about; that of `--at` is one moment.
 *
 * @throws {UsageError} for what is no moment, and for a span that ends before it begins.
 */
export function readSpan({ since, until, at }: Given, host: Pick<Clock, "now">): Span {
  const now = host.now();
  if (at !== null) {
    const moment = readAs("--at", at, (text) => readMoment(text, now));
    return { since: moment, until: moment };
  }
  const after = since === null
    ? undefined
    : readAs("--since", since, (text) => readMoment(text, now));
  const end = until === null
    ? now
    : readAs("--until", until, (text) => readMoment(text, now, { isEnd: true, after }));
  if (after === undefined) return { since: end - DEFAULT_MILLISECONDS, until: end };
  // The clock of the computer whose history it is may be ahead: with --until it can be asked for.
  if (after > now && until === null) {
    throw valueError("--since", { value: since!, wanted: `${localTime(after)} is yet to come` });
  }
  if (end >= after) return { since: after, until: end };
  throw new UsageError(
    `Cannot use --until ${until} with --since ${since}: ${localTime(end)} is before ` +
      localTime(after),
  );
}

function readAs(option: string, text: string, read: (text: string) => number | null): number {
  const moment = read(text);
  if (moment !== null) return moment;
  throw valueError(option, {
    value: text,
    wanted: "it is no moment",
    hint: `Write ${momentAdvice(text)}`,
  });
}
