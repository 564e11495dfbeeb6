/**
 * Reads what stands right of a row's two ends: the state, the process ID and what other options add.
 * Only the words tell which column they stand in.
 *
 * @module
 */
import { COLON, digitsOf, DOT, textOf, ZERO } from "../../text/ascii.ts";
import { HOST_KIND } from "./endpoint.ts";
import type { Words } from "./read_row.ts";
import { englishState, type NetstatRow } from "./row.ts";
import { OFFLOAD_WORDS, stateOfWord, TEMPLATE_WORDS } from "./words.ts";

/** Reads the words behind the two ends, which have been read. */
export function readRest(row: NetstatRow, words: Words): void {
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
