/**
 * Windows' times.
 *
 * @module
 */

/** Milliseconds from 1601, the start of FILETIME, to 1970. */
const FILETIME_EPOCH = 11_644_473_600_000n;

/** A FILETIME (100 ns since 1601) as ISO 8601 to the millisecond; null for none. */
export function filetimeToIso(filetime: bigint): string | null {
  const milliseconds = Number(filetime / 10_000n - FILETIME_EPOCH);
  const time = new Date(milliseconds);
  return filetime <= 0n || Number.isNaN(time.getTime()) ? null : time.toISOString();
}
