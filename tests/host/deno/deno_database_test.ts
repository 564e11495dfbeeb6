import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DatabaseError } from "../../../lib/host/databases.ts";
import { openDatabase } from "../../../lib/host/deno/deno_database.ts";

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a transaction takes effect whole or not at all", () =>
  inFolder(async (folder) => {
    using database = await openDatabase(`${folder}/a.db`);
    database.execute("CREATE TABLE a (x INTEGER) STRICT");
    database.transaction(() => database.prepare("INSERT INTO a VALUES (?)").run(1));
    assertThrows(() =>
      database.transaction(() => {
        database.prepare("INSERT INTO a VALUES (?)").run(2);
        throw new Error("no");
      })
    );
    assertEquals(database.prepare("SELECT x FROM a").all().map(({ x }) => x), [1]);
    assertEquals([...database.prepare("SELECT x FROM a").iterate()].length, 1);
  }));

Deno.test("refusals say what kind they are", () =>
  inFolder(async (folder) => {
    const kindOf = async (path: string) =>
      (await assertRejects(async () => {
        using database = await openDatabase(path, { timeoutMilliseconds: 1 });
        database.execute("CREATE TABLE a (x)");
      }, DatabaseError)).kind;
    assertEquals(await kindOf(`${folder}/missing/a.db`), "noFolder");
    assertEquals(await kindOf(folder), "noFile");
    await Deno.writeTextFile(`${folder}/text`, "no database ".repeat(100));
    assertEquals(await kindOf(`${folder}/text`), "damaged");
    using other = await openDatabase(`${folder}/busy.db`);
    other.execute("BEGIN IMMEDIATE");
    assertEquals(await kindOf(`${folder}/busy.db`), "busy");
  }));
