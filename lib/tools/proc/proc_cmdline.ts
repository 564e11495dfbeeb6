/**
 * Parses `/proc/PID/cmdline`.
 *
 * @module
 */

/**
 * The command line, quoted so that a POSIX shell reads the same arguments again; null where there is
 * none, as for parts of the kernel and processes that have ended.
 *
 * @param text the arguments, each followed by a NUL.
 */
export function parseCmdline(text: string): string | null {
  const args = withoutPadding((text.endsWith("\0") ? text.slice(0, -1) : text).split("\0"));
  if (args.every((arg) => arg === "")) return null;
  return args.map(quote).join(" ");
}

/**
 * A program that writes a title over its arguments (`sshd: anna`, `(sd-pam)`) leaves NULs behind it,
 * which look like empty arguments. Nobody gives a program many of those and nothing else.
 */
function withoutPadding(args: readonly string[]): readonly string[] {
  const [first = "", ...others] = args;
  const isTitle = /\s/.test(first) || others.length > MOST_EMPTY;
  return isTitle && others.every((arg) => arg === "") ? [first] : args;
}

/** The most empty arguments that are taken for arguments. */
const MOST_EMPTY = 4;

/** What means itself to a shell. */
const PLAIN = /^[\w@%+:,./-][\w@%+=:,./-]*$/;

function quote(arg: string, index: number): string {
  // A first word with an equals sign would be an assignment.
  const isPlain = PLAIN.test(arg) && !(index === 0 && arg.includes("="));
  return isPlain ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
}
