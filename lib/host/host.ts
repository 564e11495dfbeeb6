/**
 * The one seam between netwho and the machine. Everything impure goes through a {@linkcode Host}:
 * the real one, one that records every captured byte, and one that answers from a recording.
 *
 * @module
 */

/** What came back from a program that was run. */
export interface Capture {
  /** Standard output, as the bytes that were written. */
  readonly stdout: Uint8Array;
  /** Standard error, as the bytes that were written. */
  readonly stderr: Uint8Array;
  /** The exit code. */
  readonly code: number;
}

/** Which program to run, how. */
export interface RunOptions {
  /** Milliseconds after which the program is ended. */
  readonly timeoutMilliseconds: number;
  /** Bytes of standard output after which the program is ended. @default 1 GiB */
  readonly outputLimit?: number;
}

/** What a path names. */
export type PathKind = "file" | "directory" | "missing";

/** Facts about a process that no wrapped tool prints; null where the system does not tell. */
export interface ProcessFacts {
  /** The executable's full path. */
  readonly path: string | null;
  /** When the process started, ISO 8601 in UTC. */
  readonly startedAt: string | null;
}

/** A symbolic link and where it points to. */
export type Link = readonly [name: string, target: string];

/** The machine, or a recording of one. Every failure is a {@linkcode HostError}. */
export interface Host {
  /** The system that the captures come from (a replayed one is not the system we run on). */
  readonly os: "windows" | "linux";

  /**
   * Runs a wrapped tool, named as in {@linkcode Host.run}'s recordings (`netstat`, not a path): the
   * host knows the absolute path. No shell, standard input closed.
   */
  run(tool: string, args: readonly string[], options: RunOptions): Promise<Capture>;

  /** The whole of a small file, at once. */
  readFile(path: string): Uint8Array;
  /** The names in a directory, unsorted. */
  listDirectory(path: string): string[];
  /** The symbolic links in a directory that can be read. */
  readLinks(path: string): Link[];
  /** Where one symbolic link points to. */
  readLink(path: string): string;

  /**
   * A user's file, or standard input for `-`, in chunks. A chunk holds until the next one is asked
   * for. Not part of a recording.
   */
  open(path: string): AsyncIterable<Uint8Array>;
  /** What a user's path names. Not part of a recording. */
  pathKind(path: string): PathKind;

  /** Facts about processes by PID (Windows, through FFI); an empty map elsewhere. */
  processFacts(pids: readonly number[]): Map<number, ProcessFacts>;
  /** The console's output code page (Windows), 0 where there is no console; null elsewhere. */
  consoleCodePage(): number | null;
  /**
   * The code page in which whoever reads our standard output expects it: the real console's, also
   * while a recording is replayed; null where that is UTF-8 anyway.
   */
  outputCodePage(): number | null;
  /** The system's OEM code page (Windows, through FFI); null where it cannot be told. */
  oemCodePage(): number | null;
  /** Whether the program has administrator's (root's) rights; null where it cannot be told. */
  elevated(): boolean | null;
  /** An environment variable, where permitted. */
  env(name: string): string | undefined;
  /** The clock, in milliseconds since 1970. */
  now(): number;

  /** Whether standard output, or standard error, is a terminal. */
  isTerminal(stream: "stdout" | "stderr" | "stdin"): boolean;
  /** The terminal's width in columns; null where there is none. */
  terminalColumns(): number | null;

  /** Writes all bytes to standard output. */
  write(bytes: Uint8Array): Promise<void>;
  /** Writes text to standard error. */
  writeError(text: string): void;
  /** Opens a file that appears whole or not at all. */
  createFile(path: string, options?: { append?: boolean }): FileWriter;
}

/** A file being written. Until {@linkcode FileWriter.commit} nothing is at its path. */
export interface FileWriter {
  /** Adds bytes. */
  write(bytes: Uint8Array): void;
  /** Puts the file at its path. */
  commit(): void;
  /** Leaves no trace of it. */
  discard(): void;
}

/** Why the machine refused. */
export type HostErrorKind =
  | "notFound"
  | "permissionDenied"
  | "timedOut"
  | "tooMuchOutput"
  | "brokenPipe"
  | "noSpace"
  | "notRecorded"
  | "other";

/** The only error a {@linkcode Host} throws. */
export class HostError extends Error {
  override readonly name = "HostError";
  /** Why. */
  readonly kind: HostErrorKind;

  constructor(kind: HostErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
