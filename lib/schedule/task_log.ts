/**
 * The log of a task: when it started, what it printed, how it ended.
 *
 * Lines of its own begin with the time. What the task printed is indented, so that no program's name
 * can pass for a line of its own, and control characters in it are escaped.
 *
 * @module
 */
import { type Clock, type Files, type Host, HostError } from "../host/host.ts";
import type { Logs } from "../host/logs.ts";
import { durationText } from "../text/durations.ts";
import { IndentedText, type OutputStream } from "./indented_text.ts";

/** The size in bytes at which a log is renamed, and how many old ones are kept. */
const LOG_LIMIT = 1_000_000;
const LOGS_KEPT = 3;

/** Characters that are written at once, so that a long output is spread over several files. */
const PIECE = 64 * 1024;

/** Where a task of this user has its log; null where there is no folder for data. */
export function taskLogPath(
  host: Pick<Files, "dataFolder"> & Pick<Host, "os">,
  name: string,
): string | null {
  const folder = host.dataFolder();
  const separator = host.os === "windows" ? "\\" : "/";
  return folder === null ? null : [folder, "logs", `${name}.log`].join(separator);
}

/** Writes the log of one run. */
export class TaskLog {
  readonly #host: Logs & Clock;
  readonly #path: string;
  readonly #onRefusal: (refusal: HostError) => void;
  readonly #text = new IndentedText();
  readonly #startedAt: number;
  #size: number | null = null;
  #isRefused = false;
  #isEnded = false;

  /** @param onRefusal is told once if the log cannot be written; the run goes on. */
  constructor(
    host: Logs & Clock,
    path: string,
    { onRefusal }: { onRefusal: (refusal: HostError) => void },
  ) {
    this.#host = host;
    this.#path = path;
    this.#onRefusal = onRefusal;
    this.#startedAt = host.now();
  }

  /** Whether the log cannot be written: what is printed has to go elsewhere. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** Writes the first line. */
  start(command: string): void {
    this.#line(`started: ${this.#text.safe(command)}`);
  }

  /** Writes what the run prints. */
  print(stream: OutputStream, text: string): void {
    for (let at = 0; at < text.length;) {
      const lineEnd = text.indexOf("\n", at + PIECE) + 1;
      const end = lineEnd === 0 ? text.length : lineEnd;
      this.#append(this.#text.add(stream, text.slice(at, end)));
      at = end;
    }
  }

  /** Writes the last line, once. */
  end(how: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#line(`ended: ${how} after ${this.#duration()}`);
  }

  /** Writes the only line of a run that does not start because another one goes on. */
  skip(): void {
    this.#line(NOT_STARTED);
  }

  #line(text: string): void {
    const time = new Date(this.#host.now()).toISOString();
    this.#append(`${this.#text.close()}${time} ${text}\n`);
  }

  #duration(): string {
    const milliseconds = this.#host.now() - this.#startedAt;
    return milliseconds < 60_000
      ? `${(milliseconds / 1000).toFixed(1)} s`
      : durationText(Math.round(milliseconds / 1000) * 1000);
  }

  #append(text: string): void {
    if (this.#isRefused) return;
    const bytes = new TextEncoder().encode(text);
    try {
      this.#size ??= this.#host.appendLog(this.#path, new Uint8Array());
      if (this.#size > 0 && this.#size + bytes.length > LOG_LIMIT) this.#rotate();
      this.#size = this.#host.appendLog(this.#path, bytes);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      this.#isRefused = true;
      this.#onRefusal(error);
    }
  }

  /** A log that is being read cannot be renamed on Windows: it grows on until it can. */
  #rotate(): void {
    try {
      this.#host.rotateLog(this.#path, LOGS_KEPT);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
    }
  }
}

const NOT_STARTED = "not started: the run before it still goes on";

/** What the end of a log tells. */
export interface LogEnd {
  /** The last lines, without an empty one at the end. */
  readonly lines: readonly string[];
  /** When the last run started; null where that line is not among the last ones. */
  readonly startedAt: string | null;
  /** The exit code of the last run; null while it goes on, and where it ended otherwise. */
  readonly exitCode: number | null;
}

const OWN_LINE =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (started|ended): (?:exit code (\d{1,10})\b)?/;

/** Reads the end of a log, of which the first line may be cut. Never throws. */
export function readLogEnd(text: string, most: number): LogEnd {
  const lines = text.replace(/\n$/, "").split("\n").filter((line) => line.trim() !== "");
  const own = lines.map((line) => OWN_LINE.exec(line)).filter((match) => match !== null);
  const last = own.at(-1);
  const started = own.findLast(([, , verb]) => verb === "started");
  return {
    lines: lines.slice(-most),
    startedAt: started?.[1] ?? null,
    exitCode: last?.[2] === "ended" && last[3] !== undefined ? Number(last[3]) : null,
  };
}
