import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { parseAddressFilter } from "../../lib/address/range.ts";
import { UsageError } from "../../lib/errors.ts";

/** An address as one number, parsed by another library. */
function asNumber(text: string): bigint {
  return ipaddr.parse(text).toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

// Few different bits, so that addresses often share prefixes.
const octet = fc.oneof(fc.constantFrom(0, 1, 127, 128, 255), fc.nat(255));
const ipv4 = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const group = fc.oneof(fc.constantFrom(0, 1, 0x7fff, 0x8000, 0xffff), fc.nat(0xffff));
const ipv6 = fc.array(group, { minLength: 8, maxLength: 8 })
  // No mapped addresses: filters treat them as IPv4.
  .map((groups) => ["2001", ...groups.slice(1).map((value) => value.toString(16))].join(":"));

for (
  const { family, address, bits } of [
    { family: "IPv4", address: ipv4, bits: 32 },
    { family: "IPv6", address: ipv6, bits: 128 },
  ]
) {
  Deno.test(`${family} blocks contain the addresses with their prefix, in plain arithmetic`, () => {
    let inside = 0;
    fc.assert(
      fc.property(
        fc.tuple(address, address),
        fc.nat(bits),
        fc.nat(bits),
        ([base, other], prefix, flip) => {
          const filter = parseAddressFilter(`${base}/${prefix}`);
          const shift = BigInt(bits - prefix);
          // A random address, and one that differs from the base in a single bit.
          const near = asNumber(base) ^ (flip === bits ? 0n : 1n << BigInt(flip));
          for (const number of [asNumber(other), near]) {
            const expected = number >> shift === asNumber(base) >> shift;
            inside += Number(expected);
            assertEquals(filter.matches(asText(number, bits)), expected);
          }
        },
      ),
      { numRuns: 2_000 },
    );
    assert(inside > 100);
  });

  Deno.test(`${family} ranges contain the addresses between their ends, in plain arithmetic`, () => {
    fc.assert(
      fc.property(address, address, address, (a, b, c) => {
        const [first, last] = asNumber(a) <= asNumber(b) ? [a, b] : [b, a];
        const filter = parseAddressFilter(`${first}-${last}`);
        const expected = asNumber(first!) <= asNumber(c) && asNumber(c) <= asNumber(last!);
        assertEquals(filter.matches(c), expected);
        assert(filter.matches(first!) && filter.matches(last!));
      }),
    );
  });
}

function asText(number: bigint, bits: number): string {
  const bytes = Array.from(
    { length: bits / 8 },
    (_, i) => Number((number >> BigInt(bits - 8 - 8 * i)) & 255n),
  );
  return ipaddr.fromByteArray(bytes).toString();
}

Deno.test("an address matches in every notation", () => {
  const filter = parseAddressFilter("2001:db8::1");
  assert(filter.matches("2001:DB8:0:0:0:0:0:1"));
  assert(!filter.matches("2001:db8::2"));
  assert(!filter.matches("192.0.2.1"));
  assert(!filter.matches("host.example"));
});

Deno.test("an IPv4-mapped address equals its IPv4 address, on both sides", () => {
  assert(parseAddressFilter("192.0.2.0/24").matches("::ffff:192.0.2.9"));
  assert(!parseAddressFilter("192.0.2.0/24").matches("::ffff:198.51.100.9"));
  assert(!parseAddressFilter("192.0.2.0/24").matches("::192.0.2.9"));
  assert(parseAddressFilter("::ffff:192.0.2.9").matches("192.0.2.9"));
  assert(parseAddressFilter("::ffff:192.0.2.0/120").matches("192.0.2.9"));
  assert(!parseAddressFilter("::ffff:192.0.2.0/120").matches("192.0.3.9"));
  assert(parseAddressFilter("192.0.2.1-192.0.2.9").matches("::ffff:c000:205"));
});

Deno.test("::/0 contains no IPv4 address, and 0.0.0.0/0 no IPv6 address", () => {
  assert(parseAddressFilter("::/0").matches("2001:db8::1"));
  assert(parseAddressFilter("::/0").matches("::ffff:192.0.2.9"));
  assert(!parseAddressFilter("::/0").matches("192.0.2.9"));
  assert(parseAddressFilter("0.0.0.0/0").matches("255.255.255.255"));
  assert(!parseAddressFilter("0.0.0.0/0").matches("2001:db8::1"));
});

Deno.test("a zone counts where the filter has one", () => {
  assert(parseAddressFilter("fe80::1").matches("fe80::1%12"));
  assert(parseAddressFilter("fe80::/10").matches("fe80::1%eth0"));
  assert(parseAddressFilter("fe80::1%12").matches("fe80::1%12"));
  assert(!parseAddressFilter("fe80::1%12").matches("fe80::1%13"));
  assert(!parseAddressFilter("fe80::1%12").matches("fe80::1"));
  assert(parseAddressFilter("fe80::1%br-lan").matches("fe80::1%br-lan"));
});

Deno.test("text that is no address, block or range is rejected with the reason", () => {
  const wrong: Record<string, string> = {
    "": "not an address",
    "host.example": "not an address, write 192.0.2.1, 192.0.2.0/24 or 192.0.2.1-192.0.2.9",
    "192.0.2": "not an address",
    "192.0.2.010": "not an address",
    "192.0.2.0/33": "must be from 0 to 32",
    "192.0.2.0/": "must be from 0 to 32",
    "192.0.2.0/024": "must be from 0 to 32",
    "192.0.2.0/-1": "must be from 0 to 32",
    "192.0.2.0/255.255.255.0": "must be from 0 to 32",
    "2001:db8::/129": "must be from 0 to 128",
    "/24": "no address before the slash",
    "fe80::1%12/64": "a block has no zone",
    "192.0.2.1-9": "a range needs two whole addresses",
    "192.0.2.1-": "a range needs two whole addresses",
    "fe80::1%1-fe80::2%1": "a range needs two whole addresses",
    "192.0.2.1-2001:db8::1": "from IPv4 to IPv6",
    "192.0.2.9-192.0.2.1": "ends before it starts",
  };
  for (const [text, reason] of Object.entries(wrong)) {
    const { message } = assertThrows(
      () => parseAddressFilter(text, { option: "--remote" }),
      UsageError,
      reason,
      text,
    );
    assert(message.startsWith(`Cannot read --remote ${JSON.stringify(text)}: `), message);
  }
});
