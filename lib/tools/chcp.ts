/**
 * Windows' chcp: which code page the console has.
 *
 * @module
 */

/** The arguments with which chcp tells the code page, and changes nothing. */
export const CHCP_ARGUMENTS: readonly string[] = [];

/**
 * The code page that chcp prints: the last number, in any language. Null where there is none.
 *
 * @example
 * ```ts
 * import { parseChcp } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseChcp(new TextEncoder().encode("Aktive Codepage: 850.\r\n")), 850);
 * ```
 */
export function parseChcp(output: Uint8Array): number | null {
  // The words around the number are in the very page that is asked for; digits are ASCII in all.
  const numbers = new TextDecoder("latin1").decode(output).match(/\d+/g);
  const page = Number(numbers?.at(-1) ?? 0);
  return page >= 1 && page <= 65535 ? page : null;
}
