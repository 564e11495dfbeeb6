/**
 * Reads a text file of the user in whatever encoding editors and shells leave it: UTF-8 with or without
 * a mark, UTF-16 as Windows PowerShell's `>` writes it.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { CaptureError, ParseError } from "../errors.ts";
import { type Facts, type Files, HostError } from "../host/host.ts";
import { describeRefusal } from "../host/refusals.ts";
import { decodeBytes } from "../text/decode.ts";

/** How to read a text. */
export interface UserTextOptions {
  /** What it is, in messages: `the config`. */
  readonly what: string;
  /** The most bytes that it may have. */
  readonly limit: number;
  /** What to do where it cannot be read. @default nothing is advised */
  readonly hint?: string | null;
  /** Ends the reading early. */
  readonly signal?: AbortSignal;
}

/**
 * Reads a file as text.
 *
 * @throws {CaptureError} if it cannot be read, or is too long.
 * @throws {ParseError} if it is no text.
 */
export async function readUserText(
  host: Pick<Files, "open"> & Pick<Facts, "oemCodePage">,
  path: string,
  { what, limit, hint = null, signal }: UserTextOptions,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of host.open(path, { signal })) {
      length += chunk.length;
      if (length > limit) break;
      chunks.push(chunk.slice()); // its memory is used again
    }
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const state = describeRefusal(error, { of: "file" });
    throw new CaptureError(`Cannot read ${what} ${path}: ${state}`, { hint, cause: error });
  }
  if (length > limit) {
    throw new CaptureError(
      `Cannot read ${what} ${path}: it is longer than ${limit / 1_000_000} MB`,
    );
  }
  const text = await decodeBytes(concat(chunks), { oemCodePage: () => host.oemCodePage() });
  if (text.includes("\0")) throw new ParseError(`Cannot read ${what} ${path}: it is no text`);
  return text.replace(/^\ufeff/, "");
}
