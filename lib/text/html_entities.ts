/**
 * The names that HTML gives to characters, as text copied from a page's source has them.
 *
 * @module
 */

/** Each character with its names and numbers. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  " ": ["nbsp", "#160", "#xa0", "ensp", "emsp", "thinsp", "#32", "#x20"],
  ">": ["gt", "#62", "#x3e"],
  "<": ["lt", "#60", "#x3c"],
  '"': ["quot", "#34", "#x22"],
  "&": ["amp", "#38", "#x26"],
  "*": ["ast", "#42", "#x2a"],
  ":": ["colon", "#58", "#x3a"],
  "[": ["lsqb", "#91", "#x5b"],
  "]": ["rsqb", "#93", "#x5d"],
};

const CHARACTERS: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([character, names]) =>
    names.map((name) => [name, character] as const)
  ),
);

/** Puts characters in place of their names: a space for `&nbsp;`. Leaves unknown names alone. */
export function withoutEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(#?\w{2,6});/g,
    (entity, name: string) => CHARACTERS.get(name.toLowerCase()) ?? entity,
  );
}
