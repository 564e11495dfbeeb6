/**
 * A program for tests of the real host on a pseudo-terminal. It says what it does line by line, and
 * does what its argument names.
 *
 * @module
 */
import { denoHost } from "../../lib/host/deno/deno_host.ts";
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
