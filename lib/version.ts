/**
 * The program's version; a test holds it equal to the one in `deno.json`. Reading that file at run
 * time would cost more than all else that `--version` does.
 *
 * @module
 */

/** The version, as in `deno.json`. */
export const VERSION = "0.1.0";
