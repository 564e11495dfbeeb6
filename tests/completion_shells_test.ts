/**
 * The completion scripts in the shells themselves, on a real terminal with real Tab presses. Shells
 * that are not there are left out.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { openCompletingShell, UNIX_SHELLS } from "./support/completing_shell.ts";
import { hasProgram } from "./support/installed.ts";
import { hasTmux } from "./support/tmux.ts";

/** Names of programs: each begins in a way that no other program does. */
const HOSTILE = {
  zqa: "zqa$(touch pwned)",
  zqb: "zqb`touch pwned`",
  zqc: "zqc;touch pwned",
  zqd: "zqd|tee pwned&",
  zqe: 'zqe it\'s "q"',
  zqf: "zqf!1 !! !$",
  zqg: "zqg{a,b}[c]*?",
  zqh: "zqh~$HOME\\x#",
  zqi: "zqi\x1b]0;pwned\x07\x1b[31m",
  zqj: "zqj\n\ttouch pwned\n",
  zql: "zql it's'",
  zqk: "zqk h\u00fcllo \ud55c\uae00",
} as const;

/** What netwho is to be given for each: a GLOB where the name itself cannot be typed. */
const GLOBS: Readonly<Record<string, string>> = {
  ...HOSTILE,
  zqg: "zqg{a?b}[c]*?",
  zqi: "zqi?]0;pwned??[31m",
  zqj: "zqj??touch pwned?",
};

/** Those that nothing can be typed for in double quotes of bash, which keep no ! from its history. */
const NOT_IN_DOUBLE_QUOTES = ["zqf"];

for (const [name, start] of Object.entries(UNIX_SHELLS)) {
  const [program] = start.command;
  const isThere = hasTmux && hasProgram("bash") && hasProgram(program) &&
    (!start.load.includes("bash_completion") ||
      hasFile("/usr/share/bash-completion/bash_completion"));

  Deno.test({
    name: `Tab in ${name}`,
    ignore: !isThere,
    async fn(t) {
      await using shell = await openCompletingShell(start);
      const whole = async (typed: string, args: readonly string[]) => {
        await t.step(typed, async () => {
          await shell.complete(typed, (line) => line.trimEnd().length > typed.length);
          assertEquals(await shell.enter(), args);
          await shell.clear();
        });
      };
      await whole("netwho docto", ["doctor"]);
      await whole("netwho --establ", ["--established"]);
      await whole("netwho --state=time", ["--state=TIME_WAIT"]);
      await whole("netwho --fields pid,process,remotePo", ["--fields", "pid,process,remotePort"]);
      // Other ways to load the same script.
      if (name.includes(" with ")) return;
      await whole("netwho --state !TIME", ["--state", "!TIME_WAIT"]);
      await whole("netwho --state CLOSED,!TIME", ["--state", "CLOSED,!TIME_WAIT"]);
      await whole("netwho --fields=pid,stat", ["--fields=pid,state"]);
      await whole('netwho --scope "pub', ["--scope", "public"]);
      await whole("netwho --scope 'pub", ["--scope", "public"]);
      await whole("FOO='a b' netwho --scope publ", ["--scope", "public"]);
      await whole("echo x | netwho --scope publ", ["--scope", "public"]);
      await whole("netwho audit --rule smb-to", ["audit", "--rule", "smb-to-internet"]);
      await whole("netwho schedule add --every 5m -- lo", [
        ...["schedule", "add", "--every", "5m", "--", "log"],
      ]);
      Deno.writeTextFileSync(`${shell.folder}/a saved $(touch pwned).txt`, "");
      Deno.mkdirSync(`${shell.folder}/recording`);
      const saved = "a saved $(touch pwned).txt";
      await whole("netwho --from a", ["--from", saved]);
      await whole("netwho --from=a", [`--from=${saved}`]);
      await whole("netwho diff a", ["diff", saved]);
      await whole("netwho diff no", ["diff", "now"]);
      // zsh takes the slash away again.
      const folder = name === "zsh" ? "recording" : "recording/";
      await whole("netwho --replay rec", ["--replay", folder]);
      assert(!shell.has("pwned"));
    },
  });

  if (name.includes(" with ")) continue;
  Deno.test({
    name: `Tab in ${name} adds nothing where another program is called netwho, or none`,
    ignore: !isThere,
    async fn() {
      await using shell = await openCompletingShell(start);
      const netwho = `${shell.folder}/bin/netwho`;
      const other = "#!/bin/sh\nprintf 'oops: no such thing\\n$(touch pwned)\\n'\n";
      Deno.writeTextFileSync(netwho, other, { mode: 0o755 });
      await shell.complete("netwho ", (line) => line.trimEnd() === "netwho");
      await shell.complete("x", (line) => line.trimEnd() === "netwho x");
      await shell.terminal.type("\x15");
      await shell.clear();
      Deno.removeSync(netwho);
      await shell.complete("netwho do", (line) => line.trimEnd() === "netwho do");
      await shell.complete("x", (line) => line.trimEnd() === "netwho dox");
      const { lines } = await shell.terminal.screen();
      assertEquals(lines.filter((line) => line !== "").length, 1, lines.join("\n"));
      assert(!shell.has("pwned"));
    },
  });

  Deno.test({
    name: `Tab in ${name} does no harm where programs have hostile names`,
    ignore: !isThere,
    async fn(t) {
      await using shell = await openCompletingShell(start);
      await using _programs = startPrograms(shell.folder, Object.values(HOSTILE));
      const whole = async (typed: string, args: readonly string[]) => {
        await t.step(typed, async () => {
          await shell.complete(typed, (line) => line.trimEnd().length > typed.length);
          assertEquals(await shell.enter(), args);
          assert(!shell.has("pwned"), "a command in a name was run");
          await shell.clear();
        });
      };
      for (const [start, name] of Object.entries(HOSTILE)) {
        await whole(`netwho --process ${start}`, ["--process", GLOBS[start]!]);
        if (GLOBS[start] === name && !/[*?]/.test(name)) {
          await whole(`netwho kill ${start}`, ["kill", name]);
        }
      }
      for (const start of ["zqa", "zqb", "zqe", "zqf", "zqh", "zql"]) {
        await whole(`netwho --process '${start}`, ["--process", GLOBS[start]!]);
        if (name === "bash" && NOT_IN_DOUBLE_QUOTES.includes(start)) continue;
        await whole(`netwho --process "${start}`, ["--process", GLOBS[start]!]);
        await whole(`netwho --process=${start}`, [`--process=${GLOBS[start]!}`]);
      }
      await t.step("a list of them", async () => {
        const from = (await shell.terminal.written()).length;
        await shell.terminal.type("netwho --process zq\t\t");
        await shell.terminal.until(({ lines }) =>
          lines.filter((line) => line.includes("zq")).length > 1 &&
          lines.some((line) => line.includes("zqk"))
        );
        const written = await shell.terminal.written(from);
        for (const sequence of ["\x1b]0;pwned", "\x07\x1b[31m"]) {
          assert(!written.includes(sequence), JSON.stringify(written));
        }
        assert(!shell.has("pwned"));
      });
    },
  });
}

/**
 * Starts programs of these names, which only wait for a line. They are copies of bash: Rust's coreutils, on
 * Ubuntu from 25.10 on, refuse to run by another name.
 */
function startPrograms(folder: string, names: readonly string[]): AsyncDisposable {
  const bash = new TextDecoder().decode(
    new Deno.Command("sh", { args: ["-c", "command -v bash"] }).outputSync().stdout,
  ).trim();
  Deno.mkdirSync(`${folder}/programs`);
  const children = names.map((name) => {
    Deno.copyFileSync(bash, `${folder}/programs/${name}`);
    return new Deno.Command(`${folder}/programs/${name}`, {
      args: ["-c", "read -r"],
      stdin: "piped",
    }).spawn();
  });
  return {
    async [Symbol.asyncDispose]() {
      for (const child of children) {
        child.kill("SIGKILL");
        await child.status;
        await child.stdin.close().catch(() => {}); // nobody reads it any more
      }
    },
  };
}

function hasFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
