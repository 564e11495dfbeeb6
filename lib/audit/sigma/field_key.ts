/**
 * The keys of a Sigma selection: a field and what its values are modified by, as in `Image|endswith`.
 *
 * @module
 */
import { quoted, SigmaError } from "./sigma_error.ts";

/** How values are compared. */
export type Comparison =
  | "text"
  | "re"
  | "cidr"
  | "exists"
  | "fieldref"
  | "lt"
  | "lte"
  | "gt"
  | "gte";

/** A key of a selection. */
export interface FieldKey {
  /** The field. */
  readonly field: string;
  /** How its values are compared. */
  readonly comparison: Comparison;
  /** All modifiers, in order. */
  readonly modifiers: readonly string[];
  /** Whether all values must match, and not one of them. */
  readonly isAll: boolean;
  /** Whether none may match. */
  readonly isNegated: boolean;
  /** Whether upper and lower case differ. */
  readonly isCased: boolean;
  /** Whether `%name%` stands for a list of the config. */
  readonly isExpanded: boolean;
}

/** The modifiers, and the comparisons in which each can stand; the first ones make the comparison. */
const MODIFIERS: Readonly<Record<string, readonly Comparison[]>> = {
  re: ["re"],
  cidr: ["cidr"],
  exists: ["exists"],
  fieldref: ["fieldref"],
  lt: ["lt"],
  lte: ["lte"],
  gt: ["gt"],
  gte: ["gte"],
  contains: ["text", "fieldref"],
  startswith: ["text", "fieldref"],
  endswith: ["text", "fieldref"],
  cased: ["text", "fieldref"],
  windash: ["text"],
  base64: ["text"],
  base64offset: ["text"],
  wide: ["text"],
  utf16: ["text"],
  utf16le: ["text"],
  utf16be: ["text"],
  i: ["re"],
  m: ["re"],
  s: ["re"],
  ignorecase: ["re"],
  multiline: ["re"],
  dotall: ["re"],
  all: ["text", "re", "cidr", "fieldref", "lt", "lte", "gt", "gte"],
  neq: ["text", "re", "cidr", "fieldref"],
  expand: ["text", "re", "cidr", "lt", "lte", "gt", "gte"],
};

const COMPARISONS: readonly string[] = [
  "re",
  "cidr",
  "exists",
  "fieldref",
  "lt",
  "lte",
  "gt",
  "gte",
];

/** Modifiers that Sigma knows and netwho does not. */
const UNSUPPORTED: readonly string[] = ["minute", "hour", "day", "week", "month", "year"];

/**
 * Reads a key.
 *
 * @throws {SigmaError} for a modifier that there is not, and for modifiers that exclude each other.
 */
export function parseFieldKey(key: string, line: number): FieldKey {
  const [field = "", ...modifiers] = key.split("|").map((part) => part.trim());
  for (const modifier of modifiers) {
    if (Object.hasOwn(MODIFIERS, modifier)) continue;
    throw new SigmaError(
      UNSUPPORTED.includes(modifier)
        ? `netwho does not support the modifier ${modifier}`
        : `there is no modifier ${quoted(modifier)}`,
      line,
    );
  }
  const comparisons = modifiers.filter((modifier) => COMPARISONS.includes(modifier));
  const comparison = (comparisons[0] ?? "text") as Comparison;
  const odd = modifiers.find((modifier) => !MODIFIERS[modifier]!.includes(comparison));
  if (odd !== undefined) {
    throw new SigmaError(
      `the modifiers ${comparison === "text" ? modifiers[0] : comparison} and ${odd} exclude ` +
        "each other",
      line,
    );
  }
  return {
    field,
    comparison,
    modifiers,
    isAll: modifiers.includes("all"),
    isNegated: modifiers.includes("neq"),
    isCased: modifiers.includes("cased"),
    isExpanded: modifiers.includes("expand"),
  };
}
