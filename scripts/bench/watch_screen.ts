/**
 * Measures the screen of `netwho watch` on a terminal, in a network namespace of its own with very many
 * connections: how soon something shows, and how soon keys are answered while looks run. Run as a
 * program, it measures in the namespace that it is in.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import { openSockets } from "./live_sockets.ts";
import { shareOfCore } from "./measure.ts";
import { sectionFromNamespace } from "./own_namespace.ts";

const CONNECTIONS = 10_000;
const IDLE_CONNECTIONS = 300;
const IDLE_SECONDS = 60;
const STARTS = 9;
const KEYS = 100;
/** Seconds from one look to the next: most of the time one is under way. */
const INTERVAL = "0.5";
/** Milliseconds until looks are as fast as they become. */
const SETTLING = 4_000;
/** What a frame ends with. */
const END_OF_FRAME = "\x1b[?2026l";

/** Measures an executable and returns a section in Markdown. */
export async function watchScreenTimes(netwho: string): Promise<string> {
  const heading = `## The screen of watch at ${CONNECTIONS.toLocaleString("en")} sockets`;
  const script = new URL(import.meta.url);
  return await sectionFromNamespace(heading, {
    script,
    netwho,
    needs: "root, unshare, ip and script",
  });
}

/** How often it looks, and where its settings are. */
interface ScreenOptions {
  readonly every?: string;
  readonly folder: string;
}

/** `netwho watch` on a terminal. */
class Screen implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = "";

  constructor(netwho: string, { folder, every = INTERVAL }: ScreenOptions) {
    const command = `stty columns 120 rows 40; exec '${netwho}' watch ${every}`;
    this.#child = new Deno.Command("script", {
      args: ["--quiet", "--flush", "--command", command, "/dev/null"],
      env: { TERM: "xterm-256color", XDG_CONFIG_HOME: folder },
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#reader = this.#child.stdout.getReader();
    this.#writer = this.#child.stdin.getWriter();
  }

  /** Netwho's own process. */
  get pid(): number {
    const { pid } = this.#child;
    return Number(Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`));
  }

  /** Waits until a frame is there that has a text. */
  async until(wanted: string): Promise<void> {
    for (;;) {
      const end = this.#text.lastIndexOf(END_OF_FRAME);
      if (end >= 0 && this.#text.lastIndexOf(wanted, end) >= 0) break;
      const { value, done } = await this.#reader.read();
      if (done) throw new Error(`The screen ended before it showed ${wanted}`);
      this.#text += this.#decoder.decode(value, { stream: true });
    }
    this.#text = "";
  }

  async press(key: string): Promise<void> {
    this.#text = "";
    await this.#writer.write(new TextEncoder().encode(key));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.press("q");
    while (!(await this.#reader.read()).done);
    await this.#child.status;
    await this.#writer.close().catch(() => {});
  }
}

/** Milliseconds from the start to the first frame and to the list. */
async function timeStart(netwho: string, folder: string) {
  const began = performance.now();
  await using screen = new Screen(netwho, { folder });
  await screen.until("Reading connections");
  const frame = performance.now() - began;
  await screen.until("ESTABLISHED");
  return { frame, list: performance.now() - began };
}

/** Milliseconds until the help shows, or the list again, at all moments between and during looks. */
async function timeKeys(netwho: string, folder: string): Promise<number[]> {
  await using screen = new Screen(netwho, { folder });
  await screen.until("ESTABLISHED");
  await delay(SETTLING);
  const times: number[] = [];
  for (let press = 0; press < KEYS; press++) {
    await delay(100 + 37 * (press % 13));
    const began = performance.now();
    await screen.press("?");
    await screen.until(press % 2 === 0 ? "Keys" : "process");
    times.push(performance.now() - began);
  }
  return times.sort((one, other) => one - other);
}

/** The share of a core that the screen takes while nothing happens. */
async function idleShare(netwho: string, folder: string): Promise<number> {
  const close = await openSockets(IDLE_CONNECTIONS);
  try {
    await using screen = new Screen(netwho, { folder, every: "2" });
    await screen.until("ESTABLISHED");
    await delay(SETTLING);
    return await shareOfCore(screen.pid, IDLE_SECONDS);
  } finally {
    close();
  }
}

function median(times: readonly number[]): number {
  return times[times.length >> 1]!;
}

function told(times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  return `${median(sorted).toFixed(0)} ms (${sorted[0]!.toFixed(0)})`;
}

if (import.meta.main) {
  const netwho = Deno.args[0]!;
  const folder = await Deno.makeTempDir({ prefix: "netwho-bench-" });
  const idle = await idleShare(netwho, folder);
  const close = await openSockets(CONNECTIONS);
  try {
    await timeStart(netwho, folder); // does not count
    const starts: Awaited<ReturnType<typeof timeStart>>[] = [];
    for (let start = 0; start < STARTS; start++) starts.push(await timeStart(netwho, folder));
    const keys = await timeKeys(netwho, folder);
    console.log(`| what | |
|---|---|
| the first frame, after the start | ${told(starts.map(({ frame }) => frame))} |
| the list of all connections, after the start | ${told(starts.map(({ list }) => list))} |
| a key answered, with a look every ${INTERVAL} s | ${median(keys).toFixed(0)} ms, at most ${
      keys.at(-1)!.toFixed(0)
    } ms |
| share of a core at ${IDLE_CONNECTIONS} sockets and 2 s, nothing happening | ${
      (idle * 100).toFixed(1)
    } % |

Wanted: 150 ms for the first frame, each key in at most 50 ms, and 3 %.`);
  } finally {
    close();
    await Deno.remove(folder, { recursive: true });
  }
}
