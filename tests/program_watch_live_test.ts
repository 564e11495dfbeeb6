/**
 * What `netwho watch` shows on a real terminal of real sockets, which the test opens and closes, and
 * what its keys do to them.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { freePorts } from "./support/free_ports.ts";
import { isRoot } from "./support/shell.ts";
import { hasTmux, type ScreenText } from "./support/tmux.ts";
import { isAtPrompt, openWatch, type WatchTerminal } from "./support/watch_terminal.ts";

const ignore = !hasTmux;
const hostname = "127.0.0.1";

/** The line of a socket; its number is -1 where it is not shown. */
function lineOf({ lines }: ScreenText, port: number): { row: number; text: string } {
  const row = lines.findIndex((line) => new RegExp(`:${port}\\b`).test(line));
  return { row, text: lines[row] ?? "" };
}

const markOf = (screen: ScreenText, port: number) =>
  /[+~-]/.exec(lineOf(screen, port).text.slice(0, 3))?.[0] ?? "";

/** The line is shown with a mark, in a colour: both say the same. */
async function untilMarked(
  terminal: WatchTerminal,
  port: number,
  { mark, color }: { mark: string; color: string },
): Promise<ScreenText> {
  const screen = await terminal.until((screen) => markOf(screen, port) === mark);
  const { row, text } = lineOf(screen, port);
  assertEquals(screen.style({ row, column: text.indexOf(mark) }).foreground, color, text);
  return screen;
}

/** The number of the selected line. */
const selected = ({ lines }: ScreenText) => lines.findIndex((line) => line.startsWith(">"));

/** Watches some ports only. */
const watchPorts = (ports: readonly number[], more = "") =>
  openWatch(`0.5 --port ${ports.join(",")} ${more}`, { columns: 110, rows: 20 });

Deno.test({
  name:
    "a socket that opens turns green, one that closes red and then goes away, unless t keeps it",
  ignore,
  async fn() {
    const [first, second, third] = freePorts(3) as [number, number, number];
    using _first = Deno.listen({ hostname, port: first });
    await using terminal = await watchPorts([first, second, third]);
    await terminal.until((screen) => lineOf(screen, first).row > 0);
    {
      using _second = Deno.listen({ hostname, port: second });
      await untilMarked(terminal, second, { mark: "+", color: "green" });
      // After two looks it is one like the others.
      await terminal.until((screen) => markOf(screen, second) === "");
    }
    await untilMarked(terminal, second, { mark: "-", color: "red" });
    await terminal.until((screen) => lineOf(screen, second).row < 0);

    await terminal.type("t");
    {
      using _third = Deno.listen({ hostname, port: third });
      await terminal.until((screen) => lineOf(screen, third).row > 0);
    }
    const screen = await untilMarked(terminal, third, { mark: "-", color: "red" });
    assertStringIncludes(screen.lines.join("\n"), "new");
    assertEquals(markOf(screen, first), "");
    await terminal.type("q");
    await terminal.until(isAtPrompt);
  },
});

Deno.test({
  name: "the selection stays on its connection; sort, filter and pause work",
  ignore,
  async fn() {
    const [low, middle, high] = freePorts(3).sort((a, b) => a - b) as [number, number, number];
    using _middle = Deno.listen({ hostname, port: middle });
    await using terminal = await watchPorts([low, middle, high]);
    await terminal.until((screen) => selected(screen) === lineOf(screen, middle).row);
    using lowest = new DisposableStack();
    lowest.use(Deno.listen({ hostname, port: low }));
    using _high = Deno.listen({ hostname, port: high });
    const all = await terminal.until((screen) =>
      [low, middle, high].every((port) => lineOf(screen, port).row > 0)
    );
    assertEquals(selected(all), lineOf(all, middle).row);

    const ports = (screen: ScreenText) =>
      [low, middle, high].sort((a, b) => lineOf(screen, a).row - lineOf(screen, b).row).join();
    const backwards = ports(all).split(",").reverse().join();
    await terminal.type("S");
    const reversed = await terminal.until((screen) => ports(screen) === backwards);
    assertEquals(selected(reversed), lineOf(reversed, middle).row);

    await terminal.type(`/port ${high}`);
    await terminal.until((screen) =>
      lineOf(screen, high).row > 0 && lineOf(screen, low).row < 0 && screen.cursor.isVisible
    );
    await terminal.type("\x1b");
    await terminal.until((screen) => lineOf(screen, low).row > 0 && !screen.cursor.isVisible);
    await terminal.type("/");
    await terminal.until((screen) => screen.cursor.isVisible);
    await terminal.paste(`port ${low}\n`);
    await terminal.until((screen) => lineOf(screen, low).row > 0 && lineOf(screen, high).row < 0);
    await terminal.type("\x1b");
    await terminal.until((screen) => lineOf(screen, high).row > 0);

    await terminal.type(" ");
    await terminal.until(({ lines }) => lines[0]!.includes("paused"));
    lowest.dispose();
    const paused = await terminal.screen();
    assertEquals(markOf(paused, low) === "-", false);
    await terminal.type(" ");
    await terminal.until((screen) => markOf(screen, low) === "-");
    // Nothing was cleared on the way, and each frame was one update.
    const written = await terminal.written();
    const screenBytes = written.slice(written.lastIndexOf("\x1b[?1049h"));
    assertEquals(screenBytes.split("\x1b[2J").length - 1, 1);
    assertEquals(
      screenBytes.split("\x1b[?2026h").length,
      screenBytes.split("\x1b[?2026l").length,
    );
  },
});

Deno.test({
  name: "K asks about the program, and ends it",
  ignore,
  async fn() {
    const [port] = freePorts(1) as [number];
    const source =
      `Deno.listen({ hostname: "${hostname}", port: ${port} }); setInterval(() => {}, 1000);`;
    await using child = new Deno.Command(Deno.execPath(), {
      args: ["eval", source],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    await using terminal = await watchPorts([port]);
    await terminal.until((screen) => lineOf(screen, port).row > 0);
    await terminal.type("K");
    const asked = await terminal.until(({ lines }) =>
      lines.some((line) => line.includes(`${child.pid}`) && !line.includes(`:${port}`)) &&
      lines.at(-1)!.includes("y")
    );
    assertStringIncludes(asked.lines.join("\n"), "deno");
    await terminal.type("y");
    await untilMarked(terminal, port, { mark: "-", color: "red" });
    assertEquals((await child.status).signal, "SIGTERM");
  },
});

Deno.test({
  name: "x closes a connection of which the test holds both ends",
  ignore: ignore || !isRoot,
  async fn() {
    const [port] = freePorts(1) as [number];
    using listener = Deno.listen({ hostname, port });
    using ours = await Deno.connect({ hostname, port });
    using theirs = await listener.accept();
    const ourPort = (ours.localAddr as Deno.NetAddr).port;
    await using terminal = await openWatch(`0.5 --port ${ourPort}`, { columns: 110, rows: 20 });
    await terminal.until((screen) => lineOf(screen, ourPort).row > 0);
    await terminal.type("x");
    await terminal.until(({ lines }) => lines.at(-1)!.includes("y"));
    await terminal.type("y");
    const read = theirs.read(new Uint8Array(1)).catch(() => null);
    const readOurs = ours.read(new Uint8Array(1)).catch(() => null);
    assertEquals(await Promise.race([read, readOurs]), null);
    assert(!(await terminal.screen()).lines.join("\n").includes("Cannot"));
  },
});
