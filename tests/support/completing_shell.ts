/**
 * Shells on a real terminal in which netwho's completion is loaded, to press Tab in.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import { DENO_DIR, PROGRAM } from "./program.ts";
import { openTerminal, type TestTerminal } from "./tmux.ts";

/** How to start a shell without anybody's settings, and to load the completion. */
interface ShellStart {
  readonly command: readonly string[];
  readonly load: string;
}

/** The shells of Unix, by what tests call them. */
export const UNIX_SHELLS = {
  bash: {
    command: ["bash", "--norc", "--noprofile", "-i"],
    load: 'eval "$(netwho completions bash)"',
  },
  "bash with bash-completion": {
    command: ["bash", "--norc", "--noprofile", "-i"],
    load: 'source /usr/share/bash-completion/bash_completion; eval "$(netwho completions bash)"',
  },
  zsh: {
    command: ["zsh", "-f", "-i"],
    load: 'autoload -Uz compinit; compinit -u -D; eval "$(netwho completions zsh)"',
  },
  "zsh with a file in fpath": {
    command: ["zsh", "-f", "-i"],
    load:
      "netwho completions zsh > $HOME/_netwho; fpath+=$HOME; autoload -Uz compinit; compinit -u -D",
  },
  fish: { command: ["fish", "--no-config"], load: "netwho completions fish | source" },
} as const satisfies Readonly<Record<string, ShellStart>>;

/** A shell in which netwho is completed. */
export interface CompletingShell extends AsyncDisposable {
  readonly terminal: TestTerminal;
  /** The folder in which it runs, and its home. */
  readonly folder: string;
  /** Types the beginning of a line and Tab, and returns the line once it is as wanted. */
  complete(typed: string, wanted: (line: string) => boolean): Promise<string>;
  /** Ends the line with Return, and returns the arguments with which netwho was run. */
  enter(): Promise<string[]>;
  /** Empties the screen, once the shell waits for a line. */
  clear(): Promise<void>;
  /** Whether a file is in the folder. */
  has(name: string): boolean;
}

const PROMPT = "ready> ";

/**
 * Opens a shell. `netwho` in it completes as ever, and only keeps its arguments otherwise.
 */
export async function openCompletingShell(
  { command, load }: ShellStart,
): Promise<CompletingShell> {
  const folder = await Deno.makeTempDir({ prefix: "netwho-completion-" });
  await Deno.mkdir(`${folder}/bin`);
  const program = [Deno.execPath(), ...PROGRAM].map((word) => `'${word}'`).join(" ");
  await Deno.writeTextFile(
    `${folder}/bin/netwho`,
    `#!/bin/sh\ncase $1 in completions) exec ${program} "$@" ;; esac\n` +
      `for word; do printf '%s\\0' "$word"; done >'${folder}/given.new'\n` +
      `mv '${folder}/given.new' '${folder}/given'\n`,
    { mode: 0o755 },
  );
  const terminal = await openTerminal({
    command,
    columns: 160,
    rows: 40,
    cwd: folder,
    env: {
      PATH: `${folder}/bin:${Deno.env.get("PATH")}`,
      PS1: PROMPT,
      HOME: folder,
      DENO_DIR,
      XDG_CONFIG_HOME: folder,
      XDG_DATA_HOME: folder,
      LANG: "C.UTF-8",
    },
  });
  const isFish = command[0] === "fish";
  // What is typed before the prompt is there would be echoed by the terminal, not by the shell.
  const empty = async () => {
    await terminal.type("clear\r");
    await terminal.until(({ lines }) => lines.join("").trim() === PROMPT.trim());
  };
  const run = async (line: string) => {
    await terminal.type(`${line}; echo do''ne\r`);
    await terminal.until(({ lines }) => lines.some((line) => line.startsWith("done")));
    await empty();
  };
  if (isFish) await run(`function fish_prompt; printf '${PROMPT}'; end`);
  if (command[0] === "zsh") await run(`PS1='${PROMPT}'`);
  await run(load);
  const lineOf = (lines: readonly string[]) =>
    lines.findLast((line) => line.startsWith(PROMPT.trim()))?.slice(PROMPT.length) ?? "";
  return {
    terminal,
    folder,
    async complete(typed, wanted) {
      await terminal.type(`${typed}\t`);
      const { lines } = await terminal.until(({ lines }) => wanted(lineOf(lines)));
      return lineOf(lines).trimEnd();
    },
    async enter() {
      await Deno.remove(`${folder}/given`).catch(() => {}); // not there the first time
      await terminal.type("\r");
      for (let tries = 0; tries < 6000; tries++, await delay(20)) {
        const given = await Deno.readTextFile(`${folder}/given`).catch(() => null);
        if (given !== null) return given.split("\0").slice(0, -1);
      }
      throw new Error(`netwho was not run:\n${(await terminal.screen()).lines.join("\n")}`);
    },
    async clear() {
      await terminal.until(({ lines }) => lineOf(lines).trim() === "");
      await empty();
    },
    has: (name) => Array.from(Deno.readDirSync(folder)).some((entry) => entry.name === name),
    async [Symbol.asyncDispose]() {
      await terminal[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
