/**
 * Reading an option's values: lists, and values that exclude.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { ObjectRow } from "../../model/field.ts";

/** Whether a row is what one value of an option asks for. */
export type RowTest = (row: ObjectRow) => boolean;

/** One option and what was given for it. */
export interface OptionValues {
  /** The option as it is written, `--port`. */
  readonly option: string;
  /** What was given, one entry for each time the option was used. */
  readonly entries: readonly string[];
  /** Makes a test of one value. Throws {@linkcode UsageError} where it cannot. */
  readonly read: (text: string, option: string) => RowTest;
}

/**
 * One test out of all values of an option. A row passes that passes any value and none that
 * excludes; where all exclude, any other row passes.
 */
export function readOption({ option, entries, read }: OptionValues): RowTest {
  const wanted: RowTest[] = [];
  const unwanted: RowTest[] = [];
  for (const entry of entries) {
    for (const { text, excludes } of splitEntry(entry, option)) {
      (excludes ? unwanted : wanted).push(read(text, option));
    }
  }
  return (row) =>
    (wanted.length === 0 || wanted.some((test) => test(row))) &&
    !unwanted.some((test) => test(row));
}

/** The error for a value that cannot be read. */
export function valueError(
  option: string,
  { value, wanted, hint }: { value: string; wanted: string; hint?: string },
): UsageError {
  return new UsageError(`Cannot read ${option} ${JSON.stringify(value)}: ${wanted}`, { hint });
}

/** An entry's values. `!53,443` excludes both: one that excluded only 53 would mean just `443`. */
function splitEntry(entry: string, option: string): { text: string; excludes: boolean }[] {
  const whole = entry.trim().startsWith("!");
  return entry.split(",").map((piece) => {
    const excludes = piece.trim().startsWith("!");
    const text = piece.trim().slice(excludes ? 1 : 0).trim();
    if (text === "") {
      const wanted = entry.trim() === ""
        ? "it is empty, and a value was wanted"
        : "a value is missing in the list";
      throw valueError(option, { value: entry, wanted });
    }
    return { text, excludes: whole || excludes };
  });
}
