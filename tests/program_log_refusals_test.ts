/**
 * The program itself and histories that it cannot use: standard output stays empty, the exit code is
 * 3, and the message says what to do.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { equals } from "@std/bytes/equals";
import { isRoot, openShell, PLAIN_USER, type Shell } from "./support/shell.ts";

const ignore = Deno.build.os !== "linux";

async function assertRefused(shell: Shell, script: string, message: RegExp): Promise<void> {
  const { code, stdout, stderr } = await shell.run(script);
  assertEquals([code, stdout], [3, ""], stderr);
  assertMatch(stderr, message);
  assert(stderr.trimEnd().split("\n").length === 2, `a message and what to do: ${stderr}`);
}

Deno.test({
  name: "log says why it cannot write, and what to do",
  ignore,
  async fn() {
    using shell = openShell();
    Deno.mkdirSync(`${shell.folder}/locked`, { mode: 0o555 });
    await assertRefused(
      shell,
      `${PLAIN_USER} netwho log --db locked/history.db`,
      /^netwho: Cannot write the history locked\/history\.db: permission denied\n.*--db/,
    );
    await assertRefused(
      shell,
      "netwho log --db missing/history.db",
      /^netwho: Cannot write the history missing\/history\.db: there is no folder to put it in\n/,
    );
    await assertRefused(
      shell,
      "netwho log --db locked",
      /^netwho: Cannot write the history locked: it is a folder/,
    );
    await assertRefused(
      shell,
      "env -u HOME -u XDG_DATA_HOME netwho log",
      /^netwho: Cannot find the history: .*\n.*--db FILE/,
    );
    assertEquals(shell.names(), ["locked"]);
  },
});

Deno.test({
  name: "a read-only file is not written, and stays as it is",
  ignore,
  async fn() {
    using shell = openShell();
    await shell.run("netwho log --db history.db && chmod 444 history.db && chmod 555 .");
    const before = Deno.readFileSync(`${shell.folder}/history.db`);
    await assertRefused(
      shell,
      `${PLAIN_USER} netwho log --db history.db`,
      /^netwho: Cannot write the history history\.db: permission denied\n/,
    );
    assertEquals(Deno.readFileSync(`${shell.folder}/history.db`), before);
    Deno.chmodSync(shell.folder, 0o755);
  },
});

Deno.test({
  name: "a history of a newer netwho, and another program's database, are left alone",
  ignore,
  async fn() {
    using shell = openShell();
    await shell.run("netwho log --db newer.db");
    const change = (name: string, sql: string) => {
      using database = new DatabaseSync(`${shell.folder}/${name}`);
      database.exec(sql);
    };
    change("newer.db", "PRAGMA user_version = 99");
    change("other.db", "CREATE TABLE invoice (id INTEGER); INSERT INTO invoice VALUES (1)");
    for (
      const [name, message] of [
        ["newer.db", /^netwho: Cannot use the history newer\.db: it is of version 99, and netwho /],
        ["other.db", /^netwho: Cannot use other\.db as the history: another program's database/],
      ] as const
    ) {
      const before = Deno.readFileSync(`${shell.folder}/${name}`);
      await assertRefused(shell, `netwho log --db ${name}`, message);
      await assertRefused(shell, `netwho log --every 1s --db ${name}`, message);
      assertEquals(Deno.readFileSync(`${shell.folder}/${name}`), before);
    }
  },
});

Deno.test({
  name: "a damaged history is set aside, told, and a new one begun",
  ignore,
  async fn() {
    using shell = openShell();
    await shell.run("netwho log --db history.db");
    const path = `${shell.folder}/history.db`;
    const bytes = Deno.readFileSync(path);
    // All pages but the first one, which has the header.
    bytes.fill(0xa5, 4096);
    Deno.writeFileSync(path, bytes);
    const { code, stdout, stderr } = await shell.run("netwho log --db history.db");
    assertEquals([code, stderr], [0, ""]);
    const [{ opened, connections, note }] = JSON.parse(stdout);
    assertEquals(opened, connections);
    const [aside, ...others] = shell.names().filter((name) => name !== "history.db");
    assertMatch(aside!, /^history\.db\.damaged-/);
    assertEquals(others, []);
    assertEquals(note, `the history was damaged: it is ${aside} now, and a new one began`);
    // SQLite counts in the first page that it was opened.
    const kept = Deno.readFileSync(`${shell.folder}/${aside}`).subarray(4096);
    assert(equals(kept, bytes.subarray(4096)), "nothing is lost of it");
  },
});

Deno.test({
  name: "a text file is not taken for a damaged history",
  ignore,
  async fn() {
    using shell = openShell();
    const text = "Dear diary,\nnothing today.\n".repeat(100);
    Deno.writeTextFileSync(`${shell.folder}/diary.txt`, text);
    await assertRefused(
      shell,
      "netwho log --db diary.txt",
      /^netwho: Cannot write the history diary\.txt: it is no history of netwho\n/,
    );
    assertEquals(Deno.readTextFileSync(`${shell.folder}/diary.txt`), text);
    assertEquals(shell.names(), ["diary.txt"]);
  },
});

Deno.test({
  name: "a full disk is told; a look that has room again is kept",
  ignore: !(await canMount()),
  async fn() {
    using shell = openShell();
    const { code, stdout, stderr } = await shell.run(
      `mkdir disk; unshare -m sh -c '
        mount -t tmpfs -o size=400k none disk
        netwho log --db disk/history.db > first.json || exit 9
        until_there() { for try in $(seq 2400); do grep -q "$@" && break; sleep 0.05; done; }
        >rows; >told
        (until_there Z rows; dd if=/dev/zero of=disk/filler bs=4k >&2 2>/dev/null
          until_there "Cannot write" told; rm disk/filler) &
        netwho log --every 1s --for 12s --db disk/history.db --format csv --fields observedAt \\
          >rows 2>told
        echo "exit code $?" >>rows; cat rows; cat told >&2
        cp disk/history.db* .'`,
    );
    assertEquals(code, 0);
    assertMatch(
      stderr,
      /^netwho: \S+Z: Cannot write the history disk\/history\.db: (?:no space left|disk I\/O error)\n/,
    );
    assertMatch(stderr, /^netwho: \S+Z: logging again, after \d+ failed looks?$/m);
    const rows = stdout.trim().split(/\r?\n/);
    assertEquals(rows.at(-1), "exit code 3");
    using database = new DatabaseSync(`${shell.folder}/history.db`);
    const kept = database.prepare("SELECT at FROM run ORDER BY at").all().map(({ at }) => at);
    const [first] = JSON.parse(Deno.readTextFileSync(`${shell.folder}/first.json`));
    assertEquals(kept, [first.observedAt, ...rows.slice(1, -1)].map((at) => Date.parse(at)));
  },
});

async function canMount(): Promise<boolean> {
  if (!isRoot) return false;
  using shell = openShell();
  return (await shell.run("mkdir a && unshare -m mount -t tmpfs none a")).code === 0;
}
