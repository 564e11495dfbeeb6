/**
 * The errors that netwho throws on purpose, and their exit codes. Any other error that reaches the
 * top is reported as a bug.
 *
 * Wording: `Cannot <verb> <thing>: <state, and what was wanted>`, capital first, no full stop.
 *
 * @module
 */

/** The exit codes of the program, a contract with scripts. */
export const EXIT = {
  /** Success. */
  ok: 0,
  /** Findings or differences, only with --fail-on and --fail-on-change; --until waited in vain. */
  findings: 1,
  /** The command line is wrong. */
  usage: 2,
  /** A wrapped tool or a file is missing, failed or timed out, or output could not be written. */
  capture: 3,
  /** The output of a tool, or a file, was not understood at all. */
  notUnderstood: 4,
  /** Interrupted by the user. On Linux other signals have 128 and their number, as in a shell. */
  interrupted: 130,
} as const;

/** The command line is wrong: an unknown option, a bad value. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** What to do instead, printed on a separate line. */
  readonly hint: string | null;

  constructor(message: string, { hint = null }: { hint?: string | null } = {}) {
    super(message);
    this.hint = hint;
  }
}

/** What is written is not complete: right so far, but a value or a quote is missing. Exit code 2. */
export class UnfinishedError extends UsageError {}

/**
 * Something outside netwho could not be read, run or written: a tool is missing, fails or hangs, a
 * file does not exist, a disk is full. Exit code 3.
 */
export class CaptureError extends Error {
  override readonly name = "CaptureError";
  /** What to do about it, printed on a separate line. */
  readonly hint: string | null;

  constructor(
    message: string,
    { hint = null, cause }: { hint?: string | null; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.hint = hint;
  }
}

/** Nothing in the input was understood. Exit code 4. */
export class ParseError extends Error {
  override readonly name = "ParseError";
  /** What to do about it, printed on a separate line. */
  readonly hint: string | null;

  constructor(message: string, { hint = null }: { hint?: string | null } = {}) {
    super(message);
    this.hint = hint;
  }
}

/**
 * A replay needs a call that its recording does not hold. This is not a failure of the recorded
 * machine and must not be handled as one. Exit code 3.
 */
export class NotRecordedError extends Error {
  override readonly name = "NotRecordedError";

  /** @param call the call that was not recorded. */
  constructor(call: string) {
    super(`Cannot replay "${call}": it was not recorded`);
  }
}
