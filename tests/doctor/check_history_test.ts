import { assertEquals, assertMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { checkHistory } from "../../lib/doctor/check_history.ts";
import { openHistory } from "../../lib/history/open_history.ts";
import { recordRun } from "../../lib/history/record_run.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import { CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { fakeHost } from "../support/fake_host.ts";
import { inTemporaryFolder } from "../support/folders.ts";

async function log(folder: string, times: readonly string[], computer = "PC-7") {
  using history = await openHistory(fakeHost(), `${folder}/history.db`);
  for (const observedAt of times) {
    const connection = {
      ...emptyRecord(CONNECTION_FIELDS),
      ...{ protocol: "TCP", localAddress: "192.0.2.7", localPort: 443, state: "LISTENING" },
    };
    await recordRun(history, {
      ...{ observedAt, computer, isSaved: false, processes: null, connections: [connection] },
      unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
    }, { view: { netwho: "1.0.0", os: "windows", elevated: false } });
  }
}

const check = (folder: string | null) => checkHistory(fakeHost({ dataFolder: () => folder }));

Deno.test("without a data folder, as in a replay, there is no check", async () => {
  assertEquals(await check(null), []);
});

const DATABASE = Deno.build.os === "windows" ? "\\history.db" : "/history.db";

Deno.test("no history yet is no fault, and none is begun", async () => {
  await inTemporaryFolder(async (folder) => {
    const none = {
      check: "history",
      status: "ok",
      value: `none yet; netwho log begins one: ${folder}${DATABASE}`,
      advice: null,
    } as const;
    assertEquals(await check(folder), [none]);
    assertEquals([...Deno.readDirSync(folder)], []);
    Deno.writeTextFileSync(`${folder}/history.db`, "");
    assertEquals(await check(folder), [none]);
  });
});

Deno.test("a history is told with its size, its looks and when the first and last were", async () => {
  await inTemporaryFolder(async (folder) => {
    await log(folder, ["2026-11-25T09:00:00.123Z"]);
    const size = (Deno.statSync(`${folder}/history.db`).size / 1000).toFixed(1);
    const [one] = await check(folder);
    assertEquals(
      [one?.status, one?.value],
      [
        "ok",
        `${folder}${DATABASE}, ${size} kB, 1 look from 2026-11-25T09:00:00Z to 2026-11-25T09:00:00Z`,
      ],
    );
    await log(folder, ["2026-11-25T09:05:00.000Z"]);
    await log(folder, ["2026-11-24T23:00:00.000Z"], "PC-8");
    const [more] = await check(folder);
    assertEquals(
      more?.value?.split(" kB, ")[1],
      "3 looks at 2 computers from 2026-11-24T23:00:00Z to 2026-11-25T09:05:00Z",
    );
  });
});

Deno.test("a damaged history is a problem, with what to do", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = `${folder}/history.db`;
    await log(folder, ["2026-11-25T09:00:00.000Z"]);
    const whole = Deno.readFileSync(path);
    // The header; all tables; one table in the middle, which the facts do not need.
    for (const [from, until] of [[0, 100], [4096, whole.length], [4096 * 6, 4096 * 7]]) {
      const damaged = whole.slice();
      damaged.fill(0xa5, from, until);
      Deno.writeFileSync(path, damaged);
      const [found] = await check(folder);
      assertEquals(found?.status, "problem", `${from}`);
      assertMatch(found?.value ?? "", /^Cannot read the history \S.*history\.db: it is damaged$/);
      assertMatch(found?.advice ?? "", /netwho log sets it aside/);
      assertEquals(Deno.readFileSync(path).length, whole.length, "doctor changes nothing");
    }
  });
});

Deno.test("a look at what is no time is damage, which the next look sets aside", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = `${folder}/history.db`;
    await log(folder, ["2026-11-25T09:00:00.000Z", "2026-11-25T09:05:00.000Z"]);
    {
      using database = new DatabaseSync(path);
      database.exec("UPDATE run SET at = 9007199254740991 WHERE number = 2");
    }
    const [found] = await check(folder);
    assertEquals(found?.value, `Cannot read the history ${folder}${DATABASE}: it is damaged`);
    assertMatch(found?.advice ?? "", /netwho log sets it aside/);
    await log(folder, ["2026-11-25T09:10:00.000Z"]);
    const [after] = await check(folder);
    assertEquals(
      after?.value?.split(" kB, ")[1],
      "1 look from 2026-11-25T09:10:00Z to 2026-11-25T09:10:00Z",
    );
  });
});
