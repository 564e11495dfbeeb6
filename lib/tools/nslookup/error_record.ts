/**
 * PowerShell's error records. It makes one of the first line that nslookup writes to a redirected
 * standard error: Windows PowerShell 5.1 puts `nslookup : ` before the line and, below it, the place in the
 * script and lines with a `+`, all of them wrapped at the width of the console.
 *
 * @module
 */
import { endsInReason } from "./failure_message.ts";
import type { Line } from "./printed_line.ts";
import { joinPieces, type Piece, type WrapHints } from "./wrapped_text.ts";

/** The program, then what it wrote. */
const START = /^(\S{1,60}) :(?: (.*))?$/;
const NSLOOKUP = /^nslookup(?:\.exe)?$/i;
/** The most lines into which a narrow console breaks the message and the place. */
const MOST_ABOVE = 30;
/** The most lines of a record below them. */
const MOST_BELOW = 60;

/** Replaces PowerShell's error records by their messages. */
export function withoutErrorRecords(lines: readonly Line[]): readonly Line[] {
  const plain: Line[] = [];
  for (let at = 0; at < lines.length; at++) {
    const record = readRecord(lines, at) ?? readConciseRecord(lines, at);
    if (record === null) plain.push(lines[at]!);
    else {
      const { message: text, end } = record;
      plain.push({ ...lines[at]!, text, indented: false, ...end > at && { isWhole: true } });
      at = end;
    }
  }
  return plain;
}

/** A record: what nslookup wrote, and the index of the record's last line. */
interface ErrorRecord {
  readonly message: string;
  readonly end: number;
}

function readRecord(lines: readonly Line[], at: number): ErrorRecord | null {
  const [, program, first = ""] = START.exec(lines[at]!.text) ?? [];
  if (program === undefined) return null;
  const isNslookup = NSLOOKUP.test(program);
  const marks = findMarks(lines, at, { isNslookup });
  const end = marks === null ? null : findEnd(lines, marks);
  // Behind another program, such as a batch file, only a whole record tells.
  if (end === null && !isNslookup) return null;
  if (marks === null) return { message: first, end: at };
  const below = lines.slice(marks, (end ?? marks) + 1);
  const pieces = [{ raw: lines[at]!.raw, text: first }, ...lines.slice(at + 1, marks)]
    .filter(({ text }) => text !== "");
  const message = messageOf(pieces, {
    width: Math.max(...[...pieces, ...below].map(({ raw }) => raw.trimEnd().length)),
    known: below.map(({ text }) => text).join(""),
  });
  return { message, end: end ?? lastMark(lines, marks) };
}

/** The index of the first line with a `+`; null if none follows before something else begins. */
function findMarks(
  lines: readonly Line[],
  start: number,
  { isNslookup }: { isNslookup: boolean },
): number | null {
  for (let at = start + 1; at <= start + MOST_ABOVE && at < lines.length; at++) {
    const { text } = lines[at]!;
    if (text.startsWith("+ ") || text === "+") return at;
    const program = START.exec(text)?.[1];
    // A broken message in French has `name :` in it.
    if (program !== undefined && (!isNslookup || NSLOOKUP.test(program))) return null;
    if (/^(?:Address(?:es)?|Server):\s/.test(text)) return null;
  }
  return null;
}

/** The index of the last line, which no language translates; null if it is missing. */
function findEnd(lines: readonly Line[], marks: number): number | null {
  let compact = "";
  for (let at = marks; at < marks + MOST_BELOW && at < lines.length; at++) {
    compact += lines[at]!.text.replace(/\s+/g, "");
    if (!/FullyQualifiedErrorId:NativeCommandError(?:Message)?$/.test(compact)) continue;
    return lines[at + 1]?.text.startsWith("+ PSComputerName") ? at + 1 : at;
  }
  return null;
}

/** The index of the last line of a record that was cut or changed. */
function lastMark(lines: readonly Line[], marks: number): number {
  let at = marks;
  while (lines[at + 1]?.text.startsWith("+")) at++;
  return at;
}

/** `At line:1 char:1` in any language, or with the path of a script. */
const PLACE = /[:：]\s*\d+\s+\D*[:：]\s*\d+$/;

/** The message, without the place that stands below it on one line or more. */
function messageOf(pieces: readonly Piece[], hints: WrapHints): string {
  const join = (from: number, to: number) => joinPieces(pieces.slice(from, to), hints);
  const counts = pieces.keys().toArray().slice(1);
  const isWhole = (message: string) =>
    message.startsWith("*") ? endsInReason(message) : /[:：]$/.test(message);
  const hasPlaceBelow = (count: number) => PLACE.test(join(count, pieces.length));
  const count = counts.find((count) => isWhole(join(0, count)) && hasPlaceBelow(count)) ??
    counts.find((count) => isWhole(join(0, count))) ??
    // The place may be on several lines, too.
    counts.slice(-3).findLast(hasPlaceBelow);
  return join(0, count ?? pieces.length);
}

/** PowerShell 7's form of a record at a prompt. */
const SHORT = /^nslookup(?:\.exe)?: (\*{2,3} \S.*)$/i;

/**
 * PowerShell 7's form of a record:
 * ```
 * nslookup:
 * Line |
 *    1 |  nslookup nope.example
 *      |  ~~~~~~~~~~~~~~~~~~~~~
 *      | *** dns.example can't find nope.example: Non-existent domain
 * ```
 */
function readConciseRecord(lines: readonly Line[], at: number): ErrorRecord | null {
  const short = SHORT.exec(lines[at]!.text)?.[1];
  if (short !== undefined) return { message: short, end: at };
  if (!/^\S{1,60}:(?: .*)?$/.test(lines[at]!.text) || lines[at + 1]?.text !== "Line |") return null;
  let end = at + 1;
  while (/^\d*\s*\|/.test(lines[end + 1]?.text ?? "")) end++;
  const parts = lines.slice(at + 2, end + 1).map(({ raw }) => {
    const part = raw.replace(/^[^|]*\| ?/, "");
    return { raw: part, text: part.trim() };
  });
  const ruler = parts.findIndex(({ text }) => /^~+$/.test(text));
  if (ruler < 0) return null;
  const message = joinPieces(parts.slice(ruler + 1), {
    width: Math.max(...parts.map(({ raw }) => raw.trimEnd().length)),
    known: parts.slice(0, ruler).map(({ text }) => text).join(""),
  });
  return { message, end };
}
