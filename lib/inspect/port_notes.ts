/**
 * What the notes on ports say: which URLs, and what a reservation does to a program that asks for the
 * port.
 *
 * @module
 */
import type { ListedRange } from "../capture/netsh_reader.ts";
import { countOf, listInWords } from "../text/wording.ts";

/** The most URLs that a note lists. */
const MOST_URLS = 8;

/** Lists URLs, and counts those that are too many. */
export function urlsInWords(urls: readonly string[]): string {
  const more = urls.length - MOST_URLS;
  if (more <= 0) return listInWords(urls);
  return `${urls.slice(0, MOST_URLS).join(", ")} and ${countOf(more, "more URL")}`;
}

/** Says for whom a URL is reserved, and that this is no use of the port. */
export function urlNote(url: string, users: readonly string[]): string {
  const who = users.length === 0 ? "" : ` for ${listInWords(users.map(accountName))}`;
  return `the URL ${url} is reserved${who}, to be served through HTTP.sys; that alone does not take ` +
    "the port";
}

/** Whether a note is one of {@linkcode urlNote}. */
export function isUrlNote(note: string | null): boolean {
  return note?.startsWith("the URL ") ?? false;
}

/** `\Everyone` without the empty name of its domain. */
function accountName(user: string): string {
  return user.replace(/^\\/, "");
}

/** What a program is told that asks for a port which is taken by nobody that listens. */
const REFUSAL = "10013, access denied";
/** Who takes ranges at run time. */
const TAKERS = "Hyper-V, WSL and containers (winnat)";

/** Whether a note is about a range that was taken at run time. */
export function isTakenNote(note: string | null): boolean {
  return note?.includes(TAKERS) ?? false;
}

/**
 * Says what kind of range holds ports, and what becomes of a program that asks for one.
 *
 * @param alike the same range in several lists
 */
export function rangeNote(alike: readonly ListedRange[], ports: readonly number[]): string {
  const { protocol, start, end, administered } = alike[0]!;
  const families = listInWords([...new Set(alike.map(({ family }) => family))]);
  const isSingle = start === end;
  const which = isSingle ? `port ${start}` : `ports ${start}-${end}`;
  const what = `${which}, reserved for ${protocol} on ${families}`;
  const one = ports.length === 1 ? "this port" : "one of these ports";
  const refused = `program that asks for ${one} is refused (${REFUSAL})`;
  if (administered) {
    const them = isSingle ? "it" : "them";
    return `${what} by an administrator or an installer: Windows gives ${them} to no program by ` +
      `itself, but a program that asks for ${one} gets it`;
  }
  if (isSingle) {
    return `${what}: HTTP.sys or another program registered it alone; any other ${refused}`;
  }
  return `${what}, taken at run time by Windows, as for ${TAKERS}: such ` +
    `ranges move at a restart; a ${refused}`;
}
