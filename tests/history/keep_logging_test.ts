import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import type { WholeSnapshot } from "../../lib/capture/snapshot.ts";
import { CaptureError } from "../../lib/errors.ts";
import { keepLogging, type LoggingPlan, logSnapshots } from "../../lib/history/keep_logging.ts";
import type { Keep } from "../../lib/history/kept_history.ts";
import { DatabaseError } from "../../lib/host/databases.ts";
import { denoDatabases, openDatabase } from "../../lib/host/deno/deno_database.ts";
import type { Host } from "../../lib/host/host.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import type { LoggedRun } from "../../lib/model/logged_run.ts";
import { fakeHost } from "../support/fake_host.ts";
import { inTemporaryFolder, temporaryFolder } from "../support/folders.ts";
import { hastyDatabases } from "../support/hasty_databases.ts";
import { TestClock } from "../support/test_clock.ts";

const DAY = 86_400_000;

function connection(localPort: number, more: Partial<Connection> = {}): Connection {
  return {
    ...emptyRecord(CONNECTION_FIELDS),
    protocol: "TCP",
    localAddress: "192.0.2.7",
    localPort,
    remoteAddress: "198.51.100.4",
    remotePort: 443,
    state: "ESTABLISHED",
    direction: "outbound",
    pid: 4711,
    process: "chat.exe",
    ...more,
  };
}

/** What is seen at a time. */
function snapshotAt(time: number, connections: readonly Connection[]): WholeSnapshot {
  return {
    observedAt: new Date(time).toISOString(),
    computer: "PC-7",
    isSaved: false,
    processes: null,
    unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
    connections,
  };
}

/** A machine with a clock that a test sets. */
function machine(clock: TestClock, overrides: Partial<Host> = {}): Host {
  return fakeHost({
    now: () => clock.now(),
    sleep: (milliseconds, options) => clock.sleep(milliseconds, options),
    ...overrides,
  });
}

/** Runs to the end, in a folder of its own unless a path is given. */
async function collect(
  host: Host,
  plan: Partial<LoggingPlan> & Pick<LoggingPlan, "look">,
): Promise<LoggedRun[]> {
  using folder = temporaryFolder();
  const runs = keepLogging(host, {
    path: `${folder.path}/history.db`,
    keep: 90 * DAY,
    every: 10_000,
    onFailure: throwIt,
    ...plan,
  });
  return await Array.fromAsync(runs);
}

function throwIt(error: Error): never {
  throw error;
}

function rowsOf(path: string, sql: string) {
  // Read by a connection of its own, as another program would.
  return openDatabase(path, { readOnly: true }).then((database) => {
    using open = database;
    return open.prepare(sql).all().map((row) => ({ ...row }));
  });
}

Deno.test("each look is a row with what is new in it", async () => {
  const clock = new TestClock();
  const looks = [
    [connection(50_001), connection(50_002)],
    [connection(50_002, { state: "CLOSE_WAIT" }), connection(50_003)],
    [connection(50_002, { state: "CLOSE_WAIT" }), connection(50_003)],
  ];
  const runs = await collect(machine(clock), {
    look: () => Promise.resolve(snapshotAt(clock.now(), looks.shift()!)),
    lasts: 20_000,
  });
  const { database } = runs[0]!;
  const rest = { computer: "PC-7", connections: 2, missed: 0, database, note: null };
  assertEquals(runs, [
    { observedAt: "2026-11-25T09:00:00.000Z", opened: 2, closed: 0, changed: 0, ...rest },
    { observedAt: "2026-11-25T09:00:10.000Z", opened: 1, closed: 1, changed: 1, ...rest },
    { observedAt: "2026-11-25T09:00:20.000Z", opened: 0, closed: 0, changed: 0, ...rest },
  ]);
});

Deno.test("a look is on the disk before its row is given", async () => {
  await inTemporaryFolder(async (folder) => {
    const clock = new TestClock();
    const path = `${folder}/history.db`;
    let seen = 0;
    const runs = keepLogging(machine(clock), {
      path,
      keep: "all",
      every: 1000,
      lasts: 5000,
      look: () => Promise.resolve(snapshotAt(clock.now(), [connection(50_000 + seen)])),
      onFailure: throwIt,
    });
    for await (const _ of runs) {
      seen++;
      assertEquals(await rowsOf(path, "SELECT count(*) AS n FROM run"), [{ n: seen }]);
    }
    assertEquals(seen, 6);
  });
});

Deno.test("a look that fails is told, and the next one is made when it is due", async () => {
  const clock = new TestClock();
  const told: string[] = [];
  let turn = 0;
  const runs = await collect(machine(clock), {
    look: () => {
      if (turn++ % 3 === 1) return Promise.reject(new CaptureError(`Cannot run netstat: ${turn}`));
      return Promise.resolve(snapshotAt(clock.now(), [connection(50_001)]));
    },
    lasts: 50_000,
    onFailure: ({ message }) => told.push(message),
  });
  assertEquals(told, ["Cannot run netstat: 2", "Cannot run netstat: 5"]);
  assertEquals(runs.map(({ observedAt }) => observedAt.slice(17, 19)), ["00", "20", "30", "50"]);
  assertEquals(runs.map(({ missed }) => missed), [0, 0, 0, 0], "they were made, and failed");
});

Deno.test("looks that were missed while others failed are counted in the next row", async () => {
  const clock = new TestClock();
  let turn = 0;
  const runs = await collect(machine(clock), {
    look: () => {
      turn++;
      // netstat hangs twice, until its time-out of 30 s.
      if (turn === 2 || turn === 3) {
        clock.time += 30_001;
        return Promise.reject(new CaptureError("Cannot run netstat: it took over 30000 ms"));
      }
      return Promise.resolve(snapshotAt(clock.now(), [connection(50_001)]));
    },
    lasts: 100_000,
    onFailure: () => {},
  });
  // At 0 s; those at 10 s and 50 s fail, which takes the places of 20, 30, 40 and 60, 70, 80 s.
  assertEquals(runs.map(({ observedAt, missed }) => [observedAt.slice(14, 19), missed]), [
    ["00:00", 0],
    ["01:30", 6],
    ["01:40", 0],
  ]);
});

Deno.test("an error that nobody foresaw ends it", async () => {
  const clock = new TestClock();
  const look = () => Promise.reject(new TypeError("undefined is not a function"));
  await assertRejects(() => collect(machine(clock), { look, lasts: 50_000 }), TypeError);
});

Deno.test("a slow look misses those that were due meanwhile, and says so", async () => {
  const clock = new TestClock();
  let turn = 0;
  const runs = await collect(machine(clock), {
    look: () => {
      const snapshot = snapshotAt(clock.now(), [connection(50_001)]);
      clock.time += turn++ === 1 ? 34_000 : 300;
      return Promise.resolve(snapshot);
    },
    lasts: 60_000,
  });
  assertEquals(
    runs.map(({ observedAt, missed, note }) => [observedAt.slice(17, 19), missed, note]),
    [
      ["00", 0, null],
      ["10", 0, null],
      ["50", 3, "the look before took too long"],
      ["00", 0, null],
    ],
  );
});

Deno.test("a computer that slept looks at once when it wakes, and says why looks are missing", async () => {
  const clock = new TestClock();
  clock.during = () => {
    if (clock.time === Date.UTC(2026, 10, 25, 9, 0, 20)) clock.time += 3_600_000;
  };
  const runs = await collect(machine(clock), {
    look: () => Promise.resolve(snapshotAt(clock.now(), [connection(50_001)])),
    lasts: 3_630_000,
  });
  assertEquals(
    runs.map(({ observedAt, missed, note }) => [observedAt.slice(11, 19), missed, note]),
    [
      ["09:00:00", 0, null],
      ["09:00:10", 0, null],
      ["10:00:20", 360, "the computer slept, or its clock was set"],
      ["10:00:30", 0, null],
    ],
  );
});

Deno.test("a clock that was set back goes on adding looks", async () => {
  const clock = new TestClock();
  let turn = 0;
  const runs = await collect(machine(clock), {
    look: () => {
      if (turn++ === 2) clock.time -= 3_600_000;
      return Promise.resolve(snapshotAt(clock.now(), [connection(50_001)]));
    },
    lasts: 40_000,
  });
  assertEquals(runs.map(({ observedAt }) => observedAt.slice(11, 19)), [
    "09:00:00",
    "09:00:10",
    "08:00:20",
    "08:00:30",
    "08:00:40",
  ]);
});

/** A test where a file that is open can be deleted and replaced: Windows refuses that. */
const testUnlocked = Deno.build.os === "windows" ? Deno.test.ignore : Deno.test;

testUnlocked(
  "a file that is deleted while it runs is begun anew, and the row says so",
  async () => {
    await inTemporaryFolder(async (folder) => {
      const clock = new TestClock();
      const path = `${folder}/history.db`;
      let turn = 0;
      const runs = await collect(machine(clock), {
        path,
        look: () => {
          if (turn++ === 2) Deno.removeSync(path);
          return Promise.resolve(snapshotAt(clock.now(), [connection(50_001)]));
        },
        lasts: 30_000,
      });
      const anew = "the history was deleted or replaced: this is the first look in the new one";
      assertEquals(runs.map(({ opened, note }) => [opened, note]), [
        [1, null],
        [0, null],
        [1, anew],
        [0, null],
      ]);
      assertEquals(await rowsOf(path, "SELECT at FROM run"), [
        { at: Date.UTC(2026, 10, 25, 9, 0, 20) },
        { at: Date.UTC(2026, 10, 25, 9, 0, 30) },
      ]);
    });
  },
);

testUnlocked("a file that is replaced by another history is added to", async () => {
  await inTemporaryFolder(async (folder) => {
    const clock = new TestClock(Date.UTC(2026, 10, 24));
    const [path, other] = [`${folder}/history.db`, `${folder}/other.db`];
    const look = () => Promise.resolve(snapshotAt(clock.now(), [connection(50_001)]));
    await collect(machine(clock), { path: other, look, lasts: 10_000 });
    let turn = 0;
    const runs = await collect(machine(clock), {
      path,
      look: () => {
        if (turn++ === 1) Deno.renameSync(other, path);
        return look();
      },
      lasts: 20_000,
    });
    assertEquals(runs.map(({ opened }) => opened), [1, 0, 0], "the other one knew it");
    assertEquals(await rowsOf(path, "SELECT count(*) AS n FROM run"), [{ n: 4 }]);
  });
});

Deno.test("what fails while writing is told, and the history is opened anew", async () => {
  const clock = new TestClock();
  let opened = 0;
  let isFull = false;
  const host = machine(clock, {
    openDatabase: async (path, options) => {
      if (!options?.readOnly) opened++;
      const database = await denoDatabases.openDatabase(path, options);
      return {
        ...database,
        transaction: (run) => {
          if (isFull) throw new DatabaseError("noSpace", "database or disk is full");
          return database.transaction(run);
        },
      };
    },
  });
  const told: string[] = [];
  let turn = 0;
  const runs = await collect(host, {
    look: () => {
      isFull = turn === 1 || turn === 2;
      turn++;
      return Promise.resolve(snapshotAt(clock.now(), [connection(50_001)]));
    },
    lasts: 40_000,
    onFailure: ({ message }) => told.push(message.replace(/ (?:[A-Z]:\\|\/).*?\.db:/, "")),
  });
  assertEquals(told, Array(2).fill("Cannot write the history no space left"));
  assertEquals(runs.map(({ observedAt, opened }) => [observedAt.slice(17, 19), opened]), [
    ["00", 1],
    ["30", 0],
    ["40", 0],
  ]);
  assertEquals(opened, 3, "at the beginning, and after each of two failures");
});

Deno.test("a history that cannot be opened ends it at once", async () => {
  const clock = new TestClock();
  let looks = 0;
  const host = machine(clock, {
    openDatabase: () => Promise.reject(new DatabaseError("permissionDenied", "read-only")),
  });
  await assertRejects(() =>
    collect(host, {
      look: () => {
        looks++;
        return Promise.resolve(snapshotAt(clock.now(), []));
      },
      lasts: 40_000,
    })
  );
  assertEquals(looks, 0);
});

Deno.test("what is too old is deleted; it is looked for at most once an hour", async () => {
  await inTemporaryFolder(async (folder) => {
    const clock = new TestClock();
    const path = `${folder}/history.db`;
    let searches = 0;
    const host = machine(clock, {
      openDatabase: async (path, options) => {
        const database = await hastyDatabases.openDatabase(path, options);
        return {
          ...database,
          prepare: (sql) => {
            const statement = database.prepare(sql);
            const isSearch = sql.startsWith("SELECT 1 \nFROM episode");
            const get: typeof statement.get = (...values) => {
              if (isSearch) searches++;
              return statement.get(...values);
            };
            return { ...statement, get };
          },
        };
      },
    });
    let port = 50_000;
    const runs = await collect(host, {
      path,
      keep: 2 * DAY,
      every: 600_000,
      lasts: 4 * DAY - 1,
      // Each connection is seen once.
      look: () => Promise.resolve(snapshotAt(clock.now(), [connection(port++)])),
    });
    assertEquals(runs.length, 4 * 144);
    assertEquals(searches, 4 * 24);
    const [{ first, last }] = await rowsOf(
      path,
      "SELECT min(at) AS first, max(at) AS last FROM run WHERE id IN " +
        "(SELECT first_run FROM episode)",
    ) as [{ first: number; last: number }];
    // A thirtieth more may stay, so that not each hour searches all.
    assert(last - first <= 2 * DAY * (31 / 30) + 3_600_000, `${(last - first) / DAY} days`);
    assert(last - first >= 2 * DAY - 3_600_000, `${(last - first) / DAY} days`);
  });
});

async function* onlyLook(look: WholeSnapshot): AsyncGenerator<WholeSnapshot> {
  yield await Promise.resolve(look);
}

/** Adds a look for each number of days since the first one, with a connection of its own. */
async function logOn(path: string, days: readonly number[], keep: Keep): Promise<void> {
  for (const day of days) {
    const clock = new TestClock();
    const at = Date.UTC(2026, 0, 1) + day * DAY;
    const host = machine(clock, { now: () => at, openDatabase: hastyDatabases.openDatabase });
    const look = snapshotAt(at, [connection(50_000 + Math.floor(day))]);
    await Array.fromAsync(logSnapshots(host, onlyLook(look), { path, keep }));
  }
}

/** The days on which what is still kept was seen. */
async function daysIn(path: string): Promise<number[]> {
  const rows = await rowsOf(path, "SELECT port FROM episode ORDER BY port");
  return rows.map(({ port }) => Number(port) - 50_000);
}

Deno.test("a history remembers how long it keeps what was seen", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = `${folder}/history.db`;
    await logOn(path, [0], 365 * DAY);
    await logOn(path, [100, 200, 300], "remembered");
    assertEquals(await daysIn(path), [0, 100, 200, 300]);
    await logOn(path, [300.5], 150 * DAY);
    assertEquals(await daysIn(path), [200, 300]);
    await logOn(path, [400, 401], "remembered");
    assertEquals(await daysIn(path), [300, 400, 401], "150 days, also from then on");
  });
});

Deno.test("a history that was given nothing keeps 90 days", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = `${folder}/history.db`;
    await logOn(path, [0, 50, 89, 100, 101], "remembered");
    assertEquals(await daysIn(path), [50, 89, 100, 101]);
  });
});

Deno.test("any length is remembered as it is", async () => {
  await inTemporaryFolder(async (folder) => {
    for (const keep of [1, 1e15, 1e25]) {
      const path = `${folder}/${keep}.db`;
      await logOn(path, [0, 1], keep);
      await logOn(path, [2], "remembered");
      const [{ value }] = await rowsOf(path, "SELECT value FROM setting") as [{ value: number }];
      assertEquals(value, Math.min(keep, Number.MAX_SAFE_INTEGER));
    }
  });
});

Deno.test("a history that takes the place of another keeps as long, too", async () => {
  await inTemporaryFolder(async (folder) => {
    const clock = new TestClock();
    const path = `${folder}/history.db`;
    let turn = 0;
    await collect(machine(clock), {
      path,
      keep: 365 * DAY,
      look: async () => {
        if (turn++ === 1) {
          for (const name of names(folder)) await Deno.remove(`${folder}/${name}`);
        }
        return snapshotAt(clock.now(), [connection(50_001)]);
      },
      lasts: 20_000,
    });
    assertEquals(await rowsOf(path, "SELECT name, value FROM setting"), [
      { name: "keep", value: 365 * DAY },
    ]);
  });
});

Deno.test("a clock that is wrong for hours deletes nothing, and later looks are told why they add little", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = `${folder}/history.db`;
    await logOn(path, [0, 1, 2000, 2000.5, 1.25], "remembered");
    assertEquals(await daysIn(path), [0, 1, 2000]);
    const clock = new TestClock();
    const looks = onlyLook(snapshotAt(Date.UTC(2026, 0, 3), []));
    const plan = { path, keep: "remembered" } as const;
    const [{ note }] = await Array.fromAsync(logSnapshots(machine(clock), looks, plan)) as [
      LoggedRun,
    ];
    assertMatch(note!, /^it is not later than the latest look, of 2031-06-24T12:00:00.000Z: /);
  });
});

Deno.test("what is too old and cannot be deleted does not undo the look", async () => {
  const clock = new TestClock();
  let isBusy = false;
  const host = machine(clock, {
    openDatabase: async (path, options) => {
      const database = await denoDatabases.openDatabase(path, options);
      return {
        ...database,
        prepare: (sql) => {
          if (isBusy && sql.startsWith("SELECT min(id) AS id FROM run WHERE at >=")) {
            throw new DatabaseError("busy", "database is locked");
          }
          return database.prepare(sql);
        },
      };
    },
  });
  let turn = 0;
  const runs = await collect(host, {
    look: () => {
      isBusy = turn++ === 0;
      return Promise.resolve(snapshotAt(clock.now(), [connection(50_001)]));
    },
    lasts: 10_000,
  });
  assertMatch(
    runs[0]?.note ?? "",
    /^what is too old was not deleted: Cannot write the history .*: another program/,
  );
  assertEquals(runs.map(({ opened }) => opened), [1, 0]);
  assertEquals(runs[1]?.note, null);
});

Deno.test("ten thousand looks leave nothing in memory", async () => {
  await inTemporaryFolder(async (folder) => {
    const clock = new TestClock();
    let payload = 0;
    const look = () => {
      // 20 kB that no other look has: kept, all of them would be 200 MB.
      const note = `${payload++} `.repeat(4000);
      return Promise.resolve({
        ...snapshotAt(clock.now(), [connection(50_000 + payload % 10)]),
        processNotes: new Map([[1, note]]),
      });
    };
    let runs = 0;
    let before = 0;
    const path = `${folder}/history.db`;
    const plan = { path, keep: DAY, every: 10_000, lasts: 10_000 * 10_000 - 1, look };
    const host = machine(clock, hastyDatabases);
    for await (const { missed } of keepLogging(host, { ...plan, onFailure: throwIt })) {
      assertEquals(missed, 0);
      if (++runs === 1000) before = Deno.memoryUsage().heapUsed;
    }
    assertEquals(runs, 10_000);
    const grown = Deno.memoryUsage().heapUsed - before;
    assert(grown < 60e6, `${grown} bytes`);
  });
});

Deno.test("the signal ends it, and closes the history", async () => {
  await inTemporaryFolder(async (folder) => {
    const clock = new TestClock();
    const path = `${folder}/history.db`;
    const controller = new AbortController();
    const reason = new Error("interrupted");
    let runs = 0;
    const thrown = await assertRejects(async () => {
      const look = () => Promise.resolve(snapshotAt(clock.now(), [connection(50_001)]));
      const plan = { path, keep: "all" as const, every: 1000, look, onFailure: () => {} };
      for await (
        const _ of keepLogging(machine(clock), { ...plan, signal: controller.signal })
      ) {
        if (++runs < 3) continue;
        controller.abort(reason);
        assertEquals(names(folder), ["history.db"], "the log of SQLite is in the file by then");
      }
    });
    assertEquals([thrown, runs], [reason, 3]);
  });
});

Deno.test("snapshots are added in order, each with its own time and computer", async () => {
  const clock = new TestClock();
  const at = Date.UTC(2026, 9, 1);
  async function* saved() {
    yield snapshotAt(at, [connection(50_001)]);
    yield { ...snapshotAt(at + DAY, [connection(50_001)]), computer: "PC-8" };
    yield snapshotAt(at + 2 * DAY, []);
  }
  using folder = temporaryFolder();
  const plan = { path: `${folder.path}/history.db`, keep: "all" as const };
  const runs = await Array.fromAsync(logSnapshots(machine(clock), saved(), plan));
  assertEquals(
    runs.map(({ observedAt, computer, opened, closed }) => [
      observedAt.slice(0, 10),
      computer,
      opened,
      closed,
    ]),
    [["2026-10-01", "PC-7", 1, 0], ["2026-10-02", "PC-8", 1, 0], ["2026-10-03", "PC-7", 0, 1]],
  );
});

function names(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
}
