/**
 * The systemd service a process belongs to, from `/proc/PID/cgroup`.
 *
 * @module
 */

/** The hierarchy that systemd keeps: the only one of cgroup v2, the one called systemd of v1. */
const SYSTEMD = /^(?:0:|\d+:name=systemd):(\/.*)$/m;
/** A unit that can hold processes: what stands below it in the path is its own affair. */
const UNIT = /\.(?:service|scope|socket|mount|swap)$/;

/**
 * Gives the innermost systemd unit where that is a service, as the one name in a list; null for a
 * process of a login session or container (a scope) and where systemd does not run.
 *
 * @example
 * ```ts
 * import { parseCgroup } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseCgroup("0::/system.slice/ssh.service\n"), ["ssh.service"]);
 * assertEquals(parseCgroup("0::/user.slice/user-1000.slice/session-3.scope\n"), null);
 * ```
 */
export function parseCgroup(text: string): string[] | null {
  const path = SYSTEMD.exec(text)?.[1] ?? "";
  const unit = path.split("/").findLast((name) => UNIT.test(name));
  return unit?.endsWith(".service") ? [unit] : null;
}
