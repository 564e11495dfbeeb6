/**
 * Asking through nslookup.
 *
 * @module
 */
import type { Host } from "../../host/host.ts";
import { toolEncoding } from "../../capture/run_tool.ts";
import type { AnswerOptions, TakeAnswer } from "./asking.ts";
import { eachLimited } from "./limited.ts";
import { failedRow } from "./name_row.ts";
import type { Question } from "./question.ts";
import { runSession, type Session, type SessionRun } from "./run_session.ts";
import { dealLanes, LIMIT, nextSession, SIZES, turnsOf } from "./sessions.ts";

/** Questions by their place in the list, and who takes their answers. */
interface Asked {
  readonly questions: readonly Question[];
  readonly take: TakeAnswer;
}

/**
 * Asks through sessions of nslookup, {@linkcode LIMIT} at a time. Throws a {@linkcode HostError}
 * where nslookup cannot be run.
 */
export async function nslookupAnswers(
  host: Host,
  { questions, take, server, questionMilliseconds, deadline }: AnswerOptions & Asked,
): Promise<void> {
  const decoding = toolEncoding(host);
  const turns = turnsOf(questionMilliseconds);
  let open: readonly number[] = [...questions.keys()];
  for (const [turn, seconds] of turns.entries()) {
    const lost: number[] = [];
    const how = { server, seconds, deadline, decoding };
    const lose = turn < turns.length - 1 ? (place: number) => lost.push(place) : null;
    await eachLimited(dealLanes(questions, open), {
      limit: LIMIT,
      work: (places) => runLane(host, { questions, take, places, lose }, how),
    });
    // The order in which sessions ended must not matter to a recording.
    open = lost.sort((one, other) => one - other);
  }
}

/** The questions of a lane. */
interface Lane extends Asked {
  readonly places: readonly number[];
  /** Takes a question that timed out and will be asked again; null in the last turn. */
  readonly lose: ((place: number) => void) | null;
}

async function runLane(
  host: Host,
  { questions, take, places, lose }: Lane,
  how: SessionRun,
): Promise<void> {
  const at = (places: readonly number[]) => places.map((place) => questions[place]!);
  const fail = (place: number) => take(place, [failedRow(questions[place]!, OUT_OF_TIME)]);
  let open = places;
  let size: number = how.deadline === null ? SIZES.many : SIZES.some;
  while (open.length > 0) {
    const asked = open.slice(0, nextSession(at(open), size));
    open = open.slice(asked.length);
    const session = await runSession(host, at(asked), how);
    const unasked = asked.filter((place, index) => {
      const rows = session.answers[index] ?? null;
      if (lose !== null && rows !== null && isTimeout(rows)) lose(place);
      else if (rows !== null) take(place, rows);
      return rows === null;
    });
    if (session.ended && how.deadline !== null) {
      // No recording holds what would have been asked after the time was up.
      [...unasked, ...open].forEach(fail);
      return;
    }
    if (asked.length <= SIZES.few) unasked.forEach(lose ?? fail);
    else open = [...unasked, ...open];
    size = nextSize(size, session);
  }
}

const OUT_OF_TIME = { status: "TIMEOUT", note: "the time was up" } as const;

/** The size of the session after another: small where a question timed out. */
function nextSize(size: number, { answers, ended }: Session): number {
  const isLosing = ended || answers.some((rows) => rows !== null && isTimeout(rows));
  return isLosing ? SIZES.few : Math.min(size * 4, SIZES.many);
}

function isTimeout([first]: readonly { status: string }[]): boolean {
  return first?.status === "TIMEOUT";
}
