/** What Windows PowerShell 5.1 makes of the first line of standard error, where that is redirected. */
import type { Line } from "./lines.ts";

/** `nslookup : ` before the line; below it the place in the script, and lines that begin with `+`. */
const RECORD = /^nslookup(?:\.exe)? : (.*)$/i;
/** Lines that a message is broken into at most, by a narrow console. */
const MOST_BROKEN = 4;
/** Lines that an error record has at most below its message. */
const MOST_BELOW = 10;

/** Lines with what such error records say in place of the records, and blank lines below. */
export function withoutErrorRecords(lines: readonly Line[]): readonly Line[] {
  if (!lines.some(({ text }) => RECORD.test(text))) return lines;
  const plain = [...lines];
  plain.forEach(({ raw, text }, at) => {
    const message = RECORD.exec(text)?.[1];
    if (message === undefined) return;
    const marks = plain.slice(at + 1, at + 3 + MOST_BROKEN).findIndex(({ text }) =>
      text.startsWith("+ ")
    );
    // The line above the marks tells the place; what is above that belongs to the message.
    const broken = marks < 1 ? [] : plain.slice(at + 1, at + marks).map(({ text }) => text);
    plain[at] = { raw, text: [message, ...broken].join(" ").trim(), indented: false };
    const end = marks < 1 ? at : at + MOST_BELOW;
    for (let below = at + 1; below <= end && plain[below] !== undefined; below++) {
      const { raw, text } = plain[below]!;
      if (below > at + 1 + marks && !text.startsWith("+")) break;
      plain[below] = { raw, text: "", indented: false };
    }
  });
  return plain;
}
