/**
 * Arguments as the one text that Windows starts a program with, and back: the rules of
 * CommandLineToArgvW and of the C runtime since 2008.
 *
 * @module
 */

/**
 * Joins arguments. Task Scheduler replaces `%NAME%` by a variable of the environment and `$(NAME)` by
 * a parameter, and knows no way to write either as such. So a quotation mark stands behind each `%`
 * and `$`, where none is in the name of a variable: `%TEMP%` is written `%"TEMP"%""`. Programs read
 * it as `%TEMP%`, and anyone else's expansion of variables leaves it alone too.
 */
export function joinArguments(args: readonly string[]): string {
  return args.map(quoteArgument).join(" ");
}

/** What Task Scheduler looks for. */
const EXPANDED = /([%$])/;

function quoteArgument(argument: string): string {
  const [first = "", ...rest] = argument.split(EXPANDED);
  if (rest.length === 0) return needsQuotes(argument) ? inQuotes(argument) : argument;
  // Every second part is a sign, and a part follows each.
  const parts = rest.map((part, at) => at % 2 === 0 ? part : inQuotes(part));
  return (first === "" ? "" : inQuotes(first)) + parts.join("");
}

function needsQuotes(argument: string): boolean {
  return argument === "" || /[\s"]/.test(argument);
}

/** Backslashes are doubled where a quotation mark follows them, and nowhere else. */
function inQuotes(text: string): string {
  return `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1")}"`;
}

/**
 * The arguments in a text: what a program makes of it, and what {@linkcode joinArguments} joined. Never
 * throws. The name of a program is not among them.
 */
export function splitArguments(text: string): string[] {
  const args: string[] = [];
  let argument: string | null = null;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (!isQuoted && (character === " " || character === "\t")) {
      if (argument !== null) args.push(argument);
      argument = null;
      continue;
    }
    argument ??= "";
    if (character === "\\") {
      const end = endOfBackslashes(text, at);
      const count = end - at;
      at = end - 1;
      if (text[end] !== '"') argument += "\\".repeat(count);
      else {
        argument += "\\".repeat(count >> 1);
        if (count % 2 === 0) continue;
        argument += '"';
        at = end;
      }
    } else if (character !== '"') argument += character;
    else if (isQuoted && text[at + 1] === '"') {
      argument += '"';
      at++;
    } else isQuoted = !isQuoted;
  }
  if (argument !== null) args.push(argument);
  return args;
}

function endOfBackslashes(text: string, from: number): number {
  let end = from;
  while (text[end] === "\\") end++;
  return end;
}
