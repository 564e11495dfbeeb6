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
    return `${countOf(rhythm.looks, "look")}${of(computer, looks)} since ${
      localTime(Math.max(span.since, computer.first.at))
    }${often}${gap}; what came and went between two looks is not known`;
  });
}

/** Says where nobody looked in a span, and how far the history reaches. */
export function unseenRemarks(looks: Looks, span: Span): string[] {
  return looks.computers.filter(({ first, latest }) =>
    latest.at < span.since || first.at > span.until
  ).map((computer) =>
    `nobody looked${of(computer, looks)} between ${localTime(span.since)} and ${
      localTime(span.until)
    }: ${reachOf(computer)}`
  );
}

/** How far the history of a computer reaches, as the end of a sentence. */
export function reachOf({ first, latest }: LookedAt): string {
  return `its history reaches from ${localTime(first.at)} to ${localTime(latest.at)}`;
}

/** Says where a history begins too late to tell what is new since a moment. */
export function newnessRemarks(looks: Looks, { since }: Span): string[] {
  return looks.computers.filter(({ first }) => first.at >= since).map((computer) =>
    `the history${of(computer, looks)} begins at ${localTime(computer.first.at)}, not before ` +
    `--since: all that is in it counts as new`
  );
}

/** Says how much longer a history reaches back than a span. */
export function reachRemarks(looks: Looks, { since }: Span): string[] {
  return looks.computers.filter(({ first }) => first.at < since).map((computer) =>
    `"never seen before" goes back${of(computer, looks)} to ${localTime(computer.first.at)}, ` +
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
      of(computer, looks)
    } at ${wanted} or before: its history begins at ${begins}`;
  }
  const rhythm = measureRhythm(looks.timesAround(computer, look));
  if (!isGap(moment - look.at, rhythm)) return null;
  return `this is the state${of(computer, looks)} at ${localTime(look.at, { seconds: true })}, ${
    lengthInWords(moment - look.at)
  } before ${wanted}: nobody looked in between`;
}

/** Names a computer where there are several. */
function of({ name }: LookedAt, { computers }: Looks): string {
  return computers.length < 2 ? "" : ` of ${name ?? "a computer without a name"}`;
}
