/**
 * Saved output of `ipconfig /displaydns` beside that of netstat, in files of its own or in the same ones.
 * It has no rows for people, but names the addresses of sockets.
 *
 * @module
 */
import type { DnsCacheRecord } from "../../tools/ipconfig/displaydns_record.ts";
import { looksLikeDisplayDns, parseDisplayDns } from "../../tools/ipconfig/parse_displaydns.ts";
import type { Diagnostics } from "../diagnostics.ts";

/** Whether a text holds a DNS cache. */
export function holdsDnsCache(text: string): boolean {
  return looksLikeDisplayDns(text);
}

/** A row that netstat printed, which no line of a DNS cache is like. */
const SOCKET = /^\s*(?:TCP|UDP)[46]?\s+\S+\s+\S/i;

/** A text in two parts. The lines of the other are blank in each, which keeps their numbers. */
export interface SplitText {
  readonly cache: string;
  readonly rest: string;
}

/** Splits a text that holds a DNS cache among the output of other tools; null if it holds none. */
export function splitDnsCache(text: string): SplitText | null {
  if (!holdsDnsCache(text)) return null;
  const { lines: own } = parseDisplayDns(text);
  const lines = text.split(/\r*\n|\r+/);
  const isCached = (line: string, at: number) => own.has(at + 1) && !SOCKET.test(line);
  const part = (isOwn: boolean) =>
    lines.map((line, at) => isCached(line, at) === isOwn ? line : "").join("\n");
  return { cache: part(true), rest: part(false) };
}

/** Reads the records of a DNS cache. */
export function readSavedDnsCache(
  text: string,
  { label, diagnostics }: { label: string; diagnostics: Diagnostics },
): readonly DnsCacheRecord[] {
  const { rows, negative, rejected } = parseDisplayDns(text);
  diagnostics.report({ label, rows: rows.length + negative.length, rejected });
  return rows;
}
