/**
 * The terminal that a host has.
 *
 * @module
 */
import type { Abortable } from "./abortable.ts";

/** The size of a terminal in characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** A key that was pressed, and the keys that were held down with it. */
export interface KeyPress {
  /**
   * The character, or the name of the key: `up`, `down`, `left`, `right`, `home`, `end`, `pageUp`,
   * `pageDown`, `insert`, `delete`, `enter`, `tab`, `escape`, `backspace`, `f1` to `f12`; `paste` for
   * text that was pasted into a full screen.
   */
  readonly key: string;
  /** The text of `paste` in one line, without control characters; missing for keys. */
  readonly text?: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  /** Always false for a character, which shows it. */
  readonly shift: boolean;
}

/** The terminal, standard output and standard error. */
export interface Terminal {
  isTerminal(stream: "stdout" | "stderr" | "stdin"): boolean;
  /**
   * Whether standard output is a terminal that obeys control sequences, as colors need. Windows' console
   * is told to until the program ends; with "Use legacy console" it does not.
   */
  canColor(): boolean;
  /** The terminal's width in columns; null without one, and where it does not know its size. */
  terminalColumns(): number | null;
  /** The terminal's size; null without one, and where it does not know its size. */
  terminalSize(): TerminalSize | null;
  /** The size each time it changes, until the signal. */
  terminalSizes(options?: Abortable): AsyncIterable<TerminalSize>;
  /**
   * The keys that are pressed, until the signal or the end of standard input. Only raw mode gives them
   * one by one and unseen. Ctrl+C interrupts the program, in raw mode too. On Windows without FFI
   * only ASCII characters are certain to arrive as they were typed.
   */
  keys(options?: Abortable): AsyncIterable<KeyPress>;
  /**
   * Turns raw mode on, and off when the result is disposed of; an interruption turns it off as well.
   * Does nothing where standard input is no terminal.
   */
  rawMode(): Disposable;
  /**
   * Takes the whole terminal: raw mode, the alternate screen, no cursor. Gives it back when the result
   * is disposed of, and however else the program ends. While the program is suspended (Ctrl+Z) the
   * terminal is given back too; `onReturn` is called when it is taken again, and all must be drawn anew.
   */
  fullScreen(options: { readonly onReturn: () => void }): Promise<Disposable>;
  /**
   * Writes all bytes to standard output. Also where there are none, it rejects with `brokenPipe` if
   * nobody reads them any more, as far as the system tells that beforehand (Linux).
   */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Writes text to standard error. An interruption clears a status line: text that begins with a
   * carriage return and ends without a line end.
   */
  writeError(text: string): void;
}
