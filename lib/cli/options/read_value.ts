/**
 * Checks the value of an option.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { nearest } from "../../text/nearest.ts";
import type { Option } from "../command.ts";

/**
 * The value or, for a list, the values that a text stands for.
 *
 * @throws {UsageError} the text is empty, not one of the choices, or not the number it must be.
 */
export function readValue(option: Option, text: string): string[] {
  const items = option.list ? text.split(",").map((item) => item.trim()) : [text];
  const values = items.filter((item) => item !== "");
  if (values.length === 0) {
    throw new UsageError(`Option --${option.name} needs a value: it is empty`);
  }
  return values.map((value) => readItem(option, value));
}

function readItem(option: Option, value: string): string {
  if (option.number !== undefined) return readNumber(option, value);
  return option.choices === undefined ? value : readChoice(option, value);
}

function readChoice({ name, choices = [] }: Option, value: string): string {
  const chosen = choices.find((choice) => choice.toLowerCase() === value.toLowerCase());
  if (chosen !== undefined) return chosen;
  const near = nearest(value, choices);
  throw new UsageError(
    `Unknown value ${value} for --${name}${near === null ? "" : `: did you mean ${near}?`}`,
    { hint: `--${name} takes ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}` },
  );
}

const NUMBERS = {
  integer: { pattern: /^[0-9]+$/, wanted: "a whole number above 0" },
  seconds: {
    pattern: /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/,
    wanted: "seconds above 0, such as 30 or 2.5",
  },
} as const;

function readNumber({ name, number }: Option, text: string): string {
  const { pattern, wanted } = NUMBERS[number!];
  const value = Number(text);
  if (pattern.test(text) && value > 0 && value <= Number.MAX_SAFE_INTEGER) return text;
  throw new UsageError(`Cannot use ${text} for --${name}: it must be ${wanted}`);
}
