/**
 * The diagnostics of a run: rejected lines, unread values, warnings, notes and the exit code. They are collected
 * along the way and printed once, at the end, in one place.
 *
 * @module
 */
import { type CaptureError, EXIT, ParseError } from "../errors.ts";
import { MOST_REJECTED, NOTHING_UNREAD, type Rejected, type Unread } from "../model/parsed.ts";
import { OwnersSeen } from "./hidden_owners.ts";

/** The result of parsing one source. */
export interface SourceReport {
  /** Its name in messages: a path or the name of a tool. */
  readonly label: string;
  /** The number of rows. */
  readonly rows: number;
  /** The first rejected lines. */
  readonly rejected: readonly Rejected[];
  /** The number of all rejected lines. @default the length of `rejected` */
  readonly rejectedCount?: number;
  /** The values that could not be read. @default none */
  readonly unread?: Unread;
  /**
   * What to know about the source as a whole, each the end of a sentence that starts with its name:
   * `ends in the middle: …`. @default none
   */
  readonly remarks?: readonly string[];
}

/** The diagnostics of a run. */
export class Diagnostics {
  /** The sockets whose owner could not be seen. */
  readonly owners: OwnersSeen = new OwnersSeen();
  /** Whether to have no rows is an answer, whatever was not understood: rows were compared. */
  isNoneFine = false;
  readonly #reports: Required<SourceReport>[] = [];
  readonly #warnings = new Set<string>();
  readonly #notes = new Set<string>();
  readonly #limits = new Set<string>();
  readonly #advice = new Set<string>();
  #emptyError: CaptureError | null = null;
  #exitCode: number = EXIT.ok;

  /** The sources that were read. */
  get reports(): readonly Required<SourceReport>[] {
    return this.#reports;
  }

  /** Warnings, without duplicates. */
  get warnings(): readonly string[] {
    return [...this.#warnings];
  }

  /** Harmless remarks, without duplicates; shown with `--verbose`. */
  get notes(): readonly string[] {
    return [...this.#notes];
  }

  /** What could not be seen of what was asked for, without duplicates. */
  get limits(): readonly string[] {
    return [...this.#limits];
  }

  /** What a person may want to ask next, without duplicates. */
  get advice(): readonly string[] {
    return [...this.#advice];
  }

  /** The exit code of the run. */
  get exitCode(): number {
    return this.#exitCode;
  }

  /** Adds the result of parsing one source. */
  report({
    label,
    rows,
    rejected,
    rejectedCount = rejected.length,
    unread = NOTHING_UNREAD,
    remarks = [],
  }: SourceReport): void {
    const kept = rejected.slice(0, MOST_REJECTED);
    this.#reports.push({ label, rows, rejected: kept, rejectedCount, unread, remarks });
  }

  /** Adds warnings that something is missing from the rows. The run exits with code 3. */
  warn(...warnings: readonly string[]): void {
    for (const warning of warnings) this.#warnings.add(warning);
    if (warnings.length > 0) this.fail(EXIT.capture);
  }

  /** Adds notes. */
  note(...notes: readonly string[]): void {
    for (const note of notes) this.#notes.add(note);
  }

  /** Says what could not be seen of what was asked for; always shown, and no failure. */
  limit(...limits: readonly string[]): void {
    for (const limit of limits) this.#limits.add(limit);
  }

  /** Says what a person may want to ask next; scripts are not told. */
  advise(...advice: readonly string[]): void {
    for (const line of advice) this.#advice.add(line);
  }

  /** Sets the exit code. */
  fail(exitCode: number): void {
    this.#exitCode = exitCode;
  }

  /** The error if the run has no rows; null if that is not an error. */
  get emptyError(): CaptureError | null {
    return this.#emptyError;
  }

  /** Makes the run fail with an error if it has no rows. */
  failIfEmpty(error: CaptureError): void {
    this.#emptyError = error;
  }

  /**
   * Checks that a run has rows, or a good reason to have none.
   *
   * @throws {ParseError} if there are none, and a source has only rejected lines.
   * @throws {CaptureError} if there are none, and {@linkcode Diagnostics.failIfEmpty} was called.
   */
  requireRows(count: number): void {
    if (count > 0 || this.isNoneFine) return;
    const fatal = this.#reports.find(({ rows, rejectedCount }) => rows === 0 && rejectedCount > 0);
    if (fatal !== undefined) throw nothingUnderstood(fatal);
    if (this.#emptyError !== null) throw this.#emptyError;
  }
}

function nothingUnderstood({ label, rejectedCount }: Required<SourceReport>): ParseError {
  const none = rejectedCount === 1
    ? "its only line is not a row"
    : `none of ${rejectedCount} lines is a row`;
  return new ParseError(`Cannot understand ${label}: ${none}`, { hint: "--verbose lists them" });
}
