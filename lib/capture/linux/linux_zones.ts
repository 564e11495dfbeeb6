/**
 * Adds the zone to link-local addresses: the interface that has the address. The kernel's tables do
 * not tell it.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import type { Files } from "../../host/host.ts";
import { parseInterfaces } from "../../tools/proc/proc_interfaces.ts";
import type { ProcSocket } from "../../tools/proc/proc_net.ts";
import { textIfThere } from "./optional_reads.ts";

/**
 * Adds the zone to both ends of sockets whose link-local address only one interface has. Where
 * several have it, there is no telling.
 */
export function addZones(host: Files, rows: readonly ProcSocket[]): void {
  const local = rows.filter(({ socket }) => isLinkLocal(socket.localAddress));
  if (local.length === 0) return;
  const interfaces = parseInterfaces(textIfThere(host, "/proc/net/if_inet6") ?? "");
  for (const { socket } of local) {
    const [zone, ...others] = interfaces.get(socket.localAddress!) ?? [];
    if (zone === undefined || others.length > 0) continue;
    socket.localAddress += `%${zone}`;
    if (isLinkLocal(socket.remoteAddress)) socket.remoteAddress += `%${zone}`;
  }
}

function isLinkLocal(address: string | null): boolean {
  if (address === null || !/^fe[89ab]/.test(address)) return false;
  return parseAddress(address)?.family === 6;
}
