/** Prompts and commands: nslookup's own (`> set type=mx`) and a shell's (`C:\>nslookup NAME`). */
import { parseAddress } from "../../address/address.ts";
import type { RecordType } from "../../model/name.ts";
import { messageText, timeoutPart } from "./failure_message.ts";
import { hostName, isHeading, readLabelLine } from "./label_line.ts";
import { readRecordLine, recordType } from "./record_line.ts";

/** What a command means for the lines that follow it. */
export type Command =
  /** A question. */
  | { readonly kind: "ask"; readonly query: string; readonly type: RecordType | null }
  /** nslookup started without a question: it prints its server first. */
  | { readonly kind: "start"; readonly type: RecordType | null }
  /** Another record type from now on. */
  | { readonly kind: "type"; readonly type: RecordType | null }
  /** Another server, whose name and address follow. */
  | { readonly kind: "server" }
  /** A command whose output answers no question. */
  | { readonly kind: "list" }
  /** Anything else. */
  | { readonly kind: "none" };

const NONE: Command = { kind: "none" };
const LIST: Command = { kind: "list" };
const LISTING: ReadonlySet<string> = new Set(["ls", "help", "?", "view", "finger"]);

/** The text behind nslookup's prompts, one or several `> `; null for a line without one. */
export function afterPrompts(text: string): string | null {
  return text.startsWith(">") ? text.replace(/^(?:>\s*)+/, "") : null;
}

/** Reads a command given to nslookup. */
export function readCommand(text: string): Command {
  const [word = "", ...rest] = text.split(/\s+/);
  const name = word.toLowerCase();
  if (name === "set") {
    return readSetting(rest.join("")) ?? (rest[0]?.toLowerCase() === "all" ? LIST : NONE);
  }
  if (name === "server" || name === "lserver" || name === "root") return { kind: "server" };
  if (LISTING.has(name)) return LIST;
  if (word === "" || name === "exit") return NONE;
  return { kind: "ask", query: hostName(word.replace(/^\\/, "")), type: null };
}

/** Reads `type=mx`, `q=mx`, `querytype=mx`; null for another setting. */
function readSetting(setting: string): Extract<Command, { kind: "type" }> | null {
  const type = /^(?:ty(?:pe?)?|q\w*)=(\w+)$/i.exec(setting)?.[1];
  return type === undefined ? null : { kind: "type", type: recordType(type) };
}

/** The prompt of cmd.exe and PowerShell. */
const WINDOWS_PROMPT = /^(?:PS )?[A-Z]:\\[^>]*>\s*/i;
/** nslookup behind any prompt, or alone. */
const CALL = /^(?:.{0,80}?[>$#%\u03bb\u276f]\s*)?nslookup(?:\.exe)?(?:\s+(.*))?$/i;

/** Reads a command given to a shell; null for any other line. */
export function readShellLine(text: string): Command | null {
  const command = text.replace(WINDOWS_PROMPT, "");
  const call = CALL.exec(command);
  if (call !== null) return readCall(call[1] ?? "");
  return command === text ? null : NONE;
}

function readCall(args: string): Command {
  let type: RecordType | null = null;
  let query: string | null = null;
  for (const word of args.split(/\s+/).filter((word) => word !== "")) {
    if (/^[|<>&]/.test(word) || /^[12]>/.test(word)) break;
    if (word === "-") return { kind: "start", type };
    if (word.startsWith("-")) type = readSetting(word.slice(1))?.type ?? type;
    else query ??= hostName(word.replace(/^["']|["']$/g, ""));
  }
  return query === null ? { kind: "start", type } : { kind: "ask", query, type };
}

/** Whether text can be the name or address of a question whose prompt is missing. */
export function isLikelyQuery(text: string): boolean {
  return text.length < 260 &&
    (parseAddress(text) !== null || /^(?!-)[^\s:=*;"'<>|,()]*[.][^\s:=*;"'<>|,()]+$/.test(text));
}

/** Whether text behind a prompt is output: commands that came from a pipe are not echoed. */
export function isOutput(text: string): boolean {
  if (/^(?:set|server|lserver)(?:\s|$)/i.test(text)) return false;
  return readLabelLine(text) !== null || messageText(text) !== null || isHeading(text) ||
    timeoutPart(text) !== null || readRecordLine(text, { anyWords: true }) !== null;
}

/** Whether a line is part of the banner of cmd.exe or PowerShell. */
export function isBanner(text: string): boolean {
  return /^(?:Microsoft Windows \[|\(c\) |Copyright |Windows PowerShell$)/i.test(text);
}
