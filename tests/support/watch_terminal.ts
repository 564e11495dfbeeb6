/**
 * `netwho watch` on a real terminal (Linux), with settings and a history of its own.
 *
 * @module
 */
import { localPath } from "./folders.ts";
import { DENO_DIR, ROOT } from "./program.ts";
import { openTerminal, type ScreenText, type TestTerminal } from "./tmux.ts";

/** A terminal in which `netwho` is a command. */
export interface WatchTerminal extends TestTerminal {
  /** Where its settings and its history are. */
  readonly folder: string;
}

/** How it is started. */
export interface WatchOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Settings of an earlier run. @default a new folder, which is removed at the end */
  readonly folder?: string;
}

/** Opens a terminal with a shell that has job control. Its prompt is `ready>`. */
export async function openShellTerminal(
  { columns = 80, rows = 24, env, folder: given }: WatchOptions = {},
): Promise<WatchTerminal> {
  const folder = given ?? await Deno.makeTempDir({ prefix: "netwho-watch-" });
  const tools = await Deno.makeTempDir({ prefix: "netwho-tools-" });
  for (
    const [name, module] of [["netwho", "cli.ts"], ["faulty", "tests/support/failing_program.ts"]]
  ) {
    const words = [
      Deno.execPath(),
      "run",
      "--quiet",
      "--allow-all",
      localPath(new URL(module!, ROOT)),
    ];
    const command = words.map((word) => `'${word}'`).join(" ");
    await Deno.writeTextFile(`${tools}/${name}`, `#!/bin/sh\nexec ${command} "$@"\n`, {
      mode: 0o755,
    });
  }
  const removeFolders = async () => {
    await Deno.remove(tools, { recursive: true });
    if (given === undefined) await Deno.remove(folder, { recursive: true });
  };
  try {
    const terminal = await openTerminal({
      command: ["bash", "--norc", "--noprofile", "-i"],
      columns,
      rows,
      env: {
        PS1: "ready> ",
        HISTFILE: "/dev/null",
        PATH: `${tools}:${Deno.env.get("PATH")}`,
        XDG_CONFIG_HOME: folder,
        XDG_DATA_HOME: folder,
        XDG_CACHE_HOME: folder,
        DENO_DIR,
        ...env,
      },
    });
    return {
      ...terminal,
      folder,
      async [Symbol.asyncDispose]() {
        await terminal[Symbol.asyncDispose]();
        await removeFolders();
      },
    };
  } catch (thrown) {
    await removeFolders();
    throw thrown;
  }
}

/** Opens a terminal in which netwho watches, and waits for its first look. */
export async function openWatch(
  args: string,
  { program = "netwho", ...options }: WatchOptions & { readonly program?: string } = {},
): Promise<WatchTerminal> {
  const terminal = await openShellTerminal(options);
  try {
    await terminal.until(isAtPrompt);
    await terminal.type(`echo "what was"" there"; ${program} watch ${args}; echo "code"" $?"\r`);
    await terminal.until(isWatching);
    return terminal;
  } catch (thrown) {
    await terminal[Symbol.asyncDispose]();
    throw thrown;
  }
}

/** Whether the shell waits for a command. */
export function isAtPrompt({ lines, isAlternate }: ScreenText): boolean {
  return !isAlternate && lines.findLast((line) => line !== "")?.startsWith("ready>") === true;
}

/** Whether a look is shown. */
export function isWatching({ lines, isAlternate }: ScreenText): boolean {
  return isAlternate && lines.some((line) => /^\d+ connections?\b/.test(line)) &&
    lines.at(-1)!.includes("quit");
}
