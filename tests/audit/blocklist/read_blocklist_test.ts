/**
 * Tests of the reader of lists of addresses, as such lists are found.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { formatIPv4 } from "../../../lib/address/address.ts";
import { parseAddressFilter } from "../../../lib/address/range.ts";
import { AddressSet, blocksOfRange } from "../../../lib/audit/blocklist/address_set.ts";
import { blockedAddressRule } from "../../../lib/audit/blocklist/blocked_address.ts";
import { readBlocklist } from "../../../lib/audit/blocklist/read_blocklist.ts";
import { type AuditedRow, judged } from "../../support/audited.ts";
import { assertQuick } from "../../support/timing.ts";

const ALL = { ipv4: 0, ipv6: 0 };

/** What a connection is found by on a list; null where it is not. */
function listed(text: string, row: AuditedRow): string | null {
  const { findings } = judged(blockedAddressRule([readBlocklist(text, "bad.txt")]), [row]);
  return findings[0]?.finding.evidence?.[0]?.replace("bad.txt, line ", "") ?? null;
}

const at = (remoteAddress: string, remoteHost: string | null = null) => ({
  remoteAddress,
  remoteHost,
});

Deno.test("addresses, blocks and ranges, one a line, with comments", () => {
  const text = [
    "# bad addresses",
    "; of all kinds",
    "// and more",
    "203.0.113.7",
    "198.51.100.0/25 ; SBL1",
    "192.0.2.10-192.0.2.20 # a range",
    "192.0.2.30 - 192.0.2.31",
    "2001:db8:1::/48",
    "2001:db8:2::1",
    "2001:db8:3::1-2001:db8:3::9",
    "::ffff:203.0.113.9",
    "[2001:db8:4::1]",
    "",
  ].join("\r\n");
  const cases: readonly [string, string | null][] = [
    ["203.0.113.7", "4: 203.0.113.7"],
    ["::ffff:203.0.113.7", "4: 203.0.113.7"],
    ["203.0.113.8", null],
    ["198.51.100.127", "5: 198.51.100.0/25"],
    ["198.51.100.128", null],
    ["192.0.2.9", null],
    ["192.0.2.10", "6: 192.0.2.10-192.0.2.20"],
    ["192.0.2.20", "6: 192.0.2.10-192.0.2.20"],
    ["192.0.2.21", null],
    ["192.0.2.31", "7: 192.0.2.30 - 192.0.2.31"],
    ["2001:db8:1:ffff::1", "8: 2001:db8:1::/48"],
    ["2001:db8:2::1", "9: 2001:db8:2::1"],
    ["2001:db8:2::2", null],
    ["2001:db8:3::5", "10: 2001:db8:3::1-2001:db8:3::9"],
    ["2001:db8:3::a", null],
    ["203.0.113.9", "11: ::ffff:203.0.113.9"],
    ["2001:db8:4::1", "12: [2001:db8:4::1]"],
  ];
  for (const [address, expected] of cases) {
    assertEquals(listed(text, at(address)), expected, address);
  }
  assertEquals(readBlocklist(text, "x").rejectedCount, 0);
});

Deno.test("the smallest block that an address is in is named", () => {
  assertEquals(listed("203.0.0.0/16\n203.0.113.0/24\n", at("203.0.113.7")), "2: 203.0.113.0/24");
});

Deno.test("names of hosts files and of plain lists are compared with the name of the other end", () => {
  const text = [
    "127.0.0.1 localhost",
    "::1 ip6-localhost ip6-loopback",
    "0.0.0.0 Tracker.Example ads.example # both",
    "127.0.0.1\tspy.example",
    "malware.example.",
    "||adblock.example^",
    "*.wild.example",
    "bücher.example",
  ].join("\n");
  const cases: readonly [string, string | null][] = [
    ["tracker.example", "3: Tracker.Example"],
    ["ADS.example.", "3: ads.example"],
    ["spy.example", "4: spy.example"],
    ["sub.spy.example", null],
    ["malware.example", "5: malware.example."],
    ["a.b.adblock.example", "6: ||adblock.example^"],
    ["adblock.example", "6: ||adblock.example^"],
    ["notadblock.example", null],
    ["x.wild.example", "7: *.wild.example"],
    ["bücher.example", "8: bücher.example"],
    ["localhost", null],
  ];
  for (const [host, expected] of cases) {
    assertEquals(listed(text, at("203.0.113.1", host)), expected, host);
  }
  assertEquals(readBlocklist(text, "x").rejectedCount, 0);
});

Deno.test("CSV: the first column that has an address counts; the header is none", () => {
  const text = `first_seen_utc,dst_ip,dst_port\n"2026-01-17 07:30:05","203.0.113.75","443","on"\n` +
    `5;198.51.100.4;x\n192.0.2.5,80\n`;
  assertEquals(listed(text, at("203.0.113.75")), "2: 203.0.113.75");
  assertEquals(listed(text, at("198.51.100.4")), "3: 198.51.100.4");
  assertEquals(listed(text, at("192.0.2.5")), "4: 192.0.2.5");
  assertEquals(readBlocklist(text, "x").rejectedCount, 0);
});

Deno.test("addresses with a port, URLs, and lines of firewalls", () => {
  const text = "203.0.113.5:8443\nhttp://192.0.2.9:80/x.php?a#b\nhxxp://bad.example/\n" +
    "[2001:db8::5]:443\nadd blocklist 198.51.100.0/24\ndeny 192.0.2.128/25;\nDeny from 192.0.2.3";
  assertEquals(
    listed(text, { remoteAddress: "203.0.113.5", remotePort: 8443 }),
    "1: 203.0.113.5:8443",
  );
  assertEquals(listed(text, { remoteAddress: "203.0.113.5", remotePort: 443 }), null);
  assertEquals(listed(text, at("192.0.2.9")), "2: 192.0.2.9");
  assertEquals(listed(text, at("203.0.113.1", "bad.example")), "3: bad.example");
  assertEquals(listed(text, at("2001:db8::5")), "4: [2001:db8::5]:443");
  assertEquals(listed(text, at("198.51.100.8")), "5: 198.51.100.0/24");
  assertEquals(listed(text, at("192.0.2.200")), "6: 192.0.2.128/25");
  assertEquals(listed(text, at("192.0.2.3")), "7: 192.0.2.3");
});

Deno.test("lines that are none of these are told with their numbers", () => {
  const { rejected, rejectedCount, entries } = readBlocklist(
    "203.0.113.5\nhello\n203.0.113.300\n192.0.2.9-192.0.2.1\n192.0.2.0/33\n\n# fine\nexe\n",
    "x",
  );
  assertEquals(rejected.map(({ line }) => line), [2, 3, 4, 5, 8]);
  assertEquals([rejectedCount, entries], [5, 1]);
});

Deno.test("no network of one's own is blocked by lists of what cannot be in the Internet", () => {
  const text = "10.0.0.0/8\n192.168.0.0/16\nfe80::/10\n10.1.2.0/24\n";
  assertEquals(listed(text, { remoteAddress: "192.168.1.5" }), null);
  assertEquals(listed(text, { remoteAddress: "fe80::1" }), null);
  assertEquals(listed(text, { remoteAddress: "10.1.2.3" }), "4: 10.1.2.0/24");
});

Deno.test("a set of blocks answers as the filter of each block does", () => {
  const block = fc.record({ value: fc.nat(0xffffffff), length: fc.integer({ min: 20, max: 32 }) });
  fc.assert(
    fc.property(
      fc.array(block, { maxLength: 30 }),
      fc.array(fc.nat(0xffffffff)),
      (blocks, extra) => {
        const set = new AddressSet<string>();
        const filters = blocks.map(({ value, length }) => {
          const written = `${formatIPv4(value)}/${length}`;
          set.addIPv4(value, { prefixLength: length, entry: written });
          return parseAddressFilter(written);
        });
        for (const value of [...extra, ...blocks.map(({ value }) => value ^ 0x3f)]) {
          const address = formatIPv4(value >>> 0);
          const expected = filters.some(({ matches }) => matches(address));
          assertEquals(set.find(address, ALL) !== null, expected, address);
        }
      },
    ),
  );
});

Deno.test("a range is cut into blocks that cover it and nothing else", () => {
  fc.assert(fc.property(fc.nat(0xffffffff), fc.nat(5000), (first, length) => {
    const last = Math.min(first + length, 0xffffffff);
    let next = first;
    for (const [start, prefixLength] of blocksOfRange(first, last)) {
      assertEquals(start, next);
      assertEquals(start % 2 ** (32 - prefixLength), 0);
      next = start + 2 ** (32 - prefixLength);
    }
    assertEquals(next, last + 1);
  }));
  assertEquals([...blocksOfRange(0, 0xffffffff)], [[0, 0]]);
});

Deno.test("any text is read, and every line is an entry, told, or has nothing", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
    const { entries, rejectedCount } = readBlocklist(text, "x");
    assert(entries + rejectedCount <= text.split(/\r\n|\n|\r/).length);
  }));
});

Deno.test("long lines take no longer than short ones", async () => {
  for (const part of ["a-", "1.", "a.", "[", "::-", "1.1.1.1-", "x ", ";", "http://"]) {
    await assertQuick(2000, () => readBlocklist(`${part.repeat(200_000)} \n`, "x"));
  }
});
