/** What processes do to a history that is killed, shared, or out of room. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { delay } from "@std/async/delay";
import { openHistory } from "../../lib/history/open_history.ts";
import { fakeHost } from "../support/fake_host.ts";
import { inTemporaryFolder, localPath } from "../support/folders.ts";
import { damageIn, episodesIn } from "../support/history.ts";
import { timeOfLook } from "../support/history_writer.ts";

const WRITER = localPath(new URL("../support/history_writer.ts", import.meta.url));

function startWriter(...args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--allow-all", WRITER, ...args],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** The numbers that a writer printed in whole. */
function confirmedIn(stdout: Uint8Array): number[] {
  return new TextDecoder().decode(stdout).split("\n").slice(0, -1).map(Number);
}

/** Records in a file until killed at a random moment; what it had confirmed. */
async function recordUntilKilled(path: string, first: number): Promise<number[]> {
  const child = startWriter(path, "PC-7", String(first));
  const [watched, kept] = child.stdout.tee();
  const output = new Response(kept).bytes();
  const errors = new Response(child.stderr).text();
  const reader = watched.getReader();
  await reader.read(); // the first look is confirmed
  const rest = (async () => {
    while (!(await reader.read()).done);
  })();
  await delay(Math.random() * 30);
  child.kill("SIGKILL");
  await child.status;
  await rest;
  assertEquals(await errors, "");
  return confirmedIn(await output);
}

/** For each of five files. Under Windows every start takes seconds. */
const KILLS = Deno.build.os === "windows" ? 2 : 20;

Deno.test(`${5 * KILLS} kills lose no look that was confirmed`, async () => {
  await inTemporaryFolder(async (folder) => {
    const round = async (name: string) => {
      const path = `${folder}/${name}.db`;
      let first = 1;
      for (let kill = 0; kill < KILLS; kill++) {
        const confirmed = await recordUntilKilled(path, first);
        assert(confirmed.length > 0);
        using history = await openHistory(fakeHost(), path);
        assertEquals(history.setAside, null);
        assertEquals(damageIn(history.database), []);
        const looks = history.database.prepare("SELECT number, at FROM run ORDER BY at").all();
        const last = looks.length;
        assert(last >= confirmed.at(-1)!, `${last} looks, ${confirmed.at(-1)} confirmed`);
        assertEquals(
          looks.map(({ number, at }) => [number, at]),
          looks.map((_, index) => [index + 1, Date.parse(timeOfLook(index + 1))]),
        );
        const [listener, ...own] = episodesIn(history.database).toSorted((a, b) =>
          b.times - a.times
        );
        assertEquals([listener!.times, listener!.last], [last, null]);
        if (last > 1) assertEquals(own.map(({ times }) => times), looks.map(() => 1));
        first = last + 1;
      }
    };
    await Promise.all(["a", "b", "c", "d", "e"].map(round));
  });
});

Deno.test("writers that begin a history at the same time lose nothing and double nothing", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = `${folder}/h.db`;
    const count = 40;
    // Two at one computer, whose looks come late to each other, and one at another.
    const writers = [["PC-1", 1], ["PC-1", 1001], ["PC-2", 1]] as const;
    const ended = await Promise.all(
      writers.map(([computer, first]) =>
        startWriter(path, computer, String(first), String(count)).output()
      ),
    );
    const texts = ended.map(({ stderr }) => new TextDecoder().decode(stderr));
    assertEquals(texts, writers.map(() => ""));
    using history = await openHistory(fakeHost(), path);
    assertEquals(damageIn(history.database), []);
    for (const [computer, looks] of [["PC-1", 2 * count], ["PC-2", count]] as const) {
      const held = episodesIn(history.database, computer);
      const listeners = held.filter(({ ends }) => ends.endsWith(" *:*"));
      assertEquals(listeners.map(({ times, last }) => [times, last]), [[looks, null]]);
      const ports = held.filter(({ ends }) => !ends.endsWith(" *:*")).map(({ ends }) => ends);
      assertEquals(ports.length, looks);
      assertEquals(new Set(ports).size, looks);
    }
  });
});

/** Runs a shell script as root of its own; null where that is not possible. */
async function asRoot(
  script: string,
  ...args: readonly string[]
): Promise<Deno.CommandOutput | null> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return null;
  const mount = await new Deno.Command("unshare", { args: ["--mount", "true"] }).output()
    .catch(() => null);
  if (mount?.success !== true) return null;
  return await new Deno.Command("unshare", {
    args: ["--mount", "sh", "-c", script, "sh", ...args],
  }).output();
}

const RUN = `exec "$2" run --quiet --no-check --allow-all "$3" "$1/h.db" PC-7`;

Deno.test("a disk that fills up is told, and what was confirmed stays", async () => {
  await inTemporaryFolder(async (folder) => {
    const script = `mount -t tmpfs -o size=400k none "$1" && ( ${RUN} 1; )
      mount -o remount,size=9m "$1"; cp -r "$1" "$4"`;
    await Deno.mkdir(`${folder}/full`);
    const ended = await asRoot(script, `${folder}/full`, Deno.execPath(), WRITER, `${folder}/copy`);
    if (ended === null) return console.log("not tried: no root that may mount");
    assertMatch(
      new TextDecoder().decode(ended.stderr),
      /Cannot write the history .*h\.db: no space left/,
    );
    const confirmed = confirmedIn(ended.stdout);
    assert(confirmed.length > 10);
    using history = await openHistory(fakeHost(), `${folder}/copy/h.db`);
    assertEquals([history.setAside, damageIn(history.database)], [null, []]);
    assertEquals(
      history.database.prepare("SELECT max(number) AS n FROM run").get()!.n,
      confirmed.at(-1),
    );
  });
});

Deno.test("a folder or a file that cannot be written is told; it can still be read", async () => {
  await inTemporaryFolder(async (folder) => {
    const look = `import { openHistory } from "${new URL(
      "../../lib/history/open_history.ts",
      import.meta.url,
    )}";
import { denoHost } from "${new URL("../../lib/host/deno/deno_host.ts", import.meta.url)}";
using history = await openHistory(denoHost(), Deno.args[0], { readOnly: true });
console.log("read", history.database.prepare("SELECT count(*) AS n FROM run").get().n);`;
    await Deno.writeTextFile(`${folder}/look.ts`, look);
    const place = `${folder}/${Deno.build.os === "windows" ? "a b#%" : "a b#?%"}`;
    await Deno.mkdir(place);
    const script = `"$2" run --quiet --no-check --allow-all "$3" "$1/h.db" PC-7 1 3
      mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && "$2" run --quiet --no-check \\
        --config "$4" --allow-all "$5" "$1/h.db"; ${RUN} 4 1`;
    const config = localPath(new URL("../../deno.json", import.meta.url));
    const ended = await asRoot(
      script,
      place,
      Deno.execPath(),
      WRITER,
      config,
      `${folder}/look.ts`,
    );
    if (ended === null) return console.log("not tried: no root that may mount");
    assertEquals(new TextDecoder().decode(ended.stdout), "1\n2\n3\nread 3\n");
    assertMatch(
      new TextDecoder().decode(ended.stderr),
      /Cannot write the history .*: permission denied/,
    );
  });
});
