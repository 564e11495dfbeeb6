/**
 * netstat's listing of sockets, in any of its forms and any language of Windows.
 *
 * @module
 */
import type { Parsed } from "../../model/parsed.ts";
import type { Socket } from "../../model/socket.ts";
import { toSocket } from "./row.ts";
import { NetstatScanner } from "./scanner.ts";

/**
 * Reads what netstat printed: `-a -n -o -b -f -t -q -i` in any combination, with or without headers,
 * repeated, filtered through `findstr`, copied from a console. Decides by the shape of each line;
 * never throws, takes linear time.
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
 * @param output What was printed; bytes must be UTF-8.
 */
export function parseNetstat(output: string | Uint8Array): Parsed<Socket> {
  const rows: Socket[] = [];
  const scanner = new NetstatScanner((row) => rows.push(toSocket(row)));
  scanner.push(typeof output === "string" ? new TextEncoder().encode(output) : output);
  scanner.finish();
  return { rows, rejected: scanner.seen.rejected };
}

/** Whether the beginning of some text is netstat's: a row is in it. */
export function looksLikeNetstat(head: string): boolean {
  const scanner = new NetstatScanner(() => {}, { mostRejected: 0 });
  scanner.push(new TextEncoder().encode(head));
  scanner.finish();
  return scanner.seen.rows > 0;
}
