/**
 * The lines of `ipconfig /displaydns`: rulers, labels with values, and other text, told by their shape
 * in any language.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import { type KnownLine, withoutPrefixes } from "../../text/line_prefixes.ts";
import { withoutMarks } from "../../text/marks.ts";

/** A line that is not blank, with its rest where a console has wrapped it. */
export interface DisplayDnsLine {
  /** Its number, from 1. */
  readonly number: number;
  /** The number of the last line that holds a rest of it. */
  readonly end: number;
  /** Its text, without marks of the reading direction and blanks at its end. */
  readonly text: string;
  /** The blanks before it. */
  readonly indent: number;
  /** Whether a blank line stands above it. */
  readonly isAfterBlank: boolean;
  /** Whether it is a ruler of hyphens, as below the name of a block. */
  readonly isRuler: boolean;
  /** A label with its value; null for other text. */
  readonly field: DisplayDnsField | null;
}

/** `Record Type . . . . . : 1`. */
export interface DisplayDnsField {
  /** The label without the dots that lead to the value. */
  readonly label: string;
  /** The value; empty where it stands on the next line. */
  readonly value: string;
}

/** The lines of a text. */
export interface DisplayDnsText {
  readonly lines: readonly DisplayDnsLine[];
  /** Whether the text ends within its last line, so that this may be cut. */
  readonly isCut: boolean;
}

/** Windows prints 40 hyphens, Windows 2000 54. */
const RULER = /^-{30,}$/;
const KNOWN: KnownLine = { start: "-".repeat(30), form: /^[ \t]*-{30,}$/ };

/** Longer lines may have been wrapped by a console, which continues at the left edge. */
const WRAPPED_FROM = 60;

/** Reads the lines of a text, also of one that was quoted in a mail or copied out of a log. */
export function readDisplayDnsLines(text: string): DisplayDnsText {
  const printed = withoutPrefixes(text.split(/\r*\n|\r+/).map(withoutMarks), KNOWN);
  const all = printed.map((line) => line.trimEnd());
  const isDouble = isDoubleSpaced(all);
  const lines: DisplayDnsLine[] = [];
  let blanks = 0;
  /** The last printed line, where the next one may be its rest. */
  let above = "";
  all.forEach((line, at) => {
    if (line === "") {
      blanks++;
      return;
    }
    const isAfterBlank = blanks > (isDouble ? 1 : 0);
    const last = lines.at(-1);
    if (last !== undefined && !isAfterBlank && last.indent > 0 && isRest(line, above)) {
      lines[lines.length - 1] = {
        ...lineOf(last.text + line),
        number: last.number,
        end: at + 1,
        isAfterBlank: last.isAfterBlank,
      };
    } else lines.push({ ...lineOf(line), number: at + 1, end: at + 1, isAfterBlank });
    above = line;
    blanks = 0;
  });
  return { lines, isCut: all.at(-1) !== "" };
}

/** Whether a line is the rest of the one above it, which a console has wrapped. */
function isRest(line: string, above: string): boolean {
  if (above.length < WRAPPED_FROM || /^\s/.test(line)) return false;
  return RULER.test(above.trim()) ? /^-+$/.test(line) : fieldIn(line) === null && !isPrompt(line);
}

function lineOf(line: string): Pick<DisplayDnsLine, "text" | "indent" | "isRuler" | "field"> {
  const text = line.trimStart();
  return {
    text: line,
    indent: line.length - text.length,
    isRuler: RULER.test(text),
    field: fieldIn(text),
  };
}

/** Whether a line is a prompt of a shell, as at the end of a copy of a console. */
export function isPrompt(text: string): boolean {
  return /^\s*(?:PS )?[A-Za-z]:\\[^>]*>/.test(text);
}

/** Whether a blank line follows every line: a shell has taken CR CR LF for two line ends. */
function isDoubleSpaced(lines: readonly string[]): boolean {
  const isBlank = lines.map((line) => line.trim() === "");
  return isBlank.length > 8 && isBlank.every((blank, at) => blank || isBlank[at + 1] !== false);
}

/**
 * A label, then a colon with a blank or the end of the line behind it. Chinese and Japanese have a wide
 * colon, which needs no blank. No label has a colon; IPv6 addresses and other values do.
 */
const FIELD = /^(.{1,120}?)(?::(?=\s|$)|：)(.*)$/;
/** The dots between a label and its colon, and the no-break space that French has there. */
const LEADER = /[\s.·…。．]+$/u;

function fieldIn(text: string): DisplayDnsField | null {
  const [, printed, value] = FIELD.exec(text) ?? [];
  if (printed === undefined) return null;
  const label = printed.replace(LEADER, "");
  // An address may end in colons, and a clock has one too.
  if (!/[^\d\s]/.test(label) || parseAddress(text) !== null) return null;
  return { label, value: value!.trim() };
}
