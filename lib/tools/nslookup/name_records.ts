/**
 * The rows of an exchange.
 *
 * @module
 */
import {
  type Address,
  arpaAddress,
  arpaName,
  formatAddress,
  parseAddress,
} from "../../address/address.ts";
import { scopeOf } from "../../address/scope.ts";
import { emptyRecord } from "../../model/field.ts";
import { NAME_FIELDS, type NameRecord } from "../../model/name.ts";
import type { Exchange, PrintedRecord } from "./exchange.ts";
import { sameName } from "./label_line.ts";

/**
 * The rows of an exchange: one for each record, then one for a failure; at least one.
 *
 * If you know the question and the output does not show it, set the exchange's `query` and `type`.
 * On Windows only the query tells for certain that an answer is that of a reverse look-up, and only
 * the type whether a lone SOA record is the answer, or means that there is no such record.
 *
 * Aliases that lead to a record become its `aliases`; other aliases are rows of their own.
 *
 * @example
 * ```ts
 * import { nameRecords, parseNslookup } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { exchanges } = parseNslookup(
 *   "Server:  UnKnown\nAddress:  192.0.2.53\n\nName:    pc7.example\nAddress:  198.51.100.7\n",
 * );
 * const [row] = nameRecords({ ...exchanges[0]!, query: "198.51.100.7", type: "PTR" });
 * assertEquals(row?.name, "7.100.51.198.in-addr.arpa");
 * assertEquals(row?.data, "pc7.example");
 * ```
 */
export function nameRecords(exchange: Exchange): NameRecord[] {
  const { query, type, server, serverAddress, authoritative, records, status, note } = exchange;
  const base = {
    ...emptyRecord(NAME_FIELDS),
    server,
    serverAddress,
    authoritative,
    status: "NOERROR" as const,
  };
  const failed = { ...base, query, type, authoritative: null, status };
  const reverse = reverseQuery(exchange);
  if (reverse !== null) {
    return [{
      ...base,
      query: query ?? formatAddress(reverse),
      type: "PTR",
      name: arpaName(reverse),
      data: records[0]!.name,
      authoritative: authoritative === false ? false : null,
    }];
  }
  const [zone] = records;
  if (status === "NODATA" && records.length === 1) {
    // Windows prints the zone's SOA record instead of a record that does not exist.
    const isAsked = (type === "SOA" || type === "ANY") &&
      (query === null || sameName(query, zone!.name));
    return isAsked
      ? [{ ...base, ...zone!, aliases: null, query: query ?? zone!.name }]
      : [{ ...failed, note: `there is no such record in the zone ${zone!.name}` }];
  }
  const known = query ?? queryOf(exchange);
  const rows = foldAliases(exchange).map((record) => ({
    ...base,
    ...record,
    query: known,
    aliases: record.aliases?.length ? record.aliases : null,
  }));
  if (status === "NOERROR" && records.length > 0) return rows;
  return [...rows, { ...failed, query: known, note }];
}

/**
 * The address that was asked about, if an exchange is a reverse look-up on Windows; else null.
 * Windows prints `Name: HOST` and `Address: ADDRESS` for it, just as for a host with one address.
 *
 * A known query decides. Otherwise it is a reverse look-up if there is exactly one address, no
 * alias and no "non-authoritative" line, which Windows never prints for these, and
 * - the name contains the address's last two numbers, as `cable-78-34-2-17.example` does; or
 * - the address is public, and the name neither begins with `www.` nor is in the server's own
 *   domain, where the server would tell about its own hosts. The server's own address still counts.
 */
function reverseQuery({ query, authoritative, ...exchange }: Exchange): Address | null {
  const [record] = exchange.records;
  if (exchange.records.length !== 1 || !record?.aliases) return null;
  const address = parseAddress(record.data);
  if (address === null) return null;
  if (query !== null) {
    const asked = parseAddress(query);
    return asked !== null && sameBits(asked, address) ? address : null;
  }
  if (authoritative === false || record.aliases.length > 0) return null;
  const name = record.name!.toLowerCase();
  if (holdsNumbers(name, record.data)) return address;
  if (scopeOf(record.data) !== "public" || name.startsWith("www.")) return null;
  const isServer = record.data === exchange.serverAddress;
  return isServer || domainOf(name) !== domainOf(exchange.server ?? "") ? address : null;
}

function sameBits(one: Address, other: Address): boolean {
  return formatAddress({ ...one, zone: null }) === formatAddress({ ...other, zone: null });
}

function holdsNumbers(name: string, address: string): boolean {
  const [last, beforeLast] = address.split(".").reverse();
  const numbers: readonly string[] = name.match(/\d+/g) ?? [];
  return beforeLast !== undefined && numbers.includes(last!) && numbers.includes(beforeLast);
}

/** The part behind a name's first dot; null for a name without one, which equals no domain. */
function domainOf(name: string): string | null {
  const at = name.indexOf(".");
  return at < 0 ? null : name.slice(at + 1).toLowerCase();
}

/** The query, inferred from the answer. */
function queryOf({ records, server, serverAddress }: Exchange): string | null {
  const first = records.find(({ type }) => type !== null) ?? records[0];
  if (first === undefined) return null;
  const asked = first.aliases?.[0] ?? first.name;
  const isBindReverse = server === null && serverAddress === null && asked !== null;
  const address = isBindReverse ? arpaAddress(asked) : null;
  return address === null ? asked : formatAddress(address);
}

/** Far more aliases than resolvers follow. */
const MOST_ALIASES = 32;

/** Moves aliases into the records that they lead to. */
function foldAliases({ records, type }: Exchange): readonly PrintedRecord[] {
  if (type === "CNAME" || type === "ANY") return records;
  const chains = new Map<string, readonly string[]>();
  const targets = new Set(records.filter(canBeLedTo).map(({ name }) => lower(name)));
  const reached = new Set<string>();
  const aliases = records.filter(({ type }) => type === "CNAME");
  for (const { name, data } of aliases.toReversed()) {
    if (targets.has(lower(data)) || reached.has(lower(data))) reached.add(lower(name));
  }
  for (const { name, data } of aliases) {
    if (name === null || chains.has(lower(data))) continue;
    chains.set(lower(data), [...chains.get(lower(name)) ?? [], name].slice(-MOST_ALIASES));
  }
  return records.flatMap((record) => {
    if (record.type === "CNAME" && reached.has(lower(record.name))) return [];
    const chain = canBeLedTo(record) ? chains.get(lower(record.name)) : undefined;
    return chain === undefined || record.aliases?.length
      ? [record]
      : [{ ...record, aliases: chain }];
  });
}

/** Whether aliases can lead to a record. Addresses on lines of their own are additional records. */
function canBeLedTo({ type, aliases }: PrintedRecord): boolean {
  return type !== "CNAME" && (aliases !== null || (type !== "A" && type !== "AAAA"));
}

function lower(name: string | null): string {
  return name?.toLowerCase() ?? "";
}
