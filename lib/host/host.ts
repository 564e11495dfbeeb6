/**
 * The one seam between netwho and the machine. Everything impure goes through a {@linkcode Host}:
 * the real one, one that records every captured byte, and one that answers from a recording.
 *
 * A call that its signal ends early rejects with the signal's reason, as `fetch` does, and not with a
 * {@linkcode HostError}: code that turns refusals into notes and warnings must not do so with an
 * interruption.
 *
 * @module
 */
import type { Abortable } from "./abortable.ts";
import type { Actions } from "./actions.ts";
import type { Databases } from "./databases.ts";
import type { FileFacts, ProgramFacts } from "./file_descriptions.ts";
import type { Logs } from "./logs.ts";
import type { Terminal } from "./terminal.ts";
import type { State } from "../model/socket.ts";

export type { Abortable } from "./abortable.ts";
export type { FileFacts, ProgramFacts, VersionFacts } from "./file_descriptions.ts";
export type { KeyPress, Terminal, TerminalSize } from "./terminal.ts";

/** The output of a program, as the bytes that it wrote, and its exit code. */
export interface Capture {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly code: number;
  /** Whether the time-out ended it; only with `keepPartial`. @default false */
  readonly timedOut?: boolean;
}

/** How to run a program. */
export interface RunOptions extends Abortable {
  /** Milliseconds after which the program is ended. */
  readonly timeoutMilliseconds: number;
  /** Bytes of each output after which the program is ended. @default 1 GiB */
  readonly outputLimit?: number;
  /** The content of its standard input. @default none: standard input is closed */
  readonly input?: Uint8Array;
  /** Returns what the program printed before the time-out, instead of failing. @default false */
  readonly keepPartial?: boolean;
}

/** How long the answer may take. */
export interface PatientOptions extends Abortable {
  readonly timeoutMilliseconds: number;
}

/** A name server by its literal address. */
export interface NameServer {
  readonly address: string;
  readonly port: number;
}

/** How to query a name server, and how long the answer may take. */
export interface ResolveOptions extends Abortable {
  /** The name server; null for the system's own. */
  readonly server: NameServer | null;
  readonly timeoutMilliseconds: number;
}

/** The data of a DNS record. */
export interface ResolvedRecord {
  /** The address, host name or text; of SOA its seven values with spaces between. */
  readonly data: string;
  /** The preference of MX, the priority of SRV; null for other types, as are the next two. */
  readonly preference: number | null;
  readonly weight: number | null;
  readonly port: number | null;
}

/** How to query a web server, and how long the whole answer may take. */
export interface FetchOptions extends Abortable {
  readonly accept: string;
  readonly timeoutMilliseconds: number;
  /** The largest body in bytes; a longer one fails with `tooMuchOutput`. */
  readonly bodyLimit: number;
}

/** The answer of a web server, whatever its status. */
export interface WebAnswer {
  readonly status: number;
  /** These two headers as sent; null where there is none. */
  readonly location: string | null;
  readonly retryAfter: string | null;
  readonly body: Uint8Array;
}

/**
 * The full path of a process's executable, and its start in ISO 8601 in UTC; null where the system
 * does not tell.
 */
export interface ProcessFacts {
  readonly path: string | null;
  readonly startedAt: string | null;
}

/** A process in the system's own list, with its parent's PID. */
export interface ListedProcess {
  readonly parentPid: number;
  /** The name of its file; null where it has none, and in earlier recordings. */
  readonly name: string | null;
}

/**
 * A socket in the system's own tables, which tell more of it than netstat prints. Addresses are
 * literal and without their zones, which are numbers and 0 where there is none.
 */
export interface SystemSocket {
  readonly protocol: "TCP" | "UDP";
  readonly localAddress: string;
  readonly localPort: number;
  readonly localZone: number;
  /** Null for listeners and UDP, as is the port. */
  readonly remoteAddress: string | null;
  readonly remotePort: number | null;
  readonly remoteZone: number;
  /** Whether it is a TCP listener. */
  readonly isListening: boolean;
  /** The state of TCP; null for UDP. @default unknown: earlier recordings lack it */
  readonly state?: State | null;
  readonly pid: number;
  /** When it was bound or connected, in ISO 8601 in UTC; null where the system does not tell. */
  readonly createdAt: string | null;
  /** What `socketServices` tells the service of; null where there is none. */
  readonly module: string | null;
}

/** A program and the arguments in front of netwho's own: none for netwho's executable. */
export interface OwnCommand {
  /** An absolute path. */
  readonly program: string;
  readonly before: readonly string[];
}

/** A symbolic link and its target; null where that may not be read. */
export type Link = readonly [name: string, target: string | null];

/** Runs the wrapped tools. */
export interface Programs {
  /**
   * Runs a wrapped tool by its name (`netstat`, not a path): the host knows the absolute path. No
   * shell; standard input is closed unless there is an `input`.
   */
  run(tool: string, args: readonly string[], options: RunOptions): Promise<Capture>;
}

/** Queries name servers and web servers. */
export interface Network {
  /**
   * Queries a name server without any wrapped tool.
   *
   * A name that does not exist, one without such a record, and a server that fails or refuses cannot
   * be told apart: all are `notFound`. A silent server is `timedOut`. Characters that are unusual in
   * host names are escaped, `\033`; those in TXT records are not.
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
  sleep(milliseconds: number, options?: Abortable): Promise<void>;
}

/** Files: the system's, the user's, the cache's. */
export interface Files {
  /** The whole of a small file. */
  readFile(path: string): Uint8Array;
  /** The same, read while the caller goes on. */
  readFileInBackground(path: string): Promise<Uint8Array>;
  /**
   * A part of a small file that can hold secrets: a recording keeps what `part` returns, and nothing
   * else of the file. Of that part, `part` must return the whole.
   */
  readPart(path: string, part: (bytes: Uint8Array) => Uint8Array): Uint8Array;
  /** The names in a folder, unsorted. */
  listDirectory(path: string): string[];
  /** The symbolic links in a folder, up to one that may not be read; each is read when it is asked for. */
  readLinks(path: string): Iterable<Link>;
  readLink(path: string): string;
  /**
   * A user's file, or standard input for `-`, in chunks. A chunk is valid until the next one is asked
   * for. Not part of a recording.
   */
  open(path: string, options?: Abortable): AsyncIterable<Uint8Array>;
  /**
   * What tells the file at a path from every other file; `missing` where there is none, null where
   * the system does not tell. A link stands for the file that it leads to.
   */
  fileIdentity(path: string): Promise<string | null>;
  /**
   * The kind of a user's path; `other` is what is no plain file: a named pipe, a socket, a device, an
   * open file such as /dev/stdout, links in a circle. Not part of a recording.
   */
  pathKind(path: string): "file" | "directory" | "other" | "missing";
  /** A user's path with every link resolved; as given where it cannot be. Not part of a recording. */
  realPath(path: string): string;
  /** The absolute path of the current folder. Not part of a recording. */
  currentFolder(): string;
  /** Makes a folder, and those above it, where they are missing. Not part of a recording. */
  makeFolder(path: string): void;
  /** Removes a file; one that is not there is no error. Not part of a recording. */
  removeFile(path: string): void;
  /** Opens a file that appears whole or not at all; what is no plain file is written at once. */
  createFile(path: string): FileWriter;
  /**
   * Appends lines to a file, all or none, under a lock. A missing file is created.
   *
   * @param lines returns them for what the file holds by then.
   */
  appendLines(path: string, lines: (held: HeldContent) => Uint8Array): Promise<void>;
  /**
   * The folder for cached answers, `netwho` in the user's cache folder; null where there is none, and
   * while recording or replaying, which use no cache.
   */
  cacheFolder(): string | null;
  /**
   * The folder for what is kept for good, `netwho` in the user's data folder; null where there is
   * none, and while recording or replaying.
   */
  dataFolder(): string | null;
  /**
   * The folder for settings, `netwho` in the user's config folder; null where there is none, and while
   * recording or replaying.
   */
  configFolder(): string | null;
  /** The whole of a cache file; null if it does not exist. Not part of a recording. */
  readCache(path: string): Uint8Array | null;
  /**
   * Appends to a cache file, which is created with its folder if missing. Concurrent processes lose
   * nothing. Not part of a recording.
   */
  appendCache(path: string, bytes: Uint8Array): void;
  /** Replaces the content of a cache file, whole or not at all, under a lock. Not part of a recording. */
  rewriteCache(path: string, change: (bytes: Uint8Array) => Uint8Array): void;
}

/** Facts about the machine that no wrapped tool prints. */
export interface Facts {
  /** The system that answers: a replayed one may not be the one that netwho runs on. */
  readonly os: "windows" | "linux";
  /** The system's version, such as `10.0.26100` on Windows; null if unknown. */
  systemVersion(): string | null;
  /** Facts about processes by PID (Windows, through FFI); an empty map elsewhere. */
  processFacts(pids: readonly number[]): Map<number, ProcessFacts>;
  /** Every process by PID, as the system itself lists it (Windows, through FFI); an empty map elsewhere. */
  listedProcesses(): Map<number, ListedProcess>;
  /**
   * The command lines of processes by PID, as the system keeps them: on Windows a text, on Linux the
   * arguments, each followed by a NUL. They can hold passwords, so that a recording never holds them.
   */
  commandLines(pids: readonly number[]): Map<number, string>;
  /** The machine's name; null if unknown. */
  computerName(): string | null;
  /**
   * The sockets in the system's own tables (Windows, through FFI); null where these cannot be read,
   * none elsewhere.
   */
  systemSockets(): readonly SystemSocket[] | null;
  /**
   * The services that own sockets, by the `module` of those that `systemSockets` returned last;
   * modules that are no service, or that may not be asked about, are left out. Slow: asks the service
   * manager about each.
   */
  socketServices(modules: readonly string[]): Map<string, string>;
  /** Facts about a program's file; null if it does not exist or may not be read. */
  fileFacts(path: string): Promise<FileFacts | null>;
  /**
   * The same without reading all of the file. Rejects where the system does not answer in time, as a
   * drive may be a server's, and where a recording does not hold it.
   */
  programFacts(path: string, options: PatientOptions): Promise<ProgramFacts | null>;
  /**
   * Whether a path leads to another computer: a share, or a drive that stands for one (Windows).
   * Does not ask that computer. False elsewhere.
   */
  leadsToNetwork(path: string): boolean;
  /** The console's output code page (Windows), 0 without a console; null elsewhere. */
  consoleCodePage(): number | null;
  /**
   * The code page in which the reader of our standard output expects it: the real console's, also
   * while a recording is replayed; null where that is UTF-8 anyway, as in a file on a disk.
   */
  outputCodePage(): number | null;
  /** The system's OEM code page (Windows, through FFI); null if unknown. */
  oemCodePage(): number | null;
  /** The system's code page for windows, ANSI (Windows, through FFI); null if unknown. */
  ansiCodePage(): number | null;
  /** Whether the program has administrator's (root's) rights; null if unknown. */
  elevated(): boolean | null;
  /** The process ID of this netwho; null while a recording is replayed. */
  ownPid(): number | null;
  /** How to start this netwho once more; null if unknown. Not part of a recording. */
  ownCommand(): OwnCommand | null;
  /**
   * The security identifier of the user (Windows, through FFI), `S-1-5-21-…`; null elsewhere and if
   * unknown. Not part of a recording.
   */
  userSid(): string | null;
  /** An environment variable, where permitted; `SystemRoot` is where Windows says that it is. */
  env(name: string): string | undefined;
}

/**
 * The machine, or a recording of one, in parts: a function takes only the part it needs. Every
 * refusal is a {@linkcode HostError}; of the actions, an `ActionError`.
 */
export interface Host
  extends Programs, Network, Clock, Files, Databases, Logs, Facts, Terminal, Actions {}

/** A file being written: nothing is at its path until `commit`, or ever after `discard`. */
export interface FileWriter {
  write(bytes: Uint8Array): void | Promise<void>;
  commit(): void | Promise<void>;
  discard(): void;
}

/** What a file holds that lines are appended to. */
export interface HeldContent {
  /** Its first bytes: enough for a header. */
  readonly start: Uint8Array;
  /** Whether it is empty or ends with a line feed. */
  readonly endsInLine: boolean;
}

/**
 * The reasons for a refusal. Of a web server: `unreachable` where no connection came about,
 * `untrusted` where its certificate is not valid here, `proxyFailed` where the proxy that leads to it
 * is the reason.
 */
export const HOST_ERROR_KINDS = [
  "notFound",
  "permissionDenied",
  "readOnly",
  "busy",
  "timedOut",
  "tooMuchOutput",
  "brokenPipe",
  "noSpace",
  "linkLoop",
  "unreachable",
  "untrusted",
  "proxyFailed",
  "other",
] as const;

/** The reason for a refusal. */
export type HostErrorKind = typeof HOST_ERROR_KINDS[number];

/** A refusal of the machine. */
export class HostError extends Error {
  override readonly name = "HostError";
  /** What to do about it, where the machine knows more than the kind says; printed on its own line. */
  readonly hint: string | null;

  constructor(
    readonly kind: HostErrorKind,
    message: string,
    { hint = null, ...options }: ErrorOptions & { readonly hint?: string | null } = {},
  ) {
    super(message, options);
    this.hint = hint;
  }
}
