/**
 * IANA's list of RDAP servers by address (RFC 9224).
 *
 * @module
 */
import { parseAddress } from "../../../address/address.ts";
import { containsGroups, parseCidr } from "../../../address/range.ts";
import { itemsOf, objectOf, textOf } from "./json.ts";
import { baseUrl } from "./urls.ts";

/** A server and the addresses that it serves. */
export interface Service {
  /** Its base URL: https, with a slash at the end. */
  readonly url: string;
  /** The blocks it serves, in CIDR notation. */
  readonly prefixes: readonly string[];
}

/** Services of one document that are read; IANA's have five. */
const MOST_SERVICES = 1000;
/** Blocks of one service that are read; IANA's have at most a hundred. */
const MOST_PREFIXES = 10_000;

/**
 * Reads a document's services. What is wrong in it is left out: blocks that are none, servers without
 * https. Null where nothing is left.
 */
export function parseBootstrap(json: unknown): Service[] | null {
  const services = itemsOf(objectOf(json).services, MOST_SERVICES).flatMap(readService);
  return services.length === 0 ? null : services;
}

/** The server for an address: that of the smallest block which holds it; null where there is none. */
export function serverFor(address: string, services: readonly Service[]): string | null {
  const parsed = parseAddress(address);
  if (parsed === null) return null;
  let best: { prefixLength: number; url: string } | null = null;
  for (const { url, prefixes } of services) {
    for (const prefix of prefixes) {
      const cidr = parseCidr(prefix);
      if (cidr?.family !== parsed.family || !containsGroups(cidr, parsed.groups)) continue;
      if (best === null || cidr.prefixLength > best.prefixLength) {
        best = { prefixLength: cidr.prefixLength, url };
      }
    }
  }
  return best?.url ?? null;
}

function readService(service: unknown): Service[] {
  const [prefixes, urls] = itemsOf(service, 2);
  const url = itemsOf(urls, 10).map(baseUrl).find((candidate) => candidate !== null) ?? null;
  const valid = itemsOf(prefixes, MOST_PREFIXES)
    .map(textOf)
    .filter((prefix) => prefix !== null && parseCidr(prefix) !== null) as string[];
  return url === null || valid.length === 0 ? [] : [{ url, prefixes: valid }];
}
