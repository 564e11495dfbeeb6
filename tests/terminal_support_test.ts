/** The terminal that other tests trust: what it says of a program is what the program did. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { openEmulator } from "./support/emulator.ts";
import { hasTmux, openTerminal } from "./support/tmux.ts";

const ignore = !hasTmux;

Deno.test("the emulator tells lines, styles, the cursor and modes", async () => {
  using emulator = openEmulator(20, 4);
  await emulator.write(
    "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[2;1H한글 \x1b[1;32mnew\x1b[0m\x1b[91;44;7m-\x1b[0m",
  );
  const screen = emulator.screen();
  assertEquals(screen.lines, ["", "한글 new-", "", ""]);
  assertEquals(screen.find("new"), { row: 1, column: 5 });
  const { foreground, background, isBold, isInverse } = screen.style("new");
  assertEquals([foreground, background, isBold, isInverse], ["green", null, true, false]);
  const minus = screen.style({ row: 1, column: 8 });
  assertEquals([minus.foreground, minus.background, minus.isInverse], ["bright red", "blue", true]);
  assertEquals(screen.cursor, { row: 1, column: 9, isVisible: false });
  assertEquals([screen.isAlternate, screen.isBracketedPaste, screen.wraps], [true, true, true]);
});

Deno.test("the emulator takes emoji as two columns, and what joins them as none", async () => {
  const columns = async (text: string, clusters?: "codePoints") => {
    using emulator = openEmulator(20, 2, clusters);
    await emulator.write(text);
    return emulator.screen().cursor.column;
  };
  assertEquals(await columns("한e\u0301"), 3);
  assertEquals(await columns("\u1112\u1161\u11ab"), 2);
  assertEquals(await columns("👍🏽"), 2);
  assertEquals(await columns("👍🏽", "codePoints"), 4);
  assertEquals(await columns("🇰🇷"), 2);
  assertEquals(await columns("❤\ufe0f"), 2);
});

Deno.test({
  name: "a program on the terminal: typing, resizing, signals, its bytes and its exit code",
  ignore,
  async fn() {
    const script = "trap 'stty size' WINCH; trap 'echo got it; exit 7' USR1; " +
      "printf '\\033[32mhello\\033[0m\\n'; while :; do read -r -t 0.1 line && echo \"<$line>\"; done";
    await using terminal = await openTerminal({
      command: ["bash", "-c", script],
      columns: 50,
      rows: 10,
    });
    const screen = await terminal.until(({ lines }) => lines.includes("hello"));
    assertEquals(screen.style("hello").foreground, "green");
    await terminal.type("한글 ü\r");
    await terminal.until(({ lines }) => lines.includes("<한글 ü>"));
    assertStringIncludes((await terminal.tmuxLines()).join("\n"), "<한글 ü>");
    await terminal.resize(70, 12);
    await terminal.until(({ lines }) => lines.includes("12 70"));
    assertStringIncludes(await terminal.modes(), " icanon ");
    assertStringIncludes(await terminal.written(), "\x1b[32mhello\x1b[0m\r\n");
    await terminal.signal("SIGUSR1");
    assertEquals(await terminal.exitCode(), 7);
    assertStringIncludes(await terminal.written(), "got it");
  },
});

Deno.test({
  name: "what does not come in time fails with the screen; nothing stays behind",
  ignore,
  async fn() {
    let pid = 0;
    {
      await using terminal = await openTerminal({
        command: ["bash", "-c", "trap '' HUP; echo here; sleep 600"],
      });
      pid = await terminal.pid();
      await terminal.until(({ lines }) => lines.includes("here"));
      await assertRejects(
        () => terminal.until(({ lines }) => lines.includes("there"), { milliseconds: 50 }),
        Error,
        "here",
      );
    }
    // What nobody waits for is left as an entry in the table of processes, a zombie.
    const status = await Deno.readTextFile(`/proc/${pid}/status`).catch(() => "State:\tZ");
    assertStringIncludes(status, "State:\tZ");
  },
});

Deno.test({
  name: "the death of a program by a signal is told as a shell tells it",
  ignore,
  async fn() {
    await using terminal = await openTerminal({ command: ["sleep", "600"] });
    await terminal.signal("SIGTERM");
    assertEquals(await terminal.exitCode(), 143);
  },
});
