/**
 * Numbers and ranges of them: `443`, `53-139`.
 *
 * @module
 */
import { valueError } from "./values.ts";

/** From the first number to the last, both included. */
export interface NumberRange {
  /** The lowest. */
  readonly first: number;
  /** The highest. */
  readonly last: number;
}

/** Reads a number or a range. Throws a UsageError for anything else, and above `highest`. */
export function readNumbers(
  text: string,
  { option, highest }: { option: string; highest: number },
): NumberRange {
  const [, from, dash, to] = /^(\d{1,10})(?:(\s*-\s*)(\d{1,10}))?$/.exec(text) ?? [];
  if (from === undefined) {
    const wanted = /^\d+\s*-/.test(text)
      ? "not a range, write it like 53-139"
      : "not a number, write it like 443 or 53-139";
    throw valueError(option, { value: text, wanted });
  }
  const first = Number(from);
  const last = dash === undefined ? first : Number(to);
  if (first > last) {
    throw valueError(option, {
      value: text,
      wanted: `the range ends before it starts, write ${last}-${first}`,
    });
  }
  if (last > highest) {
    throw valueError(option, { value: text, wanted: `the highest is ${highest}` });
  }
  return { first, last };
}

/** Whether a field's value is a number in the range. */
export function inRange({ first, last }: NumberRange, value: unknown): boolean {
  return typeof value === "number" && first <= value && value <= last;
}
