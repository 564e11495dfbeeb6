/**
 * Rows of tasklist copied out of a search, a log, code, Markdown or HTML: takes away what is around
 * them.
 *
 * @module
 */
import { withoutEntities, withoutTags } from "../../text/markup.ts";

/** Characters of a line in which a row is looked for. */
const LONGEST_COPY = 1000;

/** What a search or a log puts before a row: only one of them is taken away. */
const PREFIXES: readonly RegExp[] = [
  // `2026-11-25 10:00:01`, `[11/25/2026 10:00:01 AM]`, `10:00:01`
  /^\s*\[?(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ,]{1,2})?\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?[AP]M)?(?:Z|[+-]\d\d:?\d\d)?\]?[\s,;]{1,40}/i,
  // `tasks.txt:12:`, `C:\tmp\tasks.txt:12:`, `tasks.txt:`
  /^(?:> )?(?:[A-Za-z]:)?[^\s:*?"<>|][^:*?"<>|]{0,200}:\d{1,7}[:-]/,
  /^[^\s:*?"<>|]{1,200}\.(?:txt|log|csv|out):/i,
  // `12:`, `12.`, `[12]`, `- `, `+` of a diff
  /^\s*(?:\d{1,7}[:.)]|\[\d{1,7}\]|[-*+<>!\u2022])\s?/,
];

/** The row in a line, without what a copy put around it; null if there is nothing to take away. */
export function bareTasklistRow(line: string): string | null {
  if (line.length > LONGEST_COPY) return null;
  let text = withoutQuotes(withoutBars(withoutTags(withoutEntities(line))));
  const prefix = PREFIXES.find((pattern) => pattern.test(text));
  if (prefix !== undefined) text = text.replace(prefix, "");
  return text === line ? null : text;
}

/** A row of a table in Markdown, with tabs in place of its bars. */
function withoutBars(line: string): string {
  const cells = /^\s*\|(.*)\|$/.exec(line)?.[1];
  return cells === undefined ? line : cells.trim().replace(/\s*\|\s*/g, "\t");
}

/** What stands between quotation marks, without the line ends as code spells them. */
function withoutQuotes(line: string): string {
  const quoted = /^\s*b?(["'`])(.*)\1[,;)\s]*$/.exec(line)?.[2];
  return quoted === undefined ? line : quoted.replace(/(?:\\[rn])+$/, "");
}
