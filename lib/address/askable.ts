/**
 * Which addresses name servers and registries can be asked about.
 *
 * @module
 */
import { type Address, embeddedIPv4, formatAddress, formatIPv4, parseAddress } from "./address.ts";
import { containsGroups, parseCidr } from "./range.ts";
import { type Embedding, EMBEDDINGS, type Scope, scopeOf } from "./scope.ts";

/** An address to ask about. */
export interface AskedAddress {
  /** Its canonical text, without a zone. */
  readonly text: string;
  /** 4 or 6. */
  readonly family: 4 | 6;
  /** Its bits, 16 in each. */
  readonly groups: readonly number[];
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
  if (scope !== "public") return NOT_ASKED[scope];
  return withText(carriedAddress(address) ?? address);
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
  const address = parseAddress(text);
  if (address === null || !isAskable(text)) return null;
  return withText(carriedAddress(address, SAME_HOST) ?? address).text;
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

/** The IPv4 address embedded in an IPv6 address; null if there is none. */
export function carriedAddress(address: Address, embeddings = EMBEDDINGS): Address | null {
  if (address.family === 4) return null;
  const embedding = embeddings.find(({ cidr }) => containsGroups(parseCidr(cidr)!, address.groups));
  return embedding === undefined ? null : extractIPv4(address, embedding);
}

function extractIPv4({ groups }: Address, { group, inverted }: Embedding): Address {
  const value = embeddedIPv4(groups, group);
  return parseAddress(formatIPv4(inverted ? ~value >>> 0 : value))!;
}

/** The address with its canonical text, without its zone. */
export function withText({ family, groups }: Address): AskedAddress {
  return { text: formatAddress({ family, groups, zone: null }), family, groups };
}
