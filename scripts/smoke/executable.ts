/**
 * Runs the executables that `deno task compile` writes to `dist/`.
 *
 * @module
 */
import { executablePath } from "../executables.ts";

const ROOT = `${import.meta.dirname}/../..`;

/** How a run ended. */
export interface Ended {
  /** The exit code. */
  readonly code: number;
  /** Standard output. */
  readonly stdout: string;
  /** Standard error. */
  readonly stderr: string;
}

/** The path of the executable for Linux, on the processor of this machine. */
export const LINUX_EXECUTABLE = executablePath(`${Deno.build.arch}-unknown-linux-gnu`);

/** The path of the executable for Windows. */
export const WINDOWS_EXECUTABLE = executablePath("x86_64-pc-windows-msvc");

/** Runs the executable for Linux. */
export function linux(...args: string[]): Promise<Ended> {
  return command(LINUX_EXECUTABLE, args);
}

/** Runs the executable for Windows, under Wine. */
export function wine(...args: string[]): Promise<Ended> {
  return winbox("run", WINDOWS_EXECUTABLE, ...args);
}

/** Runs `winbox`, the program named by the variable WINBOX, which sets up Wine. */
export function winbox(...args: string[]): Promise<Ended> {
  return underWine(named("WINBOX"), args);
}

/** Runs `winpwsh`, the program named by the variable WINPWSH: PowerShell for Windows under Wine. */
export function winpwsh(...args: string[]): Promise<Ended> {
  return underWine(named("WINPWSH"), args);
}

/** What Wine says of a fault in itself, now and then and beside a right result. */
const WINE_FAULT =
  /^wine(?: client error:\S*|: Unhandled (?:page fault|exception)) .*(?:\r?\n|$)/gm;

/** The exit codes of netwho's own. */
const OWN_CODES: readonly number[] = [0, 1, 2, 3, 4, 130];

/**
 * Runs a program under Wine. Faults of Wine are printed, and are no part of what the program says;
 * where one has ended the program, it runs once more.
 */
async function underWine(path: string, args: readonly string[]): Promise<Ended> {
  const ended = await command(path, args);
  const faults = ended.stderr.match(WINE_FAULT);
  if (faults === null) return ended;
  console.warn(`Wine, exit code ${ended.code}: ${faults.join("")}`);
  const result = OWN_CODES.includes(ended.code) ? ended : await command(path, args);
  return { ...result, stderr: result.stderr.replace(WINE_FAULT, "") };
}

/** Whether the Deno in the executable passes on that a tool is to be hidden: from 2.9 on. */
export async function hidesTools(): Promise<boolean> {
  const bytes = await Deno.readFile(WINDOWS_EXECUTABLE);
  const text = new TextDecoder("latin1").decode(bytes);
  const [, major, minor] = /Deno\/(\d+)\.(\d+)\.\d+/.exec(text)!;
  return Number(major) > 2 || Number(minor) >= 9;
}

function named(variable: string): string {
  const path = Deno.env.get(variable);
  if (path === undefined) throw new Error(`${variable} must name the program of that name`);
  return path;
}

/** Runs a program. */
export async function command(path: string, args: readonly string[]): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(path, {
    args: [...args],
    stdin: "null",
    cwd: ROOT,
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}
