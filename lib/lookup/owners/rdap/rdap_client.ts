/**
 * Queries the address registries by RDAP (RFC 9082): follows redirects, keeps each registry's pace,
 * waits when told to.
 *
 * @module
 */
import {
  type Clock,
  type Files,
  HostError,
  type HostErrorKind,
  type Network,
  type WebAnswer,
} from "../../../host/host.ts";
import { parseIpNetwork, type RdapNetwork } from "./rdap_answer.ts";
import { startBootstrap } from "./rdap_bootstrap.ts";
import { hostOf, redirectTarget } from "./rdap_urls.ts";
import { type Pace, parseRetryAfter, startPace } from "./request_pace.ts";
import { parseJson } from "./untrusted_json.ts";

/** Which server to query, and for how long. */
export interface RdapOptions {
  /** The time-out of one query in milliseconds. */
  readonly timeoutMilliseconds: number;
  /** The folder where IANA's lists of servers are kept; null to keep none. */
  readonly cacheFolder: string | null;
  /**
   * The server to query about every address, as {@linkcode readRdapServer} returns it.
   * @default the registry that is responsible, by IANA's lists
   */
  readonly baseUrl?: string | null;
  /** Receives notes that do not affect the answers. */
  readonly onNote?: (note: string) => void;
  /** Ends the call early. */
  readonly signal?: AbortSignal;
}

/** Queries registries, each at its own pace; queries may run side by side. */
export interface RdapClient {
  /**
   * Asks who owns a public address, written without a zone.
   *
   * @param deadline When the answer is due, in milliseconds since 1970.
   */
  ask(address: string, deadline: number): Promise<RdapAnswer>;
}

/** The result of one RDAP query. */
export type RdapAnswer = RdapFound | RdapNotFound | RdapFailure;

/** The registry knows the network that holds the address. */
export interface RdapFound extends RdapNetwork {
  readonly kind: "found";
  /** The host that answered, with its port unless it is the default one. */
  readonly host: string;
}

/** The registry knows no network that holds the address. */
export interface RdapNotFound {
  readonly kind: "notFound";
  /** The host that answered. */
  readonly host: string;
}

/** There was no answer, or a useless one. */
export interface RdapFailure {
  readonly kind: "failed";
  /** Why, in a few words that begin with the host: `rdap.arin.net did not answer in time`. */
  readonly reason: string;
  /** The host that failed; null if no host is responsible. */
  readonly host: string | null;
}

/**
 * The time-out of IANA's server in milliseconds. It is short: the built-in lists are nearly always
 * right.
 */
const BOOTSTRAP_TIMEOUT = 5000;

/**
 * Makes a client. It queries a registry at most once a second (LACNIC: every six seconds), follows
 * redirects and waits when told to. A failure is an answer too, never an error.
 *
 * @example
 * ```ts
 * import { denoHost, rdapClient } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const notFound = { status: 404, location: null, retryAfter: null, body: new Uint8Array() };
 * const host = { ...denoHost(), fetch: () => Promise.resolve(notFound) };
 * const client = rdapClient(host, {
 *   timeoutMilliseconds: 1000,
 *   cacheFolder: null,
 *   baseUrl: "https://rdap.example/",
 * });
 * const answer = await client.ask("8.8.8.8", host.now() + 5000);
 * assertEquals(answer, { kind: "notFound", host: "rdap.example" });
 * ```
 */
export function rdapClient(host: Network & Clock & Files, options: RdapOptions): RdapClient {
  const { baseUrl = null, timeoutMilliseconds, signal } = options;
  const bootstrap = startBootstrap(host, {
    ...options,
    timeoutMilliseconds: Math.min(timeoutMilliseconds, BOOTSTRAP_TIMEOUT),
  });
  const pace = startPace(host, { signal });
  const failures = new Map<string, number>();
  return {
    async ask(address, deadline) {
      const base = baseUrl ?? await bootstrap.serverFor(address, deadline);
      if (base === null) {
        return { kind: "failed", reason: "no registry is known for it", host: null };
      }
      const url = `${base}ip/${encodeURIComponent(address).replaceAll("%3A", ":")}`;
      const limits = { deadline, timeoutMilliseconds, signal };
      const page = await fetchPage(url, { host, pace, failures, ...limits });
      if (page.kind !== "page") return page;
      const server = hostOf(page.url);
      const network = parseIpNetwork(parseJson(page.body), { address, host: server });
      if (network === null) return { kind: "notFound", host: server };
      if (typeof network === "string") return failure(server, `gave ${network}`);
      return { kind: "found", ...network, host: server };
    },
  };
}

interface FetchContext {
  readonly host: Network & Clock;
  readonly pace: Pace;
  /** How often in a row each server failed. */
  readonly failures: Map<string, number>;
  readonly deadline: number;
  readonly timeoutMilliseconds: number;
  readonly signal: AbortSignal | undefined;
}

interface Page {
  readonly kind: "page";
  /** The URL after all redirects. */
  readonly url: string;
  readonly body: Uint8Array;
}

const MOST_REDIRECTS = 5;
const MOST_RETRIES = 2;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const BUSY: ReadonlySet<number> = new Set([429, 503]);

/** Fetches a URL and follows its redirects. */
async function fetchPage(
  start: string,
  context: FetchContext,
): Promise<Page | RdapNotFound | RdapFailure> {
  const { host, pace, deadline } = context;
  const seen = new Set<string>();
  let retries = 0;
  for (let url = start;;) {
    const server = hostOf(url);
    const answer = await request(url, context);
    if ("kind" in answer) return answer;
    const { status, location, body } = answer;
    if (REDIRECTS.has(status)) {
      seen.add(url);
      const target = location === null ? null : redirectTarget(location, url);
      if (target === null) return failure(server, "redirects to a URL that is not allowed");
      if (seen.has(target)) return failure(server, "redirects in a circle");
      if (seen.size > MOST_REDIRECTS) return failure(server, "redirects too often");
      url = target;
      continue;
    }
    if (BUSY.has(status)) {
      const now = host.now();
      const wait = parseRetryAfter(answer.retryAfter, now);
      pace.pause(server, now + wait);
      if (now + wait < deadline && retries++ < MOST_RETRIES) continue;
      return failure(server, `limits queries: it asks for a pause of ${Math.ceil(wait / 1000)} s`);
    }
    if (status === 404) return { kind: "notFound", host: server };
    if (status !== 200) return failure(server, `answered with status ${status}`);
    return { kind: "page", url, body };
  }
}

/** The number of failures in a row after which a server is not queried again. */
const MOST_FAILURES = 2;
/** The bytes of an answer that are read; real ones have some 20,000. */
const BODY_LIMIT = 1 << 20;

/** Sends one request when it is its turn. */
async function request(
  url: string,
  { host, pace, failures, deadline, timeoutMilliseconds, signal }: FetchContext,
): Promise<WebAnswer | RdapFailure> {
  const server = hostOf(url);
  const failed = () => failures.get(server) ?? 0;
  if (failed() >= MOST_FAILURES) return failure(server, "cannot be reached");
  if (!await pace.turn(server, deadline)) {
    return failure(server, "takes no more queries before the time-out");
  }
  // Other requests may have failed while this one waited.
  if (failed() >= MOST_FAILURES) return failure(server, "cannot be reached");
  try {
    const answer = await host.fetch(url, {
      accept: "application/rdap+json",
      timeoutMilliseconds: Math.max(1, Math.min(timeoutMilliseconds, deadline - host.now())),
      bodyLimit: BODY_LIMIT,
      signal,
    });
    failures.delete(server);
    return answer;
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof HostError)) throw error;
    if (error.kind !== "tooMuchOutput") failures.set(server, failed() + 1);
    return failure(server, STATES[error.kind] ?? "cannot be reached");
  }
}

const STATES: Partial<Record<HostErrorKind, string>> = {
  timedOut: "did not answer in time",
  tooMuchOutput: "gave an answer that is too long",
  permissionDenied: "is not among the hosts that this program may reach",
};

function failure(server: string, state: string): RdapFailure {
  return { kind: "failed", reason: `${server} ${state}`, host: server };
}
