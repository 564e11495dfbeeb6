/**
 * How values look in the cells of CSV: lists, and text that a spreadsheet would run as a formula.
 * Written and read by the same rules, so that every value reads back equal.
 *
 * @module
 */
import { LIST_SEPARATOR } from "../model/field.ts";

/** The start of a formula: OWASP's list, and the fullwidth signs that Excel accepts too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Text that looks guarded: apostrophes before the start of a formula. */
const GUARDED = /^'+[=+\-@\t\r\n＝＋－＠]/;

/** Whether text looks as if {@linkcode guard} had written it. */
export function looksGuarded(text: string): boolean {
  return text.startsWith("'") && GUARDED.test(text);
}

/**
 * Puts an apostrophe before a formula, so that a spreadsheet shows it as text; and before text that
 * looks guarded already, so that {@linkcode unguard} gives it back.
 */
export function guard(text: string): string {
  return FORMULA.test(text) || looksGuarded(text) ? `'${text}` : text;
}

/** Takes the apostrophe of {@linkcode guard} away. */
export function unguard(text: string): string {
  return looksGuarded(text) ? text.slice(1) : text;
}

/**
 * Semicolons that could be taken for a separator: those before a space or at the end of an item. In an
 * item they are doubled, so that a separator is always an odd number of semicolons before a space.
 */
const RISKY = /;+(?= |$)/g;

/** Joins the items of a list with `; `. A list of one empty item is a lone semicolon. */
export function joinList(items: readonly string[]): string {
  if (items.length === 1 && items[0] === "") return ";";
  return items.map((item) => item.replace(RISKY, "$&$&")).join(LIST_SEPARATOR);
}

/** Splits what {@linkcode joinList} joined. Empty text is an empty list. */
export function splitList(text: string): string[] {
  if (text === "") return [];
  const items: string[] = [];
  let item = "";
  let from = 0;
  let endsWithSeparator = false;
  for (const { 0: semicolons, index } of text.matchAll(RISKY)) {
    const { length } = semicolons;
    item += text.slice(from, index) + semicolons.slice(0, length >> 1);
    from = index + length;
    if (length % 2 === 0) continue;
    items.push(item);
    item = "";
    endsWithSeparator = from === text.length;
    from++;
  }
  if (!endsWithSeparator) items.push(item + text.slice(from));
  return items;
}
