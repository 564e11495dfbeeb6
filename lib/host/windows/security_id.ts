/**
 * Security identifiers of Windows: an account's name that no language and no renaming changes.
 *
 * @module
 */

/** Where the identifier begins in a TOKEN_USER of a 64-bit process: behind a pointer and a number. */
const TOKEN_USER_BYTES = 16;
const HEAD_BYTES = 8;
const MOST_PARTS = 15;

/**
 * The identifier in a TOKEN_USER, as `GetTokenInformation` fills a buffer: `S-1-5-21-…`; null where
 * the buffer does not hold one.
 */
export function readTokenUser(buffer: Uint8Array): string | null {
  return readSid(buffer.subarray(TOKEN_USER_BYTES));
}

/** The identifier at the start of some bytes, a SID; null where they hold none. */
export function readSid(sid: Uint8Array): string | null {
  if (sid.length < HEAD_BYTES) return null;
  const view = new DataView(sid.buffer, sid.byteOffset, sid.byteLength);
  const [revision, parts] = [view.getUint8(0), view.getUint8(1)];
  if (revision !== 1 || parts > MOST_PARTS || sid.length < HEAD_BYTES + 4 * parts) return null;
  const authority = view.getUint16(2) * 2 ** 32 + view.getUint32(4);
  const numbers = Array.from(
    { length: parts },
    (_, at) => view.getUint32(HEAD_BYTES + 4 * at, true),
  );
  return ["S", revision, authority, ...numbers].join("-");
}
