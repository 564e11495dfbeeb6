/** Rows out of exchanges. */
import { formatAddress } from "../../address/address.ts";
import { emptyRecord } from "../../model/field.ts";
import { NAME_FIELDS, type NameRecord } from "../../model/name.ts";
import { arpaName } from "../../address/arpa.ts";
import type { Exchange, PrintedRecord } from "./exchange.ts";
import { sameName } from "./names.ts";
import { arpaAddress, reverseQuery } from "./reverse.ts";

/**
 * An exchange as rows: one a record, then one for a failure; always at least one.
 *
 * To look at an answer as one to a question that the output does not show, give the exchange with
 * that `query` and `type`: on Windows only the query tells a reverse look-up's answer for sure, and
 * only the type tells a zone's SOA record from the way of saying that there is no such record.
 *
 * Aliases that led to a record become its `aliases`; one that led to none stays a row of its own.
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

/** The SOA record that Windows prints instead of a record that there is not. */
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

/** What was asked, or else what the answer says that it was. */
function queryOf({ query, records, server, serverAddress }: Exchange): string | null {
  if (query !== null) return query;
  const first = records.find(({ type }) => type !== null) ?? records[0];
  if (first === undefined) return null;
  const asked = first.aliases?.[0] ?? first.name;
  const isBindReverse = server === null && serverAddress === null && asked !== null;
  const address = isBindReverse ? arpaAddress(asked) : null;
  return address === null ? asked : formatAddress(address);
}

/** Far more than resolvers follow. */
const MOST_ALIASES = 32;

/** Puts the names of aliases that led to a record into that record. */
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

/** Addresses on lines of their own stand beside the answer, whatever their name. */
function canBeLedTo({ type, aliases }: PrintedRecord): boolean {
  return type !== "CNAME" && (aliases !== null || (type !== "A" && type !== "AAAA"));
}

function lower(name: string | null): string {
  return name?.toLowerCase() ?? "";
}
