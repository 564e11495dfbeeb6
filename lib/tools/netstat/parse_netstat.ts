/**
 * netstat: its arguments, and its listing of sockets in any form and any Windows language.
 *
 * @module
 */
import type { Parsed } from "../../model/parsed.ts";
import type { Socket } from "../../model/socket.ts";
import { NetstatScanner } from "./netstat_scanner.ts";

/** What to ask netstat for besides all sockets with their PIDs. */
export interface NetstatOptions {
  /** Names instead of addresses and ports (`-f`, no `-n`): one look-up a row. @default false */
  readonly resolveNames?: boolean;
  /** The program and components behind each row (`-b`): slow, needs elevation. @default false */
  readonly components?: boolean;
  /** Bound ports that do not listen (`-q`). @default false */
  readonly bound?: boolean;
  /** The offload state (`-t`). @default false */
  readonly offload?: boolean;
}

/** Builds netstat's arguments, `-ano` by default: one group of letters, which every Windows takes. */
export function netstatArguments(
  { resolveNames = false, components = false, bound = false, offload = false }: NetstatOptions = {},
): string[] {
  const names = resolveNames ? "f" : "n";
  return [`-a${names}o${components ? "b" : ""}${bound ? "q" : ""}${offload ? "t" : ""}`];
}

/**
 * Reads what netstat printed: `-a -n -o -b -f -t -q -i` in any combination, on Linux `-e -o -p -W`,
 * with or without headers, repeated, filtered through `findstr`, copied from a console, code or a
 * diff. Decides by the shape of each line; never throws, takes linear time. Every value stands in the
 * text, but for ports that were printed as names.
 *
 * @example
 * ```ts
 * import { parseNetstat } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows, rejected } = parseNetstat(
 *   "  TCP    192.0.2.7:50123        198.51.100.4:443       HERGESTELLT     4711\r\n",
 * );
 * assertEquals(rows[0]?.state, "ESTABLISHED");
 * assertEquals(rows[0]?.stateText, "HERGESTELLT");
 * assertEquals(rows[0]?.pid, 4711);
 * assertEquals(rejected, []);
 * ```
 *
 * @param output The listing; bytes must be UTF-8.
 */
export function parseNetstat(output: string | Uint8Array): Parsed<Socket> {
  const scanner = new NetstatScanner();
  const bytes = typeof output === "string" ? new TextEncoder().encode(output) : output;
  const rows = [...scanner.push(bytes), ...scanner.finish()];
  return { rows, rejected: scanner.seen.rejected };
}

/** Whether text, such as the beginning of a file, holds a row of netstat. */
export function looksLikeNetstat(head: string): boolean {
  const scanner = new NetstatScanner({ mostRejected: 0 });
  scanner.push(new TextEncoder().encode(head));
  scanner.finish();
  return scanner.seen.rows > 0;
}

/**
 * Whether text is a title and a header without rows, as `netstat -anp udpv6` can print them. On Linux
 * sockets of other kinds can follow.
 */
export function looksLikeEmptyListing(head: string): boolean {
  const [title, header, ...rest] = head.split(/\r*\n/).filter((line) => line.trim() !== "");
  if (title === undefined || header === undefined) return false;
  const isFromLinux = /^\p{L}[^\d]*\(.*\)\s*$/u.test(title) &&
    /^Proto\s+Recv-Q\s+Send-Q\s+\p{L}/u.test(header);
  if (isFromLinux) return rest.every((line) => !/^\S.*\s\S*[.:]\S*\s+\S*[.:]\S*/.test(line));
  if (rest.length > 0) return false;
  const cells = header.trim().split(/\s{2,}/);
  return /^\p{L}[^\d]*$/u.test(title) && /^ {1,4}\p{L}[^\d]*$/u.test(header) && cells.length >= 3;
}
