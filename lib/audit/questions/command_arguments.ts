/**
 * What stands behind the program's name in a command line of Windows.
 *
 * @module
 */
import type { Program, Subject } from "../engine/audit_view.ts";
import type { Answer } from "../engine/rule.ts";

/**
 * The arguments in a command line, without quotes around them; an empty text where there are none.
 * The program's name may be a path, in quotes or not, with spaces, and with or without `.exe`.
 */
export function argumentsOf(commandLine: string, stem: string): string {
  const text = commandLine.trim();
  if (text.startsWith('"')) {
    const end = text.indexOf('"', 1);
    return end < 0 ? "" : bare(text.slice(end + 1));
  }
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(stem); at >= 0; at = lower.indexOf(stem, at + 1)) {
    if (at > 0 && !isSeparator(lower[at - 1])) continue;
    const end = at + stem.length + (lower.startsWith(".exe", at + stem.length) ? 4 : 0);
    if (end === text.length || isSpace(lower[end])) return bare(text.slice(end));
  }
  const space = text.search(/\s/);
  return space < 0 ? "" : bare(text.slice(space));
}

/** Whether the program was started without arguments; not known without its command line. */
export function hasNoArguments({ program }: Subject): Answer {
  if (program.isNobody) return false;
  if (program.stem === null) return "process";
  return isWithoutArguments(program) ?? "commandLine";
}

/** Whether the program was started without arguments; null where its command line is not known. */
export function isWithoutArguments({ stem, listed }: Program): boolean | null {
  const commandLine = listed?.commandLine?.trim();
  if (!commandLine || stem === null) return null;
  return argumentsOf(commandLine, stem) === "";
}

function bare(text: string): string {
  return text.replaceAll('"', "").trim();
}

function isSeparator(character: string | undefined): boolean {
  return character === "\\" || character === "/";
}

function isSpace(character: string | undefined): boolean {
  return character === " " || character === "\t";
}
