/**
 * The terminal, standard output and standard error.
 *
 * @module
 */
import { abortable } from "@std/async/abortable";
import { delay } from "@std/async/delay";
import type { Abortable, KeyPress, Terminal, TerminalSize } from "../host.ts";
import { guarded, toHostError } from "../refusals.ts";
import { writeOutput } from "./byte_streams.ts";
import { writeWhole } from "./file_basics.ts";
import { interrupt, undoAtExit } from "./interruption.ts";
import { readKeys, readRest } from "./key_presses.ts";

/** The terminal of this process. */
export function denoTerminal(): Terminal {
  return {
    isTerminal: (stream) => Deno[stream].isTerminal(),
    // 0 columns: the terminal does not know its size.
    terminalColumns: () => terminalSize()?.columns || null,
    terminalSize,
    terminalSizes,
    keys,
    rawMode,
    write: writeOutput,
    writeError: clearedAtExit(writeErrorText),
  };
}

function terminalSize(): TerminalSize | null {
  try {
    return Deno.stdout.isTerminal() ? Deno.consoleSize() : null;
  } catch {
    return null;
  }
}

async function* terminalSizes({ signal }: Abortable = {}): AsyncGenerator<TerminalSize> {
  let known = terminalSize();
  let changed = Promise.withResolvers<void>();
  const wake = () => changed.resolve();
  Deno.addSignalListener("SIGWINCH", wake);
  signal?.addEventListener("abort", wake);
  try {
    while (!signal?.aborted) {
      await changed.promise;
      changed = Promise.withResolvers();
      const size = terminalSize();
      if (signal?.aborted || size === null) continue;
      if (size.columns !== known?.columns || size.rows !== known.rows) yield known = size;
    }
  } finally {
    Deno.removeSignalListener("SIGWINCH", wake);
    signal?.removeEventListener("abort", wake);
  }
}

/** How long a terminal may take between the characters of one key. */
const SEQUENCE_MILLISECONDS = 50;

async function* keys({ signal }: Abortable = {}): AsyncGenerator<KeyPress> {
  const decoder = new TextDecoder();
  let rest = "";
  while (!signal?.aborted) {
    const bytes = await nextBytes({ signal, patience: rest === "" ? null : SEQUENCE_MILLISECONDS });
    if (bytes === "aborted") return;
    const read = bytes === null || bytes === "nothing yet"
      ? { keys: readRest(rest), rest: "" }
      : readKeys(rest + decoder.decode(bytes, { stream: true }));
    rest = read.rest;
    for (const key of read.keys) {
      if (key.ctrl && key.key === "c") interrupt();
      yield key;
    }
    if (bytes === null) return;
  }
}

const keyBuffer = new Uint8Array(256);

/** A read that is under way cannot be taken back: the next reader goes on with it. */
let reading: Promise<number | null> | undefined;

/** The next bytes from the terminal; null at their end. */
async function nextBytes(
  { signal, patience }: { signal: AbortSignal | undefined; patience: number | null },
): Promise<Uint8Array | null | "nothing yet" | "aborted"> {
  reading ??= Deno.stdin.read(keyBuffer);
  const stopWaiting = new AbortController();
  const signals = [stopWaiting.signal, ...signal ? [signal] : []];
  const late = patience === null ? [] : [
    delay(patience, { signal: stopWaiting.signal }).then(() => "nothing yet" as const),
  ];
  try {
    const count = await Promise.race([abortable(reading, AbortSignal.any(signals)), ...late]);
    if (count === "nothing yet") return count;
    reading = undefined;
    return count === null ? null : keyBuffer.slice(0, count);
  } catch (thrown) {
    if (signal?.aborted) return "aborted";
    reading = undefined;
    throw toHostError(thrown, "Cannot read the terminal");
  } finally {
    stopWaiting.abort();
  }
}

function rawMode(): Disposable {
  if (!Deno.stdin.isTerminal()) return { [Symbol.dispose]() {} };
  // Ctrl+C stays a signal; on Windows, where it cannot, it arrives as a key.
  Deno.stdin.setRaw(true, { cbreak: Deno.build.os !== "windows" });
  const turnOff = () => Deno.stdin.setRaw(false);
  const forget = undoAtExit(turnOff);
  return {
    [Symbol.dispose]() {
      forget();
      guarded("Cannot turn off the terminal's raw mode", turnOff);
    },
  };
}

/** Writes to standard error. Where that fails, nobody is left to be told. */
function writeErrorText(text: string): void {
  try {
    writeWhole(Deno.stderr, new TextEncoder().encode(text));
  } catch {
    // The exit code still tells how the program ended.
  }
}

/** Columns that a terminal adds for Ctrl+C: `^C`. */
const ECHO_COLUMNS = 2;

/** Writes text to standard error so that the end of the program clears a status line. */
export function clearedAtExit(writeError: (text: string) => void): (text: string) => void {
  let forget = () => {};
  return (text) => {
    forget();
    const line = text.startsWith("\r") && !/[\r\n]$/.test(text) ? text.slice(1) : "";
    forget = line === ""
      ? () => {}
      : undoAtExit(() => writeError(`\r${" ".repeat(line.length + ECHO_COLUMNS)}\r`));
    writeError(text);
  };
}
