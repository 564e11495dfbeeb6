/**
 * How a row of netstat begins: with the protocol, and before it what other tools put there.
 *
 * @module
 */
import type { PortProtocol } from "../../address/ports.ts";
import { NINE, textOf, ZERO } from "../../text/ascii.ts";
import { isName } from "./netstat_endpoint.ts";

/** The letters in lower case, as one number. */
const [TCP, UDP] = [0x746370, 0x756470];
const [FOUR, SIX, LETTER_V] = [52, 54, 118];

/** TCP or UDP in any case, with the 4, 6, v4 or v6 that other tools add; null for another word. */
export function protocolOf(bytes: Uint8Array, start: number, end: number): PortProtocol | null {
  const length = end - start;
  if (length < 3 || length > 5) return null;
  const letters = lower(bytes[start]!) << 16 | lower(bytes[start + 1]!) << 8 |
    lower(bytes[start + 2]!);
  if (letters !== TCP && letters !== UDP) return null;
  if (length > 3 && !isVersion(bytes, start + 3, end)) return null;
  return letters === TCP ? "TCP" : "UDP";
}

function lower(letter: number): number {
  return letter | 32;
}

function isVersion(bytes: Uint8Array, start: number, end: number): boolean {
  const digit = bytes[end - 1]!;
  if (digit !== FOUR && digit !== SIX) return false;
  return end - start === 1 || lower(bytes[start]!) === LETTER_V;
}

const ENDS_OF_PREFIXES: ReadonlySet<number> = new Set([..."]):>|#"].map((c) => c.charCodeAt(0)));

/** What stands behind the time in a log: the half of the day, its offset, the level, the stream. */
const LOG_WORDS =
  /^(?:[AP]\.?M\.?|UTC|GMT|CES?T|[+-]\d\d:?\d\d|TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|stdout|stderr|F)$/i;

/** Whether a word may stand right before the protocol: `12:`, `log.txt:`, `#`, `>`, a time. */
export function mayPrecedeRow(
  bytes: Uint8Array,
  start: number,
  end: number,
  { isFirst }: { isFirst: boolean },
): boolean {
  if (ENDS_OF_PREFIXES.has(bytes[end - 1]!)) return true;
  const first = bytes[start]!;
  if (first < ZERO || first > NINE) {
    if (end - start === 1 && !isName(bytes, start, end)) return true;
    return !isFirst && LOG_WORDS.test(textOf(bytes, start, end));
  }
  // Other tools print process IDs in their rows, so a number alone must begin the line.
  const text = textOf(bytes, start, end);
  return /^\d[\d:.,+/TZ-]*$/.test(text) && (isFirst || /\D/.test(text));
}
