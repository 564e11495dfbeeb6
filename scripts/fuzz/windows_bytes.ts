/**
 * The law of whatever reads the bytes that Windows fills buffers with: any bytes give values that are
 * whole and short, or nothing; none are read that are not there, and nothing throws.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { parseAddress } from "../../lib/address/address.ts";
import { queryCommandLine, readCommandLine } from "../../lib/host/windows/command_line.ts";
import { recordsText } from "../../lib/host/windows/console_keys.ts";
import { filetimeToIso } from "../../lib/host/windows/filetime.ts";
import { readSocketTable, type SocketTables } from "../../lib/host/windows/iphlpapi.ts";
import { readOwnerModule, serviceOf } from "../../lib/host/windows/owner_module.ts";
import { readTokenUser } from "../../lib/host/windows/security_id.ts";
import { parseSocketTable, TABLE_KINDS } from "../../lib/host/windows/socket_table.ts";
import { readVersionResource } from "../../lib/host/windows/version_resource.ts";
import type { Random } from "./mutate.ts";

/** Reads bytes as each of the structures, as they are and behind a likely beginning. */
export function checkWindowsBytes(bytes: Uint8Array, random: Random): void {
  checkVersion(bytes);
  for (const shaped of [bytes, withLength(bytes, random)]) checkCommandLine(shaped);
  for (const shaped of [bytes, withSid(bytes, random)]) {
    const sid = readTokenUser(shaped);
    assert(sid === null || /^S-1-\d+(?:-\d+){0,15}$/.test(sid), `${sid}`);
  }
  for (const shaped of [bytes, withPointers(bytes, random)]) checkOwner(shaped);
  for (const shaped of [bytes, withCount(bytes, random)]) checkTables(shaped, random);
  const records = bytes.subarray(0, 256 * 20);
  assert(recordsText(records).length <= 256 * 1000, "keys without end");
  if (bytes.length >= 8) {
    const time = filetimeToIso(viewOf(bytes).getBigInt64(0, true));
    assert(time === null || /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(time), `${time}`);
  }
}

/** The longest text of each kind that Windows has, in UTF-16 units. */
const LONGEST = { version: 256, commandLine: 32_768, path: 32_768 } as const;

/** Checks that a version resource gives short texts. */
export function checkVersion(bytes: Uint8Array): void {
  for (const [name, text] of Object.entries(readVersionResource(bytes))) {
    if (text === null) continue;
    assert(text !== "" && text.length <= LONGEST.version && !text.includes("\0"), name);
    assertEquals(text, text.toWellFormed(), name);
  }
}

function checkCommandLine(bytes: Uint8Array): void {
  const line = readCommandLine(bytes);
  assert(line === null || (line !== "" && line.length <= LONGEST.commandLine), "command line");
  // A call that asks for more each time, and one that says nonsense, end as well.
  for (const status of [0, 0xc000_0004, 0xc000_0023, 5]) {
    queryCommandLine((buffer, needed) => {
      buffer.set(bytes.subarray(0, buffer.length));
      needed[0] = bytes.length * 0x1_0001;
      return status;
    });
  }
}

function checkOwner(bytes: Uint8Array): void {
  const module = readOwnerModule(bytes);
  if (module === null) return;
  for (const text of [module.name, module.path]) {
    assert(text !== "" && text.length <= LONGEST.path && !text.includes("\0"), text);
  }
  serviceOf(module);
}

function checkTables(bytes: Uint8Array, random: Random): void {
  for (const kind of TABLE_KINDS) {
    for (const { socket, bytes: row } of parseSocketTable(bytes, kind)) {
      const { localAddress, localPort, remoteAddress, remotePort, pid } = socket;
      assert(parseAddress(localAddress) !== null, localAddress);
      assert(remoteAddress === null || parseAddress(remoteAddress) !== null, `${remoteAddress}`);
      for (const port of [localPort, remotePort ?? 0]) assert(port >= 0 && port <= 65_535);
      assert(pid >= 0 && pid <= 0xffff_ffff && row.length >= 160);
    }
  }
  // A call whose size has nothing to do with what it fills.
  const lying: SocketTables["GetExtendedTcpTable"] = (buffer, size) => {
    (buffer as Uint8Array).set(bytes.subarray(0, (buffer as Uint8Array).length));
    (size as Uint32Array)[0] = random.of([0, random.below(100_000), 0xffff_ffff]);
    return random.of([0, 0, 122, 87]);
  };
  readSocketTable({ GetExtendedTcpTable: lying, GetExtendedUdpTable: lying }, "tcp4");
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The bytes as the text of a UNICODE_STRING: its length is right, odd, or longer than the buffer. */
function withLength(bytes: Uint8Array, random: Random): Uint8Array {
  const whole = new Uint8Array(16 + bytes.length);
  whole.set(bytes, 16);
  const length = bytes.length + random.of([0, 0, -1, 1, 2, 1000]);
  viewOf(whole).setUint16(0, length, true);
  return whole;
}

/** The bytes as the numbers of an identifier. */
function withSid(bytes: Uint8Array, random: Random): Uint8Array {
  const whole = new Uint8Array(16 + bytes.length);
  whole.set(bytes, 16);
  if (bytes.length >= 2) whole.set([1, random.below(18)], 16);
  return whole;
}

/** The bytes as texts behind two pointers, a little apart, into the buffer or behind it. */
function withPointers(bytes: Uint8Array, random: Random): Uint8Array {
  const whole = new Uint8Array(16 + bytes.length);
  whole.set(bytes, 16);
  const first = 0x1_0000n + BigInt(random.below(1 << 30));
  const pointers = [first, first + BigInt(random.below(whole.length + 8))];
  if (random.below(2) === 0) pointers.reverse();
  pointers.forEach((pointer, at) => viewOf(whole).setBigUint64(at * 8, pointer, true));
  return whole;
}

/** The bytes as rows, whose number may be a lie. */
function withCount(bytes: Uint8Array, random: Random): Uint8Array {
  const whole = new Uint8Array(8 + bytes.length);
  whole.set(bytes, 8);
  viewOf(whole).setUint32(0, random.of([0, 1, 2, 3, 1000, 0xffff_ffff]), true);
  return whole;
}
