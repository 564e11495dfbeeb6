/**
 * Starting a program of Windows without a window: where netwho has no console, Windows would make one
 * for each tool, and show it. `Deno.Command` has no option for that, Node's `spawn` has.
 *
 * @module
 */
import type { Readable } from "node:stream";
import type { RunningProgram, StartOptions, Surroundings } from "./running_program.ts";

/** Starts the program at an absolute path, with a console of its own that nobody sees. */
export async function startHidden(
  path: string,
  { args, inputBytes }: StartOptions,
  { cwd, env }: Surroundings,
): Promise<RunningProgram> {
  const { spawn } = await import("node:child_process");
  const { Writable } = await import("node:stream");
  const child = spawn(path, [...args], {
    cwd,
    env,
    windowsHide: true,
    stdio: [inputBytes !== null ? "pipe" : "ignore", "pipe", "pipe"],
  });
  const ended = new Promise<{ code: number }>((resolve) => {
    child.once("exit", (code) => resolve({ code: code ?? ENDED }));
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.on("error", reject); // later ones say that it could not be ended, as it had ended by itself
  });
  return {
    get stdin() {
      return Writable.toWeb(child.stdin!);
    },
    stdout: bytesOf(child.stdout!),
    stderr: bytesOf(child.stderr!),
    status: ended,
    kill: (signal) => void child.kill(signal),
  };
}

/** The code of a program that was ended. */
const ENDED = 1;

function bytesOf(output: Readable): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(stream) {
      // Deno 2.7 reads the next bytes into the same memory.
      output.on("data", (bytes: Uint8Array) => stream.enqueue(bytes.slice()));
      output.once("error", (error) => stream.error(error));
      output.once("end", () => stream.close());
    },
    cancel() {
      output.removeAllListeners().once("error", () => {}).destroy();
    },
  });
}
