/**
 * What a failed `fetch` is called. Deno tells it in the words of the libraries below it, and those in
 * the words of the system, which Windows translates: numbers decide where there are any.
 *
 * @module
 */
import type { Facts, HostErrorKind } from "../host.ts";
import { proxyFor, type ProxySetting } from "../proxy_settings.ts";

/** A failed `fetch`. */
export interface WebFailure {
  readonly kind: HostErrorKind;
  /** The end of `Cannot get URL: `; `its` and `it` are the server. */
  readonly state: string;
}

/** Reads Deno's words for a failed `fetch` of a URL. */
export function describeWebFailure(
  words: string,
  { url, env }: { url: string } & Pick<Facts, "env">,
): WebFailure {
  const reason = words.replace(WHAT_WAS_SENT, "").replace(STAGE, "");
  const proxy = proxyFor(url, env);
  return ofSettings(reason) ?? ofCertificate(reason, new URL(url).hostname) ?? ofTls(reason) ??
    ofProxy(reason, proxy) ?? ofConnection(reason, proxy) ?? { kind: "other", state: reason };
}

/** The end of the message about a URL that took too long: ` through` its proxy, if there is one. */
export function throughProxy(url: string, env: Facts["env"]): string {
  const proxy = proxyFor(url, env);
  return proxy === null ? "" : ` through ${nameOf(proxy)}`;
}

/** Deno repeats the URL, and can name both ends of the connection. */
const WHAT_WAS_SENT =
  /^error sending request(?: from \S+)? for (?:url )?\(?.*?\)?(?: \(\S+\))?: (?=client error)/s;
const STAGE = /^client error \(\w+\): /;

function ofSettings(reason: string): WebFailure | null {
  if (/^Unknown certificate store/.test(reason)) {
    const state = "DENO_TLS_CA_STORE names no store of certificates: it takes system and mozilla";
    return { kind: "other", state };
  }
  if (!/CA file|pem file to certificate store/i.test(reason)) return null;
  const state = `the file of certificates that DENO_CERT names cannot be used (${reason})`;
  return { kind: "other", state };
}

function ofCertificate(reason: string, host: string): WebFailure | null {
  const fault = /invalid peer certificate: (.*)$/s.exec(reason)?.[1];
  if (fault === undefined) return null;
  return { kind: "untrusted", state: `its certificate ${certificateState(fault, host)}` };
}

/** rustls names a fault (`Expired`) or tells it in a sentence with its particulars. */
function certificateState(fault: string, host: string): string {
  if (/UnknownIssuer/.test(fault)) {
    return "is not trusted: this computer does not know its issuer";
  }
  if (/CaUsedAsEndEntity/.test(fault)) return "is not trusted: it is signed by itself";
  if (/Revoked/.test(fault)) return "has been revoked";
  const [now, limit] = [...fault.matchAll(/\b\d{9,}\b/g)].map(([seconds]) => dayOf(seconds));
  const clock = now === undefined ? "" : `, and this computer's clock says ${now}`;
  if (/Expired|certificate expired/.test(fault)) {
    return `has expired${limit === undefined ? "" : ` on ${limit}${clock}`}`;
  }
  if (/NotValidYet|not valid yet/.test(fault)) {
    return `is not valid yet${limit === undefined ? "" : `: it will be from ${limit} on${clock}`}`;
  }
  if (/NotValidForName|not valid for name/.test(fault)) {
    const names = [...fault.matchAll(/(?:DnsName|IpAddress)\("?([^")]+)"?\)/g)].slice(
      0,
      MOST_NAMES,
    );
    const whose = names.map(([, name]) => name).join(", ");
    return whose === "" ? `is not for ${host}` : `is for ${whose}, not for ${host}`;
  }
  return `is not valid (${fault})`;
}

const MOST_NAMES = 3;

function dayOf(seconds: string): string | undefined {
  const time = new Date(Number(seconds) * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString().slice(0, 10);
}

function ofTls(reason: string): WebFailure | null {
  if (/corrupt message of type/.test(reason)) {
    return unreachable("it, or something on the way to it, does not answer in TLS");
  }
  const alert = /received fatal alert: (?:the server responded with )?(\w+)/.exec(reason)?.[1];
  if (alert !== undefined) return unreachable(`it refuses the TLS connection (${alert})`);
  return /tls handshake eof|TLS close_notify/.test(reason)
    ? unreachable("it, or something on the way to it, breaks off the TLS connection")
    : null;
}

function ofProxy(reason: string, proxy: ProxySetting | null): WebFailure | null {
  if (proxy === null) return null;
  const name = nameOf(proxy);
  if (/proxy authentication required/.test(reason)) {
    const wants = proxy.hasLogin
      ? "refuses the user name and password that it names"
      : "wants a user name and a password";
    return proxyFailed(`${name} ${wants} (status 407)`);
  }
  if (/unsuccessful tunnel|proxy headers too long/.test(reason)) {
    return proxyFailed(`${name} refuses to connect to it, or is no proxy`);
  }
  return /while tunneling/.test(reason) ? proxyFailed(`${name} broke off the connection`) : null;
}

/** Where a proxy is set, it is what Deno connects to. */
function ofConnection(reason: string, proxy: ProxySetting | null): WebFailure | null {
  const state = connectionState(reason);
  if (proxy === null) return state === null ? null : unreachable(state);
  if (state !== null) return proxyFailed(`${nameOf(proxy)}: ${state}`);
  // SOCKS has words of its own.
  return proxyFailed(`${nameOf(proxy)} failed: ${reason}`);
}

function connectionState(reason: string): string | null {
  if (/^dns error/.test(reason)) return "its name cannot be looked up";
  const number = /\(os error (\d+)\)/.exec(reason)?.[1];
  if (number !== undefined) return STATES.get(Number(number)) ?? null;
  if (/operation timed out|deadline has elapsed/.test(reason)) return NO_ANSWER;
  return /connection closed before message completed|unexpected eof/i.test(reason) ? BROKEN : null;
}

const REFUSED = "the connection was refused";
const BROKEN = "the connection was broken off";
const NO_ANSWER = "there was no answer";
const NO_ROUTE = "no network leads there";
const FORBIDDEN = "this computer does not allow the connection, which may be its firewall";

/** By the numbers of Linux, and of Windows from 10000 on. */
const STATES: ReadonlyMap<number, string> = new Map([
  [1, FORBIDDEN],
  [13, FORBIDDEN],
  [10013, FORBIDDEN],
  [111, REFUSED],
  [10061, REFUSED],
  [104, BROKEN],
  [32, BROKEN],
  [10053, BROKEN],
  [10054, BROKEN],
  [110, NO_ANSWER],
  [10060, NO_ANSWER],
  [101, NO_ROUTE],
  [113, NO_ROUTE],
  [100, NO_ROUTE],
  [10050, NO_ROUTE],
  [10051, NO_ROUTE],
  [10065, NO_ROUTE],
]);

function nameOf({ variable, address }: ProxySetting): string {
  return `the proxy ${address} (${variable})`;
}

function unreachable(state: string): WebFailure {
  return { kind: "unreachable", state };
}

function proxyFailed(state: string): WebFailure {
  return { kind: "proxyFailed", state };
}
