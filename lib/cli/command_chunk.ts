/**
 * Entry point of the chunk that runs commands. Every command line but `--version` loads it, in one
 * `import()`: one large file loads faster than several small ones in a row (ADR 5).
 *
 * @module
 */
export { COMMANDS } from "./commands.ts";
export { reportError } from "./messages.ts";
export { run } from "./run.ts";
