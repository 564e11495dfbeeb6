/**
 * Starting a program: on Windows in Windows' own folder, with Windows' own environment, and without a
 * window where netwho has none.
 *
 * @module
 */
import { childEnvironment } from "../windows/child_environment.ts";
import { hasConsole } from "../windows/own_console.ts";
import { systemRoot } from "../windows/system_root.ts";
import { wholeEnvironment } from "./environment.ts";
import type { RunningProgram, StartOptions, Surroundings } from "./running_program.ts";

/**
 * What fits into a pipe of Windows, twice. Beyond it Node's pipes block everything else until the program
 * has read some, which it may only do once somebody reads what it prints. A window is better.
 */
const MOST_HIDDEN_INPUT = 32 * 1024;

/** Earlier ones show the window all the same, and at times wait for ever for what was printed. */
const HIDING_DENO = [2, 9] as const;

/** Starts the program at an absolute path. */
export async function startProgram(path: string, options: StartOptions): Promise<RunningProgram> {
  const surroundings = Deno.build.os === "windows" ? windowsSurroundings() : null;
  const isSmall = (options.inputBytes ?? 0) <= MOST_HIDDEN_INPUT;
  if (surroundings !== null && isSmall && canHide() && hasConsole() === false) {
    const { startHidden } = await import("./start_hidden.ts");
    return await startHidden(path, options, surroundings);
  }
  return new Deno.Command(path, {
    ...surroundings,
    clearEnv: surroundings !== null,
    args: [...options.args],
    stdin: options.inputBytes !== null ? "piped" : "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

function canHide(): boolean {
  const [major = 0, minor = 0] = Deno.version.deno.split(".").map(Number);
  return major > HIDING_DENO[0] || (major === HIDING_DENO[0] && minor >= HIDING_DENO[1]);
}

/** The current folder may be a share, too long, gone, or another's, who puts libraries there. */
function windowsSurroundings(): Surroundings {
  const root = systemRoot();
  return { cwd: `${root}\\System32`, env: childEnvironment(root, wholeEnvironment()) };
}
