/**
 * The socket tables of Windows, as `GetExtendedTcpTable` and `GetExtendedUdpTable` fill a buffer with
 * the OWNER_MODULE classes: the number of rows, then the rows, each of a fixed size.
 *
 * @module
 */
import { formatAddress } from "../../address/address.ts";
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

/** The state of listeners, MIB_TCP_STATE_LISTEN. */
const LISTEN = 2;

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
  const { protocol, local, remote, state } = layout;
  const pid = row.getUint32(layout.pid, true);
  const isListening = state !== undefined && row.getUint32(state, true) === LISTEN;
  // The tag of the service, 0 where it is none. Of the module information nothing else is set.
  const tag = row.getUint32(layout.module, true);
  return {
    protocol,
    ...readEnd(row, local, "local"),
    // The remote port of a listener is whatever was there before.
    ...remote === undefined || isListening ? NO_REMOTE_END : readEnd(row, remote, "remote"),
    isListening,
    pid,
    createdAt: filetimeToIso(row.getBigInt64(layout.createdAt, true)),
    module: tag === 0 ? null : `${pid}/${tag.toString(16)}`,
  };
}

const NO_REMOTE_END = { remoteAddress: null, remotePort: null, remoteZone: 0 } as const;

type End<Side extends string> =
  & { [Name in `${Side}Address`]: string }
  & { [Name in `${Side}Port` | `${Side}Zone`]: number };

function readEnd<Side extends "local" | "remote">(
  row: DataView,
  { address, scope, port }: EndLayout,
  side: Side,
): End<Side> {
  const family = scope === undefined ? 4 : 6;
  const groups = Array.from(
    { length: family === 4 ? 2 : 8 },
    (_, index) => row.getUint16(address + index * 2),
  );
  return {
    [`${side}Address`]: formatAddress({ family, groups, zone: null }),
    // In network order; the upper half of the 32 bits is not defined.
    [`${side}Port`]: row.getUint16(port),
    [`${side}Zone`]: scope === undefined ? 0 : row.getUint32(scope, true),
  } as End<Side>;
}
