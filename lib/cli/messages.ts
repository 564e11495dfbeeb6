/**
 * Messages for people on standard error: what ended a command, and what a run has to say besides its
 * rows.
 *
 * @module
 */
import type { Diagnostics, SourceReport } from "../capture/diagnostics.ts";
import { CaptureError, EXIT, NotRecordedError, ParseError, UsageError } from "../errors.ts";
import { type Host, HostError, type HostErrorKind } from "../host/host.ts";
import { sanitize } from "../text/terminal_text.ts";
import type { Command } from "./command.ts";

/** Causes of causes are told this far; they may go round in circles. */
const DEEPEST_CAUSE = 8;

/** The command line that went wrong. */
export interface Failed {
  /** All of its arguments. */
  readonly args: readonly string[];
  /** The machine. */
  readonly host: Host;
  /** The table of commands. */
  readonly commands: readonly Command[];
}

/** What to say, and how to end. */
interface Report {
  readonly code: number;
  readonly message: string;
  readonly hints: readonly (string | null)[];
}

/**
 * Writes what went wrong to standard error and returns the exit code. A reader of standard output
 * that went away (`netwho | head`) is no error. An error that nobody foresaw is a bug: it is named
 * as one and ends with the code of a failed capture, since scripts are promised no other codes than
 * those in EXIT.
 */
export function reportError(error: unknown, failed: Failed): number {
  if (error instanceof HostError && error.kind === "brokenPipe") return EXIT.ok;
  const { code, message, hints } = describe(error, failed);
  const lines = [`netwho: ${message}`, ...hints.filter((hint) => hint !== null)];
  if (isVerbose(failed.args)) lines.push(...traceOf(error));
  failed.host.writeError(lines.map((line) => `${sanitize(line)}\n`).join(""));
  return code;
}

function describe(error: unknown, { args, commands }: Failed): Report {
  if (error instanceof UsageError) {
    const hints = [error.hint, `Try ${helpFor(args[0], commands)}`];
    return { code: EXIT.usage, message: error.message, hints };
  }
  if (error instanceof CaptureError) {
    return { code: EXIT.capture, message: error.message, hints: [error.hint] };
  }
  if (error instanceof ParseError) {
    return { code: EXIT.notUnderstood, message: error.message, hints: [error.hint] };
  }
  if (error instanceof NotRecordedError) {
    return { code: EXIT.capture, message: error.message, hints: [NOT_RECORDED_HINT] };
  }
  if (error instanceof HostError) {
    return { code: EXIT.capture, message: error.message, hints: [HOST_HINTS[error.kind] ?? null] };
  }
  return {
    code: EXIT.capture,
    message: `Internal error: ${error instanceof Error ? error.message : String(error)}`,
    hints: [
      "This is a bug in netwho. Please report it where you got netwho from, with the command " +
      "line and what it prints with --verbose.",
    ],
  };
}

const NOT_RECORDED_HINT =
  "A recording answers only what was asked when it was made: record again with --record";

const HOST_HINTS: Partial<Record<HostErrorKind, string>> = {
  noSpace: "Free some space, or write elsewhere with --out FILE",
  timedOut: "Give it longer with --timeout SECONDS",
};

/** The help of the command that was meant; the overview where that is not known. */
function helpFor(first: string | undefined, commands: readonly Command[]): string {
  const name = first === undefined || first.startsWith("-") ? commands[0]!.name : first;
  return commands.some((row) => row.name === name) ? `netwho ${name} --help` : "netwho --help";
}

/** Read by hand: the error may be that the command line cannot be read. */
function isVerbose(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? undefined : end).some((arg) =>
    arg === "--verbose" || arg === "-v"
  );
}

/** What an error comes from; for one that nobody foresaw, also where it arose. */
function traceOf(error: unknown): string[] {
  const lines: string[] = [];
  const foreseen = [UsageError, CaptureError, ParseError, HostError, NotRecordedError].some((
    kind,
  ) => error instanceof kind);
  let cause = error;
  for (let depth = 0; cause instanceof Error && depth < DEEPEST_CAUSE; depth++) {
    const [first, ...stack] = (cause.stack ?? cause.message).split("\n");
    if (depth > 0) lines.push(`Caused by: ${first}`);
    if (depth > 0 || !foreseen) lines.push(...stack);
    cause = cause.cause;
  }
  return lines;
}

/**
 * Tells how many lines were not understood, and the warnings; with `verbose` also which lines, and
 * the notes.
 */
export function tellDiagnostics(
  diagnostics: Diagnostics,
  host: Pick<Host, "writeError">,
  { verbose }: { verbose: boolean },
): void {
  tellRejectedCounts(diagnostics, host, { verbose });
  const notes = verbose ? diagnostics.notes : [];
  for (const message of [...notes, ...diagnostics.warnings]) {
    host.writeError(`netwho: ${sanitize(message)}\n`);
  }
}

/** Tells how many lines were not understood; with `verbose` also which. */
export function tellRejectedCounts(
  diagnostics: Diagnostics,
  host: Pick<Host, "writeError">,
  { verbose }: { verbose: boolean },
): void {
  if (verbose) tellRejectedLines(diagnostics, host);
  const hint = verbose ? "" : "; --verbose lists them";
  for (const { label, rejectedCount } of diagnostics.reports.filter(hasRejects)) {
    const lines = countLines(rejectedCount);
    host.writeError(`netwho: ${lines} of ${sanitize(label)} not understood${hint}\n`);
  }
}

/** Lists the lines that were not understood. */
export function tellRejectedLines(
  { reports }: Diagnostics,
  host: Pick<Host, "writeError">,
): void {
  for (const report of reports.filter(hasRejects)) host.writeError(rejectedLines(report));
}

function hasRejects({ rejectedCount }: Required<SourceReport>): boolean {
  return rejectedCount > 0;
}

function rejectedLines({ label, rejected, rejectedCount }: Required<SourceReport>): string {
  const lines = rejected.map(({ line, text, reason }) =>
    `netwho: ${sanitize(label)}:${line}: ${reason}: ${sanitize(text.trim())}\n`
  );
  const more = rejectedCount - rejected.length;
  const last = more > 0 ? `netwho: ${sanitize(label)}: ${countLines(more)} more\n` : "";
  return lines.join("") + last;
}

function countLines(count: number): string {
  return count === 1 ? "1 line" : `${count} lines`;
}
