/**
 * Addresses as DNS names under in-addr.arpa and ip6.arpa.
 *
 * @module
 */
import { type Address, parseAddress } from "./address.ts";

/** An address's name under in-addr.arpa (RFC 1035, section 3.5) or ip6.arpa (RFC 3596). */
export function arpaName(address: Address): string {
  return `${reversedLabels(address)}.${address.family === 4 ? "in-addr" : "ip6"}.arpa`;
}

/** The labels of an address in reverse order: octets for IPv4, hexadecimal digits for IPv6. */
export function reversedLabels({ family, groups }: Pick<Address, "family" | "groups">): string {
  const labels = family === 4
    ? groups.flatMap((group) => [group >>> 8, group & 0xff]).map(String)
    : groups.flatMap((group) => [...group.toString(16).padStart(4, "0")]);
  return labels.reverse().join(".");
}

/** Whether a name stands for an address or for a block of addresses. */
export function isArpaName(name: string): boolean {
  return /\.(?:in-addr|ip6)\.arpa$/i.test(name);
}

/** The address that a name stands for; null for other names, and for a block of addresses. */
export function arpaAddress(name: string): Address | null {
  const [, digits, zone] = /^([0-9a-f.]{7,80})\.(in-addr|ip6)\.arpa$/i.exec(name) ?? [];
  if (digits === undefined) return null;
  const labels = digits.split(".").reverse();
  if (zone!.toLowerCase() === "in-addr") {
    return labels.length === 4 ? parseAddress(labels.join(".")) : null;
  }
  if (labels.length !== 32 || labels.some((label) => label.length !== 1)) return null;
  return parseAddress(labels.join("").match(/.{4}/g)!.join(":"));
}
