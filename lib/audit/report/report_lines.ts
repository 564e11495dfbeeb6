/**
 * The lines of a report on an audit: words that fill the width, with whatever belongs to a line further
 * in. Addresses, links and command lines are never cut.
 *
 * @module
 */
import { displayWidth, sanitize, wrap } from "../../text/terminal_text.ts";

/** Writes text from outside in lines; those after the first are two further in. */
export function fillLines(
  text: string,
  { width, indent = 0 }: { readonly width: number; readonly indent?: number },
): string[] {
  const lead = " ".repeat(indent);
  const hanging = `${lead}  `;
  const lines: string[] = [];
  let line = lead;
  let isEmpty = true;
  for (
    const word of sanitize(text).split(" ").flatMap((word) => pieces(word, width - hanging.length))
  ) {
    const next = isEmpty ? line + word : `${line} ${word}`;
    if (isEmpty || displayWidth(next) <= width) line = next;
    else {
      lines.push(line);
      line = hanging + word;
    }
    isEmpty = false;
  }
  return [...lines, line].map((line) => line.trimEnd());
}

/** A command line, in one line however long: it is copied. */
export function commandLine(command: string, indent: number): string {
  return " ".repeat(indent) + sanitize(command);
}

/** An end of a connection, a block or a link, perhaps in brackets and with what a sentence puts behind it. */
const WHOLE =
  /^[("']*(?:\[[\da-f:.%\w]+\]|[\da-f]*:[\da-f:.]*:[\da-f.]*|\d+(?:\.\d+){3})(?:%\w+)?(?::\d+)?(?:\/\d+)?[)"',.:;]*$|^https?:\/\/\S+$/i;

function pieces(word: string, room: number): string[] {
  return displayWidth(word) <= room || WHOLE.test(word)
    ? [word]
    : wrap(word, room, { anywhere: true });
}
