/**
 * Placeholders in the values of Sigma rules: `%name%` stands for a list that the user's config holds.
 *
 * @module
 */
import { quoted, SigmaError } from "./sigma_error.ts";

/** The lists by their names. */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

const MOST_TEXTS = 10_000;

/**
 * Puts the values of the lists into a text: one text for each, or the name of the list that is missing.
 * `\%` is a plain percent sign.
 *
 * @throws {SigmaError} if that makes too many texts.
 */
export function expandText(
  text: string,
  placeholders: Placeholders,
  { line }: { readonly line: number },
): readonly string[] | { readonly missing: string } {
  let texts = [""];
  for (const part of text.split(/(\\%|%[^%\\]+%)/)) {
    const name = part.length > 2 && part.startsWith("%") && part.endsWith("%")
      ? part.slice(1, -1)
      : null;
    const values = name === null
      ? [part === "\\%" ? "%" : part]
      : placeholders.get(name) ?? byAnyCase(name, placeholders);
    if (values === null) return { missing: name! };
    if (texts.length * values.length > MOST_TEXTS) {
      throw new SigmaError(`its placeholder ${quoted(text)} stands for too many values`, line);
    }
    texts = texts.flatMap((before) => values.map((value) => before + value));
  }
  return texts;
}

function byAnyCase(name: string, placeholders: Placeholders): readonly string[] | null {
  const wanted = name.toLowerCase();
  for (const [other, values] of placeholders) if (other.toLowerCase() === wanted) return values;
  return null;
}
