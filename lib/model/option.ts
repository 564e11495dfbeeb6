/**
 * Command lines: the type of an option, the types of the values of a table of options, and arguments.
 *
 * @module
 */

/** A command-line option. */
export interface Option {
  /** The long name in kebab-case, without the dashes. */
  readonly name: string;
  /** The one-letter name, without the dash. */
  readonly short?: string;
  /** The placeholder for the value in the help, such as `FILE`; absent for a switch. */
  readonly value?: string;
  /** Whether the value is optional. */
  readonly optionalValue?: true;
  /** Whether the option may be repeated and its values add up; otherwise the last use wins. */
  readonly repeatable?: true;
  /** Whether a value is a comma-separated list. */
  readonly list?: true;
  /** The kind of number: an integer above 0, or seconds above 0, possibly with a fraction. */
  readonly number?: "integer" | "seconds";
  /** The allowed values, matched ignoring case and returned as spelled here. */
  readonly choices?: readonly string[];
  /** Example values for the help; the command itself checks the value. */
  readonly words?: readonly string[];
  /** When it has an effect; using it otherwise is an error. @default always */
  readonly effect?: OptionEffect;
  /** One line for the help. */
  readonly about: string;
  /** The heading above it in the help. */
  readonly group: string;
}

/** When an option has an effect. All conditions must hold. */
export interface OptionEffect {
  /** The output formats in which it has an effect. */
  readonly formats?: readonly string[];
  /** The system on which it has an effect. */
  readonly os?: "windows";
  /** The option with which it has no effect. */
  readonly without?: string;
  /** The options without any of which it has no effect, the one to advise first. */
  readonly needs?: readonly string[];
  /** Values that do no harm anywhere, so that scripts may always give them. */
  readonly harmless?: readonly string[];
  /** Why it has no effect otherwise. */
  readonly because: string;
}

/** The arguments of a command that are not options. */
export interface Positionals {
  /** The placeholder in the help, such as `NAME`. */
  readonly name: string;
  /** One line for the help. */
  readonly about: string;
  /** Whether several can be given. */
  readonly many?: boolean;
  /** How many are needed, where these are several; the command says which one is missing. @default 1 */
  readonly count?: number;
  /** Whether they can be left out. */
  readonly optional?: boolean;
}

/** Any value of an option. */
export type OptionValue = boolean | string | number | readonly (string | number)[] | null;

/** `localPort` for `local-port`. */
export type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

type Item<O extends Option> = O extends { readonly number: string } ? number
  : O extends { readonly choices: readonly (infer Choice extends string)[] } ? Choice
  : string;

type Values<O extends Option> = O extends { readonly repeatable: true } | { readonly list: true }
  ? readonly Item<O>[]
  : Item<O>;

type ValueOf<O extends Option> = O extends { readonly value: string }
  ? O extends { readonly optionalValue: true } ? Values<O> | true | null
  : O extends { readonly repeatable: true } | { readonly list: true } ? Values<O>
  : Values<O> | null
  : boolean;

/**
 * The values of a table's options, by their names in camelCase: a boolean for a switch, a list for an
 * option whose values add up, otherwise the value or null. An option with an optional value is `true`
 * if it is given without one.
 */
export type OptionsOf<Table extends readonly Option[]> = string extends Table[number]["name"]
  ? Readonly<Record<string, OptionValue>>
  : { readonly [O in Table[number] as CamelCase<O["name"]>]: ValueOf<O> };

/** The property name of an option: `localPort` for `local-port`. */
export function camelCase<Name extends string>(name: Name): CamelCase<Name> {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) as CamelCase<Name>;
}

/** Returns the name of the first of some options that was given. */
export function firstGiven<Values extends object, const Names extends readonly string[]>(
  options: Values,
  names: CamelCase<Names[number]> extends keyof Values ? Names : never,
): Names[number] | undefined {
  const values = options as Readonly<Record<string, OptionValue | undefined>>;
  return names.find((name) => isGiven(values[camelCase(name)]));
}

/** Whether an option with this value was given. */
export function isGiven(value: OptionValue | undefined): boolean {
  return Array.isArray(value) ? value.length > 0 : (value ?? false) !== false;
}

/** An option with other help than in its table. */
type Reworded<O extends Option> = O extends Option
  ? Omit<O, "about" | "group"> & Pick<Option, "about" | "group">
  : never;

/** Returns the options of a table with other help lines, or under another heading. */
export function rewordOptions<const Table extends readonly Option[]>(
  table: Table,
  { about = {}, group }: {
    about?: { readonly [Name in Table[number]["name"]]?: string };
    group?: string;
  },
): readonly Reworded<Table[number]>[] {
  const lines: Readonly<Record<string, string | undefined>> = about;
  return table.map((option) => ({
    ...option,
    about: lines[option.name] ?? option.about,
    group: group ?? option.group,
  })) as unknown as readonly Reworded<Table[number]>[];
}
