/**
 * The scores of simulated days, for docs/beacons.md: `deno task docs` writes them there.
 *
 * @module
 */
import { scoreTimes } from "../../lib/history/beacons/score_times.ts";
import { judgeResolution } from "../../lib/history/beacons/time_resolution.ts";
import { markdownTable, withPart } from "../page_part.ts";
import {
  atRandom,
  beacon,
  browsing,
  DAY,
  heldOpen,
  push,
  randomFrom,
  seenByLooks,
  seenExactly,
  type Sighting,
  type Simulation,
} from "./simulated_contacts.ts";

const [SECOND, MINUTE] = [1000, 60_000];

/** The days that are simulated, by what is said of them. */
export const SIMULATIONS: Readonly<Record<string, Simulation>> = {
  "beacon, 60 s ± 10 %": beacon({ every: MINUTE, jitter: 0.1 }),
  "beacon, 5 min ± 30 %": beacon({ every: 5 * MINUTE, jitter: 0.3 }),
  "beacon, 1 h ± 10 %": beacon({ every: 60 * MINUTE, jitter: 0.1 }),
  "beacon, 5 min ± 90 %": beacon({ every: 5 * MINUTE, jitter: 0.9 }),
  "push service, again every 29 min": push({ reconnects: 29 * MINUTE }),
  "push service, held open": heldOpen(),
  "a person who browses": browsing(),
  "at random, 5 min in the mean": atRandom({ every: 5 * MINUTE }),
};

/** The ways in which they are seen; a distance of looks in seconds, or null where times are exact. */
export const WAYS: Readonly<Record<string, number | null>> = {
  "exact times": null,
  "looks every 10 s": 10,
  "every 60 s": 60,
  "every 5 min": 300,
};

/** The days over which scores are averaged. */
const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);

/** What the days of a simulation score in the mean; null if they cannot be judged. */
export interface MeanScore {
  readonly score: number;
  readonly timing: number;
  readonly duration: number;
  readonly histogram: number;
  /** Whether the looks were too rare, in most of the days, to rely on the score, or for any score. */
  readonly isRough: boolean;
  readonly isUseless: boolean;
}

/** Scores the days of a simulation, seen in one way. */
export function meanScore(simulation: Simulation, lookSeconds: number | null): MeanScore | null {
  const days = SEEDS.map((seed) => {
    const contacts = simulation(randomFrom(seed));
    const seen = lookSeconds === null
      ? seenExactly(contacts)
      : seenByLooks(contacts, lookSeconds * SECOND);
    return scoreDay(seen);
  });
  const judged = days.filter((day) => day !== null);
  if (judged.length < days.length / 2) return null;
  const mean = (value: (day: Day) => number) =>
    judged.reduce((sum, day) => sum + value(day), 0) / judged.length;
  return {
    score: mean(({ score }) => score.score),
    timing: mean(({ score }) => score.timing),
    duration: mean(({ score }) => score.duration!),
    histogram: mean(({ score }) => score.histogram!),
    isRough: mean(({ resolution }) => Number(resolution.note !== null)) > 0.5,
    isUseless: mean(({ resolution }) => Number(!resolution.isUsable)) > 0.5,
  };
}

type Day = NonNullable<ReturnType<typeof scoreDay>>;

function scoreDay(seen: readonly Sighting[]) {
  const score = scoreTimes(seen.map(({ at }) => at), { since: 0, until: DAY });
  if (score === null) return null;
  return { score, resolution: judgeResolution(seen, score.periodSeconds) };
}

/** The table of all scores, in Markdown as `deno fmt` writes it. */
export function scoreTable(): string {
  const head = ["simulated day", "timing", "duration", "histogram", ...Object.keys(WAYS)];
  const rows = Object.entries(SIMULATIONS).map(([name, simulation]) => {
    const exact = meanScore(simulation, null);
    const parts = [exact?.timing, exact?.duration, exact?.histogram];
    const scores = Object.values(WAYS).map((seconds) => cell(meanScore(simulation, seconds)));
    return [name, ...parts.map((part) => part?.toFixed(2) ?? "–"), ...scores];
  });
  return markdownTable([head, ...rows]);
}

function cell(mean: MeanScore | null): string {
  if (mean === null) return "–";
  const score = mean.score.toFixed(2);
  return mean.isUseless ? `(${score})` : mean.isRough ? `${score} ?` : score;
}

/**
 * Puts the table into a page, between its two comments.
 *
 * @throws {Error} if the page has not got them.
 */
export function withScoreTable(page: string): string {
  return withPart(page, { name: "scores", text: scoreTable() });
}
