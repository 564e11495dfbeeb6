/**
 * Tells what a saved text holds by its beginning, and takes apart a text that holds the output of
 * netstat and of tasklist, as `(netstat -ano & tasklist) > all.txt` makes it.
 *
 * @module
 */
import { readTasklistLines } from "../../tools/tasklist/parse_tasklist.ts";
import { type ReadableTool, TOOLS } from "../../tools/tools.ts";
import { csvDelimiter, looksLikeJson } from "./own_rows.ts";

/** What a file was found to hold. */
export type SavedKind = ReadableTool | "json" | "csv";

/** Why a file is of no use. */
export type Unusable = "empty" | "binary" | "unknown";

/** Characters of a beginning that nearly always tell; the rest is looked at where they do not. */
const SHORT_HEAD = 4096;

/** A text of several tools is the first one's; tasklist's tables are the least certain sign. */
const BY_CERTAINTY = TOOLS.toSorted((one, other) =>
  Number(one.name === "tasklist") - Number(other.name === "tasklist")
);

/** What some text holds, by its beginning. */
export function kindOf(head: string): SavedKind | Unusable {
  const kind = kindOfHead(head.slice(0, SHORT_HEAD));
  return isUsable(kind) || head.length <= SHORT_HEAD ? kind : kindOfHead(head);
}

function kindOfHead(head: string): SavedKind | Unusable {
  if (head.trim() === "") return "empty";
  if (looksLikeJson(head)) return "json";
  if (csvDelimiter(head) !== null) return "csv";
  const tool = BY_CERTAINTY.find(({ looksLike }) => looksLike?.(head));
  return (tool?.name as ReadableTool | undefined) ?? (looksBinary(head) ? "binary" : "unknown");
}

/** What {@linkcode kindOf} found is of use. */
export function isUsable(kind: SavedKind | Unusable): kind is SavedKind {
  return kind !== "empty" && kind !== "binary" && kind !== "unknown";
}

/** Text has hardly any control characters and few characters that did not decode. */
function looksBinary(head: string): boolean {
  // deno-lint-ignore no-control-regex -- these are what text has not
  const odd = head.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0;
  return odd > head.length / 50;
}

/** A row of netstat's. */
const SOCKET_LINE = /^\s*(?:TCP|UDP)\s+\S+\s+\S/im;
/** A table's ruler or a row of CSV, of tasklist's. */
const PROCESS_LINE = /^(?:={8,} ={3,} =+|"[^"\r\n]+","\d+",")/m;

/** Whether some text has lines of both tools. */
export function looksMixed(head: string): boolean {
  return PROCESS_LINE.test(head) && SOCKET_LINE.test(head);
}

/** The two parts of such a text. */
export interface Parts {
  /** The text with only netstat's lines: the others are blank, so that line numbers stay. */
  readonly netstat: string;
  /** The text with only tasklist's lines. */
  readonly tasklist: string;
}

/** Gives each tool its lines; those that are neither's are left with netstat's, to be reported. */
export function splitMixed(text: string): Parts {
  const { lines, roles } = readTasklistLines(text);
  const netstat: string[] = [];
  const tasklist: string[] = [];
  let next = "";
  // From the end, as a header belongs to what stands below it.
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at]!;
    const isSocket = SOCKET_LINE.test(line) || roles[at] === "unknown" ||
      (roles[at] === "header" && SOCKET_LINE.test(next));
    if (line.trim() !== "") next = line;
    netstat.push(isSocket ? line : "");
    tasklist.push(isSocket ? "" : line);
  }
  return { netstat: joined(netstat), tasklist: joined(tasklist) };
}

function joined(backwards: readonly string[]): string {
  return [...backwards].reverse().join("\n");
}
