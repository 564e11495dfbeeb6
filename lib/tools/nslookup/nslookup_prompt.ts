/**
 * Prompts and commands: nslookup's own (`> set type=mx`) and a shell's (`C:\>nslookup NAME`).
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import type { RecordType } from "../../model/name.ts";
import { endsInReason, messageText, timeoutPart } from "./failure_message.ts";
import { hostName, isHeading, readLabelLine } from "./label_line.ts";
import { readRecordLine, recordType } from "./printed_record.ts";

/** What a command means for the lines that follow it. */
export interface Command {
  /** The name or address asked about. */
  readonly query?: string;
  /** The type of the question; without a question, the type from now on. */
  readonly type?: RecordType | null;
  /** Whether a server's name and address follow, without a question. */
  readonly showsServer?: boolean;
  /** Set if its output answers no question. */
  readonly listing?: Listing;
  /** Whether there is no prompt, so that the text may be about something else. */
  readonly isGuess?: boolean;
}

/** A command whose output answers no question. */
export interface Listing {
  /** The domain whose records `ls` lists; null for other commands. */
  readonly domain: string | null;
  /** The server that `ls` prints in brackets. */
  readonly server?: string;
}

const LISTING: ReadonlySet<string> = new Set(["help", "?", "view", "finger"]);

/** The text behind nslookup's prompts, one or several `> `; null for a line without one. */
export function afterPrompts(text: string): string | null {
  return text.startsWith(">") ? text.replace(/^(?:>\s*)+/, "") : null;
}

/** Reads a command given to nslookup. */
export function readCommand(text: string): Command {
  const [word = "", ...rest] = text.split(/\s+/);
  const name = word.toLowerCase();
  if (name === "set") {
    const type = typeSetting(rest.join(""));
    if (type !== undefined) return { type };
    return rest[0]?.toLowerCase() === "all" ? { listing: { domain: null } } : {};
  }
  if (name === "server" || name === "lserver" || name === "root") return { showsServer: true };
  if (name === "ls") return { listing: { domain: listedDomain(rest) } };
  const server = /^\[([^\s\]]+)\]$/.exec(text)?.[1];
  if (server !== undefined) return { listing: { domain: null, server } };
  if (LISTING.has(name)) return { listing: { domain: null } };
  return word === "" || name === "exit" ? {} : { query: hostName(word.replace(/^\\/, "")) };
}

/** What a line of such output is. */
export interface ListingLine {
  /** What follows it, if it names the server. */
  readonly listing?: Listing;
  /** The message about a failure. */
  readonly failure?: string;
  /** Whether it is a record of a zone. */
  readonly isRecord?: boolean;
}

/** Reads a line of such output. */
export function readListingLine(text: string, { domain, server }: Listing): ListingLine {
  const named = /^\[([^\s\]]+)\]$/.exec(text)?.[1];
  if (named !== undefined) return { listing: { domain, server: named } };
  const failure = messageText(text);
  if (failure !== null && endsInReason(failure)) return { failure };
  return { isRecord: (domain !== null || server !== undefined) && /^\S+\s+\S/.test(text) };
}

/** Whether text is a command whose prompt is missing. */
export function isBareCommand(text: string): boolean {
  return /^(?:set\s+(?:all|no?\w+|\w+=\S+)|exit)$/i.test(text);
}

/** The domain in `ls -t mx example.com > file`. */
function listedDomain(words: readonly string[]): string | null {
  const options = words.findIndex((word) => !word.startsWith("-"));
  const at = words[options - 1]?.toLowerCase() === "-t" ? options + 1 : options;
  const domain = words[at];
  return domain === undefined || domain.startsWith(">") ? null : hostName(domain);
}

/** The type in `type=mx`, `q=mx`, `querytype=mx`; undefined for another setting. */
function typeSetting(setting: string): RecordType | null | undefined {
  const type = /^(?:ty(?:pe?)?|q\w*)=(\w+)$/i.exec(setting)?.[1];
  return type === undefined ? undefined : recordType(type);
}

/** The prompt of cmd.exe and PowerShell, also in a remote session: `[server]: PS C:\>`. */
const WINDOWS_PROMPT =
  /^(?:\[[^\]]{1,80}\]: )?(?:PS )?(?:[A-Z]:\\|\\\\|(?<=PS )[A-Z]\w*:|(?<=PS )\/)[^>]*>\s*/i;
/** nslookup behind any prompt, or alone. */
const CALL = /^(?:.{0,80}?[>$#%\u03bb\u276f]\s*)?nslookup(?:\.exe)?(?:\s+(.*))?$/i;

/** Reads a command given to a shell; null for any other line. */
export function readShellLine(text: string): Command | null {
  const command = text.replace(WINDOWS_PROMPT, "");
  const call = CALL.exec(command);
  if (call !== null) {
    // Without a prompt, or below the title of a part of a report.
    const isGuess = command === text && /^(?:nslookup|[#>$%=*-]{2})/i.test(text);
    return { ...readCall(call[1] ?? ""), isGuess };
  }
  return command === text ? null : {};
}

function readCall(args: string): Command {
  let type: RecordType | null = null;
  let query: string | undefined;
  for (const word of args.split(/\s+/).filter((word) => word !== "")) {
    if (/^(?:[|<>&]|[12]>)/.test(word)) break;
    if (word === "-") return { type, showsServer: true };
    if (word.startsWith("-")) type = typeSetting(word.slice(1)) ?? type;
    else query ??= hostName(word.replace(/^["']|["';]+$/g, ""));
  }
  return query === undefined ? { type, showsServer: true } : { query, type };
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
