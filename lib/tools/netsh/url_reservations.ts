/**
 * Parses `netsh http show urlacl`: the URLs that HTTP.sys keeps for accounts.
 *
 * @module
 */
import { isHttpUrl } from "./http_url.ts";
import { type NetshLine, readLines } from "./netsh_lines.ts";

/** A reserved URL. */
export interface UrlReservation {
  /** The URL, as printed. */
  readonly url: string;
  /** The accounts that may have HTTP.sys listen on it, as printed. */
  readonly users: readonly string[];
}

/**
 * Parses the reservations, in any language. Never throws.
 *
 * @example
 * ```ts
 * import { parseUrlReservations } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   parseUrlReservations([
 *     "    Reservierte URL         : http://+:8080/api/",
 *     "        Benutzer: BUILTIN\\Users",
 *     "            Abhören: Yes",
 *   ].join("\r\n")),
 *   [{ url: "http://+:8080/api/", users: ["BUILTIN\\Users"] }],
 * );
 * ```
 */
export function parseUrlReservations(output: string): UrlReservation[] {
  const reservations: { url: string; head: NetshLine; below: NetshLine[] }[] = [];
  for (const line of readLines(output)) {
    const url = reservedUrl(line);
    if (url !== null) reservations.push({ url, head: line, below: [] });
    else reservations.at(-1)?.below.push(line);
  }
  return reservations.map(({ url, head, below }) => ({ url, users: usersIn(below, head) }));
}

/** The URL behind a label; null for other lines. */
function reservedUrl({ pair }: NetshLine): string | null {
  return pair !== null && pair.label !== "" && isHttpUrl(pair.value) ? pair.value : null;
}

/** Below an account stand its rights, to listen and to delegate. */
const LINES_OF_USER = 3;

/** The accounts in the lines below a URL: the least indented of those that belong to it. */
function usersIn(below: readonly NetshLine[], head: NetshLine): string[] {
  // A copy may have lost its indentation.
  const isFlat = below[0] === undefined || below[0].indent <= head.indent;
  const end = below.findIndex(({ indent, pair }) =>
    isFlat ? indent !== head.indent || pair === null : indent <= head.indent
  );
  const own = below.slice(0, end < 0 ? undefined : end)
    .filter(({ pair }) => pair !== null && isAccount(pair.value));
  const least = own.reduce((indent, line) => Math.min(indent, line.indent), Infinity);
  return own
    .filter(({ indent }, at) => isFlat ? at % LINES_OF_USER === 0 : indent === least)
    .map(({ pair }) => pair!.value);
}

/**
 * Whether it can be an account, or one of its rights. `D:(A;;GX;;;WD)` has the same in Windows' own
 * notation; a number is that of the error where an account was deleted: `Can't lookup sid, Error: 1332`.
 */
function isAccount(value: string): boolean {
  return !/^(?:\d*$|(?:[OG]:[\w-]+)*[DS]:[A-Z]*\()/.test(value);
}
