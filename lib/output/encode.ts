/**
 * Encodes text for the output.
 *
 * @module
 */
import type { Facts, Terminal } from "../host/host.ts";
import { encodeCodePage, UTF8_PAGE } from "../text/code_pages.ts";

/** Encodes text. */
export type Encode = (text: string) => Uint8Array | Promise<Uint8Array>;

const encoder = new TextEncoder();

const DELETE = "\x7f";

/** Encodes text as UTF-8. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/**
 * Encodes text as ASCII, with the `\uXXXX` escapes of JSON for other characters: PowerShell decodes a
 * program's output in the console's code page, which would garble other bytes.
 */
export function encodeAscii(text: string): Uint8Array {
  const bytes = encoder.encode(text);
  // As many bytes as code units: the text is ASCII.
  if (bytes.length === text.length && !text.includes(DELETE)) return bytes;
  return encoder.encode(text.replace(/[\u007f-\uffff]/g, escapeUnit));
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/**
 * The encoding of standard output. PowerShell decodes a program's output in the console's code page, so
 * CSV and tables in a pipe use that page, with `\uXXXX` for characters that it lacks. Output with a
 * byte order mark is UTF-8.
 */
export function encodingOfPipe(
  { isAscii, hasMark }: { isAscii: boolean; hasMark: boolean },
  host: Pick<Facts & Terminal, "isTerminal" | "outputCodePage">,
): Encode {
  if (isAscii) return encodeAscii;
  const page = hasMark || host.isTerminal("stdout") ? null : host.outputCodePage();
  if (page === null || page === 0 || page === UTF8_PAGE) return encodeUtf8;
  let encodePage: Encode | undefined;
  return async (text) => {
    const bytes = encoder.encode(text);
    if (bytes.length === text.length) return bytes;
    return await (encodePage ??= await encodeCodePage(page))(text);
  };
}
