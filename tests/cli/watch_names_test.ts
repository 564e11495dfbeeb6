import { assertEquals } from "@std/assert";
import { appendCache, readCache, rewriteCache } from "../../lib/host/deno/deno_cache.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import type { Capture, Host } from "../../lib/host/host.ts";
import { fakeNslookup } from "../support/fake_nslookup.ts";
import { temporaryFolder } from "../support/folders.ts";
import { runMain } from "../support/run_main.ts";
import { ScreenBench } from "../support/screen_bench.ts";
import { windowsHost } from "../support/windows_host.ts";

/** More peers than are asked about at once on a computer that answers one by one. */
const PEERS = Array.from({ length: 50 }, (_, at) => `8.8.4.${at + 1}`);
const nameOf = (address: string) => `host-${address.split(".").at(-1)}.example`;

/** A Windows machine with connections to all of them, and a name server that knows them. */
function machine(nslookup = fakeNslookup({ ptr: nameOf })): Partial<Host> {
  const windows = windowsHost();
  const netstat = PEERS.map((peer, at) =>
    `  TCP    192.0.2.7:${50_000 + at}        ${peer}:443       ESTABLISHED     4711\r\n`
  ).join("");
  return {
    ...windows,
    run: async (tool, args, options): Promise<Capture> => {
      if (tool === "nslookup") return nslookup.run(args, options);
      const capture = await windows.run!(tool, args, options);
      return tool === "netstat"
        ? { ...capture, stdout: new TextEncoder().encode(netstat) }
        : capture;
    },
  };
}

/** This computer's files, without its terminal. */
function files(): Partial<Host> {
  const { readFile, readFileInBackground, readPart, listDirectory, pathKind, open } = denoHost();
  return { readFile, readFileInBackground, readPart, listDirectory, pathKind, open };
}

/** A recording of that machine, with the names of all peers. */
async function recorded(folder: string): Promise<string> {
  const { write: _write, writeError: _writeError, ...real } = denoHost();
  const args = ["connections", "--resolve", "--no-cache", "--record", folder];
  const { code, stderr } = await runMain([...args, "--format", "json"], {
    host: { ...real, ...machine() },
  });
  assertEquals([code, stderr], [0, ""]);
  return folder;
}

Deno.test("watch tells the names of a recording, of however many peers", async () => {
  using folder = temporaryFolder();
  const replay = ["--replay", await recorded(`${folder.path}/recording`)];
  const args = ["watch", ...replay, "--resolve", "--no-cache", "--count", "1"];
  const { code, stdout, stderr } = await runMain([...args, "--format", "ndjson"], {
    host: { ...files(), sleep: denoHost().sleep },
  });
  assertEquals([code, stderr], [0, ""]);
  const names = stdout.trimEnd().split("\n").map((line) => JSON.parse(line).remoteHost);
  assertEquals(names, PEERS.map(nameOf));
});

Deno.test("the screen shows the names of a recording, of however many peers", async () => {
  using folder = temporaryFolder();
  const replay = ["--replay", await recorded(`${folder.path}/recording`)];
  await using bench = new ScreenBench({
    args: replay,
    columns: 120,
    rows: PEERS.length + 10,
    host: files(),
  });

  await bench.until((text) => text.includes(PEERS[0]!));
  bench.press("s", "S", "d");
  await bench.until((text) => PEERS.every((peer) => text.includes(nameOf(peer))));
});

Deno.test("names that are looked up by a key come from the cache the next time", async () => {
  using folder = temporaryFolder();
  const nslookup = fakeNslookup({ ptr: nameOf });
  const cache = { cacheFolder: () => folder.path, readCache, appendCache, rewriteCache };
  const asked: number[] = [];
  for (const _run of [1, 2]) {
    const host = { ...machine(nslookup), ...cache };
    await using bench = new ScreenBench({ columns: 120, rows: PEERS.length + 10, host });
    await bench.until((text) => text.includes(PEERS[0]!));
    bench.press("d");
    await bench.until((text) => PEERS.every((peer) => text.includes(nameOf(peer))));
    asked.push(nslookup.asked.length);
  }
  assertEquals(asked, [PEERS.length, PEERS.length]);
});

Deno.test("the name server for the keys of the screen can be chosen, in a pipe only for --resolve", async () => {
  await using bench = new ScreenBench({ args: ["--server", "192.0.2.53"] });
  await bench.until((text) => text.includes("chat.exe"));
  const { code, stderr } = await runMain(["watch", "--server", "192.0.2.53"], { host: machine() });
  assertEquals(code, 2);
  assertEquals(
    stderr.split("\n")[0],
    "netwho: Cannot use --server without --resolve or --owner: nothing is looked up",
  );
});
