/**
 * Decides which addresses to query name servers and registries for.
 *
 * @module
 */
import { type Address, formatAddress, parseAddress } from "./address.ts";
import { containsGroups, parseCidr } from "./range.ts";
import { EMBEDDINGS, ipv4Inside, type Scope, scopeOf } from "./scope.ts";

/** An address to query. */
export interface AskedAddress extends Omit<Address, "zone"> {
  /** Its canonical text, without a zone. */
  readonly text: string;
}

/**
 * Returns the address to query registries for: the given one, or the IPv4 address embedded in it
 * (mapped, NAT64, 6to4, Teredo). If the address is not public, returns the reason for not querying:
 * such an address means nothing outside the user's network and should not leave it.
 */
export function addressToAsk(text: string): AskedAddress | string {
  const address = parseAddress(text);
  const scope = scopeOf(text);
  if (address === null || scope === null) return "not an address: nothing was asked";
  return scope === "public" ? embeddedAddress(address, EMBEDDINGS) : NOT_ASKED[scope];
}

const NOT_ASKED: Readonly<Record<Exclude<Scope, "public">, string>> = {
  any: "no address in particular: no registry was asked",
  loopback: "this computer itself: no registry was asked",
  linkLocal: "an address of the local link: no registry was asked",
  private: "a private address: no registry was asked",
  shared: "an address behind a carrier's NAT: no registry was asked",
  multicast: "a multicast address: no registry was asked",
  reserved: "a reserved address: no registry was asked",
  documentation: "an address for documentation: no registry was asked",
};

/**
 * Returns the address to query name servers for, without its zone: the given one, or the IPv4
 * address of the same host (mapped, NAT64). Null if no name server can know it.
 */
export function addressToResolve(text: string): string | null {
  const address = isAskable(text) ? parseAddress(text) : null;
  return address && embeddedAddress(address, SAME_HOST).text;
}

/** The prefixes under which a translator or socket shows an IPv4 host. */
const SAME_HOST = EMBEDDINGS.filter(({ cidr }) => cidr.endsWith("/96"));

/**
 * Whether a name server can know the address. The user's own name server may know the addresses of
 * the user's network, but none knows link-local, loopback or multicast addresses.
 */
export function isAskable(address: string): boolean {
  const scope = scopeOf(address);
  return scope !== null && ASKABLE.has(scope);
}

const ASKABLE: ReadonlySet<Scope> = new Set(
  ["public", "private", "shared", "documentation"] as const,
);

/**
 * Returns the IPv4 address embedded in an IPv6 address, or else the address itself without its zone.
 */
function embeddedAddress(
  { family, groups }: Address,
  embeddings: typeof EMBEDDINGS,
): AskedAddress {
  const embedding = family === 4
    ? undefined
    : embeddings.find(({ cidr }) => containsGroups(parseCidr(cidr)!, groups));
  if (embedding === undefined) {
    return { text: formatAddress({ family, groups, zone: null }), family, groups };
  }
  const value = ipv4Inside(groups, embedding);
  const inner = { family: 4, groups: [value >>> 16, value & 0xffff] } as const;
  return { text: formatAddress({ ...inner, zone: null }), ...inner };
}
