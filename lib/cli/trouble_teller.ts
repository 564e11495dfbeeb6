/**
 * Tells what goes wrong in a log that goes on all the same, once each time that it begins.
 *
 * @module
 */
import type { Clock, Terminal } from "../host/host.ts";
import { wholeSeconds } from "../text/local_time.ts";
import { sanitize } from "../text/terminal_text.ts";
import { countOf } from "../text/wording.ts";
import { linesAbout } from "./messages.ts";

/** The parts of the host that telling needs. */
type TellingHost = Clock & Pick<Terminal, "writeError" | "isTerminal">;

/** Tells troubles on standard error, with their time. What is as it was the last time is not told again. */
export class TroubleTeller {
  readonly #host: TellingHost;
  readonly #doing: string;
  #failure = "";
  #failures = 0;
  #shortcomings: string | null = null;

  /** @param doing what goes on all the same: `logging`. */
  constructor(host: TellingHost, { doing = "logging" }: { readonly doing?: string } = {}) {
    this.#host = host;
    this.#doing = doing;
  }

  /** Tells that a look failed. */
  fail(error: Error): void {
    this.#failures++;
    const [message = "", ...hints] = linesAbout(error);
    const failure = [message, ...hints].join("\n");
    if (failure === this.#failure) return;
    this.#failure = failure;
    this.#write([`${this.#now()}: ${message}`], hints);
  }

  /** Tells that looks succeed again. */
  succeed(): void {
    const failures = this.#failures;
    this.#failure = "";
    this.#failures = 0;
    if (failures === 0) return;
    this.#write([
      `${this.#now()}: ${this.#doing} again, after ${countOf(failures, "failed look")}`,
    ]);
  }

  /**
   * Tells what a look did not see; a person is told at the first one what is no fault, too.
   *
   * @param tell writes it to the terminal that it is given.
   */
  tell(tell: (terminal: Pick<Terminal, "writeError" | "isTerminal">) => void): void {
    const written = (isTerminal: Terminal["isTerminal"]) => {
      let text = "";
      tell({ writeError: (part) => void (text += part), isTerminal });
      return text;
    };
    const text = written(() => false);
    if (text === this.#shortcomings) return;
    const isFirst = this.#shortcomings === null;
    this.#shortcomings = text;
    const shown = isFirst ? written((stream) => this.#host.isTerminal(stream)) : text;
    if (shown !== "") this.#host.writeError(shown);
  }

  /** Tells something that is no failure. */
  say(message: string): void {
    this.#write([`${this.#now()}: ${message}`]);
  }

  #write(messages: readonly string[], hints: readonly string[] = []): void {
    const lines = [...messages.map((message) => `netwho: ${message}`), ...hints];
    this.#host.writeError(lines.map((line) => `${sanitize(line)}\n`).join(""));
  }

  #now(): string {
    return wholeSeconds(new Date(this.#host.now()).toISOString());
  }
}
