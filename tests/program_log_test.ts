/**
 * The program itself as it logs: real sockets, several programs at once, and what ends it.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { inTemporaryFolder } from "./support/folders.ts";
import { runProgram, startProgram } from "./support/program.ts";

const linux = Deno.build.os === "linux";

/** What a database holds, read without any of netwho's code. */
function query(path: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(path);
  try {
    return database.prepare(sql).all().map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}

/** The episodes of the connections to a port of this computer. */
const EPISODES = (port: number) =>
  `SELECT program_text.value AS process, address.value AS address, state.value AS state,
     first.number AS first, last.number AS last
   FROM episode
   JOIN flow ON flow.id = episode.flow
   JOIN text AS address ON address.id = flow.remote_address
   LEFT JOIN text AS state ON state.id = episode.state
   LEFT JOIN program ON program.id = flow.program
   LEFT JOIN text AS program_text ON program_text.id = program.process
   JOIN run AS first ON first.id = episode.first_run
   LEFT JOIN run AS last ON last.id = episode.last_run
   WHERE flow.remote_port = ${port} ORDER BY episode.id`;

async function log(path: string): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await runProgram(["log", "--db", path]);
  assertEquals([code, stderr], [0, ""]);
  return JSON.parse(stdout)[0];
}

async function connectTo(listener: Deno.TcpListener): Promise<[Deno.TcpConn, Deno.TcpConn]> {
  const { port } = listener.addr;
  return await Promise.all([
    Deno.connect({ hostname: "127.0.0.1", port }),
    listener.accept() as Promise<Deno.TcpConn>,
  ]);
}

Deno.test({
  name: "what opens and closes between looks is in the history; so is what polling missed",
  ignore: !linux,
  async fn() {
    await inTemporaryFolder(async (folder) => {
      const path = `${folder}/history.db`;
      using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const { port } = listener.addr;
      await log(path);
      const [near, far] = await connectTo(listener);
      const second = await log(path);
      assert((second.opened as number) >= 2, "both ends of it");
      assertEquals(query(path, EPISODES(port)), [
        { process: "deno", address: "127.0.0.1", state: "ESTABLISHED", first: 2, last: null },
      ]);
      // The end that closes first keeps the connection in TIME_WAIT, which nobody owns.
      near.close();
      await far.read(new Uint8Array(1));
      far.close();
      const [short, other] = await connectTo(listener);
      short.close();
      await other.read(new Uint8Array(1));
      other.close();
      await log(path);
      const [known, missed] = query(path, EPISODES(port));
      assertEquals(known, {
        ...{ process: "deno", address: "127.0.0.1", state: "TIME_WAIT", first: 2, last: null },
      });
      // Nobody owns it any more; this process alone was seen at that port before.
      assertEquals(missed, {
        ...{ process: "deno", address: "127.0.0.1", state: "TIME_WAIT", first: 3, last: null },
      });
    });
  },
});

Deno.test("what was printed is in the database, however netwho is killed", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = `${folder}/history.db`;
    const printed: string[] = [];
    let killed = 0;
    for (let round = 0; round < 6; round++) {
      await Promise.all(Array.from({ length: 4 }, async (_, index) => {
        const child = startProgram(["log", "--db", path, "--every", "1s", "--format", "ndjson"]);
        const errors = new Response(child.stderr).text();
        const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
        let text = "";
        // Two of four are killed at any moment from their start on, two after their first look.
        const kill = () => {
          try {
            child.kill("SIGKILL");
            killed++;
          } catch {
            // It ended by itself, which the exit code tells.
          }
        };
        if (index < 2) setTimeout(kill, 100 + Math.random() * 900);
        for (;;) {
          const { value, done } = await reader.read();
          if (done) break;
          if (index >= 2 && text === "") setTimeout(kill, Math.random() * 1200);
          text += value;
        }
        const { signal } = await child.status;
        await child.stdin.close().catch(() => {});
        if (linux) assertEquals([signal, await errors], ["SIGKILL", ""]);
        // The last line may be cut.
        printed.push(...text.split("\n").slice(0, -1));
      }));
    }
    assertEquals(killed, 24);
    assert(printed.length >= 12, `${printed.length} looks were printed`);
    assertEquals(query(path, "PRAGMA integrity_check"), [{ integrity_check: "ok" }]);
    const kept = new Set(query(path, "SELECT at FROM run").map(({ at }) => at));
    const lost = printed.map((line) => JSON.parse(line).observedAt)
      .filter((at) => !kept.has(Date.parse(at)));
    assertEquals(lost, []);
  });
});

Deno.test("two programs that log at once lose nothing of each other", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = `${folder}/history.db`;
    const args = ["log", "--db", path, "--every", "1s", "--for", "3s", "--format", "ndjson"];
    const ended = await Promise.all([runProgram(args), runProgram(args)]);
    for (const { code, stderr } of ended) {
      assertEquals(code, 0, stderr);
      // Wine lists processes that are just starting without a name.
      assertMatch(
        stderr,
        linux ? /^$/ : /^(?:netwho: \d+ lines? of tasklist not understood; .*\n)*$/,
      );
    }
    const printed = ended.flatMap(({ stdout }) => stdout.trimEnd().split("\n"))
      .map((line) => Date.parse(JSON.parse(line).observedAt));
    // Each takes one at once; how many more depends on the machine.
    assert(printed.length >= 2, `${printed.length}`);
    // Two looks in the same millisecond are one.
    const moments = [...new Set(printed)].toSorted();
    const kept = query(path, "SELECT at, number FROM run ORDER BY number");
    assertEquals(kept.map(({ at }) => at as number).toSorted(), moments);
    assertEquals(kept.map(({ number }) => number), kept.map((_, index) => index + 1));
    assertEquals(query(path, "PRAGMA integrity_check"), [{ integrity_check: "ok" }]);
  });
});

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test({
    name: `${signal} ends log --every at once, and leaves one whole file`,
    ignore: !linux,
    async fn() {
      await inTemporaryFolder(async (folder) => {
        const path = `${folder}/history.db`;
        const child = startProgram(["log", "--db", path, "--every", "1h"]);
        const reader = child.stdout.getReader();
        await reader.read();
        child.kill(signal);
        const [status, errors] = await Promise.all([
          child.status,
          new Response(child.stderr).text(),
        ]);
        await reader.cancel();
        await child.stdin.close();
        assertEquals([status.code, errors], [code, ""]);
        assertEquals(Array.from(Deno.readDirSync(folder), ({ name }) => name), ["history.db"]);
        assertEquals(query(path, "SELECT number FROM run"), [{ number: 1 }]);
      });
    },
  });
}
