/**
 * Values that are one of a few names.
 *
 * @module
 */
import { nearest } from "../../text/nearest.ts";
import { valueError } from "./values.ts";

/** What can be chosen, and what a message calls it. */
export interface NameChoice<Name extends string> {
  /** The names. */
  readonly names: readonly Name[];
  /** Other spellings, in lower case, without anything but letters and digits. */
  readonly aliases?: Readonly<Record<string, Name>>;
  /** What one is called: `a state`. */
  readonly kind: string;
}

/**
 * The name that is meant, whatever its case and separators (`time-wait` is `TIME_WAIT`). Throws a
 * UsageError for any other, which tells the nearest where one is near, and all of them.
 */
export function readName<Name extends string>(
  text: string,
  { option, choice }: { option: string; choice: NameChoice<Name> },
): Name {
  const { names, aliases = {}, kind } = choice;
  const key = bare(text);
  const name = names.find((candidate) => bare(candidate) === key) ??
    (Object.hasOwn(aliases, key) ? aliases[key] : undefined);
  if (name !== undefined) return name;
  const wanted = `not ${kind}${nearestOf(text, names)}`;
  throw valueError(option, { value: text, wanted, hint: `Known: ${names.join(", ")}` });
}

/** The end of a message that something is unknown: what was probably meant, if anything. */
export function nearestOf(text: string, names: readonly string[]): string {
  const near = nearest(text, names);
  return near === null ? "" : `, did you mean ${near}?`;
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}
