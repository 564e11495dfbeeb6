/**
 * Windows' chcp: the code page of the console.
 *
 * @module
 */

/** Without arguments chcp prints the code page and changes nothing. */
export const CHCP_ARGUMENTS: readonly string[] = [];

/** Reads the code page: the last number, in any language; null where there is none. */
export function parseChcp(output: Uint8Array): number | null {
  // The words around the number are in that code page itself; digits are ASCII in all of them.
  const numbers = new TextDecoder("latin1").decode(output).match(/\d+/g);
  const page = Number(numbers?.at(-1) ?? 0);
  return page >= 1 && page <= 65535 ? page : null;
}
