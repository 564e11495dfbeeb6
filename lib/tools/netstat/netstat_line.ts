/**
 * Reads one line of netstat's listing by its shape alone: protocol, local end, remote end, then
 * perhaps a state, then perhaps numbers. Header words and column positions do not matter.
 *
 * @module
 */
import type { PortProtocol } from "../../address/ports.ts";
import { isPid } from "../../model/process.ts";
import type { Socket, State } from "../../model/socket.ts";
import { ASTERISK, digitsOf, splitWords, textOf } from "../../text/ascii.ts";
import { cutWidth, isWideEnd, type LinuxEnd, readLinuxEnd } from "./netstat_cut.ts";
import { CUT_OFF, type Endpoint, isName, readEndpoint } from "./netstat_endpoint.ts";
import { isLinuxOwner, readLinuxColumns } from "./netstat_linux.ts";
import { mayPrecedeRow, protocolOf } from "./netstat_prefix.ts";
import {
  englishState,
  isLinuxStateWord,
  isWholeStateWord,
  linuxState,
  mayBeState,
  OFFLOAD_WORDS,
  stateOfWord,
  TEMPLATE_WORDS,
} from "./netstat_states.ts";

/** No row has more words; the rest of a longer line is ignored. */
const MOST_WORDS = 24;
/** The most words that `findstr /n` or a logger puts before a row. */
const MOST_LEADING_WORDS = 6;

/** Reads rows. An instance serves any number of lines. */
export class RowReader {
  #bytes: Uint8Array = new Uint8Array();
  #end = 0;
  /** Where each word of the line begins and ends: two offsets a word. */
  readonly #offsets = new Int32Array(2 * MOST_WORDS);
  #count = 0;
  /** Whether the last row lacks a part of an end. */
  isCut = false;
  /** The number of words behind the ends of the last row that fit no field. */
  unread = 0;
  /** Whether words stand before the last row. */
  hasPrefix = false;
  /** Whether Linux' netstat printed the last row. */
  isLinux = false;
  /** The ends of the last row that may have been cut; null if none was. */
  cut: Readonly<Record<"local" | "remote", LinuxEnd["cut"]>> | null = null;
  /** Whether an end of the last row is wider than netstat prints ends that it cuts. */
  isWide = false;
  /** Whether the line of the last row ends in a port that may have been cut. */
  endsInPort = false;
  /** To how many characters Linux' netstat cuts the ends of the row. */
  #width = 0;

  /** Reads the line between two offsets; null if it is not a row. */
  read(bytes: Uint8Array, start: number, end: number): Socket | null {
    this.#bytes = bytes;
    this.#end = end;
    this.#count = splitWords(bytes, start, end, this.#offsets);
    for (let first = 0; first < this.#count && first <= MOST_LEADING_WORDS; first++) {
      // Taking an array apart here would cost a twentieth of the time of a large listing.
      const from = this.#offsets[2 * first]!;
      const protocol = protocolOf(bytes, from, this.#offsets[2 * first + 1]!);
      if (protocol === null || !this.#mayBegin(first)) continue;
      const socket = this.#readColumns(protocol, first + 1);
      if (socket === null) continue;
      this.hasPrefix = first > 0;
      return socket;
    }
    return null;
  }

  /** Reads a line given as text; null if it is not a row. */
  readText(text: string): Socket | null {
    const bytes = encoder.encode(text);
    return this.read(bytes, 0, bytes.length);
  }

  /** Whether text is a row with both ends and the state, and with nothing that fits no field. */
  isWholeRow(text: string): boolean {
    const socket = this.readText(text);
    if (socket === null || this.isCut || this.unread > 0) return false;
    const { protocol, stateText } = socket;
    if (protocol === "UDP" || isWholeStateWord(stateText ?? "")) return true;
    return this.isLinux && isLinuxStateWord(stateText ?? "");
  }

  #text(word: number): string {
    return textOf(this.#bytes, this.#offsets[2 * word]!, this.#offsets[2 * word + 1]!);
  }

  #number(word: number): number {
    return digitsOf(this.#bytes, this.#offsets[2 * word]!, this.#offsets[2 * word + 1]!);
  }

  /** Whether the words before one are what other tools put before rows. */
  #mayBegin(word: number): boolean {
    if (word === 0) return true;
    const offsets = this.#offsets;
    const [start, end] = [offsets[2 * word - 2]!, offsets[2 * word - 1]!];
    return mayPrecedeRow(this.#bytes, start, end, { isFirst: word === 1 });
  }

  /** Reads the words behind the protocol, from one on. */
  #readColumns(protocol: PortProtocol, from: number): Socket | null {
    let at = from;
    let local: LinuxEnd | null = this.#readEnd(at, protocol);
    this.isLinux = local === null && this.#areQueues(at);
    if (this.isLinux) {
      at += 2;
      this.#width = cutWidth(this.#offsets[2 * at]!, this.#offsets[2 * at + 2]!);
      local = this.#readLinuxEnd(at, protocol);
    }
    if (local === null || isHalf(local)) return null;
    let remote: LinuxEnd | null = this.isLinux
      ? this.#readLinuxEnd(at + 1, protocol)
      : this.#readEnd(at + 1, protocol);
    if (remote === null) {
      // The local end of a row without a remote one must be beyond doubt.
      if (local.address === null || local.port === null || !this.#isCutOff(at + 1)) return null;
      remote = CUT_OFF;
    }
    // Words behind half an address: a console did not cut it.
    if (isHalf(remote) && at + 2 < this.#count) return null;
    this.isCut = local.isCut || remote.isCut;
    this.endsInPort = false;
    const lacksRemote = at + 1 >= this.#count;
    const lacksState = protocol === "TCP" && at + 2 >= this.#count;
    if ((lacksRemote || lacksState) && this.#endsInPort(at)) {
      this.endsInPort = true;
      // Copies drop spaces at the end of lines, so the remote port is whole more often than not.
      if (lacksRemote) local = { ...local, port: null };
    }
    this.unread = 0;
    this.cut = null;
    this.isWide = false;
    if (this.isLinux) this.#noteWidths(at, local, remote);
    else this.isLinux = remote.port === null && this.#isAnyPort(at + 1, remote);
    const socket: Socket = {
      protocol,
      localAddress: local.address,
      localPort: local.port,
      localHost: local.host,
      remoteAddress: remote.address,
      remotePort: remote.port,
      remoteHost: remote.host,
      state: null,
      stateText: null,
      pid: null,
      process: null,
      components: null,
      offloadState: null,
      stateMilliseconds: null,
    };
    if (this.isLinux) this.#readLinuxRest(socket, at + 2);
    else this.#readRest(socket, at + 2);
    return isCertain(socket) ? socket : null;
  }

  /** Linux prints the lengths of two queues before the ends. */
  #areQueues(word: number): boolean {
    return word + 2 < this.#count && this.#number(word) >= 0 && this.#number(word + 1) >= 0;
  }

  #readEnd(word: number, protocol: PortProtocol): Endpoint | null {
    if (word >= this.#count) return null;
    const offsets = this.#offsets;
    return readEndpoint(this.#bytes, offsets[2 * word]!, offsets[2 * word + 1]!, protocol);
  }

  #readLinuxEnd(word: number, protocol: PortProtocol): LinuxEnd | null {
    if (word >= this.#count) return null;
    const offsets = this.#offsets;
    const options = { protocol, width: this.#width };
    return readLinuxEnd(this.#bytes, offsets[2 * word]!, offsets[2 * word + 1]!, options);
  }

  #noteWidths(local: number, { cut: localCut }: LinuxEnd, { cut: remoteCut }: LinuxEnd): void {
    const offsets = this.#offsets;
    const isWide = (word: number) =>
      word < this.#count && isWideEnd(offsets[2 * word]!, offsets[2 * word + 1]!, this.#width);
    this.isWide = isWide(local) || isWide(local + 1);
    if (localCut !== undefined || remoteCut !== undefined) {
      this.cut = { local: localCut, remote: remoteCut };
    }
  }

  /** Only Linux prints `0.0.0.0:*` as the remote end of a listener; Windows has `0.0.0.0:0`, or `*:*`. */
  #isAnyPort(word: number, { address, isCut }: Endpoint): boolean {
    return !isCut && address !== null && this.#bytes[this.#offsets[2 * word + 1]! - 1] === ASTERISK;
  }

  /** Whether a console cut a row before the remote end or within it. */
  #isCutOff(word: number): boolean {
    const offsets = this.#offsets;
    if (!this.#isLaidOut(word - 1) && !this.isLinux) return false;
    if (word === this.#count) return true;
    return word === 2 && this.#count === 3 && isName(this.#bytes, offsets[4]!, offsets[5]!) &&
      offsets[4]! - offsets[2]! >= WIDTH_OF_END;
  }

  /**
   * Whether a row without a state, in netstat's columns, ends in a port that may have had more digits
   * or letters.
   */
  #endsInPort(local: number): boolean {
    const offsets = this.#offsets;
    const last = Math.min(local + 1, this.#count - 1);
    const [start, end] = [offsets[2 * last]!, offsets[2 * last + 1]!];
    if (end !== this.#end || !(this.isLinux || this.#isLaidOut(local))) return false;
    return !/:(?:0|\d{5,}|\*)?$/.test(textOf(this.#bytes, start, end));
  }

  #isLaidOut(local: number): boolean {
    return this.#offsets[2 * local]! - this.#offsets[2 * local - 2]! >= WIDTH_OF_PROTOCOL;
  }

  /** Reads the words behind the ends, from one on. */
  #readRest(socket: Socket, from: number): void {
    const first = socket.protocol === "TCP" ? this.#readState(socket, from) : from;
    for (let next = first; next < this.#count; next++) {
      const number = this.#number(next);
      if (number >= 0) {
        this.#takeNumber(socket, number);
        continue;
      }
      const word = this.#text(next);
      if (isLinuxOwner(word) && this.#isOwnerAt(next, next - first)) {
        return this.#readLinuxRest(socket, from);
      }
      this.#takeWord(socket, word);
    }
  }

  /** Before the process Linux prints a user and an inode or nothing, and behind `-` but a timer. */
  #isOwnerAt(word: number, before: number): boolean {
    const isPlace = before === 0 || before > 1;
    const last = this.#count - 1;
    return isPlace && (this.#text(word) !== "-" || word === last || this.#text(last)[0] === "(");
  }

  /** Reads the columns behind the ends of a row that Linux' netstat printed. */
  #readLinuxRest(socket: Socket, from: number): void {
    this.isLinux = true;
    const start = from < this.#count ? this.#offsets[2 * from]! : this.#end;
    const columns = readLinuxColumns(
      textOf(this.#bytes, start, this.#end),
      socket.protocol as PortProtocol,
    );
    socket.pid = columns.pid;
    socket.process = columns.process;
    socket.stateMilliseconds = null;
    socket.offloadState = null;
    this.unread = columns.unread;
    if (socket.protocol === "UDP") return;
    const state = columns.stateText === null ? null : linuxState(columns.stateText);
    socket.state = state ?? stateWithoutWord(socket);
    socket.stateText = columns.stateText;
  }

  /** Reads the state, which may be missing, and returns the word after it. */
  #readState(socket: Socket, from: number): number {
    if (from >= this.#count || this.#number(from) >= 0) {
      socket.state = stateWithoutWord(socket);
      return from;
    }
    const start = this.#offsets[2 * from]!;
    const end = this.#offsets[2 * from + 1]!;
    const english = englishState(this.#bytes, start, end);
    if (english !== null) {
      socket.state = socket.stateText = english;
      return from + 1;
    }
    const word = this.#text(from);
    const state = stateOfWord(word);
    if (state !== null) {
      socket.state = state;
      socket.stateText = word;
      return from + 1;
    }
    socket.state = stateWithoutWord(socket);
    // A state in an unknown language may have several words.
    let next = from;
    while (next < this.#count && !this.#isBehindState(next)) next++;
    if (next === from) return from;
    const text = textOf(this.#bytes, start, this.#offsets[2 * next - 1]!);
    if (!mayBeState(text)) return from;
    // The only other state without a remote end, cut.
    if (socket.state === "LISTENING" && "BOUND".startsWith(text)) socket.state = "BOUND";
    socket.stateText = text;
    return next;
  }

  #isBehindState(at: number): boolean {
    const word = this.#text(at);
    return this.#number(at) >= 0 || OFFLOAD_WORDS.has(word) || TEMPLATE_WORDS.has(word) ||
      isLinuxOwner(word);
  }

  #takeNumber(socket: Socket, number: number): void {
    // Behind a word that is no column's, a number is none either.
    if (this.unread > 0 || (socket.pid === null && !isPid(number))) this.unread++;
    else if (socket.pid === null) socket.pid = number;
    else if (socket.stateMilliseconds === null && socket.protocol === "TCP") {
      socket.stateMilliseconds = number;
    } else this.unread++;
  }

  #takeWord(socket: Socket, word: string): void {
    const isFree = socket.protocol === "TCP" && socket.offloadState === null;
    if (isFree && OFFLOAD_WORDS.has(word)) socket.offloadState = word;
    else if (socket.protocol === "UDP" || !TEMPLATE_WORDS.has(word)) this.unread++;
  }
}

/** The width of the columns on Windows. */
const [WIDTH_OF_PROTOCOL, WIDTH_OF_END] = [7, 23];

const encoder = new TextEncoder();

function isHalf({ isCut, address, host }: Endpoint): boolean {
  return isCut && address === null && host === null;
}

/** The state of a row without a known state: a listener's remote end is `0.0.0.0:0` or `[::]:0`. */
function stateWithoutWord({ remoteAddress, remotePort }: Socket): State {
  return remotePort === 0 && /^[0.:]+$/.test(remoteAddress ?? "") ? "LISTENING" : "UNKNOWN";
}

/** Two names with unknown ports are words with colons, not ends of a socket. */
function isCertain({ localAddress, localPort, remotePort, state, stateText }: Socket): boolean {
  return localAddress !== null || localPort !== null || remotePort !== null ||
    (state !== null && state === stateText);
}
