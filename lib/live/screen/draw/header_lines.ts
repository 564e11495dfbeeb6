/**
 * The head of the screen: which computer and when, how many connections, and what could not be seen.
 *
 * @module
 */
import { paintChange, paintDim, paintHeader, paintStrong } from "../../../output/colors.ts";
import { durationText } from "../../../text/durations.ts";
import { lengthInWords, localTime } from "../../../text/local_time.ts";
import { displayWidth, sanitize } from "../../../text/terminal_text.ts";
import { countOf } from "../../../text/wording.ts";
import type { WatchState } from "../watch_state.ts";
import { lineOf, type Piece, type Style } from "./screen_text.ts";
import { stateCounts } from "./state_counts.ts";

/** Draws the head of the screen in so many lines. */
export function headerLines(
  state: WatchState,
  { style, room }: { style: Style; room: number },
): string[] {
  const lines = [() => titleLine(state, style), () => totalsLine(state, style)];
  const note = noteOf(state);
  if (note !== null) lines.push(() => lineOf([note], state.size.columns, style));
  return lines.slice(0, room).map((draw) => draw());
}

/** Whether a failed look is told in the head of the screen. */
export function tellsTrouble({ trouble }: WatchState, room: number): boolean {
  return trouble !== null && room > 2;
}

/** What went wrong, or else what could not be seen. */
function noteOf({ trouble, limits }: WatchState): Piece | null {
  if (trouble !== null) return { text: `! ${trouble}`, paint: (text) => paintChange(text, "-") };
  return limits === null ? null : { text: limits, paint: paintDim };
}

/** How much each part of the title matters: the lightest go first where there is no room. */
interface Part extends Piece {
  readonly weight: number;
}

/** Draws the computer, the time of the look, and what is unusual about it. */
function titleLine(state: WatchState, style: Style): string {
  const { title, look, settings, size, isPaused, isFollowing, isLookingUp } = state;
  const [date = "", time = ""] = look === null
    ? []
    : localTime(look.at, { seconds: true }).split(" ");
  const late = lateText(state);
  const parts: Part[] = [
    { text: title, paint: paintHeader, weight: 5 },
    { text: date, weight: 2 },
    { text: time, weight: 6 },
    { text: `every ${durationText(settings.every)}`, weight: 4 },
    { text: isPaused ? "paused" : "", paint: paintStrong, weight: 9 },
    { text: late, paint: (text) => paintChange(text, "-"), weight: 8 },
    { text: isFollowing ? "following new ones" : "", paint: paintStrong, weight: 3 },
    { text: isLookingUp ? (style.ascii ? "looking up..." : "looking up…") : "", weight: 1 },
  ];
  const chosen = fitting(parts, size.columns);
  return lineOf(chosen, size.columns, style);
}

/** Leaves out the lightest parts until the others fit; one that is left alone is cut. */
function fitting(parts: readonly Part[], width: number): readonly Part[] {
  const shown = parts.filter(({ text }) => text !== "");
  const taken = shown.reduce((sum, { text }) => sum + displayWidth(sanitize(text)) + 2, -2);
  if (taken <= width || shown.length < 2) return shown;
  const least = Math.min(...shown.map(({ weight }) => weight));
  return fitting(shown.filter(({ weight }) => weight > least), width);
}

/** Says that looks take longer than their interval. */
function lateText({ isLate, look }: WatchState): string {
  if (isLate) return "late: the look still runs";
  if (look === null || look.missed === 0) return "";
  const seconds = look.tookMilliseconds / 1000;
  const took = seconds < 60 ? `${seconds.toFixed(1)} s` : lengthInWords(look.tookMilliseconds);
  return `late: a look took ${took}`;
}

/** Draws how many connections there are, were opened and were closed, and their states. */
function totalsLine({ look, size }: WatchState, style: Style): string {
  if (look === null) return "";
  const open = look.rows.filter(({ closedAt }) => closedAt === null).length;
  const pieces: Piece[] = [
    { text: countOf(open, "connection") },
    { text: `+${look.opened} new`, paint: (text) => look.opened ? paintChange(text, "+") : text },
    {
      text: `-${look.closed} closed`,
      paint: (text) => look.closed ? paintChange(text, "-") : text,
    },
    ...stateCounts(look.rows).map((text) => ({ text })),
  ];
  return lineOf(pieces, size.columns, style);
}
