/**
 * The document that `netwho snapshot` writes: what it says besides its rows.
 *
 * @module
 */
import type { Field } from "../model/field.ts";
import { PROCESS_FIELDS } from "../model/process.ts";
import type { SnapshotOrigin, Unseen } from "./source.ts";

/** The member that tells a snapshot's document from other JSON: the number of its format. */
export const SNAPSHOT_MARK = "netwhoSnapshot";

/** The format that this netwho writes. Members and fields may be added without a new number. */
export const SNAPSHOT_FORMAT = 1;

/** How the remark begins that tells a warning of a snapshot where it is read. */
export const WARNING_REMARK = "was taken with a warning: ";

/** What could not be seen. */
export interface SnapshotUnseen extends Unseen {
  /** The number of sockets whose owner could not be seen. */
  readonly owners: number;
  /** That number and the reasons, in words; null where all were seen. */
  readonly summary: string | null;
}

/** A process that holds a socket which is listed under another one, its owner. */
export interface SocketHolder {
  readonly protocol: string;
  readonly localAddress: string | null;
  readonly localPort: number | null;
  readonly remoteAddress: string | null;
  readonly remotePort: number | null;
  /** The owner. */
  readonly pid: number | null;
  readonly holderPid: number;
  readonly holderProcess: string | null;
}

/** What a snapshot's document says besides its rows. */
export interface SnapshotHead extends SnapshotOrigin {
  /** The number of its format. */
  readonly format: number;
  /** The version of netwho that wrote it. */
  readonly version: string | null;
  readonly unseen: SnapshotUnseen;
  /** What was missing or not understood when it was taken. */
  readonly warnings: readonly string[];
  /** Notes on processes, which their rows have no field for. */
  readonly processNotes: readonly { readonly pid: number; readonly note: string }[];
  readonly holders: readonly SocketHolder[];
}

/** The fields of a process in a document: command lines can hold passwords. */
export const SAVED_PROCESS_FIELDS: readonly Field[] = PROCESS_FIELDS.filter(({ name }) =>
  name !== "commandLine"
);
