/** Short ways to write down the sockets that a test expects. */
import { emptyRecord } from "../../lib/model/field.ts";
import { type Socket, SOCKET_FIELDS } from "../../lib/model/socket.ts";

/** One end of a socket. */
export interface End {
  readonly address: string | null;
  readonly port: number | null;
  readonly host: string | null;
}

/** A literal address and a port. */
export function at(address: string, port: number | null): End {
  return { address, port, host: null };
}

/** A name and a port. */
export function named(host: string, port: number | null): End {
  return { address: null, port, host };
}

/** `*:*`, or what a console cut off. */
export const NOWHERE: End = { address: null, port: null, host: null };

/** A TCP socket; its state is printed in English unless `stateText` says otherwise. */
export function tcp([local, remote]: readonly [End, End], fields: Partial<Socket> = {}): Socket {
  return { ...ends(local, remote), protocol: "TCP", stateText: fields.state ?? null, ...fields };
}

/** A UDP socket. */
export function udp([local, remote]: readonly [End, End], fields: Partial<Socket> = {}): Socket {
  return { ...ends(local, remote), protocol: "UDP", ...fields };
}

function ends(local: End, remote: End): Omit<Socket, "protocol"> {
  return {
    ...emptyRecord(SOCKET_FIELDS),
    localAddress: local.address,
    localPort: local.port,
    localHost: local.host,
    remoteAddress: remote.address,
    remotePort: remote.port,
    remoteHost: remote.host,
  };
}
