/**
 * Keeps count of lines that were not understood, so that they are told once, at the end.
 *
 * @module
 */
import { ParseError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { MOST_REJECTED, type ReadReport } from "../capture/diagnostics.ts";
import { sanitize } from "../text/sanitize.ts";

/** All lines that were not understood. */
export class Misread {
  readonly #reports: Required<ReadReport>[] = [];

  /** Adds what was made of one source. */
  add({ label, rows, rejected, rejectedCount = rejected.length }: ReadReport): void {
    if (rejectedCount === 0) return;
    const kept = rejected.slice(0, MOST_REJECTED);
    this.#reports.push({ label, rows, rejected: kept, rejectedCount });
  }

  /**
   * Tells, on standard error, how many lines were not understood, and with `verbose` which.
   *
   * @param rows How many rows there are in all, from whatever source.
   * @throws {ParseError} where there are none, and a source has only lines that were not understood.
   */
  report(host: Host, { verbose, rows }: { verbose: boolean; rows: number }): void {
    if (verbose) { for (const report of this.#reports) host.writeError(listing(report)); }
    const fatal = rows > 0 ? undefined : this.#reports.find((report) => report.rows === 0);
    if (fatal !== undefined) throw nothingIn(fatal, verbose);
    const hint = verbose ? "" : "; --verbose lists them";
    for (const { label, rejectedCount } of this.#reports) {
      const lines = countLines(rejectedCount);
      host.writeError(`netwho: ${lines} of ${sanitize(label)} not understood${hint}\n`);
    }
  }
}

function nothingIn({ label, rejectedCount }: Required<ReadReport>, verbose: boolean): ParseError {
  const none = rejectedCount === 1
    ? "its only line is no row"
    : `none of ${rejectedCount} lines is a row`;
  return new ParseError(`Cannot understand ${label}: ${none}`, {
    hint: verbose ? null : "--verbose lists them",
  });
}

function listing({ label, rejected, rejectedCount }: Required<ReadReport>): string {
  const listed = rejected.map(({ line, text, reason }) =>
    `netwho: ${sanitize(label)}:${line}: ${reason}: ${sanitize(text.trim())}\n`
  );
  const more = rejectedCount - rejected.length;
  return listed.join("") +
    (more > 0 ? `netwho: ${sanitize(label)}: ${countLines(more)} more\n` : "");
}

function countLines(count: number): string {
  return count === 1 ? "1 line" : `${count} lines`;
}
