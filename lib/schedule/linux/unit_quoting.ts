/**
 * Quoting for unit files of systemd: systemd.syntax(7), "Command lines" in systemd.service(5),
 * "Specifiers" in systemd.unit(5).
 *
 * @module
 */
import { UsageError } from "../../errors.ts";

/**
 * A command line for ExecStart. In arguments `$` begins a variable; in the program's path it does not.
 *
 * @throws {UsageError} for a control character, which no line of a unit file can hold.
 */
export function execLine(program: string, args: readonly string[]): string {
  // Systemd refuses a program with quotes or backslashes in its path, but not an argument.
  const isRefused = /["'\\]/.test(program);
  if (isRefused && program.includes("=")) {
    throw new UsageError(`Cannot schedule ${program}: move it to a folder with a simpler name`);
  }
  const [first, rest] = isRefused ? ["/usr/bin/env", [program, ...args]] : [program, args];
  return [quoteWord(first), ...rest.map((arg) => quoteWord(arg).replaceAll("$", "$$$$"))].join(" ");
}

/** A word for a setting that takes words, such as Environment. */
export function quoteWord(word: string): string {
  return `"${withoutSpecifiers(word).replace(/[\\"]/g, "\\$&")}"`;
}

/**
 * A path for a setting that takes one as it is. The slash at its end keeps a space and a backslash
 * there from being taken for the end of the line.
 */
export function folderLine(path: string): string {
  return `${withoutSpecifiers(path).replace(/\/+$/, "")}/`;
}

/** Text in which `%` stands for itself. */
export function withoutSpecifiers(text: string): string {
  // Systemd takes a lone surrogate, which is no UTF-8, for the end of the file.
  if (/\p{Cc}/u.test(text) || !text.isWellFormed()) {
    throw new UsageError(
      `Cannot schedule ${text}: it holds a line break or another control character`,
    );
  }
  return text.replaceAll("%", "%%");
}
