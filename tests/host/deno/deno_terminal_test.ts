import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import type { KeyPress } from "../../../lib/host/host.ts";
import { denoTerminal } from "../../../lib/host/deno/deno_terminal.ts";
import { undoAll } from "../../../lib/host/deno/interruption.ts";
import { ROOT } from "../../support/program.ts";

const ignore = Deno.build.os !== "linux";
const PROGRAM = new URL("tests/support/terminal_program.ts", ROOT).pathname;

/**
 * Runs a part of the program on a terminal of its own, made by util-linux, and types at it. The shell
 * outlives Ctrl+C, to say how the program ended.
 */
async function onTerminal(
  part: string,
  { keys = [], after = "true" }: { keys?: readonly string[]; after?: string } = {},
): Promise<string> {
  const program =
    `trap : INT; stty rows 24 cols 80; '${Deno.execPath()}' run --quiet --allow-all '${PROGRAM}'`;
  const child = new Deno.Command("script", {
    args: ["--quiet", "--command", `${program} ${part}; echo "code $?"; ${after}`, "/dev/null"],
    cwd: ROOT,
    env: { NO_COLOR: "1", SHELL: "/bin/sh" },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const late = setTimeout(() => child.kill("SIGKILL"), 120_000);
  let output = "";
  let typed = 0;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    output += text;
    // The first line tells that it is ready, and each one after it of a key: only then comes the next.
    const told = output.match(/^["{].*\r*\n/gm)?.length ?? 0;
    if (typed < Math.min(told, keys.length)) {
      await writer.write(new TextEncoder().encode(keys[typed++]));
    }
  }
  clearTimeout(late);
  await writer.close().catch(() => {});
  await child.status;
  return output;
}

const linesOf = (output: string) =>
  output.split(/\r*\n/).filter((line) => /^["{[n]/.test(line)).map((line) => JSON.parse(line));

Deno.test({
  name: "in raw mode keys come one by one and unseen; then the terminal is as it was",
  ignore,
  async fn() {
    const output = await onTerminal("keys", {
      keys: ["a", "\x1b", "\x1b[1;5C", "ü", "\x1bO", "P", "q"],
      after: "stty -a",
    });
    const pressed = linesOf(output).slice(1, -1).map(({ key, ctrl }: KeyPress) => [key, ctrl]);
    assertEquals(pressed, [
      ["a", false],
      ["escape", false],
      ["right", true],
      ["ü", false],
      ["escape", false], // what follows comes too late to be the same key
      ["O", false],
      ["P", false],
      ["q", false],
    ]);
    assertMatch(output, /code 0\r?\n/);
    assertMatch(output, / icanon /);
    assertMatch(output, / echo /);
  },
});

Deno.test({
  name: "the terminal's size and its changes are told",
  ignore,
  async fn() {
    const output = await onTerminal("sizes");
    assertEquals(linesOf(output), [
      { columns: 80, rows: 24 },
      [{ columns: 34, rows: 24 }, 34],
      "done",
    ]);
  },
});

Deno.test({
  name: "Ctrl+C in raw mode ends the program, with the terminal as it was and no line left on it",
  ignore,
  async fn() {
    const output = await onTerminal("wait", { keys: ["x", "\x03"], after: "stty -a" });
    assertEquals(linesOf(output).map((line) => line.key ?? line), ["ready", "x"]);
    assertStringIncludes(output, `\r${" ".repeat("counting".length + 2)}\r`);
    assertMatch(output, /code 130\r?\n/);
    assertMatch(output, / icanon /);
    assertMatch(output, / echo /);
  },
});

Deno.test("without a terminal there is no size, and raw mode does nothing", () => {
  const host = denoHost();
  if (!host.isTerminal("stdout")) assertEquals(host.terminalSize(), null);
  if (!host.isTerminal("stdin")) host.rawMode()[Symbol.dispose]();
});

Deno.test("sizes and keys end with their signal", async () => {
  const signal = AbortSignal.abort();
  assertEquals(await Array.fromAsync(denoHost().terminalSizes({ signal })), []);
  assertEquals(await Array.fromAsync(denoHost().keys({ signal })), []);
});

Deno.test("a terminal is coloured where its console obeys, which lasts until the program ends", () => {
  const log: string[] = [];
  const openConsole = ({ whole }: { whole: boolean }) => {
    log.push(`open ${whole}`);
    return { [Symbol.dispose]: () => void log.push("close") };
  };
  const refuse = () => {
    log.push("refuse");
    throw new Error("a legacy console");
  };
  const { isTerminal } = Deno.stdout;
  try {
    Deno.stdout.isTerminal = () => true;
    const terminal = denoTerminal({ openConsole });
    assertEquals([terminal.canColor(), terminal.canColor()], [true, true]);
    assertEquals(denoTerminal({ openConsole: refuse }).canColor(), false);
    assertEquals(denoTerminal().canColor(), true);
    undoAll();
    Deno.stdout.isTerminal = () => false;
    assertEquals(denoTerminal({ openConsole }).canColor(), false);
  } finally {
    Deno.stdout.isTerminal = isTerminal;
  }
  assertEquals(log, ["open false", "refuse", "close"]);
});
