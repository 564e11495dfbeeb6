/**
 * Running the wrapped tools by their absolute paths, with a time-out and a limit on their output. Tools
 * are never looked for in `PATH`: a `netstat.exe` in the current folder must not run in place of the
 * system's.
 *
 * @module
 */
import { abortable } from "@std/async/abortable";
import { delay } from "@std/async/delay";
import { concat } from "@std/bytes/concat";
import { type Capture, HostError, type Programs, type RunOptions } from "../host.ts";
import { toHostError } from "../refusals.ts";
import { pathKind } from "./deno_files.ts";
import { windowsTool } from "../windows/system32.ts";
import { systemRoot } from "../windows/system_root.ts";
import { undoAtExit } from "./interruption.ts";
import type { RunningProgram, StartOptions } from "./running_program.ts";
import { startProgram } from "./start_program.ts";

/** The tools of this machine. */
export function denoPrograms(): Programs {
  return {
    run: async (tool, args, options) => await runProgram(toolPath(tool), args, options),
  };
}

function toolPath(tool: string): string {
  // No path, no option, nothing for a shell.
  if (!/^[a-z][a-z0-9_]*$/.test(tool)) {
    throw new HostError("notFound", `Cannot run ${tool}: not a tool's name`);
  }
  if (Deno.build.os === "windows") return windowsTool(tool, systemRoot());
  const path = linuxTool(tool, (candidate) => pathKind(candidate) === "file");
  if (path === null) throw new HostError("notFound", `Cannot run ${tool}: it is not installed`);
  return path;
}

/** A wrapped tool's program on Linux: the first that `exists`; null if none does. */
export function linuxTool(tool: string, exists: (path: string) => boolean): string | null {
  const folders = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"];
  return folders.map((folder) => `${folder}/${tool}`).find(exists) ?? null;
}

const DEFAULT_OUTPUT_LIMIT = 2 ** 30;

/**
 * How long it may take to read what an ended program left in its pipes. That is there at once, unless
 * a child of the program still holds the pipes open.
 */
const REST_MILLISECONDS = 200;

/**
 * Runs the program at an absolute path: no shell, an argument list, standard input closed or with the
 * content of `input`, both outputs read side by side. The time-out, the limit, the signal and the end
 * of netwho itself end the program. This then returns at once, even if a child of the program still
 * holds its pipes open.
 */
export async function runProgram(
  path: string,
  args: readonly string[],
  { timeoutMilliseconds, outputLimit = DEFAULT_OUTPUT_LIMIT, input, keepPartial, signal }:
    RunOptions,
): Promise<Capture> {
  signal?.throwIfAborted();
  const child = await start(path, { args, inputBytes: input?.length ?? null });
  const forget = undoAtExit(() => end(child));
  if (input !== undefined) void feed(child.stdin, input);
  const stop = new AbortController();
  const outputs = [child.stdout, child.stderr].map((stream) =>
    readOutput(stream, { path, limit: outputLimit, signal: stop.signal })
  );
  const whole = Promise.all([child.status, ...outputs.map(({ done }) => done)]);
  const within = (milliseconds: number) =>
    Promise.race([
      signal === undefined ? whole : abortable(whole, signal),
      delay(milliseconds, { signal: stop.signal }).then(() => "late" as const),
    ]);
  const captured = (code: number) => {
    const [stdout, stderr] = outputs.map(({ chunks }) => concat(chunks));
    return { stdout: stdout!, stderr: stderr!, code };
  };
  try {
    const result = await within(timeoutMilliseconds);
    if (result !== "late") return captured(result[0].code);
    end(child);
    if (!keepPartial) {
      throw new HostError("timedOut", `${path} took over ${timeoutMilliseconds} ms`);
    }
    await within(REST_MILLISECONDS);
    return { ...captured(1), timedOut: true };
  } catch (thrown) {
    end(child);
    signal?.throwIfAborted();
    throw toHostError(thrown, `Cannot run ${path}`);
  } finally {
    forget();
    stop.abort();
    // Nothing to wait for if everything was read.
    await Promise.allSettled([child.status, ...outputs.map(({ done }) => done)]);
  }
}

async function start(path: string, options: StartOptions): Promise<RunningProgram> {
  try {
    return await startProgram(path, options);
  } catch (thrown) {
    // On Windows the error of a program that is not there has no code.
    if (pathKind(path) === "missing") {
      throw new HostError("notFound", `Cannot run ${path}: it is not there`, { cause: thrown });
    }
    throw toHostError(thrown, `Cannot run ${path}`);
  }
}

/** A program may end, or be ended, before it has read everything. */
async function feed(stdin: WritableStream<Uint8Array>, input: Uint8Array): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(input);
    await writer.close();
  } catch {
    // Its exit code and its output show the result.
  }
}

/** Reads one pipe of a program; `chunks` grows meanwhile. */
function readOutput(
  stream: ReadableStream<Uint8Array>,
  { path, limit, signal }: { path: string; limit: number; signal: AbortSignal },
): { chunks: Uint8Array[]; done: Promise<void> } {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= limit) return;
      throw new HostError("tooMuchOutput", `${path} printed more than ${limit} bytes`);
    },
  });
  return { chunks, done: stream.pipeTo(sink, { signal }) };
}

function end(child: RunningProgram): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}
