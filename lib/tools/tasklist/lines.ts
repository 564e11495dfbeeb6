/** The lines of a capture, as they were read and as they are to be understood. */
export interface Lines {
  /** Each line as read, without its end. */
  readonly raw: readonly string[];
  /** Each line without byte order mark, comment mark and trailing space. */
  readonly text: readonly string[];
}

/** No form of tasklist prints longer lines, and regular expressions overflow on far longer ones. */
const LONGEST = 500_000;
/** Stands for a longer line: what authors leave lines out with, which no reader understands. */
const LEFT_OUT = "…";

/** Splits a capture into lines. CR-CR-LF, as pipes in text mode leave it, is one end. */
export function splitLines(text: string): Lines {
  const raw = text.split(/\r*\n|\r+/);
  return { raw, text: raw.map(clean) };
}

function clean(line: string): string {
  const text = line.trimEnd();
  if (text.length > LONGEST) return LEFT_OUT;
  const first = text.charCodeAt(0);
  if (first !== 0xfeff && first !== 0x23 && first !== 0x20 && first !== 0x09) return text;
  // Captures kept as comments: one mark and one space before each line.
  return text.replace(/^\uFEFF+/, "").replace(/^\s*#(?: |$)/, "");
}
