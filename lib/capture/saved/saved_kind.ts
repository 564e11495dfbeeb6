/**
 * Detects the kind of a saved text by its beginning, and splits a text that holds the output of both
 * netstat and tasklist, such as that of `(netstat -ano & tasklist) > all.txt`.
 *
 * @module
 */
import { readTasklistLines } from "../../tools/tasklist/parse_tasklist.ts";
import { type ReadableTool, TOOLS } from "../../tools/tools.ts";
import { csvDelimiter, looksLikeJson } from "./own_rows.ts";

/** The kind of a file that can be read. */
export type SavedKind = ReadableTool | "json" | "csv";

/** Why a file cannot be read. */
export type Unusable = "empty" | "binary" | "unknown";

/** How many characters nearly always suffice to detect the kind; if not, all are searched. */
const SHORT_HEAD = 4096;

/** The first tool that recognizes a text parses it. */
const BY_CERTAINTY = TOOLS.toSorted((one, other) =>
  Number(one.isTriedLast ?? false) - Number(other.isTriedLast ?? false)
);

/** Detects the kind of a text by its beginning. */
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

/** Whether {@linkcode kindOf} found a kind that can be read. */
export function isUsable(kind: SavedKind | Unusable): kind is SavedKind {
  return kind !== "empty" && kind !== "binary" && kind !== "unknown";
}

/** Text has few control characters and few characters that could not be decoded. */
function looksBinary(head: string): boolean {
  // deno-lint-ignore no-control-regex -- text has none of these
  const odd = head.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0;
  return odd > head.length / 50;
}

/** A row that netstat printed. */
const SOCKET_LINE = /^\s*(?:TCP|UDP)\s+\S+\s+\S/im;
/** The ruler of a table, or a row of CSV, that tasklist printed. */
const PROCESS_LINE = /^(?:={8,} ={3,} =+|"[^"\r\n]+","\d+",")/m;

/** Whether a text has lines of both tools. */
export function looksMixed(head: string): boolean {
  return PROCESS_LINE.test(head) && SOCKET_LINE.test(head);
}

/** The two parts of a text with the output of both tools. */
export interface Parts {
  /** The text with only netstat's lines; the others are blank, which keeps the line numbers. */
  readonly netstat: string;
  /** The same with only tasklist's lines. */
  readonly tasklist: string;
}

/** Splits a text by tool. Lines of neither tool go to netstat's part, to be reported as rejected. */
export function splitMixed(text: string): Parts {
  const { lines, roles } = readTasklistLines(text);
  const netstat: string[] = [];
  const tasklist: string[] = [];
  let next = "";
  // From the end, because a header belongs to the lines below it.
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
