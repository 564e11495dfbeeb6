/**
 * The questions about addresses that nslookup is given, for tests.
 *
 * @module
 */
import { formatAddress, parseAddress } from "../../lib/address/address.ts";

/**
 * The address that a question is about: its name under in-addr.arpa or ip6.arpa, with a final dot.
 * Throws where it is put in any other way.
 */
export function addressAsked(question: string): string {
  const [, labels = "", zone] = /^((?:[0-9a-f]+\.)+)(in-addr|ip6)\.arpa\.$/.exec(question) ?? [];
  const parts = labels.split(".").slice(0, -1).reverse();
  const text = zone === "ip6" ? parts.join("").replace(/(.{4})(?!$)/g, "$1:") : parts.join(".");
  const address = parseAddress(text);
  if (address === null) throw new Error(`nslookup was not asked about an address: ${question}`);
  return formatAddress(address);
}
