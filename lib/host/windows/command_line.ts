/**
 * The command line of a process, as `NtQueryInformationProcess` fills a buffer
 * (ProcessCommandLineInformation): a UNICODE_STRING, then its characters.
 *
 * @module
 */

/** A status of Windows: 0 for success, or one of these, when the buffer is too small. */
const SUCCESS = 0;
const TOO_SMALL: ReadonlySet<number> = new Set([0xc000_0004, 0xc000_0023]);

/** Where the characters begin: behind two lengths, padding and a pointer. */
const CHARACTERS = 16;
/** The longest UNICODE_STRING: its length in bytes is a 16-bit number. */
const MOST_BYTES = CHARACTERS + 0x1_0000;
const FIRST_BYTES = 2048;

/** Fills a buffer, and says in `needed` how many bytes it takes. Returns a status. */
type Query = (buffer: Uint8Array<ArrayBuffer>, needed: Uint32Array<ArrayBuffer>) => number;

/** Asks for a command line; null where there is none, or Windows does not tell. */
export function queryCommandLine(query: Query): string | null {
  const needed = new Uint32Array(1);
  let buffer = new Uint8Array(FIRST_BYTES);
  let status = query(buffer, needed);
  if (TOO_SMALL.has(status)) {
    buffer = new Uint8Array(Math.min(Math.max(needed[0]!, FIRST_BYTES), MOST_BYTES));
    status = query(buffer, needed);
  }
  return status === SUCCESS ? readCommandLine(buffer) : null;
}

/** Reads the buffer; null for an empty command line, and where the buffer does not hold it. */
export function readCommandLine(buffer: Uint8Array): string | null {
  if (buffer.byteLength < CHARACTERS) return null;
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const length = view.getUint16(0, true) & ~1;
  if (length === 0 || CHARACTERS + length > buffer.byteLength) return null;
  const characters = buffer.subarray(CHARACTERS, CHARACTERS + length);
  return new TextDecoder("utf-16le", { ignoreBOM: true }).decode(characters) || null;
}
