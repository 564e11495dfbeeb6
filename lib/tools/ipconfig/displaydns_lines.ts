/**
 * The lines of `ipconfig /displaydns`: rulers, labels with values, and other text, told by their shape
 * in any language.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";

/** A line that is not blank. */
export interface DisplayDnsLine {
  /** Its number, from 1. */
  readonly number: number;
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

/** Marks of the reading direction, which Windows may print in Hebrew and Arabic, and of the byte order. */
const MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Windows prints 40 hyphens, Windows 2000 54. */
const RULER = /^-{30,}$/;

/** Reads the lines of a text. */
export function readDisplayDnsLines(text: string): DisplayDnsText {
  const all = text.split(/\r*\n|\r+/);
  const isDouble = isDoubleSpaced(all);
  const lines: DisplayDnsLine[] = [];
  let blanks = 0;
  all.forEach((raw, at) => {
    const line = raw.replace(MARKS, "").trimEnd();
    if (line === "") {
      blanks++;
      return;
    }
    const bare = line.trimStart();
    lines.push({
      number: at + 1,
      text: line,
      indent: line.length - bare.length,
      isAfterBlank: blanks > (isDouble ? 1 : 0),
      isRuler: RULER.test(bare),
      field: fieldIn(bare),
    });
    blanks = 0;
  });
  return { lines, isCut: all.at(-1)!.trim() !== "" };
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
