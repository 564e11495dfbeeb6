/**
 * What to say of a history besides its rows: how far it reaches, how often anybody looked, and when
 * nobody did.
 *
 * @module
 */
import { lengthInWords, localTime } from "../text/local_time.ts";
import { countOf } from "../text/wording.ts";
import type { LookedAt, Looks, Span } from "./looks.ts";
import { isGap, measureRhythm } from "./rhythm.ts";

/** Says for each computer how often it was looked at in a span, and when nobody looked. */
export function rhythmRemarks(looks: Looks, span: Span): string[] {
  return looks.computers.map((computer) => {
    const rhythm = measureRhythm([...looks.timesIn(computer, span)]);
    const { usual, longestGap, gaps } = rhythm;
    const often = usual === null ? "" : `, usually every ${lengthInWords(usual)}`;
    const others = gaps > 1 ? ` and ${countOf(gaps - 1, "more time")}` : "";
    const gap = longestGap === null
      ? ""
      : `, none for ${lengthInWords(longestGap.until - longestGap.since)} from ${
        localTime(longestGap.since)
      }${others}`;
    return `${countOf(rhythm.looks, "look")}${named(computer, looks, "at")} since ${
      localTime(Math.max(span.since, computer.first.at))
    }${often}${gap}; what came and went between two looks is not known`;
  });
}

/** Says where nobody looked in a span, so that no rows do not read like no connections. */
export function unseenRemarks(looks: Looks, span: Span): string[] {
  if (looks.computers.length === 0) return ["nobody looked yet: the history is empty"];
  const unseen = looks.computers.filter((computer) => looks.timesIn(computer, span).next().done);
  return unseen.map((computer) => {
    const before = looks.lastBefore(computer, span.since);
    const after = looks.firstAfter(computer, span.until);
    const state = before === null
      ? `its history begins at ${localTime(after!.at)}`
      : after === null
      ? `the last look was at ${localTime(before.at)}`
      : `only before, at ${localTime(before.at)}, and after, at ${localTime(after.at)}`;
    return `nobody looked${named(computer, looks, "at")} between ${localTime(span.since)} and ` +
      `${localTime(span.until)}: ${state}`;
  });
}

/** Says where a history begins too late to tell what is new since a moment. */
export function newnessRemarks(looks: Looks, { since }: Span): string[] {
  return looks.computers.filter(({ first }) => first.at >= since).map((computer) =>
    `the history${named(computer, looks)} begins at ${localTime(computer.first.at)}, not before ` +
    `--since: all that is in it counts as new`
  );
}

/** Says when the history of each computer begins. */
export function beginRemarks(looks: Looks): string[] {
  return looks.computers.map((computer) =>
    `the history${named(computer, looks)} begins at ${
      localTime(computer.first.at, { seconds: true })
    }`
  );
}

/** Says how much longer a history reaches back than a span. */
export function reachRemarks(looks: Looks, { since }: Span): string[] {
  return looks.computers.filter(({ first }) => first.at < since).map((computer) =>
    `"never seen before"${named(computer, looks, "at")} goes back to ${
      localTime(computer.first.at)
    }, ` +
    `${lengthInWords(since - computer.first.at)} before --since`
  );
}

/** Says that the look that tells of a moment is far from it; null where it is near. */
export function farRemark(
  looks: Looks,
  { computer, moment }: { computer: LookedAt; moment: number },
): string | null {
  const look = looks.lastBefore(computer, moment);
  const [wanted, begins] = [moment, computer.first.at].map((at) =>
    localTime(at, { seconds: true })
  );
  if (look === null) {
    return `nobody looked${
      named(computer, looks, "at")
    } at ${wanted} or before: its history begins at ${begins}`;
  }
  const rhythm = measureRhythm(looks.timesAround(computer, look));
  if (!isGap(moment - look.at, rhythm)) return null;
  return `this is the state${named(computer, looks)} at ${localTime(look.at, { seconds: true })}, ${
    lengthInWords(moment - look.at)
  } before ${wanted}: nobody looked in between`;
}

/** Names a computer where there are several. */
function named({ name }: LookedAt, { computers }: Looks, word: "of" | "at" = "of"): string {
  return computers.length < 2 ? "" : ` ${word} ${name ?? "a computer without a name"}`;
}
