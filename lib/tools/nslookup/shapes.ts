/** Lines that are told by how they look, alone or with the line below. */
import type { PrintedRecord } from "./exchange.ts";
import { isHeading, readLabelLine } from "./label.ts";
import type { Line } from "./lines.ts";
import { messageText } from "./message.ts";
import { hostName } from "./names.ts";
import { readRecordLine } from "./record_line.ts";

/** What BIND's nslookup tells on its way to a server. */
export interface Diagnosis {
  readonly text: string;
  /** The address that was tried; null where none is told. */
  readonly tried: string | null;
  /** Whether it gave up; else another try or another server may follow. */
  readonly gaveUp: boolean;
}

/** Reads `;; communications error to 192.0.2.53#53: timed out` and the like; null for another line. */
export function readDiagnosis(line: string): Diagnosis | null {
  if (!line.startsWith(";;")) return null;
  const text = line.replace(/^;+\s*/, "");
  const tried = /^communications error to ([^\s#]+)/i.exec(text)?.[1] ?? null;
  return { text, tried, gaveUp: /\bno servers could be reached\b/i.test(text) };
}

/** The name in `server can't find NAME: CODE` and `Can't find NAME: No answer`, of BIND's alone. */
export function bindFailure(message: string): string | null {
  const match = /^(?:server can't find (\S+): \S+|Can't find (\S+): No answer)$/.exec(message);
  return match && (match[1] ?? match[2]!);
}

/** `DNS request timed out.`, or `timeout was 2 seconds.` below it; null for another line. */
export function timeoutPart(text: string): "try" | "seconds" | null {
  if (/^DNS request timed out\.?$/i.test(text)) return "try";
  return /^timeout (?:was|\()/i.test(text) ? "seconds" : null;
}

/** A sentence, and one with a number below it that is indented: as a translation of these would be. */
export function isTranslatedTimeout(line: Line, below: Line | undefined): boolean {
  if (line.indented || !/^[^:=*]{6,80}[.。]$/.test(line.text)) return false;
  if (!below?.indented || below.text.length > 120) return false;
  return /^[^:=*]*\b\d+\b[^:=*]*[.。]$/.test(below.text);
}

/** `_sip._tcp.example  SRV service location:` above `priority = 5`; the name, or null. */
export function serviceName(text: string, valueBelow: string): string | null {
  const name = /^(\S*[._]\S*)\s+\S/.exec(text)?.[1];
  return name !== undefined && /^\d{1,5}$/.test(valueBelow) ? name : null;
}

/** Whether a line is a zone's name, above `primary name server = ns1.example`. */
export function isZoneName(text: string, valueBelow: string): boolean {
  return /^[\w.()/-]+$/.test(text) && /^[^\s.]*\.\S*$/.test(valueBelow);
}

/** `host.example  ??? unknown type 257 ???` */
export function readUnknownType(text: string): PrintedRecord | null {
  const match = /^(\S+)\s+(\?\?\?.*)$/.exec(text);
  if (match === null) return null;
  const [, name, data] = match;
  const numbers = { preference: null, weight: null, port: null };
  return { type: null, name: hostName(name!), data: data!, ...numbers, aliases: null };
}

/** Whether a line gives a label addresses. */
export function holdsAddresses(line: Line | undefined): boolean {
  return (readLabelLine(line?.text ?? "")?.addresses ?? null) !== null;
}

/** What stands behind a prompt without an echo: the output of a command that came from a pipe. */
export function isOutput(text: string): boolean {
  if (/^(?:set|server|lserver)(?:\s|$)/i.test(text)) return false;
  return readLabelLine(text) !== null || messageText(text) !== null || isHeading(text) ||
    timeoutPart(text) !== null || readRecordLine(text, { anyWords: true }) !== null;
}

/** What Windows' command prompt greets with. */
export function isBanner(text: string): boolean {
  return /^(?:Microsoft Windows \[|\(c\) |Copyright |Windows PowerShell$)/i.test(text);
}
