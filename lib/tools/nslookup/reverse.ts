/** Answers to reverse look-ups, and how they are told from others. */
import { type Address, formatAddress, parseAddress } from "../../address/address.ts";
import { scopeOf } from "../../address/scope.ts";
import type { Exchange, PrintedRecord } from "./exchange.ts";

/** The address that a name under in-addr.arpa or ip6.arpa stands for; null for another name. */
export function arpaAddress(name: string): Address | null {
  const match = /^([0-9a-f.]{7,80})\.(in-addr|ip6)\.arpa$/i.exec(name);
  if (match === null) return null;
  const labels = match[1]!.split(".").reverse();
  if (match[2]!.toLowerCase() === "in-addr") {
    return labels.length === 4 ? parseAddress(labels.join(".")) : null;
  }
  if (labels.length !== 32 || labels.some((label) => label.length !== 1)) return null;
  return parseAddress(labels.join("").match(/.{4}/g)!.join(":"));
}

/**
 * The address whose name was asked for, where an exchange is a reverse look-up of Windows' nslookup,
 * which prints `Name: HOST` and `Address: WHAT WAS ASKED`, just as it prints a host's one address.
 *
 * Where the query is known, it is the address asked. Where it is not, it is taken for a reverse
 * look-up if there is exactly one address, no alias and no line that says "non-authoritative", which
 * Windows never prints with one, and
 * - the name holds the address's last two numbers, as in `cable-78-34-2-17.example`; or
 * - the address is public, the name does not begin with `www.`, and is not in the server's own
 *   domain: that would be a server that tells of its own hosts. The server's own address is a
 *   reverse look-up all the same.
 */
export function reverseQuery({ query, authoritative, ...exchange }: Exchange): Address | null {
  const record = onlyBlock(exchange.records);
  const address = record && parseAddress(record.data);
  if (record === null || address === null) return null;
  if (query !== null) {
    const asked = parseAddress(query);
    return asked !== null && sameBits(asked, address) ? address : null;
  }
  if (authoritative === false || record.aliases!.length > 0) return null;
  const name = record.name!.toLowerCase();
  if (holdsNumbers(name, record.data)) return address;
  if (scopeOf(record.data) !== "public" || name.startsWith("www.")) return null;
  const isServer = record.data === exchange.serverAddress;
  return isServer || domainOf(name) !== domainOf(exchange.server ?? "") ? address : null;
}

function onlyBlock(records: readonly PrintedRecord[]): PrintedRecord | null {
  const [record] = records;
  return records.length === 1 && record!.aliases !== null ? record! : null;
}

function sameBits(one: Address, other: Address): boolean {
  return formatAddress({ ...one, zone: null }) === formatAddress({ ...other, zone: null });
}

function holdsNumbers(name: string, address: string): boolean {
  const [last, beforeLast] = address.split(".").reverse();
  const numbers: readonly string[] = name.match(/\d+/g) ?? [];
  return beforeLast !== undefined && numbers.includes(last!) && numbers.includes(beforeLast);
}

/** What follows a name's first dot; empty for a name of one part, which equals no domain. */
function domainOf(name: string): string | null {
  const at = name.indexOf(".");
  return at < 0 ? null : name.slice(at + 1).toLowerCase();
}
