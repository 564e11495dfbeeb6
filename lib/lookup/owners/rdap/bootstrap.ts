/**
 * Which server to ask about an address: by IANA's lists, of which there is a copy in the program and,
 * where answers are kept, a newer one in the cache.
 *
 * @module
 */
import { parseAddress } from "../../../address/address.ts";
import { type Host, HostError } from "../../../host/host.ts";
import { parseBootstrap, serverFor, type Service } from "./bootstrap_document.ts";
import { itemsOf, objectOf, parseJson } from "./json.ts";
import { BOOTSTRAP_URLS, BUILT_IN, BUILT_IN_DATE } from "./registries.ts";

/** Finds servers. */
export interface Bootstrap {
  /**
   * The base URL of the server for an address; null where the lists have none.
   *
   * @param deadline When it must be known, in milliseconds since 1970.
   */
  serverFor(address: string, deadline: number): Promise<string | null>;
}

/** How to keep the lists new. */
export interface BootstrapOptions {
  /** Milliseconds that IANA's answer may take. */
  readonly timeoutMilliseconds: number;
  /** Where copies are kept; null to keep none. */
  readonly cacheFolder: string | null;
  /** Is told why the old copy goes on serving. */
  readonly onNote?: (note: string) => void;
}

const DAY = 86_400_000;
/** Age from which a new copy is wanted. */
const OLD = 30 * DAY;
/** How long after a failure IANA is not asked again. */
const TRY_AGAIN = DAY;
/** Bytes of a list that are read; IANA's have 8,000. */
const BODY_LIMIT = 1 << 20;

/** Finds servers by IANA's lists, which are renewed at most once in the life of this. */
export function startBootstrap(host: Host, options: BootstrapOptions): Bootstrap {
  const lists = new Map<4 | 6, Promise<readonly Service[]>>();
  return {
    async serverFor(address, deadline) {
      const family = parseAddress(address)?.family;
      if (family === undefined) return null;
      const list = lists.get(family) ?? load(host, family, { ...options, deadline });
      lists.set(family, list);
      return serverFor(address, await list);
    },
  };
}

/** A list, when it was found to be right, and when a newer one was last asked for in vain. */
interface Copy {
  readonly services: readonly Service[];
  readonly checkedAt: number;
  readonly triedAt: number;
}

async function load(
  host: Host,
  family: 4 | 6,
  { cacheFolder, deadline, ...options }: BootstrapOptions & { deadline: number },
): Promise<readonly Service[]> {
  const path = cacheFolder === null ? null : `${cacheFolder}/rdap-ipv${family}.json`;
  const kept = path === null ? null : readCopy(host, path);
  // A newer program can know more than what an older one kept.
  const copy = kept !== null && kept.checkedAt >= BUILT_IN_DATE
    ? kept
    : { services: BUILT_IN[family], checkedAt: BUILT_IN_DATE, triedAt: kept?.triedAt ?? 0 };
  const now = host.now();
  const isNew = isWithin(OLD, copy.checkedAt, now) || isWithin(TRY_AGAIN, copy.triedAt, now);
  const timeoutMilliseconds = Math.min(options.timeoutMilliseconds, deadline - now);
  if (isNew || timeoutMilliseconds <= 0) return copy.services;
  const services = await download(host, BOOTSTRAP_URLS[family], {
    ...options,
    timeoutMilliseconds,
  });
  const next = services === null
    ? { ...copy, triedAt: now }
    : { services, checkedAt: now, triedAt: 0 };
  if (path !== null) writeCopy(host, path, next);
  return next.services;
}

/** A time in the future is that of a clock that was wrong. */
function isWithin(age: number, time: number, now: number): boolean {
  return time <= now && now - time < age;
}

async function download(
  host: Host,
  url: string,
  { timeoutMilliseconds, onNote = () => {} }: Omit<BootstrapOptions, "cacheFolder">,
): Promise<Service[] | null> {
  try {
    const { status, body } = await host.fetch(url, {
      accept: "application/json",
      timeoutMilliseconds,
      bodyLimit: BODY_LIMIT,
    });
    const services = status === 200 ? parseBootstrap(parseJson(body)) : null;
    if (services === null) {
      onNote(`Cannot renew the list of registries: ${url} gave none, with status ${status}`);
    }
    return services;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    onNote(`Cannot renew the list of registries: ${error.message}`);
    return null;
  }
}

function readCopy(host: Host, path: string): Copy | null {
  try {
    const bytes = host.readCache(path);
    const { checkedAt, triedAt, services } = objectOf(bytes && parseJson(bytes));
    const valid = parseBootstrap({
      services: itemsOf(services, Infinity).map((service) => {
        const { prefixes, url } = objectOf(service);
        return [prefixes, [url]];
      }),
    });
    return valid && { services: valid, checkedAt: timeOf(checkedAt), triedAt: timeOf(triedAt) };
  } catch (error) {
    return ignoreHostError(error);
  }
}

function timeOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function writeCopy(host: Host, path: string, copy: Copy): void {
  try {
    host.rewriteCache(path, () => new TextEncoder().encode(`${JSON.stringify(copy)}\n`));
  } catch (error) {
    ignoreHostError(error);
  }
}

/** A cache that cannot be read or written is no reason to fail. */
function ignoreHostError(error: unknown): null {
  if (error instanceof HostError) return null;
  throw error;
}
