/** The pace of the looks of `netwho watch`, and what ends them. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { CaptureError } from "../../lib/errors.ts";
import type { WholeSnapshot } from "../../lib/capture/snapshot.ts";
import { LiveLooks, type LooksPlan } from "../../lib/live/live_looks.ts";
import type { LiveLook } from "../../lib/live/live_row.ts";
import type { Connection } from "../../lib/model/connection.ts";
import { type FakeClock, fakeClock } from "../support/fake_clock.ts";
import { listener } from "../support/compared_rows.ts";

/** What was there at a moment, as a look sees it. */
function snapshotOf(connections: readonly Connection[], at: number): WholeSnapshot {
  return {
    observedAt: new Date(at).toISOString(),
    computer: "pc7",
    isSaved: false,
    processes: null,
    unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
    connections,
  };
}

interface Scene extends Partial<LooksPlan> {
  /** How long each look takes, in milliseconds. */
  readonly took?: (number: number) => number;
  /** What is there at each look. */
  readonly rows?: (number: number) => readonly Connection[];
  /** What is done with each look. */
  readonly onLook?: (clock: FakeClock) => Promise<void>;
  /** What else happens: milliseconds after the start, and what. */
  readonly then?: readonly (readonly [number, (looks: LiveLooks) => void])[];
}

/** Plays a scene on a clock of its own, and says when each look was begun and what it missed. */
async function play({ took = () => 0, rows = () => [], onLook, then = [], ...plan }: Scene) {
  const clock = fakeClock();
  const begun: number[] = [];
  const failures: string[] = [];
  const late: number[] = [];
  const seen: LiveLook[] = [];
  let [underWay, most] = [0, 0];
  const looks = new LiveLooks(clock, {
    every: 2000,
    look: async (signal) => {
      const number = begun.push(clock.passed());
      most = Math.max(most, ++underWay);
      try {
        const milliseconds = took(number);
        if (milliseconds > 0) await clock.sleep(milliseconds, { signal });
        return snapshotOf(rows(number), clock.now());
      } finally {
        underWay--;
      }
    },
    onFailure: (error) => void failures.push(error.message),
    onLate: () => void late.push(clock.passed()),
    ...plan,
  });
  const all = (async () => {
    for await (const look of looks) {
      seen.push(look);
      await onLook?.(clock);
    }
  })();
  all.catch(() => {}); // told at the end
  const other = Promise.all(then.map(async ([at, happen]) => {
    await clock.sleep(at);
    happen(looks);
  }));
  await clock.run();
  await Promise.all([all, other]);
  assertEquals(most, 1, "one look at a time");
  return { begun, failures, late, seen, looks, clock, missed: seen.map(({ missed }) => missed) };
}

Deno.test("looks keep to the beat of the first one", async () => {
  const { begun, missed, looks } = await play({ count: 4, took: () => 700 });
  assertEquals(begun, [0, 2000, 4000, 6000]);
  assertEquals([missed, looks.ending], [[0, 0, 0, 0], "done"]);
});

Deno.test("a slow look makes the next ones fall out, and says so while it goes on", async () => {
  const { begun, missed, late, seen } = await play({
    count: 3,
    took: (number) => number === 2 ? 5100 : 10,
  });
  assertEquals(begun, [0, 2000, 8000]);
  assertEquals(missed, [0, 0, 2]);
  assertEquals(late, [4000]);
  assertEquals(seen[1]!.tookMilliseconds, 5100);
});

Deno.test("an interval of nothing makes one look after another", async () => {
  const { begun } = await play({ count: 4, every: 0, took: () => 10 });
  assertEquals(begun, [0, 10, 20, 30]);
});

Deno.test("who takes long with a look misses others", async () => {
  let isFirst = true;
  const { begun, missed } = await play({
    count: 3,
    onLook: async (clock) => {
      if (isFirst) await clock.sleep(3500);
      isFirst = false;
    },
  });
  assertEquals([begun, missed], [[0, 4000, 6000], [0, 1, 0]]);
});

Deno.test("a pause stops the looks, but not one that is asked for; going on looks at once", async () => {
  const { begun } = await play({
    count: 5,
    then: [
      [2500, (looks) => looks.pause()],
      [7700, (looks) => looks.lookNow()],
      [11_300, (looks) => looks.resume()],
    ],
  });
  assertEquals(begun, [0, 2000, 7700, 11_300, 13_300]);
});

Deno.test("another interval counts from the latest look", async () => {
  const { begun } = await play({
    count: 6,
    then: [[2400, (looks) => looks.setInterval(1000)], [4500, (looks) => looks.setInterval(3000)]],
  });
  assertEquals(begun, [0, 2000, 3000, 4000, 7000, 10_000]);
});

Deno.test("an interval that is already over makes a look at once", async () => {
  const { begun } = await play({
    count: 3,
    every: 10_000,
    then: [[5000, (looks) => looks.setInterval(500)]],
  });
  assertEquals(begun, [0, 5000, 5500]);
});

Deno.test("a look that is asked for while one is under way follows it at once", async () => {
  const { begun } = await play({
    count: 3,
    took: (number) => number === 1 ? 900 : 0,
    then: [[100, (looks) => looks.lookNow()], [200, (looks) => looks.lookNow()]],
  });
  assertEquals(begun, [0, 900, 2900]);
});

Deno.test("a look that fails is told, and the next one is made and compared with the last that was", async () => {
  const { begun, failures, seen } = await play({
    count: 3,
    rows: (number) => {
      if (number === 2) throw new CaptureError("Cannot run netstat: it is missing");
      return [listener(8000 + number, { pid: 4 })];
    },
  });
  assertEquals([begun, failures], [[0, 2000, 4000], ["Cannot run netstat: it is missing"]]);
  assertEquals(seen[1]!.changes.map(({ change, localPort }) => [change, localPort]), [
    ["closed", 8001],
    ["opened", 8003],
  ]);
});

Deno.test("a bug is no failure that passes", async () => {
  const look = () => Promise.reject(new TypeError("a bug"));
  const looks = new LiveLooks(fakeClock(), { every: 2000, look, onFailure: () => {} });
  await assertRejects(async () => await Array.fromAsync(looks), TypeError, "a bug");
});

Deno.test("it ends in time, also in the middle of a look", async () => {
  const { begun, seen, looks, clock } = await play({ lasts: 5000, took: () => 1500 });
  assertEquals([begun, seen.length, looks.ending], [[0, 2000, 4000], 2, "done"]);
  assertEquals(clock.passed(), 5000);
});

Deno.test("what is waited for ends it at once, also where it is there at first", async () => {
  const until = ({ connection }: { connection: Connection }) => connection.localPort === 8003;
  const rows = (number: number) => [listener(8000 + number, { pid: 4 })];
  const later = await play({ until, rows });
  assertEquals([later.begun, later.looks.ending], [[0, 2000, 4000], "found"]);
  assertEquals(later.looks.found?.connection.localPort, 8003);
  const first = await play({ until, rows: () => rows(3) });
  assertEquals([first.begun, first.looks.ending], [[0], "found"]);
});

Deno.test("what has closed is not there any more", async () => {
  const { looks } = await play({
    count: 3,
    until: ({ connection, closedAt }) => closedAt !== null || connection.localPort === 9,
    rows: (number) => number === 1 ? [listener(8000, { pid: 4 })] : [],
  });
  assertEquals(looks.ending, "timedOut");
});

Deno.test("waiting ends when the patience does, in the middle of a look too", async () => {
  const { looks, clock } = await play({ until: () => false, patience: 3000, took: () => 2500 });
  assertEquals([looks.ending, looks.hasLooked, clock.passed()], ["timedOut", true, 3000]);
});

Deno.test("the signal ends it at once: while it waits, and in the middle of a look", async () => {
  for (const [at, took] of [[1000, 0], [1000, 5000]] as const) {
    const controller = new AbortController();
    const end = play({
      signal: controller.signal,
      took: () => took,
      then: [[at, () => controller.abort(new DOMException("the end", "AbortError"))]],
    });
    await assertRejects(() => end, DOMException, "the end");
  }
});

Deno.test("a clock that is set back or forward neither stops the looks nor piles them up", async () => {
  let set = 0;
  const clock = fakeClock();
  const jumping = { ...clock, now: () => clock.now() + set };
  const begun: number[] = [];
  const looks = new LiveLooks(jumping, {
    every: 2000,
    count: 6,
    look: () => Promise.resolve(snapshotOf([], begun.push(clock.passed()))),
    onFailure: () => {},
  });
  const all = Array.fromAsync(looks);
  const jumps = [[2500, -3_600_000], [6500, 3_600_000]] as const;
  const set_ = Promise.all(jumps.map(async ([at, by]) => {
    await clock.sleep(at);
    set += by;
  }));
  await clock.run();
  await Promise.all([all, set_]);
  // What passed between two looks of the clock is lost with the jump: no more than one interval.
  for (const [index, time] of begun.entries()) {
    const pause = time - (begun[index - 1] ?? time - 2000);
    assert(pause >= 500 && pause <= 4000, `${begun}`);
  }
});
