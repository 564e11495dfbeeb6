/**
 * What filters ask for that is not known of a row, though it may be there.
 *
 * @module
 */
import { isAskable } from "../../address/askable.ts";
import { scopeOf } from "../../address/scope.ts";
import type { ObjectRow } from "../../model/field.ts";
import { hasPeer } from "../../model/peer.ts";

/** What may be unknown of a row. */
export type Unknown = "user" | "path" | "host" | "owner" | "country" | "direction";

/** A value that a row can lack. */
export interface UnknownValue {
  /** What it is. */
  readonly what: Unknown;
  /** Whether a row lacks it, and not because there is none. */
  readonly isIn: (row: ObjectRow) => boolean;
}

/** The account of a process. */
export const UNKNOWN_USER: UnknownValue = {
  what: "user",
  isIn: (row) => row.user === null && isProcess(row),
};

/** The file of a program. */
export const UNKNOWN_PATH: UnknownValue = {
  what: "path",
  isIn: (row) => row.path === null && isProcess(row) && !isWithoutFile(row),
};

/** The name of a remote address. */
export const UNKNOWN_HOST: UnknownValue = {
  what: "host",
  isIn: ({ remoteHost, remoteAddress }) =>
    remoteHost === null && typeof remoteAddress === "string" && canHaveName(remoteAddress),
};

/** Whether a name server may know an address, or this computer: a neighbour's is in its DNS cache. */
function canHaveName(address: string): boolean {
  return isAskable(address) || scopeOf(address) === "linkLocal";
}

/** Who owns a remote address. */
export const UNKNOWN_OWNER: UnknownValue = {
  what: "owner",
  isIn: (row) => row.remoteOwner === null && isOwnable(row),
};

/** Where a remote address is registered. */
export const UNKNOWN_COUNTRY: UnknownValue = {
  what: "country",
  isIn: (row) => row.remoteCountry === null && isOwnable(row),
};

/** Who began a connection. */
export const UNKNOWN_DIRECTION: UnknownValue = {
  what: "direction",
  isIn: (row) => (row.direction ?? null) === null && hasPeer(row),
};

/** Whether a row has a process, of which little may be known. Process 0 stands for none. */
function isProcess({ pid, process }: ObjectRow): boolean {
  return pid !== 0 && (pid !== null || process !== null);
}

/** The parts of Windows that are listed as processes. */
const PARTS_OF_WINDOWS: ReadonlySet<unknown> = new Set([
  "System",
  "Secure System",
  "Registry",
  "Memory Compression",
]);

/** Whether a process runs no file: a part of Windows or of Linux' kernel, which takes no memory. */
function isWithoutFile({ process, memoryBytes }: ObjectRow): boolean {
  return PARTS_OF_WINDOWS.has(process) || memoryBytes === 0;
}

/** Whether a remote end has an owner: its address is public, or only its name is known. */
function isOwnable({ remoteAddress, remoteHost }: ObjectRow): boolean {
  return typeof remoteAddress === "string"
    ? scopeOf(remoteAddress) === "public"
    : typeof remoteHost === "string";
}
