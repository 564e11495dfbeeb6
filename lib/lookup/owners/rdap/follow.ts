/**
 * Getting one answer: redirects, waiting where a server says so, and all that can go wrong.
 *
 * @module
 */
import { type Host, HostError, type HostErrorKind, type WebAnswer } from "../../../host/host.ts";
import type { RdapFailure, RdapNotFound } from "./answer.ts";
import type { Pace } from "./pace.ts";
import { retryAfter } from "./retry_after.ts";
import { hostOf, redirectTarget } from "./urls.ts";

/** What a server sent. */
export interface Page {
  readonly kind: "page";
  /** Where it came from in the end. */
  readonly url: string;
  readonly body: Uint8Array;
}

/** What getting an answer needs. */
export interface FollowOptions {
  readonly host: Host;
  readonly pace: Pace;
  /** How often in a row each server could not be reached. */
  readonly down: Map<string, number>;
  /** When there must be an answer, in milliseconds since 1970. */
  readonly deadline: number;
  /** Milliseconds that one request may take. */
  readonly timeoutMilliseconds: number;
}

const MOST_REDIRECTS = 5;
const MOST_RETRIES = 2;
/** Failures in a row after which a server is not asked again. */
const DOWN = 2;
/** Bytes of an answer that are read; real ones have some 20,000. */
const BODY_LIMIT = 1 << 20;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const WAIT: ReadonlySet<number> = new Set([429, 503]);

/** Gets what is at a URL, or at the end of the redirects that start there. */
export async function follow(
  start: string,
  options: FollowOptions,
): Promise<Page | RdapNotFound | RdapFailure> {
  const { host, pace, deadline } = options;
  const seen = new Set<string>();
  let retries = 0;
  for (let url = start;;) {
    const server = hostOf(url);
    const failed = (state: string): RdapFailure => fail(server, state);
    const answer = await request(url, options);
    if ("kind" in answer) return answer;
    const { status, location, body } = answer;
    if (REDIRECTS.has(status)) {
      seen.add(url);
      const target = location === null ? null : redirectTarget(location, url);
      if (target === null) return failed("redirects to where nothing is asked");
      if (seen.has(target)) return failed("redirects in a circle");
      if (seen.size > MOST_REDIRECTS) return failed("redirects too often");
      url = target;
      continue;
    }
    if (WAIT.has(status)) {
      const now = host.now();
      const wait = retryAfter(answer.retryAfter, now);
      pace.rest(server, now + wait);
      if (now + wait < deadline && retries++ < MOST_RETRIES) continue;
      return failed(`is asked too often: it wants a pause of ${Math.ceil(wait / 1000)} s`);
    }
    if (status === 404) return { kind: "notFound", host: server };
    if (status !== 200) return failed(`answered with status ${status}`);
    return { kind: "page", url, body };
  }
}

/** One request, in its turn. */
async function request(
  url: string,
  { host, pace, down, deadline, timeoutMilliseconds }: FollowOptions,
): Promise<WebAnswer | RdapFailure> {
  const server = hostOf(url);
  const failures = () => down.get(server) ?? 0;
  const isDown = () => failures() >= DOWN;
  if (isDown()) return fail(server, "cannot be reached");
  if (!await pace.turn(server, deadline)) {
    return fail(server, "takes no more questions in the time");
  }
  // It can have been found out while this one waited.
  if (isDown()) return fail(server, "cannot be reached");
  try {
    const answer = await host.fetch(url, {
      accept: "application/rdap+json",
      timeoutMilliseconds: Math.max(1, Math.min(timeoutMilliseconds, deadline - host.now())),
      bodyLimit: BODY_LIMIT,
    });
    down.delete(server);
    return answer;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    if (error.kind !== "tooMuchOutput") down.set(server, failures() + 1);
    return fail(server, FAILURES[error.kind] ?? "cannot be reached");
  }
}

const FAILURES: Partial<Record<HostErrorKind, string>> = {
  timedOut: "did not answer in time",
  tooMuchOutput: "gave an answer that is too long",
  permissionDenied: "may not be asked by this program",
};

function fail(server: string, state: string): RdapFailure {
  return { kind: "failed", reason: `${server} ${state}`, host: server };
}
