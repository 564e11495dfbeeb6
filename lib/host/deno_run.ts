/**
 * Running a program with a time-out and a limit on its output.
 *
 * @module
 */
import { toHostError } from "./deno_error.ts";
import { pathKind } from "./deno_files.ts";
import { type Capture, HostError, type RunOptions } from "./host.ts";

const DEFAULT_OUTPUT_LIMIT = 2 ** 30;

/**
 * Runs the program at an absolute path: no shell, an argument list, standard input closed, both
 * outputs read side by side. Where the time or the output runs out the program is ended, and this
 * returns at once, even if a child of the program still holds its pipes open.
 */
export async function runProgram(
  path: string,
  args: readonly string[],
  { timeoutMilliseconds, outputLimit = DEFAULT_OUTPUT_LIMIT }: RunOptions,
): Promise<Capture> {
  const child = spawn(path, args);
  const readers = [child.stdout.getReader(), child.stderr.getReader()] as const;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new HostError("timedOut", `${path} took over ${timeoutMilliseconds} ms`)),
      timeoutMilliseconds,
    );
  });
  try {
    const [stdout, stderr, { code }] = await Promise.race([
      Promise.all([
        readAll(readers[0], { path, outputLimit }),
        readAll(readers[1], { path, outputLimit }),
        child.status,
      ]),
      timeout,
    ]);
    return { stdout, stderr, code };
  } catch (thrown) {
    end(child);
    await Promise.allSettled([readers[0].cancel(), readers[1].cancel(), child.status]);
    throw toHostError(thrown, `Cannot run ${path}`);
  } finally {
    clearTimeout(timer);
  }
}

function spawn(path: string, args: readonly string[]): Deno.ChildProcess {
  try {
    return new Deno.Command(path, {
      args: [...args],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (thrown) {
    // On Windows the error of a program that is not there has no code.
    if (pathKind(path) === "missing") {
      throw new HostError("notFound", `Cannot run ${path}: it is not there`, { cause: thrown });
    }
    throw toHostError(thrown, `Cannot run ${path}`);
  }
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { path, outputLimit }: { path: string; outputLimit: number },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (true) {
    const { value, done } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
    if (length > outputLimit) {
      throw new HostError("tooMuchOutput", `${path} printed more than ${outputLimit} bytes`);
    }
  }
  if (chunks.length === 1) return chunks[0]!;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function end(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}
