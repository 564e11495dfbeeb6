/**
 * Splits a text that holds the output of several tools, such as that of
 * `(netstat -ano & tasklist & nslookup host.example) > all.txt`, a report or a transcript, so that each
 * parser gets its own tool's lines.
 *
 * @module
 */
import { looksLikeNslookup, parseNslookup } from "../../tools/nslookup/parse_nslookup.ts";
import { looksLikeTasklist } from "../../tools/tasklist/parse_tasklist.ts";
import { readTasklistLines } from "../../tools/tasklist/tasklist_lines.ts";
import type { ReadableTool } from "../../tools/tools.ts";

/** A row that netstat printed. Within a line: blank ones by the thousand would be gone over again and again. */
const SOCKET_LINE = /^[^\S\r\n]*(?:TCP|UDP)[46]?[^\S\r\n]+\S+[^\S\r\n]+\S/im;

/** The tools whose output a text in UTF-8 holds besides that of the tool that it was recognized as. */
export function otherTools(kind: ReadableTool, bytes: Uint8Array): ReadableTool[] {
  // Listings of sockets are large: only those that seem to hold more are looked through.
  if (kind === "netstat" && !mayHoldProcesses(bytes)) return [];
  const text = new TextDecoder().decode(bytes);
  const holdsProcesses = kind !== "tasklist" && looksLikeTasklist(text);
  if (kind === "netstat" && !holdsProcesses) return [];
  const others: ReadableTool[] = holdsProcesses ? ["tasklist"] : [];
  if (kind !== "netstat" && SOCKET_LINE.test(text)) others.push("netstat");
  if (kind !== "nslookup" && looksLikeNslookup(text)) others.push("nslookup");
  return others;
}

const [LINE_FEED, CARRIAGE_RETURN, SPACE, QUOTE, EQUALS] = [10, 13, 32, 34, 61];
const [CAPITAL_B, CAPITAL_K, SMALL_E, SMALL_O, SMALL_X] = [66, 75, 101, 111, 120];
/** The first byte of most Cyrillic letters in UTF-8: `КБ`. */
const CYRILLIC = 0xd0;

/**
 * A cheap test: output of netstat hardly ever has a quote, an equals sign, a word that begins with K
 * and ends a line, or `.exe` before a space.
 */
function mayHoldProcesses(bytes: Uint8Array): boolean {
  if (bytes.includes(EQUALS) || bytes.includes(QUOTE) || bytes.includes(CYRILLIC)) return true;
  for (let at = bytes.indexOf(CAPITAL_K); at >= 0; at = bytes.indexOf(CAPITAL_K, at + 1)) {
    const next = bytes[at + 1];
    const isUnit = next === CARRIAGE_RETURN || next === LINE_FEED || next === SMALL_O ||
      next === CAPITAL_B || next === SPACE || next === undefined;
    if (isUnit && bytes[at - 1] === SPACE) return true;
  }
  for (let at = bytes.indexOf(SMALL_X); at >= 0; at = bytes.indexOf(SMALL_X, at + 1)) {
    if (bytes[at + 1] === SMALL_E && bytes[at + 2] === SPACE) return true;
  }
  return false;
}

/**
 * Splits a text. A part is the text with only the lines of its tool; the others are blank, which keeps
 * the line numbers. Lines of no tool go to the first tool that is wanted, to be reported as rejected.
 *
 * @param options `tools` are those whose output it holds, `wanted` those whose parts are wanted, of which
 *   there is one at least.
 */
export function splitParts(
  text: string,
  { tools, wanted }: { tools: readonly ReadableTool[]; wanted: readonly ReadableTool[] },
): Map<ReadableTool, string> {
  const { lines, roles } = readTasklistLines(text);
  const owners = lines.map((line, at): ReadableTool | null => {
    if (SOCKET_LINE.test(line)) return "netstat";
    return roles[at] === "unknown" || roles[at] === "blank" ? null : "tasklist";
  });
  giveHeadersToRows(lines, owners, roles);
  if (tools.includes("nslookup")) giveToNslookup(lines, owners);
  const first = wanted[0]!;
  return new Map(wanted.map((tool) => {
    const own = lines.map((line, at) => (owners[at] ?? first) === tool ? line : "");
    return [tool, own.join("\n")];
  }));
}

/** A header belongs to the lines below it: netstat's may look like tasklist's. */
function giveHeadersToRows(
  lines: readonly string[],
  owners: (ReadableTool | null)[],
  roles: readonly string[],
): void {
  let next: ReadableTool | null = null;
  for (let at = lines.length - 1; at >= 0; at--) {
    if (roles[at] === "header" && next === "netstat") owners[at] = null;
    if (lines[at]!.trim() !== "") next = owners[at]!;
  }
}

/** Gives nslookup the lines that it understands once those of the other tools are gone. */
function giveToNslookup(lines: readonly string[], owners: (ReadableTool | null)[]): void {
  const rest = lines.map((line, at) => owners[at] === null ? line : "").join("\n");
  const rejected = new Set(parseNslookup(rest).rejected.map(({ line }) => line));
  lines.forEach((line, at) => {
    if (owners[at] === null && line.trim() !== "" && !rejected.has(at + 1)) owners[at] = "nslookup";
  });
}
