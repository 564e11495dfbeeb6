/**
 * What Linux' netstat prints behind the two ends: a state, then with `-e` a user and an inode, with
 * `-p` the process, with `-o` a timer.
 *
 * ```text
 * LISTEN      root       22606      1489/master          off (0.00/0/0)
 * ```
 *
 * @module
 */
import type { PortProtocol } from "../../address/ports.ts";
import { isPid } from "../../model/process.ts";
import { SPACE, textOf } from "../../text/ascii.ts";
import { isLinuxStateWord, linuxState, mayBeState } from "./netstat_states.ts";

/** The columns behind the ends that have a field, as printed. */
export interface LinuxColumns {
  /** The words before the user or the process; null if there are none. */
  readonly stateText: string | null;
  readonly pid: number | null;
  readonly process: string | null;
  /** How many words belong to no column. */
  readonly unread: number;
}

/** Reads the text behind the ends. */
export function readLinuxColumns(text: string, protocol: PortProtocol): LinuxColumns {
  const [before, owner] = splitAtOwner(text);
  const { pid, process, unread } = owner === null ? NO_OWNER : readOwner(owner);
  const columns = (owner === null ? withoutTimer(before).replace(LAST_WORD, "") : before).trim();
  const stateText = stateIn(columns, protocol);
  const rest = wordsOf(columns.slice(stateText?.length ?? 0));
  const isUserAndInode = rest.length >= 2 && rest.length <= MOST_USER_WORDS + 1 &&
    isNumber(rest.at(-1)!) && (rest.length === 2 || !isNumber(rest.at(-2)!));
  return { stateText, pid, process, unread: unread + (isUserAndInode ? 0 : rest.length) };
}

/** Whether a word can only be the last columns of Linux' netstat: `1489/master`, or `-` for nobody. */
export function isLinuxOwner(word: string): boolean {
  return /^(?:\d{1,10}\/|-$)/.test(word);
}

/** The name of a timer, whose numbers a console cut off. */
const LAST_WORD = /(?:^|\s)(?:off|on\d?|keepalive|timewait|probe|unkn-\d+)\s*$/;

const NO_OWNER = { pid: null, process: null, unread: 0 };

/** The names of users have one word, those of a Windows domain may have more. */
const MOST_USER_WORDS = 3;
/** The width of the column with the process. */
const OWNER_BYTES = 20;

function splitAtOwner(text: string): [before: string, owner: string | null] {
  const found = /(?:^|\s)(?:\d{1,10}\/|-(?=\s|$))/.exec(text);
  return found === null ? [text, null] : [text.slice(0, found.index), text.slice(found.index)];
}

function readOwner(owner: string): Omit<LinuxColumns, "stateText"> {
  const [cell, ...others] = owner.trim().split("\t");
  if (withoutTimer(others.join(" ")).trim() !== "") {
    return { ...readOwner(cell!), unread: 1 };
  }
  const printed = firstColumn(cell!).trim();
  if (printed === "-") return NO_OWNER;
  const slash = printed.indexOf("/");
  const pid = Number(printed.slice(0, slash));
  if (!isPid(pid) || slash < 0) return { ...NO_OWNER, unread: 1 };
  return { pid, process: printed.slice(slash + 1).trim() || null, unread: 0 };
}

/** The process without the timer or the security context behind it. A name may hold spaces. */
function firstColumn(text: string): string {
  const bytes = new TextEncoder().encode(text.slice(0, OWNER_BYTES + 1));
  const isPadded = bytes[OWNER_BYTES - 1] === SPACE && bytes[OWNER_BYTES] === SPACE;
  if (isPadded) return textOf(bytes, 0, OWNER_BYTES);
  return withoutTimer(text);
}

/** Without a timer at the end: `keepalive (7198.22/0/0)`, or the beginning that a console left of it. */
function withoutTimer(text: string): string {
  return text.replace(
    /(?:^|\s)[\p{L}.-]+\d*(?:\s\d)?\s+\({1,2}\d+[.,]\d+\/\d+(?:\/\d+)?\)\s*$/u,
    "",
  )
    .replace(/(?:^|\s)(?:off|on\d?|keepalive|timewait|probe|unkn-\d+)\s+\([\d.,/]*\s*$/, "");
}

/** The state at the beginning of the columns before the process; null if there is none. */
function stateIn(columns: string, protocol: PortProtocol): string | null {
  const words = wordsOf(columns);
  const first = words[0];
  if (first === undefined || isNumber(first)) return null;
  const isTcp = protocol === "TCP";
  if (isTcp ? linuxState(first) !== null : isLinuxStateWord(first)) return first;
  // What is neither user nor inode may be the name of a state in an unknown language.
  if (isNumber(words.at(-1)!)) return nameOf(withoutLastWord(withoutLastWord(columns)));
  return isTcp ? nameOf(columns) : null;
}

function nameOf(text: string): string | null {
  return mayBeState(text) ? text : null;
}

function withoutLastWord(text: string): string {
  return text.slice(0, text.length - (wordsOf(text).at(-1)?.length ?? 0)).trimEnd();
}

function wordsOf(text: string): string[] {
  return text.match(/\S+/g) ?? [];
}

function isNumber(word: string): boolean {
  return /^\d+$/.test(word);
}
