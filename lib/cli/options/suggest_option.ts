/**
 * Suggestions for misspelt options.
 *
 * @module
 */
import { nearest } from "../../text/nearest.ts";
import type { Option } from "../../model/option.ts";

/** The Unicode dashes that text editors substitute for `-` and `--`. */
const DASHES = String.raw`\u2010-\u2015\u2212\ufe58\ufe63\uff0d`;

/** Those at the start of an argument. */
export const TYPED_DASHES = new RegExp(`^[${DASHES}]+-*`);

/** What stands before the name of an option here, or in another program. */
const PREFIX = new RegExp(`^(?:[-${DASHES}]+|/)`);

/** Whether an argument is written like an option: `--port`, `-ano`, `–port`, `/fo`, `/fo:csv`. */
export function isWrittenOption(arg: string): boolean {
  return /^-./s.test(arg) || TYPED_DASHES.test(arg) || /^\/[a-z-]+(?::.*)?$/i.test(arg);
}

/** Whether an argument asks for help, also as in other programs: `/?`, `-?`, `/h`, `-Help`. */
export function asksForHelp(arg: string): boolean {
  return /^(?:-h|[-\/]\?|--\?|\/h|(?:--?|\/)help)$/i.test(arg) && arg !== "-H";
}

/**
 * Suggests an option for one written as in PowerShell (`-LocalPort`) or cmd (`/format`), for a value
 * without its option (`--json`), or for a misspelling. Null if no option is near.
 *
 * @param options `loose: false` accepts only exact words with a prefix, for arguments that may not be
 * options at all.
 */
export function suggestOption(
  written: string,
  options: readonly Option[],
  { loose = true }: { loose?: boolean } = {},
): string | null {
  if (!loose && !PREFIX.test(written)) return null;
  const word = wordOf(written);
  if (asksForHelp(`--${word}`)) return "--help";
  const names = options.map(({ name }) => name);
  if (names.includes(word)) return `--${word}`;
  const withValue = suggestValue(word, options);
  if (withValue !== null) return withValue;
  const near = loose ? nearest(word, names) : null;
  return near === null ? null : `--${near}`;
}

/** The bare word in kebab-case: `local-port` for `-LocalPort:443`, `--localPort`, `/local-port`. */
export function wordOf(written: string): string {
  return written
    .replace(PREFIX, "")
    .replace(/[:=].*$/s, "")
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-")
    .toLowerCase();
}

/** Suggests the option that takes a value: `--state TIME_WAIT` for `time-wait`. */
export function suggestValue(word: string, options: readonly Option[]): string | null {
  const bare = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  for (const { name, choices = [], words = [] } of options) {
    const choice = [...choices, ...words].find((choice) => bare(choice) === bare(word));
    if (choice !== undefined) return `--${name} ${choice}`;
    if (word === `no-${name}` && choices.includes("never")) return `--${name} never`;
  }
  return null;
}
