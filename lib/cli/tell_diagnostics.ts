/**
 * Tells on standard error what a run has to say besides its rows.
 *
 * @module
 */
import type { Diagnostics, SourceReport } from "../capture/diagnostics.ts";
import type { Terminal } from "../host/host.ts";
import { sanitize } from "../text/terminal_text.ts";

/**
 * Tells how many lines were not understood, and the warnings; with `verbose` also which lines, and
 * the notes.
 */
export function tellDiagnostics(
  diagnostics: Diagnostics,
  host: Pick<Terminal, "writeError">,
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
  host: Pick<Terminal, "writeError">,
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
  host: Pick<Terminal, "writeError">,
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
