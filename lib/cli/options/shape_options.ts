/**
 * The output options, and the values of `--fields`.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Field } from "../../model/field.ts";
import type { Option, OptionEffect, OptionsOf } from "../../model/option.ts";
import { FORMATS } from "../../output/formats.ts";
import { COLOR_CHOICES } from "../../output/colors.ts";
import { checkAsTyped } from "../../rows/choose/filter_values.ts";
import { findField, suggestField } from "../../rows/named_fields.ts";

/** The group of the options in the help. */
export const OUTPUT = "Output";

/** The formats of every command. */
const FORMAT_NAMES = FORMATS.map(({ name }) => name);

/** The file extensions of the formats for programs. */
const ENDINGS = FORMATS.filter(({ name }) => name !== "table")
  .flatMap(({ extensions }) => extensions.map((extension) => `.${extension}`));

const IN_CSV: OptionEffect = { formats: ["csv"], because: "it is for csv only" };

const APPENDABLE = FORMATS.filter(({ appendable }) => appendable).map(({ name }) => name).sort();

/** The output options of a command that writes tables. */
export const SHAPE_OPTIONS = shapeOptions(FORMAT_NAMES, {
  terminal: "a table on a terminal",
  txt: "a table",
});

/** The output options of a command that writes a report, the format `text`, instead of a table. */
export const REPORT_SHAPE_OPTIONS = shapeOptions(["text", ...FORMAT_NAMES], {
  terminal: "a report on a terminal (text)",
  txt: "a report",
});

/** The same of a command that has a format of its own besides, whose files end like it. */
export const SARIF_SHAPE_OPTIONS = shapeOptions(["text", ...FORMAT_NAMES, "sarif"], {
  terminal: "a report on a terminal (text)",
  txt: "a report",
  endings: [...ENDINGS, ".sarif"],
});

/**
 * @param human the output on a terminal and in a `.txt` file, for the help, and the file extensions of
 * the formats for programs.
 */
function shapeOptions<const Names extends readonly string[]>(
  formats: Names,
  { endings = ENDINGS, ...human }: { terminal: string; txt: string; endings?: readonly string[] },
) {
  return [
    {
      name: "format",
      value: "FORMAT",
      choices: formats,
      about: `output format; without it and --out: ${human.terminal}, JSON elsewhere`,
      group: OUTPUT,
    },
    {
      name: "fields",
      value: "LIST",
      optionalValue: true,
      list: true,
      about: "only these fields, in this order; without LIST: list the available fields",
      group: OUTPUT,
    },
    {
      name: "out",
      value: "FILE",
      about: "write to FILE, complete or not at all; its extension sets the format: " +
        `${endings.join(", ")}, .txt (${human.txt}), none (JSON)`,
      group: OUTPUT,
    },
    {
      name: "append",
      about: `append to FILE (${APPENDABLE.join(", ")}); several programs may do so at once`,
      group: OUTPUT,
    },
    {
      name: "delimiter",
      value: "CHAR",
      about: "the separator in csv; default: a comma",
      effect: IN_CSV,
      group: OUTPUT,
    },
    {
      name: "no-header",
      about: "omit the header line (table, csv)",
      effect: { formats: ["table", "csv"], because: "it has no header line" },
      group: OUTPUT,
    },
    {
      name: "bom",
      about: "start csv with a byte order mark, for Excel; it is UTF-8 then in a pipe too",
      effect: IN_CSV,
      group: OUTPUT,
    },
    {
      name: "excel",
      about: "prevent Excel from running csv values as formulas",
      effect: IN_CSV,
      group: OUTPUT,
    },
    {
      name: "color",
      value: "WHEN",
      choices: COLOR_CHOICES,
      about: "colour tables; default: auto, which respects NO_COLOR and FORCE_COLOR",
      effect: {
        formats: formats.filter((name) => name === "table" || name === "text"),
        harmless: ["auto", "never"],
        because: "it has no colours",
      },
      group: OUTPUT,
    },
  ] as const satisfies readonly Option[];
}

/**
 * Lists fields for `--fields` without a value: one line per field, with its kind and meaning.
 */
export function listFields(fields: readonly Field[]): string {
  const nameWidth = Math.max(0, ...fields.map(({ name }) => name.length));
  const kindWidth = Math.max(0, ...fields.map(({ kind }) => kind.length));
  return fields.map(({ name, kind, about }) =>
    `${name.padEnd(nameWidth)}  ${kind.padEnd(kindWidth)}  ${about}\n`
  ).join("");
}

/**
 * Reads the value of `--fields`: names as spelt in the table, without duplicates; null for all fields.
 * Ignores case.
 *
 * @throws {UsageError} if there is no such field; suggests the nearest one.
 */
export function readFields(
  given: OptionsOf<typeof SHAPE_OPTIONS>["fields"],
  fields: readonly Field[],
): string[] | null {
  if (given === null || given === true) return null;
  checkAsTyped(given.join(","), "--fields");
  return [...new Set(given.map((written) => readField(written, fields)))];
}

/**
 * Refuses the name of a field among the arguments that are not options: a space took a list apart, as
 * in `--fields pid process` and in an array from PowerShell.
 *
 * @throws {UsageError} gives the list to write.
 */
export function checkLooseNames(
  { options, positionals }: {
    options: {
      readonly fields: readonly string[] | true | null;
      readonly countBy?: readonly string[];
      readonly sort?: readonly string[];
    };
    positionals: readonly string[];
  },
  fields: readonly Field[],
): void {
  const names = new Set(fields.map(({ name }) => name.toLowerCase()));
  const loose = positionals.filter((text) => names.has(text.replace(/^-/, "").toLowerCase()));
  const { countBy = [], sort = [] } = options;
  const [name, given] = Array.isArray(options.fields)
    ? ["fields", options.fields]
    : countBy.length > 0
    ? ["count-by", countBy]
    : ["sort", sort];
  if (loose.length === 0 || given.length === 0) return;
  throw new UsageError(`Unexpected argument ${loose[0]}: it is a field`, {
    hint: `Write --${name} ${[...given, ...loose].join(",")}` +
      ` (for an array in PowerShell: --${name} ($p -join ','))`,
  });
}

function readField(written: string, fields: readonly Field[]): string {
  const field = findField(written, fields);
  if (field !== undefined) return field.name;
  throw new UsageError(`Unknown field ${written}${suggestField(written, fields)}`, {
    hint: "--fields without a value lists the fields",
  });
}
