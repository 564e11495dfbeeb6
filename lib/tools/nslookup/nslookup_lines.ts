/** nslookup's output as lines, without what shells and `-debug` add. */

/** One line. */
export interface Line {
  /** As read, without its line break. */
  readonly raw: string;
  /** Trimmed, without invisible characters, with spaces for no-break spaces. */
  readonly text: string;
  /** Whether it is indented by more than all lines are. */
  readonly indented: boolean;
}

/** Longer than any line of nslookup: a TXT record has at most 64 KiB. */
const LONGEST = 1 << 18;

/** Splits output into lines. CR-CR-LF, which pipes in text mode produce, is one line break. */
export function readLines(output: string): readonly Line[] {
  const raw = output.split(/\r*\n|\r+/);
  const texts = raw.map(clean);
  // A capture that was quoted somewhere is indented as a whole.
  const margin = texts.reduce(
    (least, text) => text === "" ? least : Math.min(least, indentation(text)),
    Infinity,
  );
  return withoutErrorRecords(texts.map((text, at) => ({
    raw: raw[at]!,
    text: text.trim(),
    indented: indentation(text) > margin,
  })));
}

function clean(line: string): string {
  if (line.length > LONGEST) return line.slice(0, LONGEST);
  return line.replace(/[\ufeff\u200e\u200f]/g, "").replace(/\u00a0/g, " ").trimEnd();
}

function indentation(text: string): number {
  return text.length - text.trimStart().length;
}

/**
 * Windows PowerShell 5.1 turns the first line of a redirected standard error into an error record:
 * it puts `nslookup : ` before the line, and below it the place in the script and lines with a `+`.
 */
const ERROR_RECORD = /^nslookup(?:\.exe)? : (.*)$/i;
/** The most lines into which a narrow console breaks a message. */
const MOST_BROKEN = 4;
/** The most lines of an error record below its message. */
const MOST_BELOW = 10;

/** Replaces PowerShell's error records by their messages, followed by blank lines. */
function withoutErrorRecords(lines: readonly Line[]): readonly Line[] {
  const plain = [...lines];
  plain.forEach(({ raw, text }, at) => {
    const message = ERROR_RECORD.exec(text)?.[1];
    if (message === undefined) return;
    const marks = plain.slice(at + 1, at + 3 + MOST_BROKEN).findIndex(({ text }) =>
      text.startsWith("+ ")
    );
    // The line above the marks is the place; the lines above that belong to the message.
    const broken = marks < 1 ? [] : plain.slice(at + 1, at + marks).map(({ text }) => text);
    plain[at] = { raw, text: [message, ...broken].join(" ").trim(), indented: false };
    const end = marks < 1 ? at : at + MOST_BELOW;
    for (let below = at + 1; below <= end && plain[below] !== undefined; below++) {
      const { raw, text } = plain[below]!;
      if (below > at + 1 + marks && !text.startsWith("+")) break;
      plain[below] = { raw, text: "", indented: false };
    }
  });
  return plain;
}

const RULER = /^-{8,}$/;
/** The first line of a message between rulers. */
const DEBUG_START = /^(?:Got answer|SendRequest|QUESTIONS|HEADER|Querying)/i;

/**
 * The indices of the lines that `-debug` adds: messages as sent and received, between rulers. Of a
 * message without an end, only the ruler.
 */
export function debugLines(lines: readonly Line[]): Set<number> {
  const found = new Set<number>();
  let open: number | null = null;
  lines.forEach(({ text }, at) => {
    if (!RULER.test(text)) return;
    found.add(at);
    if (open !== null) {
      for (let inside = open + 1; inside < at; inside++) found.add(inside);
      open = null;
    } else if (DEBUG_START.test(lines[at + 1]?.text ?? "")) open = at;
  });
  return found;
}
