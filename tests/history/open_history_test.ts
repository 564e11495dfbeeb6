import { assert, assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { equals } from "@std/bytes/equals";
import fc from "fast-check";
import { CaptureError } from "../../lib/errors.ts";
import { DatabaseError } from "../../lib/host/databases.ts";
import { openDatabase } from "../../lib/host/deno/deno_database.ts";
import { historyFacts } from "../../lib/history/history_facts.ts";
import { historyPath } from "../../lib/history/history_path.ts";
import { migrate } from "../../lib/history/migrate.ts";
import { openHistory } from "../../lib/history/open_history.ts";
import { STEPS } from "../../lib/history/schema.ts";
import { recordRun } from "../../lib/history/record_run.ts";
import { VERSION } from "../../lib/version.ts";
import { fakeHost } from "../support/fake_host.ts";
import { inTemporaryFolder, localPath } from "../support/folders.ts";
import { between, damageIn, episodesIn, lookAt, VIEW } from "../support/history.ts";

const WEB = between("192.0.2.7:50123 198.51.100.1:443", { pid: 10, process: "chrome.exe" });
const host = fakeHost();

/** Records a look at minute 0, 1, …; the same connection each time. */
async function recordAt(path: string, minute: number, options = {}): Promise<string | null> {
  using history = await openHistory(host, path, options);
  await recordRun(
    history,
    lookAt(new Date(Date.UTC(2026, 10, 26, 9, minute)).toISOString(), [WEB]),
    {
      view: VIEW,
    },
  );
  return history.setAside;
}

async function timesSeen(path: string): Promise<number[]> {
  using history = await openHistory(host, path, { readOnly: true });
  return episodesIn(history.database).map(({ times }) => times);
}

/** The message and the hint of a refusal. */
async function refusal(open: () => Promise<unknown>): Promise<{ message: string; hint: string }> {
  const { message, hint } = await assertRejects(open, CaptureError);
  assertMatch(message, /^Cannot [a-z]+ .*[^.]$/);
  return { message, hint: hint ?? "" };
}

const hasModes = Deno.build.os !== "windows";
const modeOf = (path: string) => (Deno.statSync(path).mode ?? 0) & 0o777;

Deno.test("the history is in the file that was given, or in the user's data folder", () => {
  const inFolder = (folder: string | null) => ({ dataFolder: () => folder });
  assertEquals(
    historyPath(inFolder("/home/ann/.local/share/netwho"), null),
    "/home/ann/.local/share/netwho/history.db",
  );
  assertEquals(
    historyPath(inFolder("C:\\Users\\ann\\netwho"), null),
    "C:\\Users\\ann\\netwho\\history.db",
  );
  assertEquals(historyPath(inFolder(null), "x.db"), "x.db");
  const { hint } = assertThrows(() => historyPath(inFolder(null), null), CaptureError);
  assert(hint!.includes("--db"));
});

Deno.test("a new history is its user's alone", () =>
  inTemporaryFolder(async (folder) => {
    const data = `${folder}/share/netwho`;
    const owner = fakeHost({ dataFolder: () => data });
    using history = await openHistory(owner, historyPath(owner, null));
    await recordRun(history, lookAt("2026-11-26T09:00:00.000Z", [WEB]), { view: VIEW });
    const pragma = (name: string) =>
      Object.values(history.database.prepare(`PRAGMA ${name}`).get()!)[0];
    assertEquals(pragma("journal_mode"), "wal");
    assertEquals(pragma("synchronous"), 2, "FULL: a power cut loses nothing that was confirmed");
    assertEquals(pragma("application_id"), 0x6e77686f);
    assertEquals(pragma("user_version"), 1);
    if (!hasModes) return;
    assertEquals(modeOf(data), 0o700);
    for (const suffix of ["", "-wal", "-shm"]) {
      assertEquals(modeOf(`${data}/history.db${suffix}`), 0o600);
    }
  }));

Deno.test("a folder that was given must be there", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/missing/h.db`;
    const { message, hint } = await refusal(() => openHistory(host, path));
    assertEquals(message, `Cannot write the history ${path}: there is no folder to put it in`);
    assert(hint.includes("--db"));
    for (const path of [folder, `${folder}/`, `${folder}/missing/`]) {
      assertMatch((await refusal(() => openHistory(host, path))).message, /it is a folder/);
    }
    assertEquals([...Deno.readDirSync(folder)], []);
  }));

Deno.test("a link to a file that is still missing makes that file", () =>
  inTemporaryFolder(async (folder) => {
    if (Deno.build.os === "windows") return; // links need rights there
    Deno.symlinkSync(`${folder}/there.db`, `${folder}/link.db`);
    await recordAt(`${folder}/link.db`, 0);
    assertEquals(await timesSeen(`${folder}/there.db`), [1]);
    assertEquals(modeOf(`${folder}/there.db`), 0o600);
    Deno.symlinkSync(`${folder}/missing/there.db`, `${folder}/lost.db`);
    assertMatch(
      (await refusal(() => openHistory(host, `${folder}/lost.db`))).message,
      /there is no folder to put it in$/,
    );
  }));

Deno.test("nothing is read from a history that is not there, or has nothing in it", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/h.db`;
    const { message, hint } = await refusal(() => openHistory(host, path, { readOnly: true }));
    assertEquals(message, `Cannot read the history ${path}: there is no such file`);
    assert(hint.includes("netwho log"));
    await Deno.writeFile(path, new Uint8Array());
    const empty = await refusal(() => openHistory(host, path, { readOnly: true }));
    assertEquals(empty.message, `Cannot read the history ${path}: there is nothing in it yet`);
    assertEquals(Deno.statSync(path).size, 0);
  }));

// On Windows no file can have such a name.
const unixTest = Deno.build.os === "windows" ? Deno.test.ignore : Deno.test;
unixTest(
  "names that SQLite would not take for files are files",
  () =>
    inTemporaryFolder(async (folder) => {
      // In a process of its own, since all tests share their current folder.
      const writer = localPath(new URL("../support/history_writer.ts", import.meta.url));
      for (const name of ["file:h.db?mode=memory", ":memory:"]) {
        const { stderr } = await new Deno.Command(Deno.execPath(), {
          args: ["run", "--quiet", "--no-check", "--allow-all", writer, name, "PC-7", "1", "1"],
          cwd: folder,
        }).output();
        assertEquals(new TextDecoder().decode(stderr), "");
        assertEquals(await timesSeen(`${folder}/${name}`), [1, 1]);
      }
    }),
);

Deno.test("another program's database is refused and left as it was", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/places.sqlite`;
    {
      using other = await openDatabase(path);
      other.execute("PRAGMA journal_mode = WAL; CREATE TABLE moz_places (url TEXT)");
    }
    const bytes = await Deno.readFile(path);
    for (const readOnly of [false, true]) {
      const { message } = await refusal(() => openHistory(host, path, { readOnly }));
      assertEquals(
        message,
        `Cannot use ${path} as the history: another program's database is in it`,
      );
    }
    assertEquals(await Deno.readFile(path), bytes);
  }));

Deno.test("a database of a newer version is refused with both versions, and left as it was", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/h.db`;
    await recordAt(path, 0);
    {
      using newer = await openDatabase(path);
      newer.execute("PRAGMA user_version = 7; ALTER TABLE run ADD COLUMN more TEXT");
    }
    const bytes = await Deno.readFile(path);
    for (const readOnly of [false, true]) {
      const { message } = await refusal(() => openHistory(host, path, { readOnly }));
      assertEquals(
        message,
        `Cannot use the history ${path}: it is of version 7, and netwho ${VERSION} knows versions up to 1`,
      );
    }
    assertEquals(await Deno.readFile(path), bytes);
  }));

Deno.test("a history that another netwho begins at this moment is no other program's", () =>
  inTemporaryFolder(async (folder) => {
    for (const readOnly of [false, true]) {
      for (const turn of [1, 2, 3]) {
        const path = `${folder}/${readOnly}${turn}.db`;
        using other = await openDatabase(path);
        other.execute("PRAGMA journal_mode = WAL"); // no longer an empty file
        let statements = 0;
        const racing = fakeHost({
          openDatabase: async (path, options) => {
            const database = await openDatabase(path, options);
            const begin = () => {
              if (++statements === turn) migrate(other, STEPS);
            };
            return {
              ...database,
              prepare: (sql) => {
                const statement = database.prepare(sql);
                return {
                  ...statement,
                  get: (...values) => {
                    const row = statement.get(...values);
                    begin();
                    return row;
                  },
                };
              },
            };
          },
        });
        const opening = openHistory(racing, path, { readOnly });
        try {
          using history = await opening;
          assertEquals(history.setAside, null);
        } catch (error) {
          // One that is read can be seen before there is anything in it.
          assert(readOnly && /nothing in it yet$/.test(`${error}`), `turn ${turn}: ${error}`);
        }
        assert(statements >= 1);
      }
    }
  }));

Deno.test("another program's database that could not be looked at first is refused, too", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/h.db`;
    {
      using other = await openDatabase(path);
      other.execute("CREATE TABLE theirs (x); PRAGMA user_version = 1");
    }
    const bytes = await Deno.readFile(path);
    const busy = fakeHost({
      openDatabase: (path, options) =>
        options?.readOnly
          ? Promise.reject(new DatabaseError("busy", "database is locked"))
          : openDatabase(path, options),
    });
    const { message } = await refusal(() => openHistory(busy, path));
    assertMatch(message, /another program's database is in it$/);
    assertEquals(await Deno.readFile(path), bytes);
  }));

Deno.test("a damaged history that another netwho set aside at this moment is not moved again", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/h.db`;
    await recordAt(path, 0);
    let opened = 0;
    const late = fakeHost({
      openDatabase: (path, options) =>
        ++opened === 1
          ? Promise.reject(new DatabaseError("damaged", "database disk image is malformed"))
          : openDatabase(path, options),
    });
    using history = await openHistory(late, path);
    assertEquals(history.setAside, null);
    assertEquals(setAsideIn(folder), []);
    assertEquals(await timesSeen(path), [1]);
  }));

Deno.test("a database that was replaced is not what was damaged", () =>
  inTemporaryFolder(async (folder) => {
    if (Deno.build.os === "windows") return; // an open file cannot be renamed there
    const path = `${folder}/h.db`;
    await recordAt(path, 0);
    using history = await openHistory(host, path);
    for (const suffix of ["", "-wal", "-shm"]) {
      await Deno.rename(`${path}${suffix}`, `${path}.damaged-before${suffix}`);
    }
    await recordAt(path, 1);
    await history.renew("damaged");
    assertEquals(history.setAside, null);
    assertEquals(await timesSeen(path), [1], "what another netwho began");
  }));

Deno.test("rows that are read in part hold no old state of the database", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/h.db`;
    using writer = await openDatabase(path);
    writer.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1), (2)");
    using reader = await openDatabase(path, { readOnly: true });
    const rows = reader.prepare("SELECT x FROM t");
    const count = reader.prepare("SELECT count(*) AS n FROM t");
    for (const _ of rows.iterate()) break;
    writer.execute("INSERT INTO t VALUES (3)");
    assertEquals(count.get()!.n, 3);
  }));

Deno.test("tables of an older version are brought up to date, whole or not at all", () =>
  inTemporaryFolder(async (folder) => {
    using database = await openDatabase(`${folder}/draft.db`);
    const first = "CREATE TABLE look (at TEXT) STRICT";
    assert(migrate(database, [first]));
    database.execute("INSERT INTO look VALUES ('2026-11-26')");
    const second = "ALTER TABLE look RENAME TO run; ALTER TABLE run ADD COLUMN number INTEGER";
    const broken = "UPDATE run SET number = 1; SELECT * FROM nowhere";
    assertThrows(() => migrate(database, [first, second, broken]));
    const version = () => database.prepare("PRAGMA user_version").get()!.user_version;
    assertEquals([version(), { ...database.prepare("SELECT * FROM look").get() }], [
      1,
      { at: "2026-11-26" },
    ]);
    assert(migrate(database, [first, second]));
    assertEquals([version(), { ...database.prepare("SELECT * FROM run").get() }], [
      2,
      { at: "2026-11-26", number: null },
    ]);
    assertEquals(migrate(database, [first]), false, "of a later version");
    assertEquals(version(), 2);
  }));

Deno.test("another program that writes for too long is told", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/h.db`;
    await recordAt(path, 0);
    using other = await openDatabase(path);
    other.execute("BEGIN IMMEDIATE");
    const { message } = await refusal(() => recordAt(path, 1, { timeoutMilliseconds: 50 }));
    assertEquals(
      message,
      `Cannot write the history ${path}: another program has been writing to it for too long`,
    );
    other.execute("ROLLBACK");
    assertEquals(await timesSeen(path), [1]);
  }));

Deno.test("a history that was removed or replaced meanwhile is begun anew at its path", () =>
  inTemporaryFolder(async (folder) => {
    if (Deno.build.os === "windows") return; // an open file cannot be removed there
    const path = `${folder}/h.db`;
    using history = await openHistory(host, path);
    const look = (minute: string) =>
      recordRun(history, lookAt(`2026-11-26T09:${minute}:00.000Z`, [WEB]), { view: VIEW });
    await look("00");
    for (const suffix of ["", "-wal", "-shm"]) await Deno.remove(`${path}${suffix}`);
    await look("05");
    assertEquals(await timesSeen(path), [1]);
  }));

Deno.test("facts about a history", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/h.db`;
    for (const minute of [0, 5, 10]) await recordAt(path, minute);
    using history = await openHistory(host, path, { readOnly: true });
    const { bytes, ...facts } = historyFacts(host, history);
    assertEquals(facts, {
      version: 1,
      firstRunAt: "2026-11-26T09:00:00.000Z",
      lastRunAt: "2026-11-26T09:10:00.000Z",
      runs: 3,
      episodes: 1,
      computers: 1,
    });
    const files = Array.from(Deno.readDirSync(folder), ({ name }) =>
      Deno.statSync(`${folder}/${name}`).size);
    assert(
      bytes >= Deno.statSync(path).size && bytes <= files.reduce((sum, size) =>
            sum + size, 0),
    );
  }));

/** SQLite's header counts how often a database was opened to write. */
const HEADER = 100;

/** The names in a folder that tell of a database that was set aside. */
function setAsideIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name)
    .filter((name) => name.includes(".damaged-"));
}

Deno.test("a damaged history is set aside whole, and a new one begun", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/h.db`;
    for (const minute of [0, 1, 2]) await recordAt(path, minute);
    const bytes = await Deno.readFile(path);
    bytes.fill(0x5a, 4096, 12 * 4096); // the pages of the tables
    await Deno.writeFile(path, bytes);
    await Deno.writeFile(`${path}-wal`, new Uint8Array([1, 2, 3]));
    const { message, hint } = await refusal(async () => {
      using history = await openHistory(host, path, { readOnly: true });
      historyFacts(host, history);
    });
    assertEquals(message, `Cannot read the history ${path}: it is damaged`);
    assertMatch(hint, /netwho log sets it aside/);
    assertEquals(setAsideIn(folder), []);
    const name = `${path}.damaged-2026-01-02T03-04-05Z`; // the clock of the test's host
    assertEquals(await recordAt(path, 3), name);
    assert(equals((await Deno.readFile(name)).subarray(HEADER), bytes.subarray(HEADER)));
    assertEquals(await timesSeen(path), [1]);
    assertEquals(await recordAt(path, 4), null);
    assertEquals(await timesSeen(path), [2]);
  }));

Deno.test("a damaged history that another program holds is told, and stays", () =>
  inTemporaryFolder(async (folder) => {
    const held = fakeHost({
      dataFolder: () => folder,
      renameDatabase: () => {
        throw new DatabaseError("other", `${path}: The process cannot access the file`);
      },
    });
    const path = historyPath(held, null);
    await Deno.writeTextFile(path, "damage ".repeat(1000));
    const { message, hint } = await refusal(() => openHistory(held, path));
    assertEquals(
      message,
      `Cannot set aside the damaged history ${path}: The process cannot access the file`,
    );
    assertMatch(hint, /End other programs/);
    assertEquals((await Deno.readTextFile(path)).length, 7000);
  }));

Deno.test("what is no database is not moved, unless it is at the history's own place", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/notes.txt`;
    const text = "What I must not lose. ".repeat(200);
    await Deno.writeTextFile(path, text);
    const { message, hint } = await refusal(() => recordAt(path, 0));
    assertEquals(message, `Cannot write the history ${path}: it is no history of netwho`);
    assertMatch(hint, /--db/);
    const read = await refusal(() => openHistory(host, path, { readOnly: true }));
    assertEquals(read, {
      message: `Cannot read the history ${path}: it is no history of netwho`,
      hint: "Give another file with --db",
    });
    assertEquals(await Deno.readTextFile(path), text);
    const owner = fakeHost({ dataFolder: () => folder });
    await Deno.rename(path, `${folder}/history.db`);
    using history = await openHistory(owner, historyPath(owner, null));
    assertEquals(await Deno.readTextFile(history.setAside!), text);
  }));

Deno.test("a damaged file is never lost, and never more than told", async () => {
  await inTemporaryFolder(async (folder) => {
    const whole = `${folder}/whole.db`;
    for (const minute of [0, 1, 2]) await recordAt(whole, minute);
    const bytes = await Deno.readFile(whole);
    const flips = fc.array(
      fc.record({
        at: fc.nat(bytes.length - 1),
        value: fc.nat(255),
        run: fc.integer({ min: 1, max: 600 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    let number = 0;
    await fc.assert(
      fc.asyncProperty(flips, fc.boolean(), async (flips, isCut) => {
        const own = `${folder}/${++number}`;
        await Deno.mkdir(own);
        const path = `${own}/h.db`;
        const damaged = bytes.slice(0, isCut ? flips[0]!.at : undefined);
        for (const { at, value, run } of flips) damaged.fill(value, at, at + run);
        await Deno.writeFile(path, damaged);
        let setAside: string | null = null;
        try {
          setAside = await recordAt(path, 3);
        } catch (error) {
          assert(error instanceof CaptureError, `${error}`);
          const kept = (await Deno.readFile(path)).subarray(HEADER, damaged.length);
          assert(equals(kept, damaged.subarray(HEADER)), "a file that is refused is left alone");
          return;
        }
        if (setAside === null) return; // what is damaged is in nobody's way
        const kept = (await Deno.readFile(setAside)).subarray(HEADER, damaged.length);
        assert(equals(kept, damaged.subarray(HEADER)), "set aside as it was");
        assertEquals(await timesSeen(path), [1]);
        using history = await openHistory(host, path);
        assertEquals(damageIn(history.database), []);
      }),
      { numRuns: 60 },
    );
  });
});

Deno.test("any bytes as a history are refused, or are none", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = `${folder}/h.db`;
    const magic = new TextEncoder().encode("SQLite format 3\0");
    const start = fc.constantFrom(new Uint8Array(), magic);
    await fc.assert(
      fc.asyncProperty(
        start,
        fc.uint8Array({ minLength: 1, maxLength: 5000 }),
        async (start, rest) => {
          const bytes = new Uint8Array([...start, ...rest]);
          await Deno.writeFile(path, bytes);
          for (const readOnly of [true, false]) {
            await assertRejects(() => openHistory(host, path, { readOnly }), CaptureError);
            assertEquals(await Deno.readFile(path), bytes);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
