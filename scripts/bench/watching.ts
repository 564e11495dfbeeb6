/**
 * Measures `netwho watch`: a look at very many connections, how long keys would wait meanwhile, how soon
 * a change is told, and what it takes while nothing happens.
 *
 * @module
 */
import { Diagnostics } from "../../lib/capture/diagnostics.ts";
import { readSnapshot, readWhole } from "../../lib/capture/snapshot.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import type { Host } from "../../lib/host/host.ts";
import { inTurns, turnTaker } from "../../lib/host/turns.ts";
import { ConnectionTracker } from "../../lib/live/track_connections.ts";
import { writeListing } from "./listing.ts";
import { openSockets } from "./live_sockets.ts";
import { shareOfCore } from "./measure.ts";

const ROWS = 10_000;
const LOOKS = 15;
const IDLE_SOCKETS = 300;
const IDLE_SECONDS = 30;
const EVENTS = 20;
/** Milliseconds from one look to the next while events are told. */
const INTERVAL = 500;

/** Where the executable is, and a folder for files. */
export interface WatchingOptions {
  readonly netwho: string;
  readonly folder: string;
}

/** The part of the page about watching. */
export async function watching({ netwho, folder }: WatchingOptions): Promise<string> {
  const look = await manyRows(folder);
  const idle = await idleShare(netwho);
  const delays = await eventDelays(netwho);
  return `## Watching

| what | |
|---|---|
| a look at ${ROWS.toLocaleString("en")} connections of Windows, beyond the tools | ${
    look.milliseconds.toFixed(0)
  } ms (${look.least.toFixed(0)}) |
| the longest that a key waits meanwhile | ${look.longestWait.toFixed(0)} ms |
| a change told, after the interval is over: ${EVENTS} sockets opened and closed | ${
    delays.median.toFixed(0)
  } ms, at most ${delays.most.toFixed(0)} |
| share of a core into a pipe, at ${IDLE_SOCKETS} sockets and 2 s, nothing happening | ${
    (idle * 100).toFixed(1)
  } % |

Wanted: at most 150 ms, 50 ms, 200 ms and 3 %.
`;
}

/** Looks at a Windows machine whose tools take no time. */
async function manyRows(folder: string) {
  const path = `${folder}/netstat-watched.txt`;
  writeListing(path, ROWS);
  const [netstat, tasklist] = [Deno.readFileSync(path), listOfProcesses(1_000)];
  const own = denoHost();
  const host: Host = {
    ...own,
    os: "windows",
    run: (tool) =>
      Promise.resolve({
        stdout: tool === "netstat" ? netstat : tasklist,
        stderr: new Uint8Array(),
        code: 0,
      }),
    consoleCodePage: () => 437,
    oemCodePage: () => 437,
    ansiCodePage: () => 1252,
    processFacts: () => new Map(),
    systemSockets: () => [],
  };
  const turn = turnTaker(own);
  const tracker = new ConnectionTracker();
  const times: number[] = [];
  const waits: number[] = [];
  let last = performance.now();
  const pulse = setInterval(() => {
    const now = performance.now();
    waits.push(now - last);
    last = now;
  }, 1);
  for (let look = 0; look < LOOKS; look++) {
    const began = performance.now();
    const snapshot = await readWhole(
      await readSnapshot(host, {
        from: [],
        encoding: null,
        fast: false,
        details: false,
        timeoutMilliseconds: 30_000,
        sockets: true,
        processes: "owners",
        oneList: true,
        turn,
      }, new Diagnostics()),
    );
    await inTurns(tracker.steps({ ...snapshot, at: own.now() }), turn);
    times.push(performance.now() - began);
    // The first ones are slower than all others of a day.
    if (look === 4) waits.length = 0;
    await own.sleep(20);
  }
  clearInterval(pulse);
  const sorted = times.slice(5).sort((one, other) => one - other);
  return {
    milliseconds: sorted[sorted.length >> 1]!,
    least: sorted[0]!,
    longestWait: Math.max(...waits),
  };
}

function listOfProcesses(count: number): Uint8Array {
  const lines = Array.from(
    { length: count },
    (_, at) => `"program-${at}.exe","${4 + 40 * at}","N/A"\r\n`,
  );
  return new TextEncoder().encode(lines.join(""));
}

/** The share of a core that the program takes while nothing happens. */
async function idleShare(netwho: string): Promise<number> {
  const close = await openSockets(IDLE_SOCKETS);
  const child = startWatching(netwho, ["2", "--changes-only"]);
  try {
    await sleep(SETTLING);
    return await shareOfCore(child.pid, IDLE_SECONDS);
  } finally {
    child.kill();
    await child.status;
    close();
  }
}

/** Milliseconds until it has started. */
const SETTLING = 4_000;

/** How much later than one interval changes are told, in milliseconds. */
async function eventDelays(netwho: string): Promise<{ median: number; most: number }> {
  const args = [`${INTERVAL / 1000}`, "--listening", "--pid", `${Deno.pid}`];
  using _there = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const child = startWatching(netwho, [...args, "--fields", "change"]);
  const reader = child.stdout.getReader();
  const delays: number[] = [];
  try {
    // It tells what is there with its first look.
    await reader.read();
    for (let event = 0; event < EVENTS; event++) {
      await sleep(37 * (event % 14));
      let began = performance.now();
      const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      await reader.read();
      delays.push(performance.now() - began - INTERVAL);
      began = performance.now();
      listener.close();
      await reader.read();
      delays.push(performance.now() - began - INTERVAL);
    }
  } finally {
    child.kill();
    await child.status;
    await reader.cancel();
  }
  delays.sort((one, other) => one - other);
  return { median: Math.max(0, delays[delays.length >> 1]!), most: Math.max(0, delays.at(-1)!) };
}

function startWatching(netwho: string, args: readonly string[]) {
  return new Deno.Command(netwho, {
    args: ["watch", ...args, "--format", "ndjson"],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
