import { assert, assertEquals } from "@std/assert";
import { type History, openHistory } from "../../lib/history/open_history.ts";
import { recordRun } from "../../lib/history/record_run.ts";
import { trimHistory } from "../../lib/history/trim_history.ts";
import type { Connection } from "../../lib/model/connection.ts";
import { fakeHost } from "../support/fake_host.ts";
import { inTemporaryFolder } from "../support/folders.ts";
import { between, connection, damageIn, episodesIn, lookAt, VIEW } from "../support/history.ts";

const DAY = 86_400_000;

/** 09:00 on a day of November. */
function day(number: number): string {
  return new Date(Date.UTC(2026, 10, number, 9)).toISOString();
}

/** Records one look a day from the 1st; `present` is what is there on a day. */
async function withDays(
  days: number,
  present: (day: number) => Connection[],
  check: (history: History) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    using history = await openHistory(fakeHost(), `${folder}/h.db`);
    history.database.execute("PRAGMA synchronous = OFF");
    for (let number = 1; number <= days; number++) {
      await recordRun(history, lookAt(day(number), present(number)), { view: VIEW });
    }
    await check(history);
    assertEquals(damageIn(history.database), []);
  });
}

function count(history: History, table: string): number {
  return Number(history.database.prepare(`SELECT count(*) AS n FROM ${table}`).get()!.n);
}

const LISTENER = connection({
  localAddress: "0.0.0.0",
  localPort: 135,
  state: "LISTENING",
  pid: 4,
});

/** A connection of a program of that day alone. */
const ofDay = (number: number) =>
  between(`192.0.2.7:${50000 + number} 198.51.100.${number}:443`, {
    pid: 100 + number,
    process: `day${number}.exe`,
    path: `C:\\day${number}.exe`,
  });

Deno.test("what is older goes, what lasts stays, and the numbers stay right", () =>
  withDays(20, (number) => [LISTENER, ofDay(number)], async (history) => {
    const now = Date.parse(day(20));
    const removed = await trimHistory(history, { keepMilliseconds: 10 * DAY, now });
    // The 10th is ten days old and stays; the 1st stays because the listener was first seen then.
    assertEquals(removed, { episodes: 9, runs: 8 });
    const held = episodesIn(history.database);
    assertEquals(held.length, 12);
    assertEquals([held[0]!.first, held[0]!.times, held[0]!.last], [day(1), 20, null]);
    assertEquals(
      held.slice(1).map(({ first }) => first),
      Array.from({ length: 11 }, (_, at) => day(10 + at)),
    );
    assertEquals(count(history, "run"), 12);
    assertEquals(count(history, "flow"), 12);
    assertEquals(count(history, "process"), 12);
    assertEquals(count(history, "program"), 11);
    const lost = history.database.prepare("SELECT 1 FROM text WHERE value GLOB '*day9.exe'").all();
    assertEquals(lost, []);
    const after = await recordRun(history, lookAt(day(21), [LISTENER]), { view: VIEW });
    assertEquals([after.runs, after.closed], [21, 1]);
    assertEquals(episodesIn(history.database)[0]!.times, 21);
  }));

Deno.test("nothing is removed before the oldest is a thirtieth older than wanted", () =>
  withDays(31, (number) => [ofDay(number)], async (history) => {
    const trim = (now: number) =>
      trimHistory(history, { keepMilliseconds: 30 * DAY, now: Date.parse(day(now)) });
    assertEquals(await trim(31), { episodes: 0, runs: 0 });
    assertEquals(await trim(32), { episodes: 0, runs: 0 }, "31 days old");
    assertEquals((await trim(33)).episodes, 2, "32 days old, and 31 days");
  }));

Deno.test("a computer that was not looked at for long goes with its open episodes", () =>
  inTemporaryFolder(async (folder) => {
    using history = await openHistory(fakeHost(), `${folder}/h.db`);
    const record = (number: number, computer: string) =>
      recordRun(history, lookAt(day(number), [LISTENER], { computer }), { view: VIEW });
    for (const number of [1, 2, 3]) await record(number, "PC-OLD");
    for (const number of [4, 9, 20]) await record(number, "PC-7");
    await trimHistory(history, { keepMilliseconds: 5 * DAY, now: Date.parse(day(21)) });
    assertEquals(damageIn(history.database), []);
    assertEquals(episodesIn(history.database).map(({ computer, times }) => [computer, times]), [
      ["PC-7", 3],
    ]);
    const at = history.database.prepare("SELECT at FROM run ORDER BY at").all();
    // The 4th, at which the listener was first seen, and the latest.
    assertEquals(at.map(({ at }) => at), [Date.parse(day(4)), Date.parse(day(20))]);
    const name = history.database.prepare("SELECT 1 FROM text WHERE value = 'PC-OLD'").all();
    assertEquals(name, []);
  }));

Deno.test("many episodes go in pieces, and the file gets smaller", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/h.db`;
    const size = () => Deno.statSync(path).size;
    {
      using history = await openHistory(fakeHost(), path);
      history.database.execute("PRAGMA synchronous = OFF");
      for (let number = 1; number <= 3; number++) {
        const rows = Array.from(
          { length: 3000 },
          (_, at) =>
            between(`192.0.2.7:${50000 + at} 198.51.${number}.${at % 250}:${at}`, { pid: 10 }),
        );
        await recordRun(history, lookAt(day(number), rows), { view: VIEW });
      }
    }
    const before = size();
    {
      using history = await openHistory(fakeHost(), path);
      const now = Date.parse(day(30));
      const removed = await trimHistory(history, { keepMilliseconds: DAY, now });
      assertEquals(removed.episodes, 9000);
      assertEquals([count(history, "episode"), count(history, "flow")], [0, 0]);
    }
    assert(size() < before / 5, `${before} ${size()} bytes`);
  }));
