/**
 * How netstat is asked.
 *
 * @module
 */

/** What to ask netstat for beyond all sockets with their PIDs. */
export interface NetstatOptions {
  /** Names in the place of addresses and ports (`-f`, no `-n`): one look-up a row. @default false */
  readonly resolveNames?: boolean;
  /** The program and components behind each row (`-b`): slow, needs elevation. @default false */
  readonly components?: boolean;
  /** Bound ports that do not listen (`-q`). @default false */
  readonly bound?: boolean;
  /** The offload state (`-t`). @default false */
  readonly offload?: boolean;
}

/**
 * netstat's arguments, as one group of letters, which every Windows understands.
 *
 * @example
 * ```ts
 * import { netstatArguments } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(netstatArguments(), ["-ano"]);
 * assertEquals(netstatArguments({ components: true }), ["-anob"]);
 * ```
 */
export function netstatArguments(
  { resolveNames = false, components = false, bound = false, offload = false }: NetstatOptions = {},
): string[] {
  const letters = [
    "a",
    resolveNames ? "f" : "n",
    "o",
    components ? "b" : "",
    bound ? "q" : "",
    offload ? "t" : "",
  ];
  return [`-${letters.join("")}`];
}
