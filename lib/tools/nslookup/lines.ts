/** nslookup's output as lines. */

/** One line: as read, and as it is to be understood. */
export interface Line {
  /** As read, without its end. */
  readonly raw: string;
  /** Without the indentation, the end's spaces and what is not seen; no-break spaces as spaces. */
  readonly text: string;
  /** Whether it was indented, by more than all lines are. */
  readonly indented: boolean;
}

/** Nothing that nslookup prints on one line is longer: a TXT record has at most 64 KiB. */
const LONGEST = 1 << 18;

/** Splits output into lines. CR-CR-LF, as pipes in text mode leave it, is one end. */
export function readLines(output: string): Line[] {
  const raw = output.split(/\r*\n|\r+/);
  const texts = raw.map(clean);
  const margin = commonIndentation(texts);
  return texts.map((text, at) => ({
    raw: raw[at]!,
    text: text.trim(),
    indented: indentation(text) > margin,
  }));
}

function clean(line: string): string {
  if (line.length > LONGEST) return line.slice(0, LONGEST);
  return line.replace(/[\ufeff\u200e\u200f]/g, "").replace(/\u00a0/g, " ").trimEnd();
}

/** Captures that were quoted somewhere have spaces before every line. */
function commonIndentation(texts: readonly string[]): number {
  let least = Infinity;
  for (const text of texts) if (text !== "") least = Math.min(least, indentation(text));
  return least === Infinity ? 0 : least;
}

function indentation(text: string): number {
  return text.length - text.trimStart().length;
}
