import { assert, assertEquals, assertRejects } from "@std/assert";
import { Diagnostics } from "../../lib/capture/diagnostics.ts";
import { readSnapshot } from "../../lib/capture/snapshot.ts";
import { snapshot } from "../../lib/capture/take_snapshot.ts";
import { ParseError } from "../../lib/errors.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { replayingHost } from "../../lib/host/recording/replaying_host.ts";
import { temporaryFolder } from "../support/folders.ts";
import { ROOT } from "../support/program.ts";

const recorded = (name: string) =>
  replayingHost(
    new URL(`tests/recordings/${name}`, ROOT).pathname.replace(/^\/(?=\w:)/, ""),
    denoHost(),
  );

Deno.test("snapshot() of a recorded Windows has connections, processes and its time", async () => {
  const taken = await snapshot({ host: recorded("windows-ja") });
  const japanese = taken.connections.filter(({ process }) => process === "日本.exe");
  assert(japanese.length > 0);
  for (const { pid } of japanese) assertEquals(taken.processes?.get(pid!)?.process, "日本.exe");
  assertEquals(taken.isSaved, false);
  assertEquals(taken.observedAt, taken.connections[0]?.observedAt);
  assertEquals(taken.diagnostics.exitCode, 0);
  assertEquals(taken.diagnostics.reports.map(({ label }) => label).sort(), ["netstat", "tasklist"]);
});

Deno.test("a snapshot says what could not be seen", async () => {
  const { unseen, connections } = await snapshot({ host: recorded("linux") });
  assert(unseen.unreadable > 0 && unseen.unreadable < unseen.processes);
  assert(connections.some(({ pid, note }) => pid === null && note !== null));
  assertEquals((await snapshot({ host: recorded("windows-en") })).unseen.unreadable, 0);
});

Deno.test("snapshot() of saved files, with the lines that were not understood", async () => {
  using folder = temporaryFolder();
  const path = `${folder.path}/netstat.txt`;
  const row = "  TCP    192.0.2.7:50123    198.51.100.9:443    ESTABLISHED    912";
  Deno.writeTextFileSync(path, `${row}\r\nwhat is this?\r\n${row}\r\n`);
  const taken = await snapshot({ from: [path] });
  assertEquals([taken.isSaved, taken.observedAt, taken.processes], [true, null, null]);
  assertEquals(taken.connections.map(({ pid, observedAt }) => [pid, observedAt]), [
    [912, null],
    [912, null],
  ]);
  assertEquals(
    taken.diagnostics.reports.map(({ rows, rejected }) => [rows, rejected.map(({ text }) => text)]),
    [[2, ["what is this?"]]],
  );
});

Deno.test("saved files without a socket are an error", async () => {
  using folder = temporaryFolder();
  const path = `${folder.path}/shopping.txt`;
  Deno.writeTextFileSync(path, "milk\r\nbread\r\n");
  await assertRejects(() => snapshot({ from: [path] }), ParseError);
});

Deno.test("the sockets of a snapshot are read only once", async () => {
  const wanted = {
    from: [],
    encoding: null,
    fast: true,
    details: false,
    timeoutMilliseconds: 1000,
  };
  const source = await readSnapshot(
    recorded("windows-en"),
    { ...wanted, sockets: true, processes: "none" },
    new Diagnostics(),
  );
  const sockets = await Array.fromAsync(source.sockets());
  assert(sockets.flat().length > 0);
  await assertRejects(() => Array.fromAsync(source.connections()), Error, "only once");
});

Deno.test("a snapshot whose signal is aborted rejects with the signal's reason", async () => {
  using folder = temporaryFolder();
  const path = `${folder.path}/netstat.txt`;
  Deno.writeTextFileSync(path, "  TCP    192.0.2.7:1    192.0.2.8:2    ESTABLISHED    912\r\n");
  const signal = AbortSignal.abort(new Error("enough"));
  await assertRejects(() => snapshot({ from: [path], signal }), Error, "enough");
});
