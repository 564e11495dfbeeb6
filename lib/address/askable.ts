/**
 * Which addresses name servers and registries can be asked about.
 *
 * @module
 */
import { type Address, formatAddress, parseAddress } from "./address.ts";
import { containsGroups, parseCidr } from "./range.ts";
import { EMBEDDINGS, ipv4Inside, type Scope, scopeOf } from "./scope.ts";

/** An address to ask about. */
export interface AskedAddress extends Omit<Address, "zone"> {
  /** Its canonical text, without a zone. */
  readonly text: string;
}

/**
 * The address to ask registries about: the given one, or the IPv4 address embedded in it (mapped,
 * NAT64, 6to4, Teredo). For anything that is not public, the reason why no registry is asked: such
 * an address means nothing to others, and is none of their business.
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
 * The address to ask a name server about, without its zone: the given one, or the IPv4 address that
 * it is another form of (mapped, NAT64). Null where no name server can know it.
 */
export function addressToResolve(text: string): string | null {
  const address = isAskable(text) ? parseAddress(text) : null;
  return address && embeddedAddress(address, SAME_HOST).text;
}

/** The prefixes under which a translator or socket shows an IPv4 host. */
const SAME_HOST = EMBEDDINGS.filter(({ cidr }) => cidr.endsWith("/96"));

/**
 * Whether a name server can know the address. The user's own name server knows the addresses of the
 * user's network; none knows link-local, loopback or multicast addresses.
 */
export function isAskable(address: string): boolean {
  const scope = scopeOf(address);
  return scope !== null && ASKABLE.has(scope);
}

const ASKABLE: ReadonlySet<Scope> = new Set(
  ["public", "private", "shared", "documentation"] as const,
);

/** The IPv4 address embedded in an IPv6 address, else the address itself, without its zone. */
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
