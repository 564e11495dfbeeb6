/**
 * A program for tests of the real host on a pseudo-terminal. It says what it does line by line, and
 * does what its argument names.
 *
 * @module
 */
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { ScreenPainter } from "../../lib/output/screen/screen_painter.ts";
import { exit, listenForInterruption } from "../../lib/host/deno/interruption.ts";

const host = denoHost();
const signal = listenForInterruption();
const say = async (value: unknown) =>
  await host.write(new TextEncoder().encode(`\r\n${JSON.stringify(value)}\r\n`));

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  /** Says each key, `q` for the last. */
  async keys() {
    using _raw = host.rawMode();
    await say("ready");
    for await (const key of host.keys({ signal })) {
      await say(key);
      if (key.key === "q") break;
    }
  },

  /** Says its size, and the one that it changes to. */
  async sizes() {
    const controller = new AbortController();
    await say(host.terminalSize());
    setTimeout(() => void stty(["cols", "34"]), 0);
    for await (const size of host.terminalSizes({ signal: controller.signal })) {
      await say([size, host.terminalColumns()]);
      controller.abort();
    }
  },

  /** Reads keys in raw mode, with a status line, until it is interrupted. */
  async wait() {
    using _raw = host.rawMode();
    host.writeError("\rcounting");
    await say("ready");
    for await (const key of host.keys()) await say(key);
  },

  /**
   * Shows a screen: its size, how often the terminal came back, how often it drew, and the last key.
   * `q` ends it, `t` throws in a timer, `r` rejects a promise that nobody waits for, `b` writes a lot.
   */
  async screen() {
    const painter = new ScreenPainter();
    let [returns, draws, last] = [0, 0, "none"];
    const draw = async () => {
      const size = host.terminalSize() ?? { columns: 80, rows: 24 };
      const lines = [
        "top of the screen",
        `size ${size.columns} ${size.rows}`,
        `returns ${returns}`,
        `draws ${++draws}`,
        `last ${last}`,
        ...Array<string>(Math.max(0, size.rows - 6)).fill("x".repeat(size.columns)),
        "end of the screen",
      ];
      await host.write(new TextEncoder().encode(painter.paint({ lines, cursor: null }, size)));
    };
    using _screen = await host.fullScreen({
      onReturn() {
        returns++;
        painter.forget();
        void draw();
      },
    });
    await draw();
    (async () => {
      for await (const _size of host.terminalSizes({ signal })) await draw();
    })();
    for await (const { key, text } of host.keys({ signal })) {
      last = text === undefined ? key : `${key} ${text}`;
      if (key === "q") return;
      if (key === "t") setTimeout(() => JSON.parse("{"), 0);
      if (key === "r") void Promise.reject(new Error("nobody waits for this"));
      if (key === "b") {
        void host.write(new TextEncoder().encode("\x1b[2;1Hbbbbbbbb".repeat(50_000)));
      }
      await draw();
    }
    if (!signal.aborted) last = "end of input";
    await draw();
    await host.sleep(600_000, { signal });
  },

  /** Runs two tools that take a minute, until it is interrupted. */
  async children() {
    const options = { timeoutMilliseconds: 60_000 };
    const children = [1, 2].map(() => host.run("sleep", [`60.${Deno.args[1]}`], options));
    await say("ready");
    await Promise.all(children);
  },
};

async function stty(args: string[]): Promise<void> {
  await new Deno.Command("stty", { args, stdin: "inherit" }).output();
}

await PARTS[Deno.args[0]!]!();
await say("done");
exit(0);
