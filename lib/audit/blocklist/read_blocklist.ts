/**
 * Reads a list of addresses, blocks and names that the user does not want to be connected with, as such
 * lists are found: one a line, hosts files, CSV, with comments.
 *
 * @module
 */
import { parseAddress, parseIPv4 } from "../../address/address.ts";
import { parseAddressPort } from "../../address/address_port.ts";
import { blockOf, parseAddressFilter, parseCidr } from "../../address/range.ts";
import type { AddressFilter } from "../../address/range.ts";
import { scopeOf } from "../../address/scope.ts";
import { LONGEST_REJECTED, MOST_REJECTED, type Rejected } from "../../model/parsed.ts";
import { AddressSet, blocksOfRange } from "./address_set.ts";

/** A line of a list. */
export interface ListedLine {
  /** The address, block, range or name, as written. */
  readonly written: string;
  readonly line: number;
}

/** A list of unwanted addresses and names. */
export interface Blocklist {
  /** Its name in messages: a path. */
  readonly label: string;
  readonly addresses: AddressSet<ListedLine>;
  /** Ranges of IPv6 addresses. */
  readonly ranges: readonly (ListedLine & { readonly filter: AddressFilter })[];
  /** Addresses with a port, as `192.0.2.7 443`. */
  readonly ends: ReadonlyMap<string, ListedLine>;
  /** Names in lower case, without the dot at the end. */
  readonly names: ReadonlyMap<string, ListedLine>;
  /** Names of which all below are meant. */
  readonly domains: ReadonlyMap<string, ListedLine>;
  /** How many lines have something. */
  readonly entries: number;
  /** The first lines that are none of these, and the number of all of them. */
  readonly rejected: readonly Rejected[];
  readonly rejectedCount: number;
}

/** A list in the making. */
interface OpenList {
  readonly addresses: AddressSet<ListedLine>;
  readonly ranges: (ListedLine & { readonly filter: AddressFilter })[];
  readonly ends: Map<string, ListedLine>;
  readonly names: Map<string, ListedLine>;
  readonly domains: Map<string, ListedLine>;
}

/** Reads a list. */
export function readBlocklist(text: string, label: string): Blocklist {
  const list: OpenList = {
    addresses: new AddressSet(),
    ranges: [],
    ends: new Map(),
    names: new Map(),
    domains: new Map(),
  };
  const rejected: Rejected[] = [];
  let [line, entries, rejectedCount] = [0, 0, 0];
  for (const whole of text.split(/\r\n|\n|\r/)) {
    line++;
    // Most lines of long lists are an address and nothing else.
    const content = parseIPv4(whole) === null ? whole.replace(COMMENT, "").trim() : whole;
    if (content === "") continue;
    if (addLine(content, line, list)) entries++;
    // The first line of CSV has the names of its columns.
    else if (entries > 0 || rejectedCount > 0 || !/[,;\t]/.test(content)) {
      rejectedCount++;
      if (rejected.length < MOST_REJECTED) {
        const reason = "no address, block, range or name";
        rejected.push({ line, text: whole.slice(0, LONGEST_REJECTED), reason });
      }
    }
  }
  return { label, ...list, entries, rejected, rejectedCount };
}

/** From `#`, `;` or `//` to the end: at the beginning, or behind a space. `;` in CSV is no comment. */
const COMMENT = /(?:^|\s)(?:#|;|\/\/).*$|#.*$/;

/** Adds what is on a line; false where that is nothing. */
function addLine(content: string, line: number, list: OpenList): boolean {
  if (addValue(content, line, list)) return true;
  const rule = content.replace(/^(?:add\s+\S+|deny(?:\s+from)?)\s+/i, "");
  const [first = "", ...words] = rule.split(/\s+/);
  const scope = scopeOf(first);
  if (words.length > 0 && (scope === "any" || scope === "loopback")) {
    const names = words.filter((word) => NAME.test(word));
    for (const name of names) addName(name, { line, written: name }, list.names);
    return names.length > 0 || words.some(isOwnName);
  }
  // Of CSV the first column that has one counts: before it there may be a number or a time.
  const columns = rule.split(/[,;\t]/).map((column) => column.trim().replace(/^"(.*)"$/, "$1"));
  if (columns.some((column) => addValue(column, line, list))) return true;
  return addValue(first, line, list);
}

/** What hosts files call the computer itself. */
function isOwnName(word: string): boolean {
  return /^(?:localhost|local|broadcasthost|ip6-\w+|0\.0\.0\.0|localhost6?\.local\w+)$/i.test(word);
}

/** Adds an address, a block, a range, an address with a port, a name or the host of a URL. */
function addValue(written: string, line: number, list: OpenList): boolean {
  const entry = { written, line };
  const value = parseIPv4(written);
  if (value !== null) {
    list.addresses.addIPv4(value, { prefixLength: 32, entry });
    return true;
  }
  const isAddressLike = /[:/-]/.test(written);
  if (isAddressLike && addAddresses(written, entry, list)) return true;
  const [, scheme, host = ""] = /^([a-z][a-z\d+.-]*):\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i
    .exec(written) ?? [];
  if (scheme !== undefined) {
    return addValue(host.replace(/^\[(.*)\]$/, "$1"), line, list);
  }
  const domain = /^(?:\|\||\*\.|\.)([^\s^/*]+)\^?$/.exec(written)?.[1];
  if (domain !== undefined && NAME.test(domain)) {
    addName(domain, entry, list.domains);
    return true;
  }
  if (!NAME.test(written)) return false;
  addName(written, entry, list.names);
  return true;
}

/** No two addresses with what stands between them are longer: longer text takes long to try. */
const LONGEST_RANGE = 120;

/** A name with a domain, of which the last part is no number. */
const NAME =
  /^(?=.{4,253}\.?$)(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?\.)+(?!\d+\.?$)[\p{L}\p{N}-]{2,}\.?$/u;

function addName(
  name: string,
  entry: ListedLine,
  names: Map<string, ListedLine>,
): void {
  const bare = name.toLowerCase().replace(/\.$/, "");
  if (!names.has(bare)) names.set(bare, entry);
}

function addAddresses(written: string, entry: ListedLine, list: OpenList): boolean {
  if (written.length > LONGEST_RANGE) return false;
  const end = parseAddressPort(written);
  if (end !== null) {
    const key = `${end.host.toLowerCase()} ${Number(end.port)}`;
    if (!list.ends.has(key)) list.ends.set(key, entry);
    return true;
  }
  const bare = written.replace(/^\[([^\]]*)\]/, "$1");
  const block = parseCidr(bare.replace(/\s*\/\s*/, "/"));
  if (block !== null) {
    list.addresses.add(block, entry);
    return true;
  }
  const address = parseAddress(bare);
  if (address !== null) {
    list.addresses.add(blockOf(address, address.groups.length * 16), entry);
    return true;
  }
  const [, first = "", last = ""] = /^(\S+?)\s*-\s*(\S+)$/.exec(bare) ?? [];
  const [from, to] = [parseIPv4(first), parseIPv4(last)];
  if (from !== null && to !== null) {
    if (from > to) return false;
    for (const [start, prefixLength] of blocksOfRange(from, to)) {
      list.addresses.addIPv4(start, { prefixLength, entry });
    }
    return true;
  }
  if (parseAddress(first)?.family !== 6 || parseAddress(last)?.family !== 6) return false;
  try {
    list.ranges.push({ ...entry, filter: parseAddressFilter(`${first}-${last}`) });
    return true;
  } catch {
    return false; // it ends before it starts
  }
}
