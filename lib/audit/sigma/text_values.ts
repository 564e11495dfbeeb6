/**
 * Turns a text of a Sigma rule into the patterns that its modifiers make of it.
 *
 * @module
 */
import { SigmaError } from "./sigma_error.ts";
import { anyDash, parsePattern, type Piece, plainText, widen } from "./sigma_pattern.ts";

/**
 * Applies modifiers in their order; `base64offset` makes three patterns of one.
 *
 * @throws {SigmaError} for a text with wildcards that cannot be encoded.
 */
export function patternsOf(
  text: string,
  modifiers: readonly string[],
  { line }: { readonly line: number },
): Piece[][] {
  let all: Encoded[] = [{ pieces: parsePattern(text), bytes: null }];
  for (const modifier of modifiers) {
    all = all.flatMap((one) => modified(one, modifier, line));
  }
  return all.map(({ pieces, bytes }) =>
    bytes === null ? [...pieces] : [String.fromCharCode(...bytes)]
  );
}

/** A pattern, and its bytes where they were encoded. */
interface Encoded {
  readonly pieces: readonly Piece[];
  readonly bytes: Uint8Array | null;
}

function modified(one: Encoded, modifier: string, line: number): Encoded[] {
  const piecesOf = ({ pieces, bytes }: Encoded) =>
    bytes === null ? pieces : [String.fromCharCode(...bytes)];
  const widened = (where: Parameters<typeof widen>[1]) => [
    { pieces: widen(piecesOf(one), where), bytes: null },
  ];
  switch (modifier) {
    case "contains":
      return widened({ before: true, behind: true });
    case "startswith":
      return widened({ behind: true });
    case "endswith":
      return widened({ before: true });
    case "windash":
      return [{ pieces: anyDash(piecesOf(one)), bytes: null }];
    case "wide":
    case "utf16le":
      return [{ pieces: [], bytes: utf16(textIn(one, line), { isLittle: true }) }];
    case "utf16be":
      return [{ pieces: [], bytes: utf16(textIn(one, line), { isLittle: false }) }];
    case "utf16":
      return [{ pieces: [], bytes: utf16(`\ufeff${textIn(one, line)}`, { isLittle: true }) }];
    case "base64":
      return [{ pieces: [base64(bytesIn(one, line))], bytes: null }];
    case "base64offset":
      return [0, 1, 2].map((offset) => ({
        pieces: [base64At(bytesIn(one, line), offset)],
        bytes: null,
      }));
    default:
      return [one];
  }
}

function textIn({ pieces }: Encoded, line: number): string {
  const text = plainText(pieces);
  if (text === null) {
    throw new SigmaError("a text with wildcards cannot be encoded", line);
  }
  // Longer than any value that it could be compared with.
  if (text.length > 10_000) throw new SigmaError("a text to encode is too long", line);
  return text;
}

function bytesIn(one: Encoded, line: number): Uint8Array {
  return one.bytes ?? new TextEncoder().encode(textIn(one, line));
}

function utf16(text: string, { isLittle }: { isLittle: boolean }): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let at = 0; at < text.length; at++) view.setUint16(2 * at, text.charCodeAt(at), isLittle);
  return new Uint8Array(view.buffer);
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** What is sure of an encoded text that has so many bytes (or three more, or six…) before it. */
function base64At(bytes: Uint8Array, offset: number): string {
  const encoded = base64(new Uint8Array([...new Array(offset).fill(0x20), ...bytes]));
  const end = [0, 3, 2][(bytes.length + offset) % 3]!;
  return encoded.slice([0, 2, 3][offset], encoded.length - end);
}

/** A pattern in lower case. */
export function inLowerCase(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece) => typeof piece === "string" ? piece.toLowerCase() : piece);
}
