/**
 * Windows' times.
 *
 * @module
 */

/** Milliseconds from 1601, the start of FILETIME, to 1970. */
const FILETIME_EPOCH = 11_644_473_600_000n;

/** The end of the year 9999, in milliseconds since 1970: later years have no four digits. */
const LAST = Date.UTC(10_000, 0, 1) - 1;

/** A FILETIME (100 ns since 1601) as ISO 8601 to the millisecond; null for none. */
export function filetimeToIso(filetime: bigint): string | null {
  const milliseconds = Number(filetime / 10_000n - FILETIME_EPOCH);
  return filetime <= 0n || milliseconds > LAST ? null : new Date(milliseconds).toISOString();
}
