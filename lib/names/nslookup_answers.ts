/**
 * Asking through nslookup.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import { toolEncoding } from "../sources/windows_console.ts";
import type { AnswerOptions, TakeAnswer } from "./asking.ts";
import { eachLimited } from "./limited.ts";
import type { Question } from "./question.ts";
import { outOfTime, runSession, type Session } from "./run_session.ts";
import { dealLanes, LIMIT, nextSession, nextSize, SIZES } from "./sessions.ts";

/** Questions by their place in the list, and who takes their answers. */
interface Asked {
  readonly questions: readonly Question[];
  readonly take: TakeAnswer;
}

/** Asks some of the questions, by their places. */
type Ask = (places: readonly number[]) => Promise<Session>;

/**
 * Asks through sessions of nslookup, {@linkcode LIMIT} at a time. Throws a {@linkcode HostError}
 * where nslookup cannot be run.
 */
export async function nslookupAnswers(
  host: Host,
  { questions, take, ...options }: AnswerOptions & Asked,
): Promise<void> {
  const decoding = toolEncoding(host);
  const ask: Ask = async (places) => {
    const asked = places.map((place) => questions[place]!);
    const session = await runSession(host, asked, { ...options, decoding });
    session.answers.forEach((rows, index) => take(places[index]!, rows));
    return session;
  };
  // No recording holds what would have been asked after the time was up.
  const isOver = ({ ended }: Session) => ended && options.deadline !== null;
  const giveUp = (places: readonly number[]) => {
    for (const place of places) take(place, [outOfTime(questions[place]!)]);
  };

  let open = [...questions.keys()];
  let firstSize: number = SIZES.first;
  if (open.length > LIMIT * SIZES.first) {
    const trial = await ask(open.slice(0, 1));
    open = open.slice(1);
    if (isOver(trial)) return giveUp(open);
    const well = options.deadline === null ? SIZES.many : SIZES.some;
    firstSize = trial.lost > 0 ? SIZES.few : well;
  }
  const work = async (lane: readonly number[]): Promise<void> => {
    let size = firstSize;
    for (let at = 0; at < lane.length;) {
      const left = lane.slice(at);
      const count = nextSession(left.map((place) => questions[place]!), size);
      const session = await ask(left.slice(0, count));
      if (isOver(session)) return giveUp(left.slice(count));
      size = nextSize(size, session.lost);
      at += count;
    }
  };
  await eachLimited(dealLanes(questions, open), { limit: LIMIT, work });
}
