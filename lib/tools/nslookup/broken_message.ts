/**
 * Messages that a shell or a console broke into several lines.
 *
 * @module
 */
import { endsInReason } from "./failure_message.ts";
import { holdsAddresses } from "./label_line.ts";
import type { Line } from "./printed_line.ts";
import { joinPieces } from "./wrapped_text.ts";

/** The most lines below the first onto which a message may be broken. */
const MOST_BROKEN = 8;

/**
 * The message that begins on a line, with the lines onto which it was broken, and the index of its last
 * line. Only a reason tells where it ends.
 *
 * @param first Its first line, which may stand behind a prompt.
 * @param known Text that may hold the name in it.
 */
export function wholeMessage(
  lines: readonly Line[],
  start: number,
  { first, known }: { first: string; known: string },
): { text: string; end: number } {
  const { raw, isWhole } = lines[start]!;
  if (endsInReason(first) || isWhole) return { text: first, end: start };
  const pieces = [{ raw, text: first }];
  for (let at = start + 1; at <= start + MOST_BROKEN && at < lines.length; at++) {
    const { raw, text } = lines[at]!;
    if (text === "" || /^[*>;]/.test(text) || holdsAddresses(lines[at + 1]?.text)) break;
    pieces.push({ raw, text });
    const width = Math.max(...pieces.map(({ raw }) => raw.trimEnd().length));
    const whole = joinPieces(pieces, { width, known });
    if (endsInReason(whole)) return { text: whole, end: at };
  }
  return { text: first, end: start };
}
