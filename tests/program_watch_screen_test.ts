/**
 * The screen of `netwho watch` on a real terminal: the terminal is as it was, however the screen ends.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { delay } from "@std/async/delay";
import { runProgram } from "./support/program.ts";
import { screenWidth } from "./support/screen_width.ts";
import { hasTmux, type ScreenText } from "./support/tmux.ts";
import {
  isAtPrompt,
  isWatching,
  openShellTerminal,
  openWatch,
  type WatchTerminal,
} from "./support/watch_terminal.ts";

const ignore = !hasTmux;

/** The shell is back on a terminal as it was, with nothing of the screen on it. */
async function assertClean(terminal: WatchTerminal, code: string): Promise<ScreenText> {
  const screen = await terminal.until(isAtPrompt);
  const { lines, wraps, isHeldBack, isReporting, cursor } = screen;
  const shown = lines.join("\n");
  assertStringIncludes(shown, "what was there\n");
  assertStringIncludes(shown, `${code}\n`);
  assert(!lines.some((line) => /\bconnections? {2}|quit {2}/.test(line)), shown);
  assertEquals({ wraps, isHeldBack, isReporting, isVisible: cursor.isVisible }, {
    wraps: true,
    isHeldBack: false,
    isReporting: false,
    isVisible: true,
  });
  await terminal.type("clear; stty -a | grep -oE -- '-?\\<(icanon|echo|isig|opost)\\>' | xargs\r");
  await terminal.until((screen) =>
    isAtPrompt(screen) && screen.lines[0] === "opost isig icanon echo"
  );
  return screen;
}

Deno.test({
  name: "q leaves the terminal as it was",
  ignore,
  async fn() {
    await using terminal = await openWatch("");
    await terminal.type("q");
    await assertClean(terminal, "code 0");
    assertEquals((await terminal.tmuxLines())[0], "opost isig icanon echo");
  },
});

Deno.test({
  name: "Ctrl+C leaves the terminal as it was",
  ignore,
  async fn() {
    await using terminal = await openShellTerminal();
    await terminal.until(isAtPrompt);
    await terminal.type('echo "what was"" there"; netwho watch\r');
    await terminal.until(isWatching);
    await terminal.type("\x03");
    await terminal.until(isAtPrompt);
    await terminal.type('echo "code"" $?"\r');
    await terminal.until(({ lines }) => lines.includes("code 130"));
    await assertClean(terminal, "code 130");
  },
});

for (const [signal, code] of [["SIGTERM", 143], ["SIGHUP", 129], ["SIGQUIT", 131]] as const) {
  Deno.test({
    name: `${signal} leaves the terminal as it was`,
    ignore,
    async fn() {
      await using terminal = await openWatch("0.5");
      await terminal.signal(signal);
      await assertClean(terminal, `code ${code}`);
    },
  });
}

Deno.test({
  name: "a fault leaves the terminal as it was, with the error on it",
  ignore,
  async fn() {
    await using terminal = await openWatch("", { program: "faulty" });
    await terminal.signal("SIGUSR1");
    const { lines } = await assertClean(terminal, "code 1");
    assertStringIncludes(lines.join("\n"), "a fault that nobody thought of");
  },
});

Deno.test({
  name: "Ctrl+Z gives the terminal back; fg shows the screen again, in its new size",
  ignore,
  async fn() {
    await using terminal = await openWatch("");
    await terminal.type("\x1a");
    const stopped = await assertClean(terminal, "code 147");
    assertStringIncludes(stopped.lines.join("\n"), "Stopped");
    await terminal.resize(50, 16);
    const before = (await terminal.written()).length;
    await terminal.type('clear; echo "what was"" there"; fg; echo "code"" $?"\r');
    const { lines } = await terminal.until(isWatching);
    assert(lines.at(-1)!.startsWith("q quit") && lines.every((line) => line.length <= 50));
    // Nothing was drawn for the size that it had before.
    assertEquals((await terminal.written(before)).includes("\x1b[17;1H"), false);
    await terminal.type("?");
    await terminal.until(({ lines }) => lines.at(-1)!.includes("back"));
    await terminal.type("q");
    await terminal.until(isWatching);
    await terminal.type("q");
    await assertClean(terminal, "code 0");
  },
});

Deno.test({
  name: "every size is drawn whole; 40 columns and 20 are enough",
  ignore,
  async fn() {
    await using terminal = await openWatch("");
    for (const [columns, rows] of [[40, 12], [120, 40], [20, 8], [80, 24]] as const) {
      await terminal.resize(columns, rows);
      const screen = await terminal.until(({ lines }) =>
        lines.length === rows && lines.at(-1)!.startsWith("q quit") &&
        lines.some((line) => line.includes("connections"))
      );
      assertEquals(screen.isAlternate, true);
    }
    await terminal.type("q");
    await assertClean(terminal, "code 0");
  },
});

Deno.test({
  name: "without a keyboard the screen is shown until Ctrl+C",
  ignore,
  async fn() {
    await using terminal = await openWatch("</dev/null");
    await terminal.until(({ lines }) => lines.some((line) => line.startsWith("! No keys: ")));
    await terminal.signal("SIGINT");
    await assertClean(terminal, "code 130");
  },
});

Deno.test({
  name: "where nothing can be drawn, watch says what to do instead",
  ignore,
  async fn() {
    await using terminal = await openShellTerminal();
    await terminal.until(isAtPrompt);
    await terminal.type('TERM=dumb netwho watch; echo "code"" $?"\r');
    const { lines } = await terminal.until(({ lines }) => lines.includes("code 2"));
    assertStringIncludes(lines.join("\n"), "TERM=dumb)\n");
    assert(lines.some((line) => line.includes("--format ndjson")), lines.join("\n"));
  },
});

for (const recording of ["windows-en", "windows-ko", "windows-ja", "windows-de"]) {
  Deno.test({
    name: `a recording of Windows gives the same screen, in columns (${recording})`,
    ignore,
    async fn() {
      const replay = `--replay tests/recordings/${recording}`;
      const { stdout } = await runProgram(["connections", ...replay.split(" ")]);
      const rows: Record<string, string | number | null>[] = JSON.parse(stdout);
      await using terminal = await openWatch(replay, { columns: 150, rows: rows.length + 10 });
      const screen = await terminal.screen();
      const { lines } = screen;
      assertStringIncludes(lines[0]!, "(recording)  ");
      assertStringIncludes(lines[1]!, `${rows.length} connections`);
      const heading = lines.findIndex((line) => line.startsWith("   process"));
      const stateColumn = lines[heading]!.indexOf("state");
      for (const [at, row] of rows.entries()) {
        const { process, pid, protocol, state } = row;
        const line = lines[heading + 1 + at]!;
        // A socket that waits has its own end there.
        const waits = row.remotePort === null || row.remotePort === 0;
        const end = waits ? row.localAddress : row.remoteAddress;
        for (const text of [process, pid, protocol, end]) {
          assertStringIncludes(line, `${text ?? ""}`);
        }
        const text = protocol === "UDP" ? "UDP" : `${state}`;
        const before = line.slice(
          0,
          line.indexOf(text, line.indexOf(`${pid ?? ""}  ${protocol}`) + 10),
        );
        assertEquals(screenWidth(before), stateColumn, line);
      }
      // tmux measures characters by itself.
      assertEquals((await terminal.tmuxLines()).slice(0, lines.length), lines);
    },
  });
}

Deno.test({
  name: "a terminal that goes away without a signal ends it, and that is no bug",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "netwho-gone-" });
    const read = (name: string) => Deno.readTextFile(`${folder}/${name}`).catch(() => "");
    try {
      {
        // In a session of its own, whose terminal this is not, no SIGHUP tells of the end.
        await using terminal = await openShellTerminal();
        await terminal.until(isAtPrompt);
        await terminal.type(
          `setsid sh -c 'echo $$ >${folder}/pid; ` +
            `netwho watch 2>${folder}/told; echo $? >${folder}/code' & wait\r`,
        );
        await terminal.until(isWatching);
      }
      for (const late = Date.now() + 30_000; !(await read("code")).endsWith("\n");) {
        assert(Date.now() < late, "it goes on");
        await delay(20);
      }
      assertEquals(await read("code"), "3\n");
      const told = await read("told");
      assertMatch(told, /^netwho: Cannot (?:read|write) /);
      assert(!told.includes("bug"), told);
    } finally {
      const session = Number(await read("pid"));
      if (session > 0) {
        try {
          Deno.kill(-session, "SIGKILL");
        } catch {
          // It has ended.
        }
      }
      await Deno.remove(folder, { recursive: true });
    }
  },
});
