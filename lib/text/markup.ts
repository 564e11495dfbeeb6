/**
 * What HTML and forums put into text, as a copy from a page's source has it: names of characters and tags.
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

const HTML_TAGS =
  /<\/?(?:pre|code|kbd|samp|tt|td|th|tr|li|p|div|span|font|strong|em|b|i|u|s|q|a|dd|dt|string|line|text|value|br)(?: [^<>]{0,200})?\/?>/gi;

/** What a forum marks text with, which stands at both ends of it: `[b]`, `[/color]`. */
const FORUM_TAGS =
  /\[(?:b|i|u|s|code|pre|quote|color|size|font)(?:=[^\[\]]{1,40})?\]|\[\/[a-z]{1,8}\]/gi;

/** Puts tabs in place of tags. */
export function withoutTags(text: string): string {
  const plain = text.includes("<") ? text.replace(HTML_TAGS, "\t") : text;
  return plain.includes("[/") ? plain.replace(FORUM_TAGS, "\t") : plain;
}
