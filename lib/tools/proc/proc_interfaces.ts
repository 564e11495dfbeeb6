/**
 * Parses `/proc/net/if_inet6`, the IPv6 addresses of this machine's interfaces.
 *
 * @module
 */
import { formatAddress } from "../../address/address.ts";

/** An address, its number and length of prefix, scope and flags, and the name of its interface. */
const LINE = /^([0-9a-f]{32})(?: +[0-9a-f]{1,8}){4} +(\S+)$/;

/**
 * Returns the interfaces that have each IPv6 address, by the address without a zone. Lines that are
 * not understood are skipped.
 */
export function parseInterfaces(text: string): Map<string, string[]> {
  const interfaces = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [, digits = "", name] = LINE.exec(line.trim()) ?? [];
    if (name === undefined) continue;
    const groups = digits.match(/.{4}/g)!.map((group) => Number.parseInt(group, 16));
    const address = formatAddress({ family: 6, groups, zone: null });
    interfaces.set(address, [...interfaces.get(address) ?? [], name]);
  }
  return interfaces;
}
