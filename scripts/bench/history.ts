/**
 * Measures a history of a year: its size, the time that a look takes to add, and the time of questions.
 *
 * @module
 */
import { findBeacons } from "../../lib/history/beacons/find_beacons.ts";
import { findFirstSeen } from "../../lib/history/find_first_seen.ts";
import { Looks } from "../../lib/history/looks.ts";
import { type History, openHistory } from "../../lib/history/open_history.ts";
import { readAlike } from "../../lib/history/read_alike.ts";
import { readChanges } from "../../lib/history/read_changes.ts";
import { readEpisodes, readState } from "../../lib/history/read_episodes.ts";
import { recordRun } from "../../lib/history/record_run.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { VERSION } from "../../lib/version.ts";
import { EVERY, SimulatedComputer, YEAR_BEGINS } from "./history_year.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Measures it; `days`: how long the year is. */
export async function historyOfAYear(folder: string, days = 365): Promise<string> {
  const path = `${folder}/history.db`;
  const year = await recordYear(path, days);
  const end = YEAR_BEGINS + days * DAY;
  const rows = await askYear(path, end);
  return `## A history of a year

${
    year.looks.toLocaleString("en")
  } looks, one every five minutes, at 200 connections, of which on weekdays
from 8 to 18 o'clock 40 are new each time, and 4 otherwise (\`scripts/bench/history_year.ts\`).

| | |
|---|---|
| connections | ${year.episodes.toLocaleString("en")} |
| size of the file | ${(year.bytes / 1e6).toFixed(1)} MB (wanted: less than 100) |
| for each connection | ${(year.bytes / year.episodes).toFixed(0)} bytes |
| adding a look, without waiting for the disk | ${year.milliseconds.toFixed(1)} ms |
${rows.join("\n")}

Wanted: less than 100 ms for each question.
`;
}

async function recordYear(path: string, days: number): Promise<{
  readonly looks: number;
  readonly milliseconds: number;
  readonly episodes: number;
  readonly bytes: number;
}> {
  const looks = days * DAY / EVERY;
  const computer = new SimulatedComputer();
  let milliseconds = 0;
  let episodes: number;
  {
    using history = await openHistory(denoHost(), path);
    history.database.execute("PRAGMA synchronous = OFF");
    for (let look = 0; look < looks; look++) {
      const snapshot = computer.next();
      const start = performance.now();
      await recordRun(history, snapshot, {
        view: { netwho: VERSION, os: "windows", elevated: false },
      });
      milliseconds += performance.now() - start;
    }
    episodes = Number(history.database.prepare("SELECT count(*) AS n FROM episode").get()!.n);
  }
  return { looks, milliseconds: milliseconds / looks, episodes, bytes: Deno.statSync(path).size };
}

/** The questions, each with what it is called. */
const QUESTIONS: readonly (readonly [string, (history: History, end: number) => number])[] = [
  ["what was there in the last 24 hours", ({ database }, end) => {
    const span = { since: end - DAY, until: end };
    return [...readEpisodes(database, new Looks(database), span)].flat().length;
  }],
  ["what was there at 15 o'clock four weeks ago", ({ database }, end) => {
    const looks = new Looks(database);
    const [computer] = looks.computers;
    const look = looks.lastBefore(computer!, end - 28 * DAY - 9 * HOUR);
    return readState(database, looks, { look: look!, computer: computer! }).length;
  }],
  ["what was opened and closed in the last 24 hours", ({ database }, end) => {
    const span = { since: end - DAY, until: end };
    return [...readChanges(database, new Looks(database), span)].flat().length;
  }],
  [
    "how regular the connections of the last 24 hours are",
    (history, end) => findBeacons(history, { since: end - DAY, until: end }).beacons.length,
  ],
  ["what was never seen before the last 24 hours", ({ database }, end) => {
    const span = { since: end - DAY, until: end };
    return findFirstSeen(database, new Looks(database), span).length;
  }],
  ["connections of the last 7 days by program", ({ database }, end) => {
    const counts = new Map<string | null, number>();
    const span = { since: end - 7 * DAY, until: end };
    for (const batch of readAlike(database, new Looks(database), span)) {
      for (const { process } of batch) counts.set(process, (counts.get(process) ?? 0) + 1);
    }
    return counts.size;
  }],
];

async function askYear(path: string, end: number): Promise<string[]> {
  using history = await openHistory(denoHost(), path, { readOnly: true });
  return QUESTIONS.map(([name, ask]) => {
    let rows = 0;
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      rows = ask(history, end);
      return performance.now() - start;
    }).sort((a, b) => a - b);
    return `| ${name} (${rows.toLocaleString("en")} rows) | ${times[2]!.toFixed(0)} ms |`;
  });
}

if (import.meta.main) {
  const folder = await Deno.makeTempDir({ prefix: "netwho-bench-" });
  try {
    console.log(await historyOfAYear(folder, Number(Deno.args[0] ?? 365)));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
