/**
 * The errors that netwho throws on purpose, and the exit codes they lead to. Anything else that
 * reaches the top is a bug and is reported as one.
 *
 * Wording: `Cannot <verb> <thing>: <state, and what was wanted>`, capital first, no full stop.
 *
 * @module
 */

/** What the program's exit codes mean; the contract with scripts. */
export const EXIT = {
  /** Done. */
  ok: 0,
  /** Kept for findings and differences; no command ends with it yet. */
  findings: 1,
  /** The command line is wrong. */
  usage: 2,
  /** A wrapped tool or a file is missing, failed or timed out, or output could not be written. */
  capture: 3,
  /** Output of a tool, or a file, was not understood at all. */
  notUnderstood: 4,
  /** Interrupted by the user. */
  interrupted: 130,
} as const;

/** The command line is wrong: an unknown option, a bad value. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** What to do instead, on a line of its own. */
  readonly hint: string | null;

  constructor(message: string, { hint = null }: { hint?: string | null } = {}) {
    super(message);
    this.hint = hint;
  }
}

/**
 * Something outside could not be read, run or written: a tool that is missing, fails or hangs, a
 * file that is not there, a full disk. Ends with exit code 3.
 */
export class CaptureError extends Error {
  override readonly name = "CaptureError";
  /** What to do about it, on a line of its own. */
  readonly hint: string | null;

  constructor(
    message: string,
    { hint = null, cause }: { hint?: string | null; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.hint = hint;
  }
}

/** Nothing of what was read was understood. Ends with exit code 4. */
export class ParseError extends Error {
  override readonly name = "ParseError";
  /** What to do about it, on a line of its own. */
  readonly hint: string | null;

  constructor(message: string, { hint = null }: { hint?: string | null } = {}) {
    super(message);
    this.hint = hint;
  }
}

/**
 * A replay was asked for something that its recording does not hold. It is no refusal of the machine,
 * and nothing that handles those may take it for an answer. Ends with exit code 3.
 */
export class NotRecordedError extends Error {
  override readonly name = "NotRecordedError";

  /** @param call the call that was not recorded. */
  constructor(call: string) {
    super(`Cannot replay "${call}": it was not recorded`);
  }
}
