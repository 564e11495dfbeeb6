/**
 * Rows copied out of code, JSON, quotes, Markdown, HTML or a diff: takes away what is around them.
 *
 * @module
 */
import { withoutEntities, withoutTags } from "../../text/markup.ts";

/** Characters of a line in which a row is looked for. */
const LONGEST_COPY = 2000;

/** The row in a line, without what a copy put around it; null if the line holds no row, or nothing else. */
export function bareRow(line: string): string | null {
  if (line.length > LONGEST_COPY || !/TCP|UDP/i.test(line)) return null;
  const text = withoutMarkup(line);
  const found = ROW_START.exec(text);
  if (found === null) return null;
  const start = found.index + found[1]!.length;
  const head = text.slice(0, start).trimEnd();
  const isQuoted = QUOTES.has(head.at(-1) ?? "");
  const row = isQuoted ? withoutClosingQuote(text.slice(start)) : text.slice(start);
  const bare = (isQuoted || isBullet(head) ? "" : `${head} `) + trimPunctuation(row);
  return bare === line ? null : bare;
}

const QUOTES: ReadonlySet<string> = new Set(
  "\"'`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00ab\u00bb",
);

const ROW_START =
  /(^|[\s"'`\u2018-\u201f\u00ab\u00bb>+<*!(\u2022-])(?:TCP|UDP)(?:v?[46])?(?=[\s"'`]|$)/i;

/** Bold text of Markdown. What hides an address is followed by a point or a colon: `***:443`. */
const STARS = /(?<![.:*\w])\*{2,}(?=[^\s.:*])|(?<=\w)\*{2,}(?![.:*\w])/g;

/** Tabs in place of tags, the bars and quotation marks between cells, and line ends as code spells them. */
function withoutMarkup(line: string): string {
  const text = withoutTags(withoutEntities(line).replace(/\\[rnt]/g, "\t")).replace(STARS, "\t");
  return text.replace(/[|\u2502\u2503\u2551]/g, "\t").replace(/["'`], ?["'`]/g, "\t");
}

/** Whether only the marks of a list, a quote or a diff stand before a row. */
function isBullet(head: string): boolean {
  return /^[\s>+<*!(\u2022-]*$/.test(head);
}

/**
 * What stands between quotation marks; an apostrophe within a word is none. Another row behind them
 * stays, so that it is told.
 */
function withoutClosingQuote(row: string): string {
  for (let at = 0; at < row.length; at++) {
    if (!QUOTES.has(row[at]!) || /^\p{L}/u.test(row.slice(at + 1, at + 3))) continue;
    const [inside, behind] = [row.slice(0, at), row.slice(at + 1)];
    return ROW_START.test(behind) ? `${inside}\t${behind}` : inside;
  }
  return row;
}

/**
 * Without what ends a line of code, not what ends a row: `*`, `-` and `)`. A word that ends in several
 * points was cut, so they stay.
 */
function trimPunctuation(row: string): string {
  let end = row.replace(LINE_END, "").length;
  while (end > 0 && /[\s,;.!"'`\\}]/.test(row[end - 1]!)) end--;
  if (row.startsWith("..", end)) return row.trimEnd();
  const text = row.slice(0, end);
  return /\([^()]*\)$/.test(text.slice(-LONGEST_TIMER)) ? text : text.replace(/\)$/, "");
}

/** How `cat -A` shows the end of a line. */
const LINE_END = /(?:\^M)?\$$/;

const LONGEST_TIMER = 40;
