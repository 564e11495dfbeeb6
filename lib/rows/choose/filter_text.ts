/**
 * Filters as people type them on the screen of `netwho watch` and for `--until`: the words of the
 * command line, with or without dashes, and shorter ones. They become the options of the command line,
 * so that a filter means the same everywhere (ADR 41).
 *
 * @module
 */
import { UnfinishedError } from "../../errors.ts";
import type { Field } from "../../model/field.ts";
import { camelCase } from "../../model/option.ts";
import { FilterReader } from "./filter_reader.ts";
import type { RowTest } from "./filter_values.ts";
import { splitFilterWords } from "./filter_words.ts";
import { type Filter, filtersFor } from "./filters.ts";
import { buildSelection, type FilterGroup, type SelectionOptions } from "./selection.ts";

/** A filter that was typed. */
export interface FilterText {
  /** As it was typed, without the spaces around it. */
  readonly text: string;
  /** Whether it leaves anything out. */
  readonly isActive: boolean;
  /** The fields that its filters compare, such as those to look up; words without a name add none. */
  readonly fields: readonly string[];
  /** Whether a row is chosen. */
  readonly matches: RowTest;
  /** Its conditions. A row must pass all of them. */
  readonly groups: readonly FilterGroup[];
}

/** How to read a filter. */
export interface FilterTextOptions {
  /** The fields of the rows that it chooses from: they tell which filters there are. */
  readonly fields: readonly Field[];
  /** Whether it is still being typed, so that its last word may be the beginning of another one. */
  readonly isTyping?: boolean;
}

/**
 * Reads a filter: `port 443 process chrome`, `--port 443`, `port:443`, `!listening`, `chrome 443`. All
 * conditions must hold; a comma means either of two values, and `!` excludes. A word that names no
 * filter is a port or a process ID (a number), an address, a block, a state, a protocol, and otherwise
 * a part of the program, its path, its services and user, or of the names and the owner of the ends.
 *
 * @throws {UnfinishedError} for one that is right so far: a value or a quote is missing.
 * @throws {UsageError} for any other that cannot be read.
 *
 * @example
 * ```ts
 * import { CONNECTION_FIELDS, readFilterText } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { matches } = readFilterText("port 443 !chrome", { fields: CONNECTION_FIELDS });
 * assertEquals(matches({ remotePort: 443, process: "firefox.exe" }), true);
 * assertEquals(matches({ remotePort: 443, process: "chrome.exe" }), false);
 * ```
 */
export function readFilterText(
  text: string,
  { fields, isTyping = false }: FilterTextOptions,
): FilterText {
  const filters: readonly Filter[] = filtersFor(fields);
  const words = splitFilterWords(text);
  const open = words.find(({ isOpen }) => isOpen);
  if (open !== undefined) {
    throw new UnfinishedError(
      `Cannot read ${text.slice(open.start)}: the quote at its end is missing`,
    );
  }
  const reader = new FilterReader(words, { filters, typedTo: isTyping ? text.length : null });
  const { values, unwanted, tests } = reader.read();
  const options = Object.fromEntries(
    [...values].map(([{ name }, given]) => [camelCase(name), given.includes(true) ? true : given]),
  ) as SelectionOptions;
  const named = [
    ...buildSelection(options).groups,
    ...unwanted.flatMap(({ name }) =>
      buildSelection({ [camelCase(name)]: true }).groups.map(negate)
    ),
  ];
  const loose = tests.map((test) => (
    { ...test, fields: ["process"], isSettled: test.matches, unknown: null }
  ));
  const groups: readonly FilterGroup[] = [...named, ...loose];
  return {
    text: text.trim(),
    isActive: groups.length > 0,
    fields: [...new Set(named.flatMap(({ fields }) => fields))],
    matches: (row) => groups.every(({ matches }) => matches(row)),
    groups,
  };
}

function negate(group: FilterGroup): FilterGroup {
  return { ...group, matches: (row) => !group.matches(row) };
}
