/**
 * Limits how often servers are queried: each at its own pace, all side by side.
 *
 * @module
 */
import { abortable } from "@std/async/abortable";
import type { Clock } from "../../../host/host.ts";
import { millisecondsBetweenQueries } from "./rdap_registries.ts";

/** Hands out turns to query servers. */
export interface Pace {
  /**
   * Waits for the next turn of a server. Returns false, without waiting, if the turn would come
   * after the deadline (milliseconds since 1970).
   */
  turn(server: string, deadline: number): Promise<boolean>;
  /** Gives a server no turn until a time (milliseconds since 1970). */
  pause(server: string, until: number): void;
}

/** Makes a pace: one turn a second for each server, fewer where its registry asks for that. */
export function startPace(host: Clock, { signal }: { signal?: AbortSignal } = {}): Pace {
  const free = new Map<string, number>();
  const queues = new Map<string, Promise<unknown>>();
  const sleep = (milliseconds: number): Promise<void> => {
    const slept = host.sleep(milliseconds);
    return signal === undefined ? slept : abortable(slept, signal);
  };
  const wait = async (server: string, deadline: number): Promise<boolean> => {
    signal?.throwIfAborted();
    let now = host.now();
    // The server may be paused for longer during the wait.
    for (let at = free.get(server) ?? now; at > now; at = free.get(server) ?? now) {
      if (at >= deadline) return false;
      await sleep(at - now);
      now = Math.max(at, host.now());
    }
    if (now >= deadline) return false;
    free.set(server, now + millisecondsBetweenQueries(server.replace(/:\d+$/, "")));
    return true;
  };
  return {
    turn(server, deadline) {
      const turn = (queues.get(server) ?? Promise.resolve()).then(() => wait(server, deadline));
      queues.set(server, turn);
      return turn;
    },
    pause(server, until) {
      free.set(server, Math.max(until, free.get(server) ?? until));
    },
  };
}

/** The wait in milliseconds where a busy server does not state one. */
const DEFAULT_WAIT = 5000;
/** The longest wait in milliseconds: a day. */
const LONGEST_WAIT = 86_400_000;

/**
 * The milliseconds to wait after a `Retry-After` header (RFC 9110, section 10.2.3), which holds
 * seconds or a date; at most a day.
 */
export function parseRetryAfter(header: string | null, now: number): number {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_WAIT);
  // Without the weekday, Date.parse takes nearly any text for a date.
  const date = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? DEFAULT_WAIT : Math.min(Math.max(date - now, 0), LONGEST_WAIT);
}
