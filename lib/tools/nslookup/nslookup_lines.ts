/**
 * nslookup's output as lines, without what shells and `-debug` add.
 *
 * @module
 */
import { withoutEndMarks } from "../../text/end_marks.ts";
import { type KnownLine, withoutPrefixes } from "../../text/line_prefixes.ts";
import { joinBrokenLines } from "./broken_lines.ts";
import { withoutErrorRecords } from "./error_record.ts";
import type { Line } from "./printed_line.ts";

/** Longer than any line of nslookup: a TXT record has at most 64 KiB. */
const LONGEST = 1 << 18;

/** `Address:` with an address, which no language translates. */
export const ADDRESS: KnownLine = {
  start: "Address",
  form: /^[ \t]*Address(?:es)?(?: \d{1,3})?:\s+[\da-f]*[.:][\da-f.:]/i,
  isAtStart: true,
};

/**
 * Splits output into lines, without those that shells add. CR-CR-LF, which pipes in text mode produce, is one line break.
 */
export function readLines(output: string): readonly Line[] {
  const raw = output.split(/\r*\n|\r+/);
  const texts = withoutPrefixes(raw.map(clean), ADDRESS);
  // A capture that was quoted somewhere is indented as a whole.
  const margin = texts.reduce(
    (least, text) => text === "" ? least : Math.min(least, indentation(text)),
    Infinity,
  );
  // In a report, a part may be indented more than the rest.
  let part = margin;
  const lines = texts.map((text, at): Line => {
    const indent = indentation(text);
    if (text !== "" && (indent < part || startsPart(texts, at))) {
      part = startsPart(texts, at) ? indent : margin;
    }
    return { line: at + 1, raw: raw[at]!, text: text.trim(), indented: indent > part };
  });
  return joinBrokenLines(withoutErrorRecords(lines));
}

/** Whether a line is a label with a value above an address that is indented alike. */
function startsPart(texts: readonly string[], at: number): boolean {
  const [text, below = ""] = [texts[at]!, texts[at + 1] || texts[at + 2]];
  return /^\s*[^\s:：=][^:：=]*[:：]\s+\S/.test(text) && /^\s*Address(?: 1)?:/.test(below) &&
    indentation(text) === indentation(below);
}

/** PowerShell 7 writes standard error in colour. Within a line, they are data. */
// deno-lint-ignore no-control-regex -- colours begin with ESC
const COLOURS = /^(?:\x1b\[[0-9;]{0,20}m)+|(?:\x1b\[[0-9;]{0,20}m)+$/g;

/** Of a web page: paragraphs and line breaks around a line. */
const TAGS =
  /^(?:\s*<(?:p|pre|code|div|span|li|td)(?: [^<>]{0,80})?>)+|(?:\s*<(?:br ?\/?|\/(?:p|pre|code|div|span|li|td|tr|body|html))>)+$/gi;

/** Marks of order and direction. */
const MARKS = /[\ufeff\u200e\u200f]/g;
/** What turns text around. Within a line it is part of a name, which may mean to deceive. */
const TURNS = "\u202a\u202b\u202c\u202d\u202e";
const TURNS_BEFORE = /^[\u202a-\u202e]+/;

function clean(line: string): string {
  if (line.length > LONGEST) return line.slice(0, LONGEST);
  const text = withoutEndMarks(line, `\0${TURNS}`)
    .replace(COLOURS, "").replace(TURNS_BEFORE, "").replace(MARKS, "")
    .replace(/\u00a0/g, " ").trimEnd();
  return text.includes("<") ? text.replace(TAGS, "") : text;
}

function indentation(text: string): number {
  return text.length - text.trimStart().length;
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
