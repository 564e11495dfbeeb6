/**
 * Whether a terminal can show a full screen.
 *
 * @module
 */
import type { Facts } from "../../host/host.ts";

/** What programs that are no terminal set `TERM` to: an editor's shell, a log of a build. */
const WITHOUT_CURSOR = ["dumb", "unknown"];

/** Returns why a terminal cannot show a full screen; null if it can. */
export function screenObstacle(host: Pick<Facts, "env">): string | null {
  const term = host.env("TERM") ?? "";
  return WITHOUT_CURSOR.includes(term)
    ? `this terminal cannot move its cursor (TERM=${term})`
    : null;
}
