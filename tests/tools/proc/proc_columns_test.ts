import { assertEquals } from "@std/assert";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { HEX_VALUES, procAddress } from "../../../lib/tools/proc/proc_columns.ts";

/** The kernel's way to print an address: each 32-bit word with its bytes turned round. */
function kernelHex(bytes: readonly number[]): string {
  const words = bytes.flatMap((_, at) => at % 4 === 0 ? bytes.slice(at, at + 4).reverse() : []);
  return words.map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
}

const octet = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 }));
const octets = (length: number) => fc.array(octet, { minLength: length, maxLength: length });

const ADDRESSES = {
  "00000000": "0.0.0.0",
  "0100007F": "127.0.0.1",
  "0A0200C0": "192.0.2.10",
  "0a0200c0": "192.0.2.10",
  "00000000000000000000000000000000": "::",
  "00000000000000000000000001000000": "::1",
  "B80D0120000000000000000001000000": "2001:db8::1",
  "B80D0120020001000400030006000500": "2001:db8:1:2:3:4:5:6",
  "0000000000000000FFFF0000010200C0": "::ffff:192.0.2.1",
  // A single zero group is not shortened; of two equal runs the first is.
  "B80D0120000001000100010001000100": "2001:db8:1:0:1:1:1:1",
  "B80D0120000000000100010000000000": "2001:db8::1:1:0:0",
} as const;

for (const [hex, text] of Object.entries(ADDRESSES)) {
  Deno.test(`the kernel's ${hex} is ${text}`, () => assertEquals(procAddress(hex), text));
}

Deno.test("digits that are none, or of another number, are no address", () => {
  for (
    const hex of ["", "0100007", "0100007F0", "0100007G", "G100007F", "01 0007F", "0".repeat(31)]
  ) {
    assertEquals(procAddress(hex), null, hex);
  }
  assertEquals(procAddress("0".repeat(31) + "x"), null);
});

Deno.test("every IPv4 address is what its bytes say", () => {
  fc.assert(fc.property(octets(4), (bytes) => {
    assertEquals(procAddress(kernelHex(bytes)), bytes.join("."));
  }));
});

Deno.test("every IPv6 address is what ipaddr.js makes of its bytes", () => {
  fc.assert(fc.property(octets(16), (bytes) => {
    const text = procAddress(kernelHex(bytes))!;
    const expected = ipaddr.fromByteArray(bytes) as ipaddr.IPv6;
    assertEquals(ipaddr.parse(text).toByteArray(), bytes);
    if (!expected.isIPv4MappedAddress()) assertEquals(text, expected.toRFC5952String());
  }));
});

Deno.test("IPv4-mapped addresses show the IPv4 address", () => {
  fc.assert(fc.property(octets(4), (bytes) => {
    const mapped = [...new Array<number>(10).fill(0), 255, 255, ...bytes];
    assertEquals(procAddress(kernelHex(mapped)), `::ffff:${bytes.join(".")}`);
  }));
});

Deno.test("hexadecimal digits are those that parseInt knows", () => {
  for (let code = 0; code < 256; code++) {
    const value = Number.parseInt(String.fromCharCode(code), 16);
    assertEquals(HEX_VALUES[code], Number.isNaN(value) ? -1 : value, `character ${code}`);
  }
  assertEquals(HEX_VALUES.length, 256);
});
