/**
 * How fast servers are asked: each at its own pace, all side by side.
 *
 * @module
 */
import type { Host } from "../../../host/host.ts";
import { pauseFor } from "./registries.ts";

/** Hands out turns to ask. */
export interface Pace {
  /**
   * Waits for the next turn to ask a server. False, without waiting, where it would come after the
   * deadline (milliseconds since 1970).
   */
  turn(server: string, deadline: number): Promise<boolean>;
  /** Leaves a server alone until a time (milliseconds since 1970). */
  rest(server: string, until: number): void;
}

/** Makes a pace: one turn a second for each server, or slower where it is known to want that. */
export function startPace(host: Pick<Host, "now" | "sleep">): Pace {
  const free = new Map<string, number>();
  const queues = new Map<string, Promise<unknown>>();
  const wait = async (server: string, deadline: number): Promise<boolean> => {
    let now = host.now();
    // While one waits, the server can ask to be left alone for longer.
    for (let at = free.get(server) ?? now; at > now; at = free.get(server) ?? now) {
      if (at >= deadline) return false;
      await host.sleep(at - now);
      now = Math.max(at, host.now());
    }
    if (now >= deadline) return false;
    free.set(server, now + pauseFor(nameOf(server)));
    return true;
  };
  return {
    turn(server, deadline) {
      const turn = (queues.get(server) ?? Promise.resolve()).then(() => wait(server, deadline));
      queues.set(server, turn);
      return turn;
    },
    rest(server, until) {
      free.set(server, Math.max(until, free.get(server) ?? until));
    },
  };
}

function nameOf(server: string): string {
  return server.replace(/:\d+$/, "");
}
