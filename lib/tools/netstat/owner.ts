/**
 * What `netstat -b` prints below a row: components, then the program in brackets; or, where the owner
 * cannot be told, a sentence that says so, in the user's language.
 *
 * @module
 */
import { hasLetter, indentOf, isPrompt, type TextLine } from "./header.ts";
import { isIpv6 } from "./literal.ts";
import { beginsLikeRow } from "./rejoin.ts";
import { isStateWord } from "./words.ts";

/** The program's name if the line is `[svchost.exe]`; null where it is not. */
export function programOf(line: string): string | null {
  const name = /^\[(.+)\]$/.exec(line.trim())?.[1]?.trim() ?? "";
  return hasLetter(name) && !isAddress(name) ? name : null;
}

function isAddress(name: string): boolean {
  const bytes = new TextEncoder().encode(name);
  return isIpv6(bytes, 0, bytes.length);
}

/** What the lines below a row without a program say. */
export interface Ownership {
  /** The components, where a copy lost the program's line or netstat could not tell it. */
  readonly components: readonly string[];
  /** How many of the lines say it. */
  readonly lines: number;
}

/** Reads the lines below a row that is indented as far as `rowIndent`. */
export function ownershipIn(lines: readonly TextLine[], rowIndent: number): Ownership {
  const components: string[] = [];
  for (const line of lines) {
    if (!isBelow(line, rowIndent)) break;
    if (isComponent(line.text, rowIndent)) components.push(line.text.trim());
    else if (isSentence(line.text, rowIndent)) return { components, lines: components.length + 1 };
    else break;
  }
  // Without a sentence or a program that says so, a word after a blank line is no component.
  const apart = lines.findIndex(({ isApart }) => isApart);
  const lone = apart < 0 ? components : components.slice(0, apart);
  return { components: lone, lines: lone.length };
}

/**
 * Whether a line belongs to the row above it, as what `-b` prints does: it stands right below, or the
 * blank line between is what a console wrapped off, spaces alone, and both are indented. What stands
 * below a damaged row belongs to that one.
 */
export function isBelow({ text, isApart }: TextLine, rowIndent: number): boolean {
  if (beginsLikeRow(text)) return false;
  return !isApart || (indentOf(text) > 0 && rowIndent > 1);
}

/** A service's or a module's name is one word in ASCII, indented as far as the row. */
function isComponent(text: string, rowIndent: number): boolean {
  const word = text.trim();
  return indentOf(text) === rowIndent && /^[!-~]+$/.test(word) && hasLetter(word) &&
    !isStateWord(word) && !isPrompt(word);
}

/** The sentence is indented, but less than the row; a copy may have left them alike. */
function isSentence(text: string, rowIndent: number): boolean {
  const indent = indentOf(text);
  const isIndented = rowIndent > 1 ? indent > 0 && indent < rowIndent : indent === rowIndent;
  if (!isIndented) return false;
  const isOneCell = !/\S(?:\s{2,}|\t)\S/.test(text);
  return isOneCell && !isPrompt(text) && !isStateWord(text.trim()) && /^\p{L}/u.test(text.trim());
}
