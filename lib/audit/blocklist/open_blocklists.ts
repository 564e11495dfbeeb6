/**
 * Reads the lists of `--blocklist`.
 *
 * @module
 */
import type { Diagnostics } from "../../capture/diagnostics.ts";
import type { Host } from "../../host/host.ts";
import type { Rule } from "../engine/rule.ts";
import { readUserText } from "../user_text.ts";
import { blockedAddressRule } from "./blocked_address.ts";
import { type Blocklist, readBlocklist } from "./read_blocklist.ts";

/** The longest list, in bytes: some ten million addresses. */
const MOST_BYTES = 256_000_000;

/**
 * Reads lists and makes their rule: none without a list. Tells of lines that were not understood and of
 * lists that block nothing.
 *
 * @throws {CaptureError} if a list cannot be read.
 * @throws {ParseError} if it is no text.
 */
export async function openBlocklists(
  host: Host,
  paths: readonly string[],
  { diagnostics, signal }: { diagnostics: Diagnostics; signal?: AbortSignal },
): Promise<Rule[]> {
  if (paths.length === 0) return [];
  const lists: Blocklist[] = [];
  for (const path of paths) {
    const what = "the list";
    const text = await readUserText(host, path, { what, limit: MOST_BYTES, signal });
    const list = readBlocklist(text, path === "-" ? "standard input" : path);
    const { label, entries: rows, rejected, rejectedCount } = list;
    diagnostics.report({ label, rows, rejected, rejectedCount });
    if (rows === 0) diagnostics.limit(`${label} lists no address and no name: it blocks nothing`);
    lists.push(list);
  }
  return [blockedAddressRule(lists)];
}
