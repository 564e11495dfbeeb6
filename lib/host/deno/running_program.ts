/**
 * A program that was started, and how it is started.
 *
 * @module
 */

/** A program that was started. */
export interface RunningProgram {
  /** Only where bytes will be written to it. */
  readonly stdin: WritableStream<Uint8Array>;
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  readonly status: Promise<{ readonly code: number }>;
  kill(signal: "SIGKILL"): void;
}

/** What to start. */
export interface StartOptions {
  readonly args: readonly string[];
  /** How many bytes will be written to its standard input; null: it is closed. */
  readonly inputBytes: number | null;
}

/** The current folder and the whole environment of a program. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: Record<string, string>;
}
