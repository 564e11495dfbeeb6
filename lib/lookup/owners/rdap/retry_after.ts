/**
 * What `Retry-After` says (RFC 9110, section 10.2.3).
 *
 * @module
 */

/** Milliseconds to wait where a server that is asked too often does not say how long. */
const UNTOLD = 5000;
/** The longest wait that is told apart from forever: a day. */
const LONGEST = 86_400_000;

/** Milliseconds to wait, for a number of seconds or a date; up to a day. */
export function retryAfter(header: string | null, now: number): number {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, LONGEST);
  // Without a weekday in front, Date.parse takes nearly anything for a date.
  const date = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? UNTOLD : Math.min(Math.max(date - now, 0), LONGEST);
}
