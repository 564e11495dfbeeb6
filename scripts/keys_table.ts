/**
 * The keys of `netwho watch`, for docs/watch.md: `deno task docs` writes them there.
 *
 * @module
 */
import { KEY_GROUPS, WATCH_KEYS } from "../lib/live/screen/watch_keys.ts";
import { markdownTable, withPart } from "./page_part.ts";

/**
 * Puts the keys into a page, in the order of the help on the screen.
 *
 * @throws {Error} if the page has no place for them.
 */
export function withKeysTable(page: string): string {
  const keys = KEY_GROUPS.flatMap((name) => WATCH_KEYS.filter(({ group }) => group === name));
  const rows = keys.map(({ shown, about }) => [
    shown.split(" ").map((key) => `\`${key}\``).join(" "),
    about,
  ]);
  const text = markdownTable([["keys", "what they do"], ...rows]);
  return withPart(page, { name: "keys", text });
}
