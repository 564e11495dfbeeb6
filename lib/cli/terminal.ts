/**
 * Whether to colour.
 *
 * @module
 */
import type { Host } from "../host/host.ts";

/** The values of `--color`. */
export const COLOR_CHOICES = ["auto", "always", "never"] as const;

/**
 * Whether output is coloured. `always` and `never` settle it; otherwise, in this order: `NO_COLOR`
 * that is not empty says no, `FORCE_COLOR` says yes (`0` and `false`: no), a file says no,
 * `TERM=dumb` says no, and then a terminal is coloured and a pipe is not.
 *
 * @example
 * ```ts
 * import { decideColor } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const host = { env: () => undefined, isTerminal: () => true };
 * assertEquals(decideColor("auto", host), true);
 * assertEquals(decideColor("never", host), false);
 * ```
 */
export function decideColor(
  setting: string | null,
  host: Pick<Host, "env" | "isTerminal">,
  { toFile = false }: { toFile?: boolean } = {},
): boolean {
  if (setting === "always") return true;
  if (setting === "never" || host.env("NO_COLOR")) return false;
  const forced = host.env("FORCE_COLOR");
  if (forced) return forced !== "0" && forced.toLowerCase() !== "false";
  return !toFile && host.env("TERM") !== "dumb" && host.isTerminal("stdout");
}
