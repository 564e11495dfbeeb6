/**
 * The options for the shape of the output, and the values of `--fields`.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Field } from "../../model/field.ts";
import type { Option, OptionsOf } from "../../model/option.ts";
import { FORMATS } from "../../output/formats.ts";
import { didYouMean } from "../../text/nearest.ts";
import { COLOR_CHOICES } from "../../output/colors.ts";

const SHAPE = "Choosing the shape";

/** The names of the formats that every command has. */
const FORMAT_NAMES = FORMATS.map(({ name }) => name);

/** The endings of file names that mean a format other than the usual one for people. */
const ENDINGS = FORMATS.filter(({ name }) => name !== "table")
  .flatMap(({ extensions }) => extensions.map((extension) => `.${extension}`));

const APPENDABLE = FORMATS.filter(({ appendable }) => appendable).map(({ name }) => name).sort();

/** The options for the shape of the output. */
export const SHAPE_OPTIONS = shapeOptions(FORMAT_NAMES, {
  terminal: "a table on a terminal",
  txt: "a table",
});

/** The same for a command that writes a report, the format `text`, instead of a table. */
export const REPORT_SHAPE_OPTIONS = shapeOptions(["text", ...FORMAT_NAMES], {
  terminal: "a report on a terminal (text)",
  txt: "a report",
});

/** @param human what a terminal and a `.txt` file get, for the help. */
function shapeOptions<const Names extends readonly string[]>(
  formats: Names,
  human: { terminal: string; txt: string },
) {
  return [
    {
      name: "format",
      value: "FORMAT",
      choices: formats,
      about: `how to write rows; unless told here or by --out: ${human.terminal}, JSON elsewhere`,
      group: SHAPE,
    },
    {
      name: "fields",
      value: "LIST",
      optionalValue: true,
      list: true,
      about: "only these fields, in this order; without LIST: says which there are",
      group: SHAPE,
    },
    {
      name: "out",
      value: "FILE",
      about: "write to FILE, which appears whole or not at all; its ending tells the format: " +
        `${ENDINGS.join(", ")}, .txt (${human.txt})`,
      group: SHAPE,
    },
    { name: "append", about: `add to FILE instead (${APPENDABLE.join(", ")})`, group: SHAPE },
    {
      name: "delimiter",
      value: "CHAR",
      about: "what stands between two values of csv; , unless given",
      group: SHAPE,
    },
    { name: "no-header", about: "leave out the line of field names (table, csv)", group: SHAPE },
    { name: "bom", about: "start csv with a byte order mark, for Excel", group: SHAPE },
    { name: "excel", about: "keep Excel from taking values of csv for formulas", group: SHAPE },
    {
      name: "color",
      value: "WHEN",
      choices: COLOR_CHOICES,
      about: "colour tables; auto unless given, which heeds NO_COLOR and FORCE_COLOR",
      group: SHAPE,
    },
  ] as const satisfies readonly Option[];
}

/**
 * The list that `--fields` without a value prints: one line a field, with its kind and meaning.
 *
 * @example
 * ```ts
 * import { listFields } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const fields = [{ name: "pid", kind: "integer", about: "the process ID" }] as const;
 * assertEquals(listFields(fields), "pid  integer  the process ID\n");
 * ```
 */
export function listFields(fields: readonly Field[]): string {
  const nameWidth = Math.max(0, ...fields.map(({ name }) => name.length));
  const kindWidth = Math.max(0, ...fields.map(({ kind }) => kind.length));
  return fields.map(({ name, kind, about }) =>
    `${name.padEnd(nameWidth)}  ${kind.padEnd(kindWidth)}  ${about}\n`
  ).join("");
}

/**
 * The fields given with `--fields`, spelt as in the table and without repetitions; null for all
 * fields. Case does not matter.
 *
 * @throws {UsageError} there is no such field; suggests the nearest one.
 */
export function readFields(
  given: OptionsOf<typeof SHAPE_OPTIONS>["fields"],
  fields: readonly Field[],
): string[] | null {
  if (given === null || given === true) return null;
  return [...new Set(given.map((written) => findField(written, fields)))];
}

function findField(written: string, fields: readonly Field[]): string {
  const names = fields.map(({ name }) => name);
  const name = names.find((name) => name.toLowerCase() === written.toLowerCase());
  if (name !== undefined) return name;
  throw new UsageError(`Unknown field ${written}${didYouMean(written, names)}`, {
    hint: "--fields without a value lists the fields",
  });
}
