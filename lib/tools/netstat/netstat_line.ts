/**
 * Reads one line of netstat's listing by its shape alone: protocol, local end, remote end, then
 * perhaps a state, then perhaps numbers. Header words and column positions do not matter.
 *
 * @module
 */
import {
  CARRIAGE_RETURN,
  COLON,
  digitsOf,
  DOT,
  NINE,
  SPACE,
  textOf,
  ZERO,
} from "../../text/ascii.ts";
import { type Endpoint, HOST_KIND, isNameByte } from "./netstat_endpoint.ts";
import { englishState, type NetstatRow } from "./netstat_row.ts";
import { OFFLOAD_WORDS, stateOfWord, TEMPLATE_WORDS } from "./netstat_states.ts";

/** More words than any row has; the rest of a longer line is not looked at. */
const MOST_WORDS = 24;
/** How far a row may be pushed right by what `findstr /n` or a logger puts before it, in words. */
const MOST_LEADING_WORDS = 6;

/** The words of the line at hand. */
interface Words {
  /** Where each begins and ends: two offsets a word. */
  readonly offsets: Int32Array;
  /** How many there are. */
  count: number;
  /** The first one behind the two ends. */
  rest: number;
}

const words: Words = { offsets: new Int32Array(2 * MOST_WORDS), count: 0, rest: 0 };

/**
 * Reads the line between two offsets into a row; false where it is not a row. The row's `lineEnd` says
 * in either case where the line ends: at `end`, or at a bare carriage return before it.
 */
export function readRow(
  bytes: Uint8Array,
  start: number,
  end: number,
  row: NetstatRow,
): boolean {
  row.lineEnd = splitWords(bytes, start, end);
  const { offsets, count } = words;
  for (let first = 0; first < count && first <= MOST_LEADING_WORDS; first++) {
    const protocol = protocolAt(bytes, offsets[2 * first]!, offsets[2 * first + 1]!);
    if (protocol === null || !mayPrecede(bytes, first)) continue;
    row.clear(bytes);
    row.protocol = protocol;
    if (readColumns(row, first + 1)) return true;
  }
  return false;
}

/** Finds the words of a line. Returns where it ends. */
function splitWords(bytes: Uint8Array, start: number, end: number): number {
  const { offsets } = words;
  let count = 0;
  let at = start;
  while (at < end) {
    while (at < end && bytes[at] === SPACE) at++;
    const wordStart = at;
    while (at < end && bytes[at]! > SPACE) at++;
    if (at > wordStart && count < MOST_WORDS) {
      offsets[2 * count] = wordStart;
      offsets[2 * count + 1] = at;
      count++;
    }
    if (at < end && bytes[at] !== SPACE) {
      if (bytes[at] === CARRIAGE_RETURN) break;
      at++;
    }
  }
  words.count = count;
  return at;
}

/** TCP, UDP, in any case, with a 4, 6, v4 or v6 behind it (as other tools spell them). */
function protocolAt(bytes: Uint8Array, start: number, end: number): "TCP" | "UDP" | null {
  const length = end - start;
  if (length < 3 || length > 5 || lower(bytes[start + 2]!) !== P) return null;
  const first = lower(bytes[start]!);
  if (first === T ? lower(bytes[start + 1]!) !== C : first !== U) return null;
  if (first === U && lower(bytes[start + 1]!) !== D) return null;
  if (length > 3 && !isVersion(bytes, start + 3, end)) return null;
  return first === T ? "TCP" : "UDP";
}

const [C, D, P, T, U, V] = [99, 100, 112, 116, 117, 118];
const [FOUR, SIX] = [52, 54];

function lower(letter: number): number {
  return letter | 32;
}

function isVersion(bytes: Uint8Array, start: number, end: number): boolean {
  const digit = bytes[end - 1]!;
  if (digit !== FOUR && digit !== SIX) return false;
  return end - start === 1 || lower(bytes[start]!) === V;
}

/** Before the protocol only what other tools add may stand: `12:`, `log.txt:`, `#`, `>`, a time. */
function mayPrecede(bytes: Uint8Array, first: number): boolean {
  if (first === 0) return true;
  const start = words.offsets[2 * first - 2]!;
  const end = words.offsets[2 * first - 1]!;
  if (end - start === 1 || LAST_OF_PREFIX.has(bytes[end - 1]!)) return true;
  return bytes[start]! >= ZERO && bytes[start]! <= NINE;
}

const LAST_OF_PREFIX: ReadonlySet<number> = new Set([..."]):>|#"].map((c) => c.charCodeAt(0)));

/** Reads what stands right of the protocol, from a word on. */
function readColumns(row: NetstatRow, from: number): boolean {
  const { count } = words;
  let at = from;
  if (at < count && !readEnd(row.local, row, at)) {
    if (!areQueues(row, at)) return false;
    at += 2;
    if (!readEnd(row.local, row, at)) return false;
  }
  if (at >= count || isHalfAddress(row.local)) return false;
  if (at + 1 === count) return readHalfRow(row);
  if (!readEnd(row.remote, row, at + 1)) return at === 1 && count === 3 && readCutRow(row);
  // Half an address with a word behind it is no end that a console cut.
  if (isHalfAddress(row.remote) && at + 2 < count) return false;
  words.rest = at + 2;
  readRest(row, words);
  return isCertain(row);
}

function readEnd(end: Endpoint, row: NetstatRow, word: number): boolean {
  const { offsets } = words;
  return end.read(row.bytes, offsets[2 * word]!, offsets[2 * word + 1]!, row.protocol);
}

/** Linux prints how much is queued, as two numbers, before the two ends. */
function areQueues({ bytes }: NetstatRow, at: number): boolean {
  const { offsets, count } = words;
  if (at + 2 >= count) return false;
  return digitsOf(bytes, offsets[2 * at]!, offsets[2 * at + 1]!) >= 0 &&
    digitsOf(bytes, offsets[2 * at + 2]!, offsets[2 * at + 3]!) >= 0;
}

function isHalfAddress(end: Endpoint): boolean {
  return end.cut && end.kind === HOST_KIND.none;
}

/** A row of which the console cut all but the local end is a row if that end is beyond doubt. */
function readHalfRow(row: NetstatRow): boolean {
  const { local, remote } = row;
  remote.kind = HOST_KIND.none;
  remote.port = -1;
  remote.cut = true;
  if (row.protocol === "TCP") row.state = "UNKNOWN";
  return local.kind === HOST_KIND.address && local.port >= 0;
}

/** The same where the console cut it within the remote end: a piece of an address is no address. */
function readCutRow(row: NetstatRow): boolean {
  for (let at = words.offsets[4]!; at < words.offsets[5]!; at++) {
    if (!isNameByte(row.bytes[at]!)) return false;
  }
  return readHalfRow(row);
}

/** Two names with unknown ports are no row, but words with colons. */
function isCertain({ local, remote, stateIsEnglish }: NetstatRow): boolean {
  return local.kind === HOST_KIND.address || local.port >= 0 || remote.port >= 0 || stateIsEnglish;
}

/** Reads the words behind the two ends, which have been read. */
function readRest(row: NetstatRow, words: Words): void {
  const { bytes } = row;
  const { offsets, count } = words;
  let next = words.rest;
  if (row.protocol === "TCP") next = readState(row, words, next);
  for (; next < count; next++) {
    const start = offsets[2 * next]!;
    const end = offsets[2 * next + 1]!;
    const number = digitsOf(bytes, start, end);
    if (number >= 0) readNumber(row, number);
    else if (row.pid < 0 && readOwner(row, start, end)) return;
    else readWord(row, textOf(bytes, start, end));
  }
}

function readNumber(row: NetstatRow, number: number): void {
  if (row.pid < 0) row.pid = number;
  else if (row.stateMilliseconds < 0 && row.protocol === "TCP") row.stateMilliseconds = number;
  else row.unread++;
}

function readWord(row: NetstatRow, word: string): void {
  const isFree = row.protocol === "TCP" && row.offloadState === null;
  if (isFree && OFFLOAD_WORDS.has(word)) row.offloadState = word;
  else if (row.protocol === "UDP" || !TEMPLATE_WORDS.has(word)) {
    row.unread++;
    // Perhaps the offload state in another language.
    if (isFree && row.pid < 0 && /^\p{L}{4,}$/u.test(word)) row.offloadState = word;
  }
}

/** Linux prints `PID/program` as the last column; the program's name may hold spaces. */
function readOwner(row: NetstatRow, start: number, end: number): boolean {
  const owner = OWNER.exec(textOf(row.bytes, start, end));
  if (owner === null) return false;
  row.pid = Number(owner[1]);
  row.process = textOf(row.bytes, start + owner[0].length - 1, row.lineEnd).trimEnd();
  return true;
}

const OWNER = /^(\d{1,9})\/./;

/** Reads the state, which may be missing, and returns the word after it. */
function readState(row: NetstatRow, words: Words, from: number): number {
  const { bytes } = row;
  const start = words.offsets[2 * from]!;
  const end = words.offsets[2 * from + 1]!;
  if (from >= words.count || digitsOf(bytes, start, end) >= 0) {
    row.state = stateWithoutWord(row);
    return from;
  }
  row.stateStart = start;
  row.stateEnd = end;
  row.state = englishState(bytes, start, end);
  row.stateIsEnglish = row.state !== null;
  return row.stateIsEnglish ? from + 1 : readOtherState(row, words, from);
}

/** Reads a state that is not spelt as Windows spells it in English. */
function readOtherState(row: NetstatRow, { offsets, count }: Words, from: number): number {
  const { bytes } = row;
  row.state = stateOfWord(textOf(bytes, row.stateStart, row.stateEnd));
  if (row.state !== null) return from + 1;
  row.state = stateWithoutWord(row);
  let next = from;
  // A state in a language not seen yet may be more than one word.
  while (next < count && !isBehindState(bytes, offsets[2 * next]!, offsets[2 * next + 1]!)) next++;
  if (next === from) row.stateStart = -1;
  else row.stateEnd = offsets[2 * next - 1]!;
  return next;
}

function isBehindState(bytes: Uint8Array, start: number, end: number): boolean {
  if (digitsOf(bytes, start, end) >= 0) return true;
  const word = textOf(bytes, start, end);
  return OFFLOAD_WORDS.has(word) || TEMPLATE_WORDS.has(word) || OWNER.test(word);
}

/** What state a row is in whose word is missing or unknown. */
function stateWithoutWord(row: NetstatRow): "LISTENING" | "UNKNOWN" {
  return isListenersRemote(row) ? "LISTENING" : "UNKNOWN";
}

/** Whether the remote end is the one of a listener: `0.0.0.0:0`, `[::]:0`. */
function isListenersRemote({ bytes, remote }: NetstatRow): boolean {
  if (remote.port !== 0 || remote.kind !== HOST_KIND.address) return false;
  for (let index = remote.start; index < remote.end; index++) {
    const byte = bytes[index]!;
    if (byte !== ZERO && byte !== DOT && byte !== COLON) return false;
  }
  return true;
}
