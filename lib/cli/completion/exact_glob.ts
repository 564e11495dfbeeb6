/**
 * Names of the machine as values of filters.
 *
 * @module
 */
import { valueProblem } from "../../rows/choose/filter_values.ts";
import { sanitize } from "../../text/terminal_text.ts";

/**
 * A GLOB that matches a name, and little else. A `?` stands for what cannot be in the value of a filter:
 * characters that a terminal acts on or that nobody sees, the comma, a blank at either end, and what
 * would make the whole mean something else.
 */
export function exactGlob(name: string): string {
  const glob = Array.from(name, (character) => {
    const isUnsafe = character === "," || sanitize(character) !== character;
    return isUnsafe ? "?" : character;
  }).join("").replace(/^[\s!-]|\s$/g, "?");
  return valueProblem(glob) === null ? glob : glob.replace(/^./u, "?");
}
