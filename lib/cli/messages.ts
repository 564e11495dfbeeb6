/**
 * Messages on standard error: the error that ended a command, and the warnings and notes of a run.
 *
 * @module
 */
import type { Diagnostics, SourceReport } from "../capture/diagnostics.ts";
import { CaptureError, EXIT, NotRecordedError, ParseError, UsageError } from "../errors.ts";
import { type Host, HostError, type HostErrorKind } from "../host/host.ts";
import { sanitize } from "../text/terminal_text.ts";
import { countOf } from "../text/wording.ts";
import { type Command, selectCommand } from "./command.ts";

/** The longest chain of causes to print: a chain can contain a cycle. */
const DEEPEST_CAUSE = 8;

/** The command line that failed. */
export interface Failed {
  /** All of its arguments. */
  readonly args: readonly string[];
  /** The machine. */
  readonly host: Host;
  /** The table of commands. */
  readonly commands: readonly Command[];
}

/** The message about an error, and its exit code. */
interface Report {
  readonly code: number;
  readonly message: string;
  readonly hints: readonly (string | null)[];
}

/**
 * Writes an error to standard error and returns the exit code. A closed pipe (`netwho | head`) is no
 * error. An unexpected error is reported as a bug, with the code of a failed capture: scripts may rely
 * on seeing only the codes of EXIT.
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
    const hints = [error.hint, `Try ${helpFor(args, commands)}`];
    return { code: EXIT.usage, message: error.message, hints };
  }
  return describeExpected(error) ?? {
    code: EXIT.capture,
    message: `Internal error: ${error instanceof Error ? error.message : String(error)}`,
    hints: [
      "This is a bug in netwho. Please report it where you got netwho, with the command line and " +
      "its output with --verbose.",
    ],
  };
}

/** The report of what something outside netwho refused; null for an error that nobody foresaw. */
function describeExpected(error: unknown): Report | null {
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
    return {
      code: EXIT.capture,
      message: error.message,
      hints: [HOST_HINTS[error.kind] ?? null, error.hint],
    };
  }
  return null;
}

/** The message about an error after which a run goes on, and the hints. */
export function linesAbout(error: Error): readonly string[] {
  const { message = error.message, hints = [] } = describeExpected(error) ?? {};
  return [message, ...hints.filter((hint) => hint !== null)];
}

const NOT_RECORDED_HINT = "A replay can repeat only what was recorded: record again with --record";

const HOST_HINTS: Partial<Record<HostErrorKind, string>> = {
  busy: "Close it in the other program, and try again",
  noSpace: "Free some space, or write to another disk",
  timedOut: "Allow more time with --timeout SECONDS",
};

/** The help of the command that failed; the overview if the command is unknown. */
function helpFor(args: readonly string[], commands: readonly Command[]): string {
  try {
    return `netwho ${selectCommand(args, commands).command.name} --help`;
  } catch {
    return "netwho --help";
  }
}

/** Does not use the parsed options: parsing may have failed. */
function isVerbose(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? undefined : end).some((arg) =>
    arg === "--verbose" || arg === "-v"
  );
}

/** The causes of an error with their stacks, and the stack of an unexpected error. */
function traceOf(error: unknown): string[] {
  const lines: string[] = [];
  const isExpected = [UsageError, CaptureError, ParseError, HostError, NotRecordedError].some((
    kind,
  ) => error instanceof kind);
  let cause = error;
  for (let depth = 0; cause instanceof Error && depth < DEEPEST_CAUSE; depth++) {
    const [first, ...stack] = (cause.stack ?? cause.message).split("\n");
    if (depth > 0) lines.push(`Caused by: ${first}`);
    if (depth > 0 || !isExpected) lines.push(...stack);
    cause = cause.cause;
  }
  return lines;
}

/**
 * Prints the number of lines that were not understood and of values that could not be read, what
 * could not be seen, and the warnings; with `verbose` also the lines, the values and the notes.
 */
export function tellDiagnostics(
  diagnostics: Diagnostics,
  host: Pick<Host, "writeError" | "isTerminal">,
  { verbose }: { verbose: boolean },
): void {
  tellRejectedCounts(diagnostics, host, { verbose });
  const lines = diagnostics.reports.map((report) => shortcomings(report, { verbose })).join("");
  // Even empty text takes a line of progress away.
  if (lines !== "") host.writeError(lines);
  const notes = verbose ? diagnostics.notes : [];
  const isPerson = host.isTerminal("stderr");
  const unseen = unseenLines(diagnostics, { verbose, isPerson });
  const advice = isPerson || verbose ? diagnostics.advice : [];
  for (const message of [...notes, ...unseen, ...advice, ...diagnostics.warnings]) {
    host.writeError(`netwho: ${sanitize(message)}\n`);
  }
}

/** What is missing from the rows of a source beside lines that were not understood, as lines. */
function shortcomings(
  { label, unread: { counts, values, hints }, remarks }: Required<SourceReport>,
  { verbose }: { verbose: boolean },
): string {
  const name = sanitize(label);
  const lines = remarks.map((remark) => `netwho: ${name} ${sanitize(remark)}`);
  if (counts.size > 0) {
    if (verbose) {
      lines.push(
        ...values.map(({ line, text, reason }) =>
          `netwho: ${name}:${line}: ${sanitize(reason)}: ${sanitize(text)}`
        ),
      );
    }
    const count = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const parts = [...counts].map(([what, count]) => `${sanitize(what)} ${count}`).join(", ");
    const more = verbose ? "" : "; --verbose lists them";
    lines.push(
      `netwho: ${countOf(count, "value")} of ${name} could not be read (${parts})${more}`,
      ...hints.map(sanitize),
    );
  }
  return lines.map((line) => `${line}\n`).join("");
}

/**
 * What could not be seen: of what was asked for always, of everything for a person and where owners
 * are counted, and of this machine with `verbose`.
 */
function unseenLines(
  { owners, limits }: Diagnostics,
  { verbose, isPerson }: { verbose: boolean; isPerson: boolean },
): readonly string[] {
  const asked = [...limits, ...owners.guesses];
  const { summary, isSaved, isCounted } = owners;
  if (asked.length > 0 || summary === null) return asked;
  return isPerson || isCounted || (verbose && !isSaved) ? [summary] : [];
}

/** Prints the number of lines that were not understood; with `verbose` also the lines. */
export function tellRejectedCounts(
  diagnostics: Diagnostics,
  host: Pick<Host, "writeError">,
  { verbose }: { verbose: boolean },
): void {
  if (verbose) tellRejectedLines(diagnostics, host);
  const hint = verbose ? "" : "; --verbose lists them";
  for (const { label, rejectedCount } of diagnostics.reports.filter(hasRejects)) {
    const lines = countOf(rejectedCount, "line");
    host.writeError(`netwho: ${lines} of ${sanitize(label)} not understood${hint}\n`);
  }
}

/** Prints the lines that were not understood. */
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
    `netwho: ${sanitize(label)}:${line}: ${sanitize(reason)}: ${sanitize(text.trim())}\n`
  );
  const more = rejectedCount - rejected.length;
  const last = more > 0 ? `netwho: ${sanitize(label)}: ${countOf(more, "more line")}\n` : "";
  return lines.join("") + last;
}
