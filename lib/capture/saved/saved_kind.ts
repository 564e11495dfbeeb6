/**
 * Tells what some text holds, by its beginning.
 *
 * @module
 */
import { looksLikeNetstat } from "../../tools/netstat/netstat.ts";
import { looksLikeNslookup } from "../../tools/nslookup/parse_nslookup.ts";
import { looksLikeTasklist } from "../../tools/tasklist/tasklist.ts";
import { csvDelimiter, looksLikeJson } from "./own_rows.ts";

/** What a file was found to hold. */
export type SavedKind = "netstat" | "tasklist" | "nslookup" | "json" | "csv";

/** Why a file is of no use. */
export type Unusable = "empty" | "binary" | "unknown";

/** Characters of a beginning that nearly always tell; the rest is looked at where they do not. */
const SHORT_HEAD = 4096;

/** What some text holds, by its beginning. */
export function kindOf(head: string): SavedKind | Unusable {
  const kind = kindOfHead(head.slice(0, SHORT_HEAD));
  return isUsable(kind) || head.length <= SHORT_HEAD ? kind : kindOfHead(head);
}

function kindOfHead(head: string): SavedKind | Unusable {
  if (head.trim() === "") return "empty";
  if (looksLikeJson(head)) return "json";
  if (csvDelimiter(head) !== null) return "csv";
  if (looksLikeNetstat(head) || isEmptyListing(head)) return "netstat";
  if (looksLikeNslookup(head)) return "nslookup";
  if (looksLikeTasklist(head)) return "tasklist";
  return looksBinary(head) ? "binary" : "unknown";
}

/** What {@linkcode kindOf} found is of use. */
export function isUsable(kind: SavedKind | Unusable): kind is SavedKind {
  return kind !== "empty" && kind !== "binary" && kind !== "unknown";
}

/** netstat's title and header with no row below, as `netstat -anp udpv6` can print them. */
function isEmptyListing(head: string): boolean {
  const [title, header, ...rest] = head.split(/\r*\n/).filter((line) => line.trim() !== "");
  if (title === undefined || header === undefined || rest.length > 0) return false;
  const cells = header.trim().split(/\s{2,}/);
  return /^\p{L}[^\d]*$/u.test(title) && /^ {1,4}\p{L}[^\d]*$/u.test(header) && cells.length >= 3;
}

/** Text has hardly any control characters and few characters that did not decode. */
function looksBinary(head: string): boolean {
  // deno-lint-ignore no-control-regex -- these are what text has not
  const odd = head.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0;
  return odd > head.length / 50;
}
