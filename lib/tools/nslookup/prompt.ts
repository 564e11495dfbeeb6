/** Prompts and commands: nslookup's own (`> set type=mx`) and a shell's (`C:\>nslookup NAME`). */
import { parseAddress } from "../../address/address.ts";
import { RECORD_TYPES, type RecordType } from "../../model/name.ts";
import { hostName } from "./names.ts";

/** What a command does to what follows it. */
export type Command =
  /** A question. */
  | { readonly kind: "ask"; readonly query: string; readonly type: RecordType | null }
  /** nslookup was started without a question: it tells its server first. */
  | { readonly kind: "start"; readonly type: RecordType | null }
  /** Another type of record, from now on. */
  | { readonly kind: "type"; readonly type: RecordType | null }
  /** Another server, whose name and address follow. */
  | { readonly kind: "server" }
  /** A command whose output holds no answer to a question. */
  | { readonly kind: "list" }
  /** Anything else. */
  | { readonly kind: "none" };

const NONE: Command = { kind: "none" };

/** What follows nslookup's prompts, `> ` or several of them; null where a line has none. */
export function afterPrompts(text: string): string | null {
  return text.startsWith(">") ? text.replace(/^(?:>\s*)+/, "") : null;
}

/** A command in a session of nslookup's. */
export function readCommand(text: string): Command {
  const [word = "", ...rest] = text.split(/\s+/);
  const name = word.toLowerCase();
  if (name === "set") return readSetting(rest.join("")) ?? (isListing(rest) ? LIST : NONE);
  if (name === "server" || name === "lserver" || name === "root") return { kind: "server" };
  if (LISTING.has(name)) return LIST;
  if (word === "" || name === "exit") return NONE;
  return { kind: "ask", query: hostName(word.replace(/^\\/, "")), type: null };
}

const LIST: Command = { kind: "list" };
const LISTING: ReadonlySet<string> = new Set(["ls", "help", "?", "view", "finger"]);

function isListing([option]: readonly string[]): boolean {
  return option?.toLowerCase() === "all";
}

/** `type=mx`, `q=mx`, `querytype=mx`; null for another setting. */
function readSetting(setting: string): Command | null {
  const type = /^(?:ty(?:pe?)?|q\w*)=(\w+)$/i.exec(setting)?.[1];
  return type === undefined ? null : { kind: "type", type: recordType(type) };
}

/** The type of a name in any case; null for one that netwho does not ask for. */
export function recordType(name: string): RecordType | null {
  const upper = name.toUpperCase();
  if (upper === "ALL") return "ANY";
  return RECORD_TYPES.find((type) => type === upper) ?? null;
}

/** A shell's prompt as Windows has it; what follows is the command. */
const WINDOWS_PROMPT = /^(?:PS )?[A-Z]:\\[^>]*>\s*/i;
/** nslookup behind any prompt, or alone. */
const CALL = /^(?:.{0,80}?[>$#%\u03bb\u276f]\s*)?nslookup(?:\.exe)?(?:\s+(.*))?$/i;

/** A command given to a shell; null where a line is none. */
export function readShellLine(text: string): Command | null {
  const command = text.replace(WINDOWS_PROMPT, "");
  const call = CALL.exec(command);
  if (call !== null) return readCall(call[1] ?? "");
  return command === text ? null : NONE;
}

function readCall(args: string): Command {
  const words = args.split(/\s+/).filter((word) => word !== "");
  let type: RecordType | null = null;
  const named: string[] = [];
  for (const word of words) {
    if (/^[|<>&]/.test(word) || /^[12]>/.test(word)) break;
    if (word === "-") return { kind: "start", type };
    if (!word.startsWith("-")) named.push(word.replace(/^["']|["']$/g, ""));
    else type = readOption(word) ?? type;
  }
  const [query] = named;
  return query === undefined ? { kind: "start", type } : {
    kind: "ask",
    query: hostName(query),
    type,
  };
}

function readOption(word: string): RecordType | null {
  const setting = readSetting(word.slice(1));
  return setting?.kind === "type" ? setting.type : null;
}

/** Whether text can be a name or an address that was asked about, where nothing else tells. */
export function looksAsked(text: string): boolean {
  return text.length < 260 &&
    (parseAddress(text) !== null || /^(?!-)[^\s:=*;"'<>|,()]*[.][^\s:=*;"'<>|,()]+$/.test(text));
}
