/**
 * The list of a Linux machine's own users, `/etc/passwd`. Users from a directory service are not
 * in it.
 *
 * @module
 */

/** A colon-separated line: name, password, user ID. */
const ENTRY = /^([^:]+):[^:]*:(\d{1,10})(?::|$)/;

/**
 * Reads `/etc/passwd`: user names by user ID. Where two share an ID the first counts, as for the
 * system itself. Lines that are not entries are skipped.
 *
 * @example
 * ```ts
 * import { parsePasswd } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parsePasswd("www-data:x:33:33::/var/www:/usr/sbin/nologin\n").get(33), "www-data");
 * ```
 */
export function parsePasswd(text: string): Map<number, string> {
  const users = new Map<number, string>();
  for (const line of text.split("\n")) {
    const [, name, uid] = ENTRY.exec(line) ?? [];
    if (name !== undefined && !users.has(Number(uid))) users.set(Number(uid), name);
  }
  return users;
}
