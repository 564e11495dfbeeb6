/**
 * The socket tables of Windows, as `GetExtendedTcpTable` and `GetExtendedUdpTable` fill a buffer with
 * the OWNER_MODULE classes: the number of rows, then the rows, each of a fixed size.
 *
 * @module
 */
import { formatAddress } from "../../address/address.ts";
import type { State } from "../../model/socket.ts";
import type { SystemSocket } from "../host.ts";
import { filetimeToIso } from "./filetime.ts";

/** Where the parts of a row are, in bytes, in a 64-bit process. */
interface Layout {
  readonly protocol: "TCP" | "UDP";
  readonly rowBytes: number;
  readonly local: EndLayout;
  /** UDP tables have no remote ends. */
  readonly remote?: EndLayout;
  /** The state of TCP. */
  readonly state?: number;
  readonly pid: number;
  readonly createdAt: number;
  readonly module: number;
}

/** Where one end is; IPv4 has no scope, which is the zone. */
interface EndLayout {
  readonly address: number;
  readonly scope?: number;
  readonly port: number;
}

/**
 * MIB_TCPROW_OWNER_MODULE, MIB_TCP6ROW_OWNER_MODULE (the state stands behind the addresses),
 * MIB_UDPROW_OWNER_MODULE and MIB_UDP6ROW_OWNER_MODULE.
 */
const LAYOUTS = {
  tcp4: {
    protocol: "TCP",
    rowBytes: 160,
    state: 0,
    local: { address: 4, port: 8 },
    remote: { address: 12, port: 16 },
    pid: 20,
    createdAt: 24,
    module: 32,
  },
  tcp6: {
    protocol: "TCP",
    rowBytes: 192,
    local: { address: 0, scope: 16, port: 20 },
    remote: { address: 24, scope: 40, port: 44 },
    state: 48,
    pid: 52,
    createdAt: 56,
    module: 64,
  },
  udp4: {
    protocol: "UDP",
    rowBytes: 160,
    local: { address: 0, port: 4 },
    pid: 8,
    createdAt: 16,
    module: 32,
  },
  udp6: {
    protocol: "UDP",
    rowBytes: 176,
    local: { address: 0, scope: 16, port: 20 },
    pid: 24,
    createdAt: 32,
    module: 48,
  },
} as const satisfies Readonly<Record<string, Layout>>;

/** One of the four tables. */
export type TableKind = keyof typeof LAYOUTS;

/** The tables. */
export const TABLE_KINDS = Object.keys(LAYOUTS) as readonly TableKind[];

/** A row of a table, and the socket that it describes. */
export interface TableRow {
  readonly socket: SystemSocket;
  /** Its bytes, unchanged: Windows names the owning module of exactly these. */
  readonly bytes: Uint8Array;
}

/** The rows begin behind their number, which is padded to the alignment of a row. */
const ROWS_START = 8;

/** The states for the numbers of MIB_TCP_STATE, from 1. */
const STATE_WORDS: readonly State[] = [
  "CLOSED",
  "LISTENING",
  "SYN_SENT",
  "SYN_RECEIVED",
  "ESTABLISHED",
  "FIN_WAIT_1",
  "FIN_WAIT_2",
  "CLOSE_WAIT",
  "CLOSING",
  "LAST_ACK",
  "TIME_WAIT",
  "DELETE_TCB",
];

/** Reads a table. Rows that the buffer does not hold whole are left out. */
export function parseSocketTable(bytes: Uint8Array, kind: TableKind): TableRow[] {
  const layout: Layout = LAYOUTS[kind];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < ROWS_START) return [];
  const { rowBytes } = layout;
  const held = Math.floor((view.byteLength - ROWS_START) / rowBytes);
  const count = Math.min(view.getUint32(0, true), held);
  return Array.from({ length: count }, (_, index) => {
    const start = ROWS_START + index * rowBytes;
    const row = bytes.subarray(start, start + rowBytes);
    return {
      socket: readRow(new DataView(row.buffer, row.byteOffset, rowBytes), layout),
      bytes: row,
    };
  });
}

function readRow(row: DataView, layout: Layout): SystemSocket {
  const { protocol, local, remote } = layout;
  const pid = row.getUint32(layout.pid, true);
  const state = layout.state === undefined
    ? null
    : STATE_WORDS[row.getUint32(layout.state, true) - 1] ?? "UNKNOWN";
  const isListening = state === "LISTENING";
  // The tag of the service, 0 where it is none. Of the module information nothing else is set.
  const tag = row.getUint32(layout.module, true);
  const near = readEnd(row, local);
  // The remote port of a listener is whatever was there before.
  const far = remote === undefined || isListening ? NO_END : readEnd(row, remote);
  return {
    protocol,
    localAddress: near.address,
    localPort: near.port,
    localZone: near.zone,
    remoteAddress: far.address,
    remotePort: far.port,
    remoteZone: far.zone,
    isListening,
    state,
    pid,
    createdAt: filetimeToIso(row.getBigInt64(layout.createdAt, true)),
    module: tag === 0 ? null : `${pid}/${tag.toString(16)}`,
  };
}

/** One end of a socket; its zone is 0 where it has none. */
interface End {
  readonly address: string;
  readonly port: number;
  readonly zone: number;
}

/** The remote end of a socket that has none. */
const NO_END = { address: null, port: null, zone: 0 } as const;

function readEnd(row: DataView, { address, scope, port }: EndLayout): End {
  const groups: number[] = [];
  const addressBytes = scope === undefined ? 4 : 16;
  for (let at = 0; at < addressBytes; at += 2) groups.push(row.getUint16(address + at));
  return {
    address: formatAddress({ family: scope === undefined ? 4 : 6, groups, zone: null }),
    // In network order; the upper half of the 32 bits is not defined.
    port: row.getUint16(port),
    zone: scope === undefined ? 0 : row.getUint32(scope, true),
  };
}
