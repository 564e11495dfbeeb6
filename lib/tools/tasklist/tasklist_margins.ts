/**
 * Takes away what stands before all lines of tasklist's output alike: the time and level of a log, the
 * name of a container, the bar of a frame, marks of direction. The ruler of a table and the quotation
 * marks of CSV tell where the lines themselves begin.
 *
 * @module
 */
import { withoutEndMarks } from "../../text/end_marks.ts";
import { marginPattern } from "../../text/line_prefixes.ts";

/** Longer lines are no rulers, and what stands before a row is shorter. */
const [LONGEST_RULER, LONGEST_MARGIN] = [1000, 200];

/** Marks of direction, which browsers and mail leave around lines between texts in Hebrew or Arabic. */
const MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

const RULER = new RegExp(`^([^=]*)=+(?: =+)+[\\s${MARKS}]*$`);
const CSV_ROW = new RegExp(`^([^"]+)"[^"]+","\\d{1,10}",".*"[\\s${MARKS}]*$`);

/** The lines without what stands before them; the same lines where nothing does. */
export function withoutMargins(printed: readonly string[]): readonly string[] {
  const lines = withPlainSpaces(printed);
  let plain: string[] | null = null;
  for (let at = 0; at < lines.length; at++) {
    const margin = marginOf(lines[at]!);
    if (margin === null) continue;
    const pattern = marginPattern(margin);
    let start = at;
    while (start > 0 && pattern.test(lines[start - 1]!)) start--;
    let end = at + 1;
    while (end < lines.length && pattern.test(lines[end]!)) end++;
    // A header that slid before its ruler stands in one line.
    if (end - start < 2) continue;
    plain ??= [...lines];
    for (let next = start; next < end; next++) {
      plain[next] = withoutEndMarks(lines[next]!.replace(pattern, "").trimEnd(), MARKS);
    }
    at = end - 1;
  }
  return plain ?? lines;
}

/** A web page can make all spaces U+00A0; only a ruler tells them from those within names and numbers. */
function withPlainSpaces(lines: readonly string[]): readonly string[] {
  const isRuler = (line: string) => line.includes("==\u00a0==") && /^[\s=]+$/.test(line);
  return lines.some(isRuler) ? lines.map((line) => line.replaceAll("\u00a0", " ")) : lines;
}

/** What stands before a ruler or a row of CSV; null for another line, and for what `clean` takes away. */
function marginOf(line: string): string | null {
  const form = line.includes("===== ===") && line.length <= LONGEST_RULER
    ? RULER
    : line.includes('","')
    ? CSV_ROW
    : null;
  const margin = form?.exec(line)?.[1] ?? "";
  const isMargin = margin.length <= LONGEST_MARGIN && !/^[\s#>\ufeff]*$/.test(margin);
  return isMargin ? margin : null;
}
