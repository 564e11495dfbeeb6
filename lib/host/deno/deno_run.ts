/**
 * Running a program with a time-out and a limit on its output.
 *
 * @module
 */
import { toHostError } from "./deno_error.ts";
import { pathKind } from "./deno_files.ts";
import { type Capture, HostError, type RunOptions } from "../host.ts";
import { joinBytes } from "../../text/ascii.ts";

const DEFAULT_OUTPUT_LIMIT = 2 ** 30;

/**
 * How long what an ended program left in its pipes may take to read. Nothing, unless a child of it
 * still holds them open.
 */
const REST_MILLISECONDS = 200;

/**
 * Runs the program at an absolute path: no shell, an argument list, standard input closed or what
 * `input` gives, both outputs read side by side. Where the time or the output runs out the program is
 * ended, and this returns at once, even if a child of the program still holds its pipes open.
 */
export async function runProgram(
  path: string,
  args: readonly string[],
  { timeoutMilliseconds, outputLimit = DEFAULT_OUTPUT_LIMIT, input, keepPartial }: RunOptions,
): Promise<Capture> {
  const child = spawn(path, { args, hasInput: input !== undefined });
  if (input !== undefined) void feed(child.stdin, input);
  const stdout = new Output(child.stdout);
  const stderr = new Output(child.stderr);
  const outputs = Promise.all([
    stdout.readAll(outputLimit, path),
    stderr.readAll(outputLimit, path),
    child.status,
  ]);
  const whole = outputs.then(([, , { code }]) => code);
  try {
    const code = await within(timeoutMilliseconds, whole);
    if (code !== OUT_OF_TIME) return { stdout: stdout.bytes(), stderr: stderr.bytes(), code };
    end(child);
    if (!keepPartial) {
      throw new HostError("timedOut", `${path} took over ${timeoutMilliseconds} ms`);
    }
    await within(REST_MILLISECONDS, whole);
    return { stdout: stdout.bytes(), stderr: stderr.bytes(), code: 1, timedOut: true };
  } catch (thrown) {
    end(child);
    throw toHostError(thrown, `Cannot run ${path}`);
  } finally {
    // Where all was read, this comes at once.
    await Promise.allSettled([stdout.cancel(), stderr.cancel(), child.status]);
  }
}

const OUT_OF_TIME = Symbol();

async function within<Value>(
  milliseconds: number,
  value: Promise<Value>,
): Promise<Value | typeof OUT_OF_TIME> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<typeof OUT_OF_TIME>((resolve) => {
    timer = setTimeout(() => resolve(OUT_OF_TIME), milliseconds);
  });
  try {
    return await Promise.race([value, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function spawn(
  path: string,
  { args, hasInput }: { args: readonly string[]; hasInput: boolean },
): Deno.ChildProcess {
  try {
    return new Deno.Command(path, {
      args: [...args],
      stdin: hasInput ? "piped" : "null",
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

/** A program may end, or be ended, before it has read everything. */
async function feed(stdin: WritableStream<Uint8Array>, input: Uint8Array): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(input);
    await writer.close();
  } catch {
    // Its exit code and its output tell what came of it.
  }
}

/** What a program prints into one pipe. */
class Output {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #chunks: Uint8Array[] = [];

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  async readAll(limit: number, path: string): Promise<void> {
    let length = 0;
    while (true) {
      const { value, done } = await this.#reader.read();
      if (done) return;
      this.#chunks.push(value);
      length += value.length;
      if (length > limit) {
        throw new HostError("tooMuchOutput", `${path} printed more than ${limit} bytes`);
      }
    }
  }

  bytes(): Uint8Array {
    return joinBytes(this.#chunks);
  }

  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }
}

function end(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}
