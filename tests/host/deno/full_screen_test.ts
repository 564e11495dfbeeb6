import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ROOT } from "../../support/program.ts";
import { openEmulator } from "../../support/emulator.ts";
import { hasTmux, openTerminal, type ScreenText, type TestTerminal } from "../../support/tmux.ts";

const ignore = !hasTmux;
const PROGRAM = [
  Deno.execPath(),
  "run",
  "--quiet",
  "--allow-all",
  new URL("tests/support/terminal_program.ts", ROOT).pathname,
];
const IN_SHELL = PROGRAM.map((word) => `'${word}'`).join(" ");

/** A shell that a user types at, with job control, in which `screen` is the program. */
async function openShell(): Promise<TestTerminal> {
  const terminal = await openTerminal({
    command: ["bash", "--norc", "--noprofile", "-i"],
    env: { PS1: "ready> ", NO_COLOR: "1", HISTFILE: "/dev/null", PROGRAM: `exec ${IN_SHELL}` },
    columns: 60,
    // Room for what Deno tells of an error, and of its own cache where that is in use.
    rows: 40,
  });
  await terminal.until(isAtPrompt);
  await terminal.type("screen() ( eval $PROGRAM screen )\r");
  await terminal.until((screen) => isAtPrompt(screen) && screen.lines.join().includes(")"));
  return terminal;
}
const isAtPrompt = ({ lines, isAlternate }: ScreenText) =>
  !isAlternate && lines.findLast((line) => line !== "")?.startsWith("ready>") === true;
const isShown = ({ lines, isAlternate }: ScreenText) =>
  isAlternate && lines.includes("top of the screen") && lines.includes("end of the screen");

/** Starts the program in a shell below some text that it must not touch. */
async function startInShell(before = ""): Promise<TestTerminal> {
  const terminal = await openShell();
  await terminal.type(`${before}echo "what was"" there"; screen; echo "code"" $?"\r`);
  await terminal.until(isShown);
  return terminal;
}

/** Nothing of the screen is left on a terminal, and it is as it was. */
async function assertClean(
  terminal: TestTerminal,
  before = "what was there",
): Promise<ScreenText> {
  const screen = await terminal.until(isAtPrompt);
  assert(screen.lines.includes(before), screen.lines.join("\n"));
  assertEquals(screen.lines.filter((line) => /of the screen$|^draws|^xxx|bbb/.test(line)), []);
  const { isAlternate, wraps, isHeldBack, isReporting, cursor } = screen;
  assertEquals({ isAlternate, wraps, isHeldBack, isReporting, isVisible: cursor.isVisible }, {
    isAlternate: false,
    wraps: true,
    isHeldBack: false,
    isReporting: false,
    isVisible: true,
  });
  await terminal.type(
    "stty -a | tr -s ' ;' '\\n\\n' | grep -xE -- '-?(icanon|echo|isig|opost)' | xargs echo modes:\r",
  );
  await terminal.until(({ lines }) =>
    lines.some((line) => line === "modes: opost isig icanon echo")
  );
  return screen;
}

Deno.test({
  name: "the screen is taken with its modes, and given back when it is done",
  ignore,
  async fn() {
    await using terminal = await startInShell();
    const screen = await terminal.screen();
    assertEquals(screen.lines[1], "size 60 40");
    assertEquals([screen.cursor.isVisible, screen.wraps, screen.isBracketedPaste], [
      false,
      false,
      true,
    ]);
    await terminal.type("q");
    const after = await assertClean(terminal);
    assert(after.lines.includes("code 0"));
  },
});

for (
  const { signal, code } of [
    { signal: "SIGINT", code: 130 },
    { signal: "SIGTERM", code: 143 },
    { signal: "SIGHUP", code: 129 },
    { signal: "SIGQUIT", code: 131 },
  ] as const
) {
  Deno.test({
    name: `after ${signal} the terminal is as it was, also in the middle of a frame`,
    ignore,
    async fn() {
      await using terminal = await startInShell();
      await terminal.type("b");
      // Otherwise the key could be left to the shell.
      await terminal.untilWritten("bbb");
      await terminal.signal(signal);
      const screen = await assertClean(terminal);
      assert(screen.lines.includes(`code ${code}`), screen.lines.join("\n"));
    },
  });
}

for (const [key, what] of [["t", "JSON"], ["r", "nobody waits for this"]] as const) {
  Deno.test({
    name: `after an error that nobody catches the terminal is as it was (${what})`,
    ignore,
    async fn() {
      await using terminal = await startInShell();
      await terminal.type(key);
      const screen = await assertClean(terminal);
      assertStringIncludes(screen.lines.join("\n"), what);
      assert(screen.lines.includes("code 1"));
    },
  });
}

Deno.test({
  name: "Ctrl+C ends it, with the terminal as it was",
  ignore,
  async fn() {
    await using terminal = await startInShell("trap : INT; ");
    await terminal.type("\x03");
    const screen = await assertClean(terminal);
    assert(screen.lines.some((line) => line.endsWith("code 130")), screen.lines.join("\n"));
  },
});

Deno.test({
  name: "Ctrl+Z gives the terminal back; fg takes it again, in its new size",
  ignore,
  async fn() {
    await using terminal = await startInShell();
    for (const [round, columns] of [[1, 50], [2, 44]] as const) {
      await terminal.type("\x1a");
      const stopped = await assertClean(
        terminal,
        round === 1 ? "what was there" : "( eval $PROGRAM screen )",
      );
      assertMatch(stopped.lines.join("\n"), /Stopped/);
      await terminal.resize(columns, 10);
      await terminal.type('fg; echo "code"" $?"\r');
      // The new size may be drawn before the return.
      const screen = await terminal.until(({ lines }) =>
        lines.includes(`size ${columns} 10`) && lines.includes(`returns ${round}`)
      );
      assertEquals(screen.lines.length, 10);
      assertEquals(screen.lines.at(-1), "end of the screen");
      assert(isShown(screen));
      assertEquals([screen.cursor.isVisible, screen.wraps], [false, false]);
    }
    await terminal.type("k");
    await terminal.until(({ lines }) => lines.includes("last k"));
    await terminal.type("q");
    const after = await assertClean(terminal, "( eval $PROGRAM screen )");
    assert(after.lines.includes("code 0"));
  },
});

Deno.test({
  name: "in the background it stops and draws nothing; kill ends it there",
  ignore,
  async fn() {
    await using terminal = await startInShell();
    await terminal.type("\x1a");
    await assertClean(terminal);
    await terminal.type('bg; while [ -z "$(jobs -s)" ]; do sleep 0.1; done; echo "it"" stopped"\r');
    await terminal.until((screen) => isAtPrompt(screen) && screen.lines.includes("it stopped"));
    await terminal.type('kill %1; while jobs %1; do sleep 0.1; done; echo "it"" ended"\r');
    await terminal.until((screen) => isAtPrompt(screen) && screen.lines.includes("it ended"));
    assertEquals((await terminal.written()).match(/top of the screen/g)?.length, 1);
  },
});

Deno.test({
  name: "after SIGSTOP, which nobody hears of, everything is drawn anew",
  ignore,
  async fn() {
    await using terminal = await startInShell();
    await terminal.signal("SIGSTOP");
    await terminal.until(({ lines }) => lines.join().includes("Stopped"));
    await terminal.type('fg; echo "code"" $?"\r');
    const screen = await terminal.until((screen) =>
      isShown(screen) && screen.lines.includes("returns 1")
    );
    assertEquals(screen.lines[0], "top of the screen");
    await terminal.type("q");
    assert((await assertClean(terminal)).lines.includes("code 0"));
  },
});

Deno.test({
  name: "without a shell to come back to, Ctrl+Z does nothing",
  ignore,
  async fn() {
    await using terminal = await openTerminal({ command: [...PROGRAM, "screen"] });
    await terminal.until(isShown);
    await terminal.type("\x1a");
    await terminal.type("k");
    await terminal.until(({ lines }) => lines.includes("last k"));
    await terminal.type("q");
    assertEquals(await terminal.exitCode(), 0);
  },
});

Deno.test({
  name: "text in any script arrives whole, pasted text as one, and reports do nothing",
  ignore,
  async fn() {
    await using terminal = await openTerminal({ command: [...PROGRAM, "screen"] });
    await terminal.until(isShown);
    const last = (key: string) => terminal.until(({ lines }) => lines.includes(`last ${key}`));
    await terminal.type("한글");
    await last("글");
    const bytes = new TextEncoder().encode("é");
    await terminal.type(bytes.subarray(0, 1));
    await terminal.type(bytes.subarray(1));
    await last("é");
    await terminal.paste("Kx q\r\nq\n");
    await last("paste Kx q q");
    await terminal.type("k\x1b[<0;10;5M\x1b[I\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[24;80R");
    await last("k");
    await terminal.type("\x1b[5~");
    await last("pageUp");
    await terminal.type("q");
    assertEquals(await terminal.exitCode(), 0);
  },
});

Deno.test({
  name: "a new size is drawn whole",
  ignore,
  async fn() {
    await using terminal = await openTerminal({ command: [...PROGRAM, "screen"] });
    await terminal.until(isShown);
    for (const [columns, rows] of [[40, 10], [100, 30], [20, 8]] as const) {
      await terminal.resize(columns, rows);
      const screen = await terminal.until(({ lines }) =>
        lines.includes(`size ${columns} ${rows}`) && lines.at(-1) === "end of the screen"
      );
      assertEquals(screen.lines[6], "x".repeat(columns));
      assertEquals((await terminal.tmuxLines()).slice(0, rows), screen.lines);
    }
  },
});

Deno.test({
  name: "when the terminal is closed the program ends",
  ignore,
  async fn() {
    let pid: number;
    {
      await using terminal = await openTerminal({ command: [...PROGRAM, "screen"] });
      await terminal.until(isShown);
      pid = await terminal.pid();
    }
    const status = await Deno.readTextFile(`/proc/${pid}/status`).catch(() => "State:\tZ");
    assertStringIncludes(status, "State:\tZ");
  },
});

Deno.test({
  name: "with standard input elsewhere the screen is shown, and Ctrl+C ends it",
  ignore,
  async fn() {
    await using terminal = await openTerminal({
      command: ["sh", "-c", `exec ${IN_SHELL} screen </dev/null`],
    });
    await terminal.until((screen) => isShown(screen) && screen.lines.includes("last end of input"));
    assertStringIncludes(await terminal.modes(), " -echo ");
    await terminal.type("\x03");
    assertEquals(await terminal.exitCode(), 130);
    const screen = await terminal.screen();
    assertEquals([screen.isAlternate, screen.wraps, screen.cursor.isVisible], [false, true, true]);
  },
});

Deno.test({
  name: "a terminal that does not know its size is drawn as one of 80 columns and 24 lines",
  ignore,
  async fn() {
    await using terminal = await openTerminal({
      command: ["sh", "-c", `stty rows 0 columns 0; exec ${IN_SHELL} screen`],
    });
    await terminal.until((screen) => isShown(screen) && screen.lines.includes("size 80 24"));
    await terminal.type("q");
    assertEquals(await terminal.exitCode(), 0);
  },
});

Deno.test({
  name: "a terminal without a second screen, as Linux' console, is left empty",
  ignore,
  async fn() {
    await using terminal = await openTerminal({ command: [...PROGRAM, "screen"] });
    await terminal.until(isShown);
    await terminal.type("q");
    assertEquals(await terminal.exitCode(), 0);
    using emulator = openEmulator(80, 24);
    await emulator.write((await terminal.written()).replaceAll(/.\[\?1049[hl]/g, ""));
    // Deno tells a terminal where its own cache is in use.
    const left = emulator.screen().lines.filter((line) => !/^$|^Failed to open cache /.test(line));
    assertEquals(left, ['"done"']);
  },
});
