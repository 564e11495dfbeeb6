/**
 * Asks Windows for its socket tables and for the services that own sockets.
 *
 * @module
 */
import type { Facts, SystemSocket } from "../host.ts";
import { readOwnerModule, serviceOf } from "./owner_module.ts";
import { parseSocketTable, TABLE_KINDS, type TableKind, type TableRow } from "./socket_table.ts";

const TABLE_CALL = {
  parameters: ["buffer", "buffer", "i32", "u32", "u32", "u32"],
  result: "u32",
} as const;

const OWNER_CALL = { parameters: ["buffer", "u32", "buffer", "buffer"], result: "u32" } as const;

/** The calls that fill tables. */
export const SOCKET_TABLES = {
  GetExtendedTcpTable: TABLE_CALL,
  GetExtendedUdpTable: TABLE_CALL,
} as const;

/** The calls that name owners. Apart: a system that lacks them has the tables all the same. */
export const SOCKET_OWNERS = {
  GetOwnerModuleFromTcpEntry: OWNER_CALL,
  GetOwnerModuleFromTcp6Entry: OWNER_CALL,
  GetOwnerModuleFromUdpEntry: OWNER_CALL,
  GetOwnerModuleFromUdp6Entry: OWNER_CALL,
} as const;

/** The functions that fill tables. */
export type SocketTables = Deno.DynamicLibrary<typeof SOCKET_TABLES>["symbols"];
/** The functions that name owners. */
export type SocketOwners = Deno.DynamicLibrary<typeof SOCKET_OWNERS>["symbols"];

const NO_ERROR = 0;
const ERROR_INSUFFICIENT_BUFFER = 122;
const AF_INET = 2;
const AF_INET6 = 23;
const TCP_TABLE_OWNER_MODULE_ALL = 8;
const UDP_TABLE_OWNER_MODULE = 2;
const TCPIP_OWNER_MODULE_INFO_BASIC = 0;

/** A table grows between the calls that tell its size and fill it: more than a few times is a fault. */
const MOST_TRIES = 10;
const FIRST_TABLE_BYTES = 64 * 1024;
const MOST_TABLE_BYTES = 256 * 1024 ** 2; // more than a million rows
const FIRST_OWNER_BYTES = 1024;
const MOST_OWNER_BYTES = 256 * 1024;

/** Reads the tables, and remembers of their rows what it takes to ask for the owners. */
export function socketReader(
  { tables, owners }: { tables: () => SocketTables; owners: () => SocketOwners },
): Pick<Facts, "systemSockets" | "socketServices"> {
  let rows = new Map<string, { kind: TableKind; bytes: Uint8Array }>();
  return {
    systemSockets: () => {
      rows = new Map();
      const calls = tables();
      const sockets: SystemSocket[] = [];
      let areRead = false;
      for (const kind of TABLE_KINDS) {
        const table = readSocketTable(calls, kind);
        if (table === null) continue; // IPv6 may be missing
        areRead = true;
        for (const { socket, bytes } of table) {
          sockets.push(socket);
          if (socket.module !== null) rows.set(socket.module, { kind, bytes });
        }
      }
      return areRead ? sockets : null;
    },
    socketServices: (modules) => {
      const services = new Map<string, string>();
      for (const module of modules) {
        const row = rows.get(module);
        const service = row === undefined ? null : askOwner(owners(), row);
        if (service !== null) services.set(module, service);
      }
      return services;
    },
  };
}

/** Reads one of the tables; null where Windows does not tell. */
export function readSocketTable(
  { GetExtendedTcpTable, GetExtendedUdpTable }: SocketTables,
  kind: TableKind,
): TableRow[] | null {
  const family = kind.endsWith("4") ? AF_INET : AF_INET6;
  const table = fill(
    { first: FIRST_TABLE_BYTES, most: MOST_TABLE_BYTES },
    (buffer, size) =>
      kind.startsWith("tcp")
        ? GetExtendedTcpTable(buffer, size, 0, family, TCP_TABLE_OWNER_MODULE_ALL, 0)
        : GetExtendedUdpTable(buffer, size, 0, family, UDP_TABLE_OWNER_MODULE, 0),
  );
  return table === null ? null : parseSocketTable(table, kind);
}

/** The service that owns the socket of a row; null where none does, or Windows does not tell. */
function askOwner(
  owners: SocketOwners,
  { kind, bytes }: { kind: TableKind; bytes: Uint8Array },
): string | null {
  const calls = {
    tcp4: owners.GetOwnerModuleFromTcpEntry,
    tcp6: owners.GetOwnerModuleFromTcp6Entry,
    udp4: owners.GetOwnerModuleFromUdpEntry,
    udp6: owners.GetOwnerModuleFromUdp6Entry,
  };
  const row = bytes.slice();
  const found = fill(
    { first: FIRST_OWNER_BYTES, most: MOST_OWNER_BYTES },
    (buffer, size) => calls[kind](row, TCPIP_OWNER_MODULE_INFO_BASIC, buffer, size),
  );
  const module = found === null ? null : readOwnerModule(found);
  return module === null ? null : serviceOf(module);
}

type Fill = (buffer: Uint8Array<ArrayBuffer>, size: Uint32Array<ArrayBuffer>) => number;

/** Calls with a larger buffer until all fits; null for any other error. */
function fill({ first, most }: { first: number; most: number }, call: Fill): Uint8Array | null {
  let bytes = first;
  for (let tries = 0; tries < MOST_TRIES && bytes <= most; tries++) {
    const buffer = new Uint8Array(bytes);
    const size = Uint32Array.of(bytes);
    const code = call(buffer, size);
    if (code === NO_ERROR) return buffer;
    if (code !== ERROR_INSUFFICIENT_BUFFER) return null;
    bytes = Math.ceil(Math.max(bytes, size[0]!) * 1.25 / 8) * 8;
  }
  return null;
}
