/**
 * Why a registry's server gave no answer of use, and what the user can do about it.
 *
 * @module
 */
import type { Facts, HostError, HostErrorKind } from "../../../host/host.ts";

/** The end of `HOST …` for a request that failed. */
export function stateOfFailure({ kind, message }: HostError, url: string): string {
  if (kind === "timedOut") {
    return `did not answer in time${/ through the proxy .*$/s.exec(message)?.[0] ?? ""}`;
  }
  const state = STATES[kind];
  if (state !== undefined) return state;
  const tried = `Cannot get ${url}: `;
  return `cannot be reached${message.startsWith(tried) ? `: ${message.slice(tried.length)}` : ""}`;
}

const STATES: Partial<Record<HostErrorKind, string>> = {
  tooMuchOutput: "gave an answer that is too long",
  permissionDenied: "is not among the hosts that this program may reach",
};

/** The end of `HOST …` for an answer with a status that is an error. */
export function stateOfStatus({ status, body }: { status: number; body: Uint8Array }): string {
  const state = `answered with status ${status}`;
  const meaning = STATUSES.get(status);
  if (meaning !== undefined) return `${state}: ${meaning}`;
  return isWebPage(body) ? `${state} and a web page instead of data` : state;
}

/** Statuses that are not of the server, but of something on the way to it. */
const STATUSES: ReadonlyMap<number, string> = new Map([
  [407, "the proxy wants a user name and a password"],
  [511, "this network wants you to log in first"],
]);

/** The end of `HOST …` for an answer that is no JSON. */
export function stateOfText(body: Uint8Array): string {
  if (isWebPage(body)) return "answered with a web page instead of data";
  return startOf(body) === "" ? "gave an empty answer" : "gave an answer that is not JSON";
}

/** Whether an answer without data may be that of the user's network rather than of the server. */
export function isFromNetwork(status: number, body: Uint8Array): boolean {
  return STATUSES.has(status) || isWebPage(body);
}

function isWebPage(body: Uint8Array): boolean {
  return startOf(body).startsWith("<");
}

function startOf(body: Uint8Array): string {
  return new TextDecoder().decode(body.subarray(0, 200)).trimStart();
}

/** What to do about a page that may come from the user's network. */
export const LOGIN_ADVICE =
  "A login page or a filter of this network may have answered in the registry's place: see what a " +
  "web browser shows, then try again";

/** What to do about a request that failed; null if there is nothing. */
export function adviceAbout(kind: HostErrorKind, { os }: Pick<Facts, "os">): string | null {
  const isWindows = os === "windows";
  if (kind === "untrusted") {
    const store = isWindows
      ? "Windows' own certificates (certlm.msc, Trusted Root Certification Authorities)"
      : "the system's certificates (update-ca-certificates or trust)";
    return "If a company or a virus scanner inspects TLS here, its certificate must be among " +
      `${store}; netwho never goes on without a valid one`;
  }
  if (kind === "proxyFailed") {
    return "Set HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT (Basic log-in alone, no NTLM or " +
      "Kerberos); NO_PROXY names hosts to reach without it";
  }
  if (kind !== "unreachable" && kind !== "timedOut") return null;
  const settings = isWindows ? "Windows' proxy settings" : "the desktop's proxy settings";
  return `If the web is reached through a proxy here, set HTTPS_PROXY=http://HOST:PORT: netwho does ` +
    `not read ${settings}`;
}
