/**
 * Lines of netsh's output with their indentation, which no language changes.
 *
 * @module
 */

import { withoutMarks } from "../../text/marks.ts";

/** A line with text. */
export interface NetshLine {
  /** Its number, from 1. */
  readonly number: number;
  /** The width of the space before its text. */
  readonly indent: number;
  /** Its text, trimmed. */
  readonly text: string;
  /** What stands before and behind its first colon, trimmed; null without a colon. */
  readonly pair: { readonly label: string; readonly value: string } | null;
}

const TAB_WIDTH = 8;

/** The lines that have text, in order. */
export function readLines(output: string): NetshLine[] {
  return output.split(/\r*\n|\r+/).flatMap((line, index) => {
    const shown = withoutMarks(line);
    const text = shown.trim();
    if (text === "") return [];
    const space = shown.slice(0, shown.indexOf(text[0]!));
    const indent = space.length + (TAB_WIDTH - 1) * (space.split("\t").length - 1);
    return [{ number: index + 1, indent, text, pair: pairOf(text) }];
  });
}

function pairOf(text: string): NetshLine["pair"] {
  const at = text.search(/[:：]/);
  if (at < 0) return null;
  return { label: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

/** Whether it is the line of hyphens below a heading: netsh draws one even above an empty list. */
export function isRuler({ text }: NetshLine): boolean {
  return /^-{3,}(?:\s+-{3,})*$/.test(text);
}
