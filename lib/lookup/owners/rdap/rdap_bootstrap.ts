/**
 * Finds the RDAP server that is responsible for an address, by IANA's lists (RFC 9224). A copy is
 * built into the program; a newer one is kept in the cache folder.
 *
 * @module
 */
import { parseAddress } from "../../../address/address.ts";
import { parseCidr } from "../../../address/range.ts";
import { attempt } from "../../../host/refusals.ts";
import { type Clock, type Files, HostError, type Network } from "../../../host/host.ts";
import { DAY, isYounger } from "../../cache.ts";
import { itemsOf, objectOf, parseJson, textOf } from "../../../text/untrusted_json.ts";
import { smallestBlock } from "../network_table.ts";
import { BOOTSTRAP_URLS, BUILT_IN, BUILT_IN_DATE, type Service } from "./rdap_registries.ts";
import { baseUrl } from "./rdap_urls.ts";

/** How to query servers, and where to keep what they say. */
export interface BootstrapOptions {
  /** The time-out of one query in milliseconds. */
  readonly timeoutMilliseconds: number;
  /** The folder where IANA's lists are kept; null to keep none. */
  readonly cacheFolder: string | null;
  /** Receives notes that do not affect the answers, such as why an old list stays in use. */
  readonly onNote?: (note: string) => void;
  /** Ends the call early. */
  readonly signal?: AbortSignal;
}

/**
 * The longest time-out of IANA's server in milliseconds. It is short: the built-in lists are nearly
 * always right.
 */
const LONGEST_TIMEOUT = 5000;
/** The age from which a list is renewed. */
const RENEWAL_AGE = 30 * DAY;
/** The wait after a failed renewal. */
const RETRY_AGE = DAY;
/** The bytes of a list that are read; IANA's have 8,000. */
const BODY_LIMIT = 1 << 20;

/** Finds servers. */
export interface Bootstrap {
  /**
   * The base URL of the server for an address; null if the lists have none. The deadline is in
   * milliseconds since 1970.
   */
  serverFor(address: string, deadline: number): Promise<string | null>;
}

/** Finds servers by IANA's lists, each renewed at most once by this object. */
export function startBootstrap(
  host: Network & Clock & Files,
  options: BootstrapOptions,
): Bootstrap {
  const lists = new Map<4 | 6, Promise<readonly Service[]>>();
  return {
    async serverFor(address, deadline) {
      const family = parseAddress(address)?.family;
      if (family === undefined) return null;
      const list = lists.get(family) ?? loadList(host, family, { ...options, deadline });
      lists.set(family, list);
      return serverFor(address, await list);
    },
  };
}

/** The server for an address: that of the smallest block that holds it; null if there is none. */
export function serverFor(address: string, services: readonly Service[]): string | null {
  const parsed = parseAddress(address);
  const blocks = services.flatMap(({ url, prefixes }) =>
    prefixes.map((prefix) => [prefix, url] as const)
  );
  return parsed && smallestBlock(parsed, blocks);
}

/** The number of services in a list that are read; IANA's have five. */
const MOST_SERVICES = 1000;
/** The number of blocks in a service that are read; IANA's have at most a hundred. */
const MOST_PREFIXES = 10_000;

/**
 * Reads the services in a list. Skips what is not valid: text that is not a block, servers without
 * https. Null if nothing is left.
 */
export function parseBootstrap(json: unknown): Service[] | null {
  const services = itemsOf(objectOf(json).services, MOST_SERVICES).flatMap(readService);
  return services.length === 0 ? null : services;
}

function readService(service: unknown): Service[] {
  const [prefixes, urls] = itemsOf(service, 2);
  const url = itemsOf(urls, 10).map(baseUrl).find((candidate) => candidate !== null) ?? null;
  const valid = itemsOf(prefixes, MOST_PREFIXES)
    .map(textOf)
    .filter((prefix) => prefix !== null && parseCidr(prefix) !== null) as string[];
  return url === null || valid.length === 0 ? [] : [{ url, prefixes: valid }];
}

/** A list in the cache folder. */
interface KeptList {
  readonly services: readonly Service[];
  /** When it was last equal to IANA's, in milliseconds since 1970. */
  readonly checkedAt: number;
  /** When its renewal last failed; 0 for never. */
  readonly triedAt: number;
}

async function loadList(
  host: Network & Clock & Files,
  family: 4 | 6,
  { cacheFolder, deadline, ...options }: BootstrapOptions & { deadline: number },
): Promise<readonly Service[]> {
  const path = cacheFolder === null ? null : `${cacheFolder}/rdap-ipv${family}.json`;
  const kept = path === null ? null : readKeptList(host, path);
  // A new version of the program may have a newer list than the cache.
  const list = kept !== null && kept.checkedAt >= BUILT_IN_DATE
    ? kept
    : { services: BUILT_IN[family], checkedAt: BUILT_IN_DATE, triedAt: kept?.triedAt ?? 0 };
  const now = host.now();
  const isCurrent = isYounger(list.checkedAt, { now, age: RENEWAL_AGE }) ||
    isYounger(list.triedAt, { now, age: RETRY_AGE });
  const timeoutMilliseconds = Math.min(
    options.timeoutMilliseconds,
    LONGEST_TIMEOUT,
    deadline - now,
  );
  if (isCurrent || timeoutMilliseconds <= 0) return list.services;
  const url = BOOTSTRAP_URLS[family];
  const services = await downloadList(host, url, { ...options, timeoutMilliseconds });
  const next = services === null
    ? { ...list, triedAt: now }
    : { services, checkedAt: now, triedAt: 0 };
  if (path !== null) {
    const content = new TextEncoder().encode(`${JSON.stringify(next)}\n`);
    attempt(() => host.rewriteCache(path, () => content));
  }
  return next.services;
}

async function downloadList(
  host: Network,
  url: string,
  { timeoutMilliseconds, onNote = () => {}, signal }: Omit<BootstrapOptions, "cacheFolder">,
): Promise<Service[] | null> {
  try {
    const { status, body } = await host.fetch(url, {
      accept: "application/json",
      timeoutMilliseconds,
      bodyLimit: BODY_LIMIT,
      signal,
    });
    const services = status === 200 ? parseBootstrap(parseJson(body)) : null;
    if (services === null) {
      onNote(
        `Cannot renew the list of registries: ${url} sent no valid list, with status ${status}`,
      );
    }
    return services;
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof HostError)) throw error;
    onNote(`Cannot renew the list of registries: ${error.message}`);
    return null;
  }
}

/** Null without a usable cache file: then the built-in list serves. */
function readKeptList(host: Files, path: string): KeptList | null {
  const bytes = attempt(() => host.readCache(path)).value;
  const { checkedAt, triedAt, services } = objectOf(bytes && parseJson(bytes));
  const valid = parseBootstrap({
    services: itemsOf(services, Infinity).map((service) => {
      const { prefixes, url } = objectOf(service);
      return [prefixes, [url]];
    }),
  });
  return valid && { services: valid, checkedAt: timeOf(checkedAt), triedAt: timeOf(triedAt) };
}

function timeOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
