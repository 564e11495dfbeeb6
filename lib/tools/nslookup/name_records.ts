/** The rows of an exchange. */
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
  const reverse = reverseQuery(exchange);
  if (reverse !== null) return [reverseRow(exchange, formatAddress(reverse), arpaName(reverse))];
  const zone = zoneAlone(exchange);
  if (zone !== null) return [zoneRow(exchange, zone)];
  const { records, status, note, type } = exchange;
  const query = queryOf(exchange);
  const folded = foldAliases(exchange);
  const rows = folded.map((record) => ({
    ...baseRow(exchange),
    ...record,
    query,
    aliases: record.aliases?.length ? record.aliases : null,
    status: "NOERROR" as const,
  }));
  if (status === "NOERROR" && records.length > 0) return rows;
  return [...rows, { ...baseRow(exchange), query, type, authoritative: null, status, note }];
}

function baseRow({ server, serverAddress, authoritative }: Exchange): NameRecord {
  return { ...emptyRecord(NAME_FIELDS), server, serverAddress, authoritative, status: "NOERROR" };
}

function reverseRow(exchange: Exchange, address: string, name: string): NameRecord {
  const { name: data } = exchange.records[0]!;
  const query = exchange.query ?? address;
  const { authoritative } = exchange;
  return {
    ...baseRow(exchange),
    query,
    type: "PTR",
    name,
    data,
    authoritative: authoritative === false ? false : null,
  };
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

/** The part behind a name's first dot; null for a name without one, which equals no domain. */
function domainOf(name: string): string | null {
  const at = name.indexOf(".");
  return at < 0 ? null : name.slice(at + 1).toLowerCase();
}

/** The SOA record that Windows prints instead of a record that does not exist. */
function zoneAlone({ status, records }: Exchange): PrintedRecord | null {
  return status === "NODATA" && records.length === 1 ? records[0]! : null;
}

function zoneRow(exchange: Exchange, zone: PrintedRecord): NameRecord {
  const { query, type } = exchange;
  const isAsked = (type === "SOA" || type === "ANY") &&
    (query === null || sameName(query, zone.name));
  if (isAsked) return { ...baseRow(exchange), ...zone, aliases: null, query: query ?? zone.name };
  const note = `there is no such record in the zone ${zone.name}`;
  return { ...baseRow(exchange), query, type, authoritative: null, status: "NODATA", note };
}

/** The query, known or inferred from the answer. */
function queryOf({ query, records, server, serverAddress }: Exchange): string | null {
  if (query !== null) return query;
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
function foldAliases({ records, type }: Exchange): PrintedRecord[] {
  if (type === "CNAME" || type === "ANY") return [...records];
  const chains = new Map<string, readonly string[]>();
  const targets = new Set(records.filter(canBeLedTo).map(({ name }) => lower(name)));
  const reached = new Set<string>();
  const aliases = records.filter(({ type }) => type === "CNAME");
  for (const { name, data } of [...aliases].reverse()) {
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
