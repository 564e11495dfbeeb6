/**
 * Choosing, ordering and cutting rows.
 *
 * @module
 */
import type { ObjectRow } from "../../model/field.ts";
import { UsageError } from "../../errors.ts";
import { CRITERIA, type Criterion } from "./criteria.ts";
import { readOption } from "./values.ts";

export { sortRows } from "../sort.ts";

/**
 * Which rows to keep. A row must be what every option asks for. Each entry of a list may itself be
 * a list with commas (`53-139,443`); any of its values will do. A value that starts with `!` leaves
 * out what it names, and `!53,443` leaves out both; with nothing else, all other rows stay.
 */
export interface SelectionOptions {
  /** Short for `state: ["LISTENING"]`, to which it adds. */
  readonly listening?: boolean;
  /** Short for `state: ["ESTABLISHED"]`, to which it adds. */
  readonly established?: boolean;
  /** TCP states, in any case and with any separator: `TIME_WAIT`, `time-wait`, `listen`. */
  readonly state?: readonly string[];
  /** `tcp`, `udp`, or one IP version of them: `tcpv6` or `tcp6`. */
  readonly protocol?: readonly string[];
  /** IPv4, after the local address, or after the remote one where the local one is not literal. */
  readonly ipv4?: boolean;
  /** IPv6, likewise. With both, either. */
  readonly ipv6?: boolean;
  /** Ports of either end: numbers, ranges, names of services. */
  readonly port?: readonly string[];
  /** Ports of the local end. */
  readonly localPort?: readonly string[];
  /** Ports of the remote end. */
  readonly remotePort?: readonly string[];
  /** Addresses of either end: an address, a block in CIDR notation, a range. */
  readonly address?: readonly string[];
  /** Addresses of the local end. */
  readonly local?: readonly string[];
  /** Addresses of the remote end. */
  readonly remote?: readonly string[];
  /** Process IDs and ranges of them. */
  readonly pid?: readonly string[];
  /** Patterns for the image name, with `*` and `?`, in any case, with or without `.exe`. */
  readonly process?: readonly string[];
  /** Patterns for the name of any service of the process. */
  readonly service?: readonly string[];
  /**
   * Scopes of the remote end. A socket without one, such as a listener, has that of its local
   * address, except that `public` always means a remote end.
   */
  readonly scope?: readonly string[];
  /** Short for `scope: ["public"]`, to which it adds. */
  readonly public?: boolean;
  /** For {@linkcode sortRows}. */
  readonly sort?: readonly string[];
  /** For {@linkcode limitRows}. */
  readonly limit?: number;
}

/** Chooses rows. */
export interface Selection {
  /** Whether it can leave out any row at all. */
  readonly active: boolean;
  /** Whether a row is chosen: a socket, a process or a connection. */
  matches(row: ObjectRow): boolean;
}

/**
 * Reads the options for choosing rows, all of them at once, so that a wrong value shows before any
 * work is done.
 *
 * @throws {UsageError} for a value that cannot be read, with the option, the value, what was wanted
 *
 * @example
 * ```ts
 * import { buildSelection } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { matches } = buildSelection({ port: ["443,8000-8099"], process: ["!chrome"] });
 * assertEquals(matches({ remotePort: 443, process: "firefox.exe" }), true);
 * assertEquals(matches({ remotePort: 443, process: "chrome.exe" }), false);
 * ```
 */
export function buildSelection(options: SelectionOptions): Selection {
  const given = entriesOf(options);
  const tests = Object.entries<Criterion>(CRITERIA).flatMap(([key, { option, read }]) => {
    const entries = given[key as keyof typeof CRITERIA];
    return entries.length === 0 ? [] : [readOption({ option, entries, read })];
  });
  return {
    active: tests.length > 0,
    matches: (row) => tests.every((test) => test(row)),
  };
}

/**
 * The first rows, as many as the limit says; all of them where there is none.
 *
 * @throws {UsageError} for a limit that is not a whole number from 0 on
 *
 * @example
 * ```ts
 * import { limitRows } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(limitRows(["a", "b", "c"], 2), ["a", "b"]);
 * ```
 */
export function limitRows<Row>(rows: readonly Row[], limit?: number | null): Row[] {
  if (limit === undefined || limit === null) return [...rows];
  if (!Number.isSafeInteger(limit) || limit < 0) {
    throw new UsageError(`Cannot read --limit "${limit}": a whole number from 0 on was wanted`);
  }
  return rows.slice(0, limit);
}

/** What was given for each criterion, with the short forms written out. */
function entriesOf(options: SelectionOptions): Record<keyof typeof CRITERIA, readonly string[]> {
  const { listening, established, ipv4, ipv6, public: isPublic } = options;
  const {
    protocol = [],
    state = [],
    port = [],
    localPort = [],
    remotePort = [],
    pid = [],
    process = [],
    service = [],
    scope = [],
    address = [],
    local = [],
    remote = [],
  } = options;
  return {
    protocol,
    family: [...flag(ipv4, "4"), ...flag(ipv6, "6")],
    state: [...state, ...flag(listening, "LISTENING"), ...flag(established, "ESTABLISHED")],
    port,
    localPort,
    remotePort,
    pid,
    process,
    service,
    scope: [...scope, ...flag(isPublic, "public")],
    address,
    local,
    remote,
  };
}

function flag(given: boolean | undefined, entry: string): string[] {
  return given ? [entry] : [];
}
