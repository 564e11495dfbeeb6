/**
 * The names under which addresses stand in the name system.
 *
 * @module
 */
import type { Address } from "./address.ts";

/** An address as a name: `1.2.0.192.in-addr.arpa` (RFC 1035, 3.5), or under ip6.arpa (RFC 3596). */
export function arpaName(address: Address): string {
  return `${reversedLabels(address)}.${address.family === 4 ? "in-addr" : "ip6"}.arpa`;
}

/** An address as labels of a name, from its end: octets for IPv4, hexadecimal digits for IPv6. */
export function reversedLabels({ family, groups }: Pick<Address, "family" | "groups">): string {
  const labels = family === 4
    ? groups.flatMap((group) => [group >>> 8, group & 0xff]).map(String)
    : groups.flatMap((group) => [...group.toString(16).padStart(4, "0")]);
  return labels.reverse().join(".");
}

/** Whether a name in lower case stands for an address or a block of them. */
export function isArpaName(name: string): boolean {
  return /\.(?:in-addr|ip6)\.arpa$/.test(name);
}
