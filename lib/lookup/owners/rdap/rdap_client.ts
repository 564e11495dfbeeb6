/**
 * Queries the address registries by RDAP (RFC 9082): follows redirects, keeps each registry's pace,
 * waits when told to.
 *
 * @module
 */
import { abortable } from "@std/async/abortable";
import {
  type Clock,
  type Facts,
  type Files,
  HostError,
  type Network,
  type WebAnswer,
} from "../../../host/host.ts";
import { objectOf, parseJson } from "../../../text/untrusted_json.ts";
import type { Registration } from "./rdap_answer.ts";
import { type Bootstrap, type BootstrapOptions, startBootstrap } from "./rdap_bootstrap.ts";
import { millisecondsBetweenQueries } from "./rdap_registries.ts";
import { redirectTarget } from "./rdap_urls.ts";
import {
  adviceAbout,
  isFromNetwork,
  LOGIN_ADVICE,
  stateOfFailure,
  stateOfStatus,
  stateOfText,
} from "./server_states.ts";

/** Which server to query, and for how long. */
export interface RdapOptions extends BootstrapOptions {
  /**
   * The base URL of the server to query about every address.
   * @default the registry that is responsible, by IANA's lists
   */
  readonly baseUrl?: string | null;
  /** Receives what the user can do so that servers are reached. */
  readonly onAdvice?: (advice: string) => void;
}

/** The result of one RDAP query. A reason begins with the host, if one is responsible. */
export type RdapAnswer =
  | ({ readonly kind: "found" } & Registration)
  | { readonly kind: "notFound"; readonly host: string }
  /** The registry manages the address and has assigned it to nobody. */
  | { readonly kind: "unassigned"; readonly host: string }
  | RdapFailure;

interface RdapFailure {
  readonly kind: "failed";
  readonly reason: string;
  readonly host: string | null;
}

const MOST_REDIRECTS = 5;
const MOST_RETRIES = 2;
/** The number of failures in a row after which a server is not queried again. */
const MOST_FAILURES = 2;
/** The bytes of an answer that are read; real ones have some 20,000. */
const BODY_LIMIT = 1 << 20;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const BUSY: ReadonlySet<number> = new Set([429, 503]);

/**
 * Queries registries, each at most once a second (LACNIC: every six seconds), all side by side.
 * Follows redirects and waits when told to. A failure is an answer too, never an error.
 */
export class RdapClient {
  readonly #host: Network & Clock & Pick<Facts, "os">;
  readonly #options: RdapOptions;
  readonly #bootstrap: Bootstrap;
  readonly #pace: Pace;
  /** How often in a row each server failed, and why it did last. */
  readonly #failures = new Map<string, { readonly times: number; readonly state: string }>();

  constructor(host: Network & Clock & Files & Pick<Facts, "os">, options: RdapOptions) {
    this.#host = host;
    this.#options = options;
    this.#bootstrap = startBootstrap(host, options);
    this.#pace = startPace(host, options);
  }

  /**
   * Asks who owns a public address, written without a zone.
   *
   * @param deadline When the answer is due, in milliseconds since 1970.
   */
  async ask(address: string, deadline: number): Promise<RdapAnswer> {
    const base = this.#options.baseUrl ?? await this.#bootstrap.serverFor(address, deadline);
    if (base === null) {
      return { kind: "failed", reason: "no registry is known for it", host: null };
    }
    const url = `${base}ip/${encodeURIComponent(address).replaceAll("%3A", ":")}`;
    const page = await this.#fetchPage(url, deadline);
    if ("kind" in page) return page;
    const { server, status, json } = page;
    if (status === 404) return { kind: "notFound", host: server };
    if (status !== 200 || json === undefined) {
      if (isFromNetwork(status, page.body)) this.#options.onAdvice?.(LOGIN_ADVICE);
      return failure(server, status === 200 ? stateOfText(page.body) : stateOfStatus(page));
    }
    // Reading answers takes the names of all countries: only what asks a registry loads them (ADR 25).
    const { parseIpNetwork } = await import("./rdap_answer.ts");
    const network = parseIpNetwork(json, { address, host: server });
    if (network.kind === "useless") return failure(server, network.state);
    return network.kind === "found" ? network : { ...network, host: server };
  }

  /** Fetches a URL, follows its redirects and waits for busy servers. */
  async #fetchPage(
    start: string,
    deadline: number,
  ): Promise<Page | RdapFailure> {
    const seen = new Set<string>();
    let retries = 0;
    for (let url = start;;) {
      const server = new URL(url).host;
      const answer = await this.#request(url, deadline);
      if ("kind" in answer) return answer;
      const { location, retryAfter } = answer;
      const json = answer.status === 200 ? parseJson(answer.body) : undefined;
      const status = errorIn(json) ?? answer.status;
      if (REDIRECTS.has(status)) {
        seen.add(url);
        const target = location === null ? null : redirectTarget(location, url);
        if (target === null) {
          this.#options.onAdvice?.(LOGIN_ADVICE);
          return failure(server, "redirects to a URL that is not allowed");
        }
        if (seen.has(target)) return failure(server, "redirects in a circle");
        if (seen.size > MOST_REDIRECTS) return failure(server, "redirects too often");
        url = target;
      } else if (BUSY.has(status)) {
        const now = this.#host.now();
        const wait = parseRetryAfter(retryAfter, now);
        this.#pace.pause(server, now + wait);
        if (now + wait >= deadline || retries++ >= MOST_RETRIES) {
          const seconds = Math.ceil(wait / 1000);
          return failure(server, `limits queries: it asks for a pause of ${seconds} s`);
        }
      } else return { ...answer, status, json, server };
    }
  }

  /** Sends one request when it is its turn. */
  async #request(url: string, deadline: number): Promise<WebAnswer | RdapFailure> {
    const { timeoutMilliseconds, signal } = this.#options;
    const server = new URL(url).host;
    const givenUp = () => {
      const { times, state } = this.#failures.get(server) ?? { times: 0, state: "" };
      return times < MOST_FAILURES ? null : failure(server, state);
    };
    const before = givenUp();
    if (before !== null) return before;
    if (!await this.#pace.turn(server, deadline)) {
      return failure(server, "takes no more queries before the time-out");
    }
    // Other requests may have failed while this one waited.
    const meanwhile = givenUp();
    if (meanwhile !== null) return meanwhile;
    try {
      const answer = await this.#host.fetch(url, {
        accept: "application/rdap+json",
        timeoutMilliseconds: Math.max(
          1,
          Math.min(timeoutMilliseconds, deadline - this.#host.now()),
        ),
        bodyLimit: BODY_LIMIT,
        signal,
      });
      this.#failures.delete(server);
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof HostError)) throw error;
      const state = stateOfFailure(error, url);
      const advice = adviceAbout(error.kind, this.#host);
      if (advice !== null) this.#options.onAdvice?.(advice);
      if (error.kind !== "tooMuchOutput") {
        this.#failures.set(server, { times: (this.#failures.get(server)?.times ?? 0) + 1, state });
      }
      return failure(server, state);
    }
  }
}

/** The end of a chain of redirects. */
interface Page extends WebAnswer {
  readonly server: string;
  /** The body as JSON; undefined if it is none. */
  readonly json: unknown;
}

/** The error that an answer with status 200 holds in its body (RFC 9083, section 6); else null. */
function errorIn(json: unknown): number | null {
  const { errorCode } = objectOf(json);
  const code = typeof errorCode === "string" ? Number(errorCode) : errorCode;
  return typeof code === "number" && code >= 400 && code < 600 ? Math.trunc(code) : null;
}

function failure(server: string, state: string): RdapFailure {
  return { kind: "failed", reason: `${server} ${state}`, host: server };
}

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
