/**
 * What rules see: the connections with their programs, and what else is known. All of it is read before
 * the first rule judges; rules are pure.
 *
 * @module
 */
import type { Beacon } from "../../model/beacon.ts";
import type { Connection } from "../../model/connection.ts";
import type { FileSignature } from "../../model/file_signature.ts";
import type { Process } from "../../model/process.ts";

export type { FileSignature } from "../../model/file_signature.ts";

/** The connections of a snapshot, prepared for rules. */
export interface AuditView {
  /** The system of the computer; null for saved output that does not tell it. */
  readonly os: "windows" | "linux" | null;
  /** When it was; null for saved output that does not tell it. */
  readonly observedAt: string | null;
  /** The connections, each with its program. */
  readonly subjects: readonly Subject[];
  /** The programs of the process list by process ID, those without a connection too. */
  readonly programs: ReadonlyMap<number, Program>;
  /** Whether there is a process list. */
  readonly hasProcesses: boolean;
  /** What was seen before; null where nobody asked a history. */
  readonly history: SeenBefore | null;
}

/** What a history knows of the computer that is judged. */
export interface SeenBefore {
  /** The first and the latest look at the computer, ISO 8601 in UTC. */
  readonly since: string;
  readonly until: string;
  /** The programs, each with the first look at which it was there. */
  readonly programs: readonly SeenProgram[];
  /** The addresses in the Internet that programs were connected with before the last days. */
  readonly earlierPeers: ReadonlyMap<Program, readonly string[]>;
  /** The peers of programs that are new in the last day: a connection of each, observed when it was new. */
  readonly newFlows: readonly Connection[];
  /** Which programs contacted the same peer by the clock in the last day. */
  readonly beacons: readonly Beacon[];
  /** When each of these connections was seen first, ISO 8601 in UTC; the others were not there before. */
  readonly firstSeenOf: ReadonlyMap<Connection, string>;
}

/** A program of the history. */
export interface SeenProgram {
  readonly process: string | null;
  readonly path: string | null;
  /** The first look at which it was there, ISO 8601 in UTC; null for one before all that are kept. */
  readonly firstSeen: string | null;
}

/** A connection and the program that owns it. */
export interface Subject {
  readonly row: Connection;
  readonly program: Program;
  /** Its place in the view. */
  readonly at: number;
  /** Whether it has another end, which nearly all rules ask. */
  readonly hasPeer: boolean;
}

/** The program of a connection, as far as it is known. */
export interface Program {
  readonly pid: number | null;
  /** Whether nobody owns the connection (PID 0: TIME_WAIT), so that there is no program to judge. */
  readonly isNobody: boolean;
  /** Whether it is the kernel of Windows, which has no file, command line or parent. */
  readonly isKernel: boolean;
  /** Whether a process list does not have this process ID: one that is there, or was when rows were saved. */
  readonly isUnlisted: boolean;
  /** The image name as printed; null where it is unknown. */
  readonly process: string | null;
  /** The image name in lower case: `svchost.exe`. */
  readonly name: string | null;
  /** The same without `.exe` and the like: `svchost`. */
  readonly stem: string | null;
  /** The path as printed; null where it is unknown. */
  readonly path: string | null;
  /**
   * The path to compare: that of a program of Windows in lower case and with backslashes, with `?:` for
   * a drive whose letter is not known; null too for a path that begins at no drive and no server.
   */
  readonly place: string | null;
  /** Its row in the process list; null where it has none. */
  readonly listed: Process | null;
  /** The program that started it; null where that is unknown. */
  readonly parent: Program | null;
  /** Its file; null where it was not looked at. */
  readonly file: ProgramFile | null;
}

/** The file of a program. */
export interface ProgramFile {
  /** Whether it is no longer where it was when the program started. */
  readonly isGone: boolean;
  /** The times, ISO 8601 in UTC; null where they could not be read. */
  readonly createdAt: string | null;
  readonly modifiedAt: string | null;
  /** What a program of Windows says of itself; null where that could not be read, or it is of Linux. */
  readonly version: FileVersion | null;
  /** Who signed it; null where nobody asked (`--signatures`). */
  readonly signature: FileSignature | null;
}

/** What the version resource of a program says; null for what it does not say. */
export interface FileVersion {
  readonly company: string | null;
  readonly product: string | null;
  readonly description: string | null;
  readonly version: string | null;
  /** The name that the file was built with. */
  readonly originalName: string | null;
}
