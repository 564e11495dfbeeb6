/**
 * Runs the program itself, as a process of its own.
 *
 * @module
 */
import { localPath } from "./folders.ts";

/** What a process came to. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The folder of the checkout. */
export const ROOT: URL = new URL("../..", import.meta.url);
/** What comes before the program's own arguments on a command line. */
export const PROGRAM: readonly string[] = [
  "run",
  "--quiet",
  "--allow-all",
  localPath(new URL("cli.ts", ROOT)),
];

/** Where the packages of this checkout are: with a home of its own a program would fetch them again. */
export const DENO_DIR: string = Deno.env.get("DENO_DIR") ??
  (Deno.build.os === "windows"
    ? `${Deno.env.get("LOCALAPPDATA")}\\deno`
    : `${Deno.env.get("XDG_CACHE_HOME") ?? `${Deno.env.get("HOME")}/.cache`}/deno`);

/** Starts it with all streams piped. */
export function startProgram(args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: [...PROGRAM, ...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  }).spawn();
}

/** Runs it to its end. */
export async function runProgram(args: readonly string[], stdin = ""): Promise<Ended> {
  const child = startProgram(args);
  const input = new Response(stdin).body!.pipeTo(child.stdin).catch(() => {});
  const { code, stdout, stderr } = await child.output();
  await input;
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
