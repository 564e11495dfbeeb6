/**
 * What a run prints, as text for its log: each line indented, harmless on any terminal.
 *
 * @module
 */
import { sanitize } from "../text/terminal_text.ts";

/** Where a run prints. */
export type OutputStream = "stdout" | "stderr";

const INDENT = "  ";

/** Turns pieces of two streams into whole lines; a line is not mixed of both. */
export class IndentedText {
  /** The stream whose last line has no end yet. */
  #open: OutputStream | null = null;
  /** A carriage return at the end of a piece: the line feed to it may follow. */
  #held = "";

  /** The text to write for a piece. */
  add(stream: OutputStream, text: string): string {
    if (text === "") return "";
    const before = this.#open !== null && this.#open !== stream ? this.close() : "";
    const whole = this.#held + text;
    this.#held = /\r*$/.exec(whole)![0];
    const lines = whole.slice(0, whole.length - this.#held.length).replace(/\r+\n/g, "\n")
      .split("\n");
    const rest = lines.pop()!;
    const ended = lines.map((line) => `${this.#begin(stream)}${this.safe(line)}${this.#finish()}`);
    const open = rest === "" ? "" : `${this.#begin(stream)}${this.safe(rest)}`;
    return before + ended.join("") + open;
  }

  /** Ends a line that has no end yet. */
  close(): string {
    this.#held = "";
    return this.#open === null ? "" : this.#finish();
  }

  /** Text without what a terminal would interpret; a tab stays. */
  safe(text: string): string {
    return text.split("\t").map(sanitize).join("\t");
  }

  #begin(stream: OutputStream): string {
    if (this.#open !== null) return "";
    this.#open = stream;
    return INDENT;
  }

  #finish(): string {
    this.#open = null;
    return "\n";
  }
}
