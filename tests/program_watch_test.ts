/**
 * The program itself as it watches: real sockets, a real pipe, and what ends it.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { freePorts } from "./support/free_ports.ts";
import { startProgram } from "./support/program.ts";

const linux = Deno.build.os === "linux";

/** Longer than any machine needs: a test that waits for a line fails after it. */
const LONGEST = 120_000;

/** Warnings that tell of the machine, not of the program. */
const OF_THE_MACHINE =
  /^netwho: (?:.*looks take longer than |\d+ sockets? whose owner could not be seen ).*\n/gm;

/** A change as it was read. */
interface Line {
  readonly change: string;
  readonly state: string | null;
  readonly localPort: number;
  readonly pid: number;
}

/** The program as it watches, read line by line. */
class Watching implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = "";

  constructor(args: readonly string[]) {
    this.#child = startProgram(["watch", ...args]);
    this.#reader = this.#child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** The next line; null at the end. */
  async next(): Promise<Line | null> {
    while (!this.#text.includes("\n")) {
      const { value, done } = await inTime(this.#reader.read());
      if (done) return null;
      this.#text += value;
    }
    const end = this.#text.indexOf("\n");
    const line = JSON.parse(this.#text.slice(0, end));
    this.#text = this.#text.slice(end + 1);
    return line;
  }

  /**
   * The next line of a port. All files of tests run in one process, whose other sockets come and go
   * meanwhile.
   */
  async nextOf(port: number): Promise<Line | null> {
    let line = await this.next();
    while (line !== null && line.localPort !== port) line = await this.next();
    return line;
  }

  /**
   * Sends a signal, and waits for the end. What the machine may add is left out: looks that are late on
   * a busy one, and sockets of others where even root lacks the right to see their owners.
   */
  async end(signal?: Deno.Signal): Promise<{ code: number; stderr: string }> {
    if (signal !== undefined) this.#child.kill(signal);
    const { code } = await inTime(this.#child.status);
    const stderr = await new Response(this.#child.stderr).text();
    return { code, stderr: stderr.replaceAll(OF_THE_MACHINE, "") };
  }

  /** Closes the pipe, as `head` does. */
  async close(): Promise<void> {
    await this.#reader.cancel();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.#child.status;
    await this.#reader.cancel().catch(() => {});
    await this.#child.stdin.close().catch(() => {});
    await this.#child.stderr.cancel().catch(() => {});
  }
}

Deno.test({
  name: "a reader of the pipe gets a socket's opening and closing, each line at once",
  ignore: !linux,
  async fn() {
    using before = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    await using watching = new Watching(["0.5", "--pid", `${Deno.pid}`, "--listening"]);
    assertEquals((await watching.nextOf(before.addr.port))?.change, "opened");
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    const opened = await watching.nextOf(port);
    assertEquals([opened?.change, opened?.pid], ["opened", Deno.pid]);
    listener.close();
    assertEquals((await watching.nextOf(port))?.change, "closed");
    const { code, stderr } = await watching.end("SIGINT");
    assertEquals([code, stderr], [130, ""]);
    assertEquals(await watching.nextOf(port), null);
  },
});

Deno.test({
  name: "a connection keeps its program in TIME_WAIT",
  ignore: !linux,
  async fn() {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    await using watching = new Watching(["0.5", "--remote-port", `${port}`]);
    const near = await Deno.connect({ hostname: "127.0.0.1", port });
    using far = await listener.accept();
    const opened = await watching.next();
    assertEquals([opened?.change, opened?.state, opened?.pid], ["opened", "ESTABLISHED", Deno.pid]);
    near.close();
    await far.read(new Uint8Array(1));
    far.close();
    let line = await watching.next();
    while (line?.state?.startsWith("FIN_WAIT_")) line = await watching.next();
    assertEquals([line?.change, line?.state, line?.pid], ["changed", "TIME_WAIT", Deno.pid]);
  },
});

Deno.test({
  name: "--until waits for a server to start",
  ignore: !linux,
  async fn() {
    const [port] = freePorts(1) as [number];
    using other = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    await using watching = new Watching(
      ["0.5", "--until", `listening port ${port}`, "--timeout", "100"],
    );
    // The first look is over when another socket was told.
    let line = await watching.nextOf(other.addr.port);
    using _server = Deno.listen({ hostname: "127.0.0.1", port });
    const { code, stderr } = await watching.end();
    assertEquals([code, stderr], [0, ""]);
    let last = line;
    for (; line !== null; line = await watching.next()) last = line;
    assertEquals([last?.change, last?.localPort], ["opened", port]);
  },
});

Deno.test({
  name: "--until that does not come ends with 1 and says so",
  ignore: !linux,
  async fn() {
    const args = [
      "--until",
      `listening port ${freePorts(1)[0]}`,
      "--timeout",
      "0.5",
      "--changes-only",
    ];
    await using watching = new Watching(args);
    const { code, stderr } = await watching.end();
    assertEquals(code, 1);
    assertMatch(stderr, /^netwho: Cannot find what --until waits for: .*\n$/);
  },
});

Deno.test({
  name: "a closed pipe ends it silently, also where nothing changes any more",
  ignore: !linux,
  async fn() {
    await using watching = new Watching(["0.5", "--pid", `${Deno.pid}`]);
    using _first = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    assert(await watching.next() !== null);
    await watching.close();
    const { code, stderr } = await watching.end();
    assertEquals([code, stderr], [0, ""]);
  },
});

/** Fails where something takes too long. */
async function inTime<Value>(wait: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing for ${LONGEST} ms`)), LONGEST);
  });
  try {
    return await Promise.race([wait, late]);
  } finally {
    clearTimeout(timer);
  }
}
