/**
 * Rows copied out of code, JSON, quotes, Markdown, HTML or a diff: takes away what is around them.
 *
 * @module
 */

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

const TAGS = /<\/?(?:pre|code|kbd|samp|tt|td|th|tr|li|p|div|span|b|br ?\/?)>/gi;

/** Tabs in place of tags, the bars and quotation marks between cells, and line ends as code spells them. */
function withoutMarkup(line: string): string {
  const text = line.replace(/\\[rnt]/g, "\t").replace(TAGS, "\t");
  return text.replace(/[|\u2502\u2503\u2551]/g, "\t").replace(/["'`], ?["'`]/g, "\t");
}

/** Whether only the marks of a list, a quote or a diff stand before a row. */
function isBullet(head: string): boolean {
  return /^[\s>+<*!(\u2022-]*$/.test(head);
}

function withoutClosingQuote(row: string): string {
  let end = row.length;
  while (end > 0 && !/[\p{L}\p{N}]/u.test(row[end - 1]!)) end--;
  const quote = [...row.slice(end)].findIndex((mark) => QUOTES.has(mark));
  return quote < 0 ? row : row.slice(0, end + quote);
}

/** Without what ends a line of code, not what ends a row: `*`, `-` and `)`. */
function trimPunctuation(row: string): string {
  let end = row.length;
  while (end > 0 && /[\s,;.!"'`\\}]/.test(row[end - 1]!)) end--;
  const text = row.slice(0, end);
  return /\([^()]*\)$/.test(text.slice(-LONGEST_TIMER)) ? text : text.replace(/\)$/, "");
}

const LONGEST_TIMER = 40;
