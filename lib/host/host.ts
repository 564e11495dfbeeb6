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
  /** Whether its time was up; only with {@linkcode RunOptions.keepPartial}. @default false */
  readonly timedOut?: boolean;
}

/** Which program to run, how. */
export interface RunOptions {
  /** Milliseconds after which the program is ended. */
  readonly timeoutMilliseconds: number;
  /** Bytes of standard output after which the program is ended. @default 1 GiB */
  readonly outputLimit?: number;
  /** What its standard input gives, and then ends. @default nothing: it is closed */
  readonly input?: Uint8Array;
  /**
   * Whether what it printed until its time was up is wanted, instead of a failure.
   * @default false
   */
  readonly keepPartial?: boolean;
  /** Ends the call early. */
  readonly signal?: AbortSignal;
}

/** A name server by its address. */
export interface NameServer {
  /** A literal address. */
  readonly address: string;
  /** Its port. */
  readonly port: number;
}

/** Which name server to ask, and for how long. */
export interface ResolveOptions {
  /** Whom to ask; null for the system's own name servers. */
  readonly server: NameServer | null;
  /** Milliseconds that an answer may take. */
  readonly timeoutMilliseconds: number;
  /** Ends the call early. */
  readonly signal?: AbortSignal;
}

/** What a DNS record holds. */
export interface ResolvedRecord {
  /** The address, host name or text; of SOA its seven values with spaces between. */
  readonly data: string;
  /** The preference of MX, the priority of SRV. */
  readonly preference: number | null;
  /** The weight of SRV. */
  readonly weight: number | null;
  /** The port of SRV. */
  readonly port: number | null;
}

/** How to ask a web server. */
export interface FetchOptions {
  /** The media type that is wanted. */
  readonly accept: string;
  /** Milliseconds that the whole answer may take. */
  readonly timeoutMilliseconds: number;
  /** Bytes of the body after which it is given up, with `tooMuchOutput`. */
  readonly bodyLimit: number;
  /** Ends the call early. */
  readonly signal?: AbortSignal;
}

/** What a web server answered, whatever its status. */
export interface WebAnswer {
  /** The HTTP status. */
  readonly status: number;
  /** Where a redirect leads to, as sent. */
  readonly location: string | null;
  /** What `Retry-After` says, as sent. */
  readonly retryAfter: string | null;
  /** The body. */
  readonly body: Uint8Array;
}

/** What is known of a file; null where the system does not tell. */
export interface FileFacts {
  /** Its size in bytes. */
  readonly size: number;
  /** When it was made, ISO 8601 in UTC. */
  readonly createdAt: string | null;
  /** When it was last changed, ISO 8601 in UTC. */
  readonly modifiedAt: string | null;
  /** The SHA-256 of its content, in lower-case hexadecimal digits; null where it cannot be read. */
  readonly sha256: string | null;
  /** The company that its version resource names (Windows). */
  readonly company: string | null;
  /** The product that its version resource names (Windows). */
  readonly product: string | null;
  /** What its version resource says that it is (Windows). */
  readonly description: string | null;
  /** The version that its version resource names (Windows). */
  readonly version: string | null;
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

/** Runs the wrapped tools. */
export interface Programs {
  /**
   * Runs a wrapped tool by its name (`netstat`, not a path): the host knows the absolute path. No
   * shell; standard input is closed unless there is an `input`.
   */
  run(tool: string, args: readonly string[], options: RunOptions): Promise<Capture>;
}

/** Asks name servers and web servers. */
export interface Network {
  /**
   * Asks a name server without any wrapped tool.
   *
   * A name that does not exist, one without such a record, and a server that fails or refuses cannot
   * be told apart: all are `notFound`. A silent server is `timedOut`. Characters that are unusual in
   * host names come escaped, `\033`; those of texts do not.
   *
   * @param name in ASCII; an address as its name under in-addr.arpa or ip6.arpa.
   * @param type A, AAAA, CNAME, MX, NS, PTR, SOA, SRV or TXT.
   */
  resolveDns(
    name: string,
    type: string,
    options: ResolveOptions,
  ): Promise<readonly ResolvedRecord[]>;
  /** Gets a URL. Redirects are returned, not followed. */
  fetch(url: string, options: FetchOptions): Promise<WebAnswer>;
}

/** The time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits. */
  sleep(milliseconds: number): Promise<void>;
}

/** Files: the system's, the user's, the cache's. */
export interface Files {
  /** The whole of a small file. */
  readFile(path: string): Uint8Array;
  /** The names in a folder, unsorted. */
  listDirectory(path: string): string[];
  /** The symbolic links in a folder that can be read. */
  readLinks(path: string): Link[];
  /** The target of a symbolic link. */
  readLink(path: string): string;
  /**
   * A user's file, or standard input for `-`, in chunks. A chunk is valid until the next one is asked
   * for. Not part of a recording.
   */
  open(path: string): AsyncIterable<Uint8Array>;
  /** What a user's path names. Not part of a recording. */
  pathKind(path: string): PathKind;
  /** Opens a file that appears whole or not at all. */
  createFile(path: string, options?: { append?: boolean }): FileWriter;
  /**
   * The folder for cached answers, `netwho` in the user's cache folder; null where there is none, and
   * while recording or replaying, when everything is asked anew.
   */
  cacheFolder(): string | null;
  /** The whole of a cache file; null if it does not exist. Not part of a recording. */
  readCache(path: string): Uint8Array | null;
  /**
   * Appends to a cache file, which is created with its folder if missing. Concurrent processes lose
   * nothing. Not part of a recording.
   */
  appendCache(path: string, bytes: Uint8Array): void;
  /**
   * Replaces the content of a cache file, whole or not at all, under a lock. Not part of a recording.
   */
  rewriteCache(path: string, change: (bytes: Uint8Array) => Uint8Array): void;
}

/** Facts about the machine that no wrapped tool prints. */
export interface Facts {
  /** The system the captures come from (a replayed one is not the system we run on). */
  readonly os: "windows" | "linux";
  /** Facts about processes by PID (Windows, through FFI); an empty map elsewhere. */
  processFacts(pids: readonly number[]): Map<number, ProcessFacts>;
  /** The parent's PID of each process (Windows, through FFI); an empty map elsewhere. */
  parentPids(): Map<number, number>;
  /** Facts about a program's file; null if it does not exist or may not be read. */
  fileFacts(path: string): Promise<FileFacts | null>;
  /** The console's output code page (Windows), 0 without a console; null elsewhere. */
  consoleCodePage(): number | null;
  /**
   * The code page in which the reader of our standard output expects it: the real console's, also
   * while a recording is replayed; null where that is UTF-8 anyway.
   */
  outputCodePage(): number | null;
  /** The system's OEM code page (Windows, through FFI); null if unknown. */
  oemCodePage(): number | null;
  /** Whether the program has administrator's (root's) rights; null if unknown. */
  elevated(): boolean | null;
  /** An environment variable, where permitted. */
  env(name: string): string | undefined;
}

/** The terminal, standard output and standard error. */
export interface Terminal {
  /** Whether a standard stream is a terminal. */
  isTerminal(stream: "stdout" | "stderr" | "stdin"): boolean;
  /** The terminal's width in columns; null without one. */
  terminalColumns(): number | null;
  /** Writes all bytes to standard output. */
  write(bytes: Uint8Array): Promise<void>;
  /** Writes text to standard error. */
  writeError(text: string): void;
}

/**
 * The machine, or a recording of one, in parts: a function takes only the part it needs. Every
 * failure is a {@linkcode HostError}.
 */
export interface Host extends Programs, Network, Clock, Files, Facts, Terminal {}

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
