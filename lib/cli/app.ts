/**
 * Everything that a command line can need, loaded as a whole: one large file loads in less time than
 * several small ones, one after another.
 *
 * @module
 */
export { COMMANDS } from "./commands.ts";
export { reportError } from "./messages.ts";
export { run } from "./run.ts";
