/**
 * The order of sockets. The kernel lists them by hash, which means nothing to anyone.
 *
 * @module
 */
import { parseIPv4 } from "../address/ipv4.ts";
import type { Socket } from "../model.ts";

/**
 * The sockets of one of the kernel's tables in the order in which netstat prints them on Windows: by
 * local address, then by local port, then by remote port.
 */
export function inOrder<Row extends { readonly socket: Socket }>(rows: readonly Row[]): Row[] {
  return rows.map((row) => ({ row, end: endOf(row.socket) }))
    .sort((a, b) => compareEnds(a.end, b.end) || remotePort(a.row) - remotePort(b.row))
    .map(({ row }) => row);
}

/** A local end: an IPv4 address and port as one number, or an IPv6 address as text. */
interface End {
  readonly number: number;
  readonly text: string;
}

function endOf({ localAddress, localPort }: Socket): End {
  const ipv4 = parseIPv4(localAddress ?? "");
  const port = localPort ?? 0;
  if (ipv4 === null) return { number: port, text: localAddress ?? "" };
  return { number: ipv4 * 65536 + port, text: "" };
}

function compareEnds(one: End, other: End): number {
  if (one.text === other.text) return one.number - other.number;
  return one.text < other.text ? -1 : 1;
}

function remotePort({ socket }: { readonly socket: Socket }): number {
  return socket.remotePort ?? 0;
}
