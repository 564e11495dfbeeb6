/**
 * The order of sockets. The kernel lists them by hash, which means nothing to anyone.
 *
 * @module
 */
import { compareGroups, parseIPv4, parseIPv6 } from "../../address/address.ts";
import type { Socket } from "../../model/socket.ts";

/**
 * The sockets of one of the kernel's tables in the order in which netstat prints them on Windows: by
 * local address, then by local port, then by remote port.
 */
export function inOrder<Row extends { readonly socket: Socket }>(rows: readonly Row[]): Row[] {
  return rows.map((row) => ({ row, end: endOf(row.socket) }))
    .sort((a, b) => compareEnds(a.end, b.end) || remotePort(a.row) - remotePort(b.row))
    .map(({ row }) => row);
}

/** A local end as numbers: the groups of an IPv6 address, and an IPv4 address with its port. */
interface End {
  readonly groups: readonly number[];
  readonly number: number;
}

function endOf({ localAddress, localPort }: Socket): End {
  const address = localAddress ?? "";
  const port = localPort ?? 0;
  const ipv4 = parseIPv4(address);
  if (ipv4 !== null) return { groups: [], number: ipv4 * 65536 + port };
  return { groups: parseIPv6(address) ?? [], number: port };
}

function compareEnds(one: End, other: End): number {
  return compareGroups(one.groups, other.groups) || one.number - other.number;
}

function remotePort({ socket }: { readonly socket: Socket }): number {
  return socket.remotePort ?? 0;
}
