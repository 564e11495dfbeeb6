/**
 * About which address others are asked, if any.
 *
 * @module
 */
import {
  type Address,
  embeddedIPv4,
  formatAddress,
  formatIPv4,
  parseAddress,
} from "../../address/address.ts";
import { type Cidr, containsGroups, parseCidr } from "../../address/range.ts";
import { type Embedding, EMBEDDINGS, type Scope, scopeOf } from "../../address/scope.ts";

/** An address that may be asked about. */
export interface AskedAddress {
  /** Its one way of writing. */
  readonly text: string;
  /** 4 or 6. */
  readonly family: 4 | 6;
  /** Its bits, 16 in each. */
  readonly groups: readonly number[];
}

/**
 * The address to ask registries about: the one given, or the IPv4 address that it carries (mapped,
 * NAT64, 6to4, Teredo). Why there is none, as text, for anything that is not public: such addresses
 * mean nothing to others, and are none of their business.
 */
export function addressToAsk(text: string): AskedAddress | string {
  const address = parseAddress(text);
  const scope = scopeOf(text);
  if (address === null || scope === null) return "not an address: nothing was asked";
  if (scope !== "public") return NOT_ASKED[scope];
  return withText(carriedAddress(address) ?? address);
}

/** The IPv4 address that an IPv6 one carries; null where it carries none. */
export function carriedAddress(address: Address, embeddings = EMBEDDINGS): Address | null {
  if (address.family === 4) return null;
  const embedding = embeddings.find(({ cidr }) => containsGroups(parseCidr(cidr)!, address.groups));
  return embedding === undefined ? null : inside(address, embedding);
}

/** An address with its text, without its zone. */
export function withText({ family, groups }: Address): AskedAddress {
  return { text: formatAddress({ family, groups, zone: null }), family, groups };
}

/** The one way to write a block. */
export function formatCidr({ family, first, prefixLength }: Cidr): string {
  return `${formatAddress({ family, groups: first, zone: null })}/${prefixLength}`;
}

function inside({ groups }: Address, { group, inverted }: Embedding): Address {
  const value = embeddedIPv4(groups, group);
  return parseAddress(formatIPv4(inverted ? ~value >>> 0 : value))!;
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
