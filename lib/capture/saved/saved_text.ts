/**
 * Decodes a saved file to text, and tells where its encoding is a guess.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import type { Facts, Files } from "../../host/host.ts";
import { normalizeEncodingName } from "../../text/code_pages.ts";
import { decodeBytes, type DecodeOptions, utf8Chunks } from "../../text/decode.ts";
import { linesNotUtf8 } from "../../text/mixed_lines.ts";
import type { PageGuess } from "../../text/page_guess.ts";
import { toldPage } from "../../text/told_pages.ts";
import { TOOLS } from "../../tools/tools.ts";
import type { SavedKind } from "./saved_kind.ts";

/** A saved file as text. */
export interface SavedText {
  /** The text as UTF-8. Can be iterated only once. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Its first bytes as they are in the file, once chunks were read. */
  start(): Uint8Array;
  /**
   * Once the first chunks were read: what to say of a code page that is a guess among equals, as the
   * end of a sentence that starts with the file's name; null where that changes no row.
   */
  describeGuess(kind: SavedKind): Promise<string | null>;
}

/** How many bytes are compared in the code pages that fit. */
const COMPARED = 1 << 16;

/**
 * Decodes a file. The encoding is that of the user, else detected, else the system's, else a guess. Lines
 * that are not UTF-8 are read as if nobody had said that all are: no name is destroyed for a wrong word.
 */
export function decodeSaved(
  path: string,
  host: Files & Facts,
  { encoding, signal }: { encoding: string | null; signal?: AbortSignal },
): SavedText {
  const first: Uint8Array[] = [];
  let guess: PageGuess | null = null;
  let pageAmongUtf8: number | null = null;
  const bytes = keepFirst(() => host.open(path, { signal }), first);
  const told = () =>
    encoding !== null && normalizeEncodingName(encoding) === "oem"
      ? [host.oemCodePage()]
      : [host.oemCodePage(), host.ansiCodePage()];
  const oemCodePage: DecodeOptions["oemCodePage"] = async (sample, { isAmongUtf8 }) => {
    const known = await toldPage(sample, told());
    if (known !== null && isAmongUtf8) pageAmongUtf8 = known;
    if (known !== null) return known;
    const { guessSavedPage } = await import("../../text/page_guess.ts");
    if (isAmongUtf8) return pageAmongUtf8 = (await guessSavedPage(sample)).page;
    // The sample starts within a word.
    const start = linesNotUtf8(concat(first));
    guess = await guessSavedPage(start.length > 0 ? start : sample);
    return guess.page;
  };
  return {
    chunks: utf8Chunks(bytes, { encoding, oemCodePage }),
    start: () => concat(first),
    describeGuess: async (kind) => {
      if (pageAmongUtf8 !== null) return describeLines(pageAmongUtf8, { encoding });
      return guess === null ? null : await describeGuess(guess, concat(first), kind);
    },
  };
}

/** Passes chunks on, and keeps a copy of the first. */
async function* keepFirst(
  open: () => AsyncIterable<Uint8Array>,
  kept: Uint8Array[],
): AsyncGenerator<Uint8Array> {
  let missing = COMPARED;
  for await (const chunk of open()) {
    if (missing > 0) {
      kept.push(chunk.slice(0, missing));
      missing -= chunk.length;
    }
    yield chunk;
  }
}

function describeLines(page: number, { encoding }: { encoding: string | null }): string {
  const advice = encoding === null ? "" : "; leave --encoding out to have the encoding found";
  return `holds lines that are not UTF-8: they were read in code page ${page} where that gives ` +
    `words${advice}`;
}

async function describeGuess(
  { page, rivals }: PageGuess,
  bytes: Uint8Array,
  kind: SavedKind,
): Promise<string | null> {
  const rowsIn = async (page: number) => {
    const encoding = String(page);
    return rowsOf(kind, await decodeBytes(bytes, { encoding, oemCodePage: () => page }));
  };
  const rows = await rowsIn(page);
  const others: number[] = [];
  for (const rival of rivals) if (await rowsIn(rival) !== rows) others.push(rival);
  if (others.length === 0) return null;
  const fit = others.length === 1 ? "fits" : "fit";
  return `was read in code page ${page}, a guess: ${others.join(", ")} ${fit} as well. ` +
    `If words look wrong, try --encoding ${others[0]}; --encoding ${page} settles it`;
}

/** What a text comes to, for comparison: rows without headers. */
function rowsOf(kind: SavedKind, text: string): string {
  const tool = TOOLS.find(({ name }) => name === kind);
  if (tool === undefined) return text.slice(text.indexOf("\n") + 1);
  const parsed = tool.parse(text) as { rows?: unknown; exchanges?: unknown };
  return JSON.stringify(parsed.rows ?? parsed.exchanges);
}
