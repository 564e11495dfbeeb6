/**
 * What a run has to say besides its rows: lines that were not understood, warnings, notes and the exit
 * code they ask for. It is passed along and told once, at the end, by one place.
 *
 * @module
 */
import { type CaptureError, EXIT, ParseError } from "../errors.ts";
import type { Rejected } from "../model/parsed.ts";

/** Rejected lines are kept word for word up to this many a source, then only counted. */
export const MOST_REJECTED = 1000;

/** What was made of one source's lines. */
export interface SourceReport {
  /** The source, as messages call it: a path, or a tool's name. */
  readonly label: string;
  /** How many rows it held. */
  readonly rows: number;
  /** The first of the lines that were not understood. */
  readonly rejected: readonly Rejected[];
  /** How many there were in all. @default the number of those kept */
  readonly rejectedCount?: number;
}

/** Everything that a run has to say besides its rows. */
export class Diagnostics {
  readonly #reports: Required<SourceReport>[] = [];
  readonly #warnings = new Set<string>();
  readonly #notes = new Set<string>();
  #emptyError: CaptureError | null = null;
  #exitCode: number = EXIT.ok;

  /** The sources that were read. */
  get reports(): readonly Required<SourceReport>[] {
    return this.#reports;
  }

  /** What the user should know although there are rows, each once. */
  get warnings(): readonly string[] {
    return [...this.#warnings];
  }

  /** What does no harm to the rows, each once; told with `--verbose`. */
  get notes(): readonly string[] {
    return [...this.#notes];
  }

  /** The exit code that the run asks for. */
  get exitCode(): number {
    return this.#exitCode;
  }

  /** Adds what was made of one source. */
  report({ label, rows, rejected, rejectedCount = rejected.length }: SourceReport): void {
    const kept = rejected.slice(0, MOST_REJECTED);
    this.#reports.push({ label, rows, rejected: kept, rejectedCount });
  }

  /** Adds warnings: something is missing from the rows. The run ends with exit code 3. */
  warn(...warnings: readonly string[]): void {
    for (const warning of warnings) this.#warnings.add(warning);
    if (warnings.length > 0) this.fail(EXIT.capture);
  }

  /** Adds notes. */
  note(...notes: readonly string[]): void {
    for (const note of notes) this.#notes.add(note);
  }

  /** Asks for an exit code. */
  fail(exitCode: number): void {
    this.#exitCode = exitCode;
  }

  /** The error of a run without rows; null where that is no error. */
  get emptyError(): CaptureError | null {
    return this.#emptyError;
  }

  /** Ends the run with an error if it has no rows. */
  failIfEmpty(error: CaptureError): void {
    this.#emptyError = error;
  }

  /**
   * Decides whether a run with so many rows is a success.
   *
   * @throws {ParseError} there are none, and a source has only lines that were not understood.
   * @throws {CaptureError} there are none, and {@linkcode Diagnostics.failIfEmpty} was called.
   */
  requireRows(count: number): void {
    if (count > 0) return;
    const fatal = this.#reports.find(({ rows, rejectedCount }) => rows === 0 && rejectedCount > 0);
    if (fatal !== undefined) throw nothingUnderstood(fatal);
    if (this.#emptyError !== null) throw this.#emptyError;
  }
}

function nothingUnderstood({ label, rejectedCount }: Required<SourceReport>): ParseError {
  const none = rejectedCount === 1
    ? "its only line is no row"
    : `none of ${rejectedCount} lines is a row`;
  return new ParseError(`Cannot understand ${label}: ${none}`, { hint: "--verbose lists them" });
}
