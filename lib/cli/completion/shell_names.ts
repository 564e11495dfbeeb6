/**
 * The shells whose completions netwho prints.
 *
 * @module
 */

/** Their names on the command line. */
export const SHELL_NAMES = ["powershell", "bash", "zsh", "fish"] as const;

/** The name of one of them. */
export type ShellName = typeof SHELL_NAMES[number];
