/**
 * Letters of other programs written together, with what they take: `-tulpn`, `-p tcp`, `-i:443`.
 *
 * @module
 */
import type { Option } from "../../model/option.ts";
import { FOREIGN_OPTIONS, type ForeignOption, WINDOWS_LETTERS } from "./foreign_options.ts";

/** Whether an argument is letters of another program written together: `-tulpn`. */
export function isLetters(arg: string, command: string): boolean {
  const [, letters = ""] = /^-([a-z]{1,7})$/i.exec(arg) ?? [];
  return letters !== "" && lettersOf(letters, { name: command }) !== null;
}

/**
 * What each letter is; one of netwho's own letters stays as it is. Null if one is unknown or stands
 * twice, as in words.
 */
export function lettersOf(
  written: string,
  { name, options = [] }: { name: string; options?: readonly Option[] },
): (ForeignOption | string)[] | null {
  const { letters = {} } = FOREIGN_OPTIONS[name] ?? {};
  if (new Set(written).size < written.length) return null;
  const isWindows = /[bq]/i.test(written);
  // Windows' netstat ignores case; in ss a capital letter is another option.
  const isUpper = written === written.toUpperCase();
  const found = [...written].map((letter) => {
    if (/[46v]/.test(letter) && options.some(({ short }) => short === letter)) return `-${letter}`;
    const lower = letter.toLowerCase();
    if (isWindows && Object.hasOwn(WINDOWS_LETTERS, lower)) return WINDOWS_LETTERS[lower]!;
    const known = [letter, isUpper ? lower : letter].find((each) => Object.hasOwn(letters, each));
    return known === undefined ? null : letters[known]!;
  });
  return found.some((each) => each === null) ? null : found as (ForeignOption | string)[];
}

/** The arguments for a letter with a value. */
export interface LetterArgument {
  readonly args: readonly string[];
  /** Whether the value is the next argument. */
  readonly tookNext: boolean;
}

/**
 * Reads a letter that takes a value in another program: `-p tcp`, `-anp udp`, `-ptcp`, `-i :443`,
 * `-n 10`, `-o a.csv`. Null for any other argument.
 *
 * @param next the argument after it.
 */
export function letterArgument(
  arg: string,
  next: string | undefined,
  { name, options }: { name: string; options: readonly Option[] },
): LetterArgument | null {
  const alone = lsofArgument(arg);
  if (alone !== null) return { args: alone, tookNext: false };
  const [, cluster = "", letter = "", colon] = /^-([a-z]*?)(p)((?:tcp|udp)\S*)$/i.exec(arg) ??
    /^[-/]([a-z]*?)([pinofc])(?:[:=](.*))?$/is.exec(arg) ?? [];
  const value = colon ?? next;
  if (letter === "" || value === undefined || /^[-/]/.test(value)) return null;
  const before = cluster === "" ? [] : lettersOf(cluster, { name });
  if (before === null || before.some((each) => typeof each === "object" && !each.shown)) {
    return null;
  }
  if (cluster !== "" && letter.toLowerCase() !== "p") return null;
  const args = argumentOf(letter.toLowerCase(), value, options);
  return args === null ? null : { args, tookNext: colon === undefined };
}

function argumentOf(letter: string, value: string, options: readonly Option[]): string[] | null {
  const formats = options.find(({ name }) => name === "format")?.choices ?? [];
  const format = formats.find((format) => format === value.toLowerCase());
  switch (letter) {
    case "p":
      if (/^(?:tcp|udp)(?:v?[46])?$/i.test(value)) return ["--protocol", value.toLowerCase()];
      return /^\d[\d,-]*$/.test(value) ? ["--port", value] : null;
    case "i":
      return lsofArgument(`-i${value}`);
    case "n":
      return /^[1-9]\d*$/.test(value) && options.some(({ name }) => name === "limit")
        ? ["--limit", value]
        : null;
    case "o":
      if (format !== undefined) return ["--format", format];
      return value.includes(".") ? ["--out", value] : null;
    case "f":
      if (format !== undefined) return ["--format", format];
      return value.includes(".") ? ["--from", value] : null;
    default:
      return null;
  }
}

/** `lsof -i:443`, `-iTCP`, `-iTCP:443`, `-i@192.0.2.7`. */
function lsofArgument(arg: string): string[] | null {
  const [, protocol, address, ports] =
    /^-i(tcp|udp)?(?:@([\d.]+|\[[\da-f:]+\]))?(?::([\d,-]+))?$/i.exec(arg) ?? [];
  const found = [
    ...protocol === undefined ? [] : ["--protocol", protocol.toLowerCase()],
    ...address === undefined ? [] : ["--address", address.replace(/[[\]]/g, "")],
    ...ports === undefined ? [] : ["--port", ports],
  ];
  return found.length === 0 ? null : found;
}
