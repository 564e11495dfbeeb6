/**
 * Asking the address registries.
 *
 * @module
 */
import type { Host } from "../../../host/host.ts";
import type { RdapAnswer } from "./answer.ts";
import { startBootstrap } from "./bootstrap.ts";
import { follow } from "./follow.ts";
import { parseJson } from "./json.ts";
import { startPace } from "./pace.ts";
import { parseIpNetwork } from "./parse.ts";
import { hostOf } from "./urls.ts";

/** Whom to ask, and for how long. */
export interface RdapOptions {
  /** Milliseconds that one answer may take. */
  readonly timeoutMilliseconds: number;
  /** Where IANA's lists of servers are kept; null to keep none. */
  readonly cacheFolder: string | null;
  /**
   * The server to ask about every address, as {@linkcode readRdapServer} gives it.
   * @default the registry that is responsible, by IANA's lists
   */
  readonly baseUrl?: string | null;
  /** Is told what only matters where something is to be found out. */
  readonly onNote?: (note: string) => void;
}

/** Asks registries, each at the pace it wants; questions may be put side by side. */
export interface RdapClient {
  /**
   * Asks who owns a public address, written without a zone.
   *
   * @param deadline When there must be an answer, in milliseconds since 1970.
   */
  ask(address: string, deadline: number): Promise<RdapAnswer>;
}

/** Milliseconds that IANA's answer may take: the copy at hand is nearly always right. */
const BOOTSTRAP_TIMEOUT = 5000;

/**
 * Makes a client. It asks a registry at most once a second (LACNIC: every six), follows redirects,
 * waits where it is told to, and never fails: what goes wrong is an answer too.
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
export function rdapClient(host: Host, options: RdapOptions): RdapClient {
  const { baseUrl = null, timeoutMilliseconds, cacheFolder, onNote } = options;
  const bootstrap = startBootstrap(host, {
    timeoutMilliseconds: Math.min(timeoutMilliseconds, BOOTSTRAP_TIMEOUT),
    cacheFolder,
    onNote,
  });
  const pace = startPace(host);
  const down = new Map<string, number>();
  return {
    async ask(address, deadline) {
      const base = baseUrl ?? await bootstrap.serverFor(address, deadline);
      if (base === null) {
        return { kind: "failed", reason: "no registry is known for it", host: null };
      }
      const url = `${base}ip/${encodeURIComponent(address).replaceAll("%3A", ":")}`;
      const page = await follow(url, { host, pace, down, deadline, timeoutMilliseconds });
      if (page.kind !== "page") return page;
      const server = hostOf(page.url);
      const network = parseIpNetwork(parseJson(page.body), { address, host: server });
      if (network === null) return { kind: "notFound", host: server };
      return typeof network === "string"
        ? { kind: "failed", reason: `${server} gave ${network}`, host: server }
        : { kind: "found", ...network, host: server };
    },
  };
}
