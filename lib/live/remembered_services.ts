/**
 * Remembers which services own sockets, which is slow to ask at each look (Windows).
 *
 * @module
 */
import type { Clock, Facts } from "../host/host.ts";

/** For how long an answer holds, in milliseconds: a service can be started anew in the same process. */
const LASTS = 60_000;

/** Returns a `socketServices` that asks for each module once a minute, and holds only those in use. */
export function rememberedServices(
  host: Pick<Facts, "socketServices">,
  clock: Pick<Clock, "now">,
): Facts["socketServices"] {
  let known = new Map<string, string | null>();
  let since = clock.now();
  return (modules) => {
    if (Math.abs(clock.now() - since) >= LASTS) {
      known = new Map();
      since = clock.now();
    }
    const unknown = modules.filter((module) => !known.has(module));
    const asked = unknown.length === 0 ? null : host.socketServices(unknown);
    known = new Map(
      modules.map((module) => [module, known.get(module) ?? asked?.get(module) ?? null]),
    );
    return new Map(
      [...known].flatMap(([module, service]) => service === null ? [] : [[module, service]]),
    );
  };
}
