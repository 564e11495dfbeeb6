/**
 * The terminal, standard output and standard error.
 *
 * @module
 */
import type { Abortable, Terminal, TerminalSize } from "../host.ts";
import type { ConsoleReader } from "../windows/console_keys.ts";
import { writeOutput } from "./byte_streams.ts";
import { writeWhole } from "./file_basics.ts";
import { undoAtExit } from "./interruption.ts";
import { rawMode } from "./raw_mode.ts";
import { screenTurn } from "./screen_turn.ts";

/** What a console of Windows needs to be a terminal like others. */
export interface ConsoleOptions {
  /** Makes it obey control sequences until the result is disposed of; throws where it cannot. */
  readonly openConsole?: (options: { readonly whole: boolean }) => Disposable;
  /** Loads what reads its keys; null where they are read from standard input as elsewhere. */
  readonly loadKeys?: () => Promise<ConsoleReader | null>;
}

/** The terminal of this process. What keys and a full screen take is loaded at first use (ADR 5). */
export function denoTerminal({ openConsole = asItIs, loadKeys }: ConsoleOptions = {}): Terminal {
  let console: ConsoleReader | null | undefined;
  let obeys: boolean | undefined;
  return {
    isTerminal: (stream) => Deno[stream].isTerminal(),
    canColor: () => Deno.stdout.isTerminal() && (obeys ??= keepsObeying(openConsole)),
    terminalColumns: () => sizeOf()?.columns || null,
    terminalSize,
    terminalSizes,
    async *keys({ signal } = {}) {
      const { readTerminalKeys } = await import("./terminal_keys.ts");
      if (console === undefined) {
        console = Deno.stdin.isTerminal() ? await loadKeys?.() ?? null : null;
      }
      yield* readTerminalKeys(console, { signal });
    },
    rawMode,
    async fullScreen({ onReturn }) {
      const { takeFullScreen } = await import("./full_screen.ts");
      return takeFullScreen({ onReturn, openConsole: () => openConsole({ whole: true }) });
    },
    async write(bytes) {
      await writeOutput(bytes, { atOnce: await screenTurn() });
    },
    writeError: clearedAtExit(writeErrorText),
  };
}

function asItIs(): Disposable {
  return { [Symbol.dispose]() {} };
}

/** Makes the console obey control sequences until the program ends. */
function keepsObeying(openConsole: Required<ConsoleOptions>["openConsole"]): boolean {
  try {
    const console = openConsole({ whole: false });
    undoAtExit(() => console[Symbol.dispose]());
    return true;
  } catch {
    return false;
  }
}

function terminalSize(): TerminalSize | null {
  const size = sizeOf();
  // 0: the terminal does not know, as one at a serial line.
  return size !== null && size.columns > 0 && size.rows > 0 ? size : null;
}

function sizeOf(): TerminalSize | null {
  try {
    return Deno.stdout.isTerminal() ? Deno.consoleSize() : null;
  } catch {
    return null;
  }
}

// A program that is suspended is not told of a new size.
const SIZE_SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGWINCH"]
  : ["SIGWINCH", "SIGCONT"];

async function* terminalSizes({ signal }: Abortable = {}): AsyncGenerator<TerminalSize> {
  let known = terminalSize();
  let changed = Promise.withResolvers<void>();
  const wake = () => changed.resolve();
  for (const name of SIZE_SIGNALS) Deno.addSignalListener(name, wake);
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
    for (const name of SIZE_SIGNALS) Deno.removeSignalListener(name, wake);
    signal?.removeEventListener("abort", wake);
  }
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
