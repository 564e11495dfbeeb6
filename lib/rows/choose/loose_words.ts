/**
 * What a word means that names no filter: a number is a port or a process ID, an address an address,
 * and any other word a part of what a row shows.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import { parseAddressPort } from "../../address/address_port.ts";
import { SCOPES } from "../../address/scope.ts";
import { UsageError } from "../../errors.ts";
import { CHANGES } from "../../model/change.ts";
import type { ObjectRow } from "../../model/field.ts";
import { HIGHEST_PID, HIGHEST_PORT } from "../../model/limits.ts";
import { readAddresses } from "./end_values.ts";
import { globTest, imageNameTest, inRange, readNumbers, type RowTest } from "./filter_values.ts";
import { buildSelection, type SelectionOptions } from "./selection.ts";
import { protocolTest, stateTest } from "./socket_values.ts";

/**
 * Makes the test for a word that names no filter.
 *
 * @throws {UsageError} for an address or a number that is wrong.
 */
export function looseTest(word: string): RowTest {
  return plainTest(word) ?? textTest(word);
}

/** Whether a word is looked for in the names of a row, such as that of its program. */
export function isText(word: string): boolean {
  return plainTest(word) === null;
}

/** The test for a word that is no part of a name. */
function plainTest(word: string): RowTest | null {
  return numberTest(word) ?? addressTest(word) ?? kindTest(word) ?? hostPortTest(word);
}

/** Makes the test for a part of what a row shows, whatever it looks like; a pattern for all of it. */
export function textTest(text: string): RowTest {
  const wanted = straight(text);
  if (wanted.includes(BETWEEN)) return () => false;
  if (!/[*?]/.test(wanted)) return (row) => shownText(row).includes(wanted);
  const matchesName = imageNameTest(wanted);
  // As with paths on the command line: a folder means all that is in it.
  const starts = wanted.startsWith("*") ? [wanted] : [wanted, `*/${wanted}`];
  const ends = wanted.endsWith("*") ? [] : starts.map((start) => `${start}/*`);
  const tests = [...starts, ...ends].map(globTest);
  // Patterns take long: first of all the row needs their longest piece.
  const [piece = ""] = wanted.split(/[*?]/).sort((one, other) => other.length - one.length);
  return (row) => {
    const text = shownText(row);
    if (!text.includes(piece)) return false;
    return (typeof row.process === "string" && matchesName(row.process)) ||
      text.split(BETWEEN).some((shown) => tests.some((matches) => matches(shown)));
  };
}

/** Whether a word is the name of a state, a protocol, a change or a scope. */
export function isKind(word: string): boolean {
  return kindTest(word) !== null;
}

/** Whether a word with a colon is more than a name and a value: an address, a drive, a port. */
export function isLooseWithColon(word: string): boolean {
  return /^[a-z]:(?:[\\/]|$)/i.test(word) ||
    /^\[?[\da-f.*]*:[\da-f:.*]*(?:[%\]/-].*)?$/i.test(word) ||
    HOST_PORT.test(word);
}

/** The fields in which a word is looked for. */
const TEXT_FIELDS = [
  "process",
  "path",
  "localHost",
  "remoteHost",
  "socketService",
  "services",
  "localService",
  "remoteService",
  "user",
  "remoteOwner",
  "localAddress",
  "remoteAddress",
] as const;

/** Stands between the texts of a row: no name has it. */
const BETWEEN = "\0";

/** The texts of rows that were asked for. While a filter is typed, each key asks for all again. */
const shownTexts = new WeakMap<ObjectRow, string>();

function shownText(row: ObjectRow): string {
  const known = shownTexts.get(row);
  if (known !== undefined) return known;
  let all = "";
  for (const name of TEXT_FIELDS) {
    const value = row[name];
    if (typeof value === "string") all += BETWEEN + value;
    else if (Array.isArray(value)) all += BETWEEN + value.join(BETWEEN);
  }
  const text = straight(all);
  shownTexts.set(row, text);
  return text;
}

/** In lower case, with one kind of slash. */
function straight(text: string): string {
  return text.toLowerCase().replaceAll("\\", "/");
}

/** `443`, `53-139`: a port or a process ID; `:443`, `*:443`: a port; `443/tcp`: one of a protocol. */
function numberTest(word: string): RowTest | null {
  const [, port, protocol] = /^(\d+)\/(tcp|udp)$/i.exec(word) ?? [];
  if (port !== undefined) return buildSelection({ port: [port], protocol: [protocol!] }).matches;
  const [, colon, digits] = /^((?:\*?:)?)(\d+(?:-\d+)?)$/.exec(word) ?? [];
  if (digits === undefined) return null;
  const isPort = colon !== "";
  const range = readNumbers(digits, {
    example: isPort ? undefined : "443 or 4711",
    highest: isPort ? HIGHEST_PORT : HIGHEST_PID,
    error: (wanted) => new UsageError(`Cannot read ${JSON.stringify(word)}: ${wanted}`),
  });
  return (row) =>
    inRange(range, row.localPort) || inRange(range, row.remotePort) ||
    (!isPort && inRange(range, row.pid));
}

/** An address, a block, a range, an address with a port: of either end. */
function addressTest(word: string): RowTest | null {
  const withPort = parseAddressPort(word);
  if (withPort !== null) {
    const { host, port } = withPort;
    const ends = (["local", "remote"] as const).map((end) => {
      const options: SelectionOptions = { [end]: [host], [`${end}Port`]: [port] };
      return buildSelection(options).matches;
    });
    return (row) => ends.some((matches) => matches(row));
  }
  const begins = /^\[?([^\]/-]*)\]?(?:[/-]|$)/.exec(word)?.[1] ?? "";
  const isMeant = parseAddress(begins) !== null || /^\d+(?:\.\d+){3}$/.test(begins);
  if (!isMeant) return networkTest(word);
  const filter = readAddresses(word, "--address");
  return ({ localAddress, remoteAddress }) =>
    [localAddress, remoteAddress].some((address) =>
      typeof address === "string" && filter.matches(address)
    );
}

/** `192.0.2.*` and `10.*`: the addresses that begin so. */
function networkTest(word: string): RowTest | null {
  const [, beginning] = /^(\d{1,3}(?:\.\d{1,3}){0,2}\.)\*(?:\.\*)*$/.exec(word) ?? [];
  if (beginning === undefined) return null;
  return ({ localAddress, remoteAddress }) =>
    [localAddress, remoteAddress].some((address) =>
      typeof address === "string" && address.startsWith(beginning)
    );
}

/** A state, a protocol, a change, a scope. */
function kindTest(word: string): RowTest | null {
  if (!/^[a-z][\w-]*$/i.test(word)) return null;
  const key = word.toLowerCase();
  // The kind of an address is what one word tells that stands for no program.
  const scope = key === "localhost"
    ? "loopback"
    : SCOPES.find((name) => name !== "any" && name.toLowerCase() === key);
  const tests = [
    attempt(() => stateTest(word, "--state")),
    attempt(() => protocolTest(word, "--protocol")),
    CHANGES.some((change) => change === key) ? (row: ObjectRow) => row.change === key : null,
    scope === undefined ? null : buildSelection({ scope: [scope] }).matches,
  ].filter((test) => test !== null);
  return tests.length === 0 ? null : (row) => tests.some((matches) => matches(row));
}

function attempt(makeTest: () => RowTest): RowTest | null {
  try {
    return makeTest();
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

/** `host.example:443`, `localhost:8080`. */
const HOST_PORT = /^(localhost|[\p{L}\d*?-]+(?:\.[\p{L}\d*?-]+)+\.?):(\d{1,5})$/iu;

function hostPortTest(word: string): RowTest | null {
  const [, host, port] = HOST_PORT.exec(word) ?? [];
  if (host === undefined) return null;
  const ofHost = looseTest(host);
  const ofPort = buildSelection({ port: [port!] }).matches;
  return (row) => ofHost(row) && ofPort(row);
}
