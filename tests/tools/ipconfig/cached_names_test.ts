import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { findCachedNames } from "../../../lib/tools/ipconfig/cached_names.ts";
import type { DnsCacheRecord } from "../../../lib/tools/ipconfig/displaydns_record.ts";
import { assertQuick } from "../../support/timing.ts";

/** Records in short: `asked: name type data`. */
function records(...lines: readonly string[]): DnsCacheRecord[] {
  const numbers: Readonly<Record<string, number>> = { A: 1, CNAME: 5, PTR: 12, AAAA: 28, SRV: 33 };
  return lines.map((line) => {
    const [asked, name, type, ...data] = line.replace(": ", " ").split(" ");
    return { asked: asked!, name: name!, type: numbers[type!]!, ttl: 60, data: data.join(" ") };
  });
}
const nameIn = (address: string, ...lines: readonly string[]) =>
  findCachedNames(records(...lines))(address);
const only = (name: string) => ({ name, note: null });

Deno.test("an address has the name that was asked for, not the one that CNAMEs lead to", () => {
  const lines = [
    "www.example: www.example CNAME www.cdn.example",
    "www.example: www.cdn.example CNAME edge-4.cdn.example",
    "www.example: edge-4.cdn.example A 192.0.2.44",
    "www.example: edge-4.cdn.example A 192.0.2.45",
  ];
  assertEquals(nameIn("192.0.2.44", ...lines), only("www.example"));
  assertEquals(nameIn("192.0.2.45", ...lines), only("www.example"));
  assertEquals(nameIn("192.0.2.46", ...lines), null);
});

Deno.test("a name that a CNAME leads to is not told beside the one that was asked for", () => {
  // Windows also keeps the target in a block of its own, above or below.
  const target = "edge.cdn.example: edge.cdn.example A 192.0.2.44";
  const chain = [
    "www.example: www.example CNAME edge.cdn.example",
    "www.example: edge.cdn.example A 192.0.2.44",
  ];
  for (const lines of [[target, ...chain], [...chain, target], [chain[0]!, target]]) {
    assertEquals(nameIn("192.0.2.44", ...lines), only("www.example"));
  }
});

Deno.test("the first of several names is told, and the others in a note", () => {
  const lines = ["b", "a", "d", "c", "e", "f"].map((name) =>
    `${name}.example: ${name}.example A 192.0.2.1`
  );
  assertEquals(nameIn("192.0.2.1", ...lines.slice(0, 2)), {
    name: "b.example",
    note: "the DNS cache has 1 more name for it: a.example",
  });
  assertEquals(nameIn("192.0.2.1", ...lines.slice(0, 4)), {
    name: "b.example",
    note: "the DNS cache has 3 more names for it: a.example, d.example, c.example",
  });
  assertEquals(nameIn("192.0.2.1", ...lines), {
    name: "b.example",
    note: "the DNS cache has 5 more names for it: a.example, d.example, c.example, …",
  });
  // The same name again, for A and AAAA or in another case, is one name.
  const twice = ["a.example: a.example A 192.0.2.1", "A.example.: A.Example. A 192.0.2.1"];
  assertEquals(nameIn("192.0.2.1", ...twice), only("a.example"));
});

Deno.test("IPv4-mapped addresses, zones and other spellings match", () => {
  const lines = [
    "a.example: a.example A 192.0.2.1",
    "b.example: b.example AAAA 2001:db8:0:0::7",
    "c.example: c.example AAAA fe80::1",
    "d.example: d.example AAAA ::ffff:192.0.2.9",
  ];
  const names = Object.entries({
    "192.0.2.1": "a",
    "::ffff:192.0.2.1": "a",
    "::ffff:c000:201": "a",
    "2001:db8::7": "b",
    "2001:0DB8::0007": "b",
    "fe80::1%12": "c",
    "fe80::1": "c",
    "192.0.2.9": "d",
    // NAT64: the same host.
    "64:ff9b::192.0.2.1": "a",
  });
  for (const [address, name] of names) {
    assertEquals(nameIn(address, ...lines), only(`${name}.example`), address);
  }
  assertEquals(nameIn("not an address", ...lines), null);
});

Deno.test("the servers that other records name keep their own names", () => {
  const lines = [
    "_ldap._tcp.example: _ldap._tcp.example SRV dc-1.example 0 100 389",
    "_ldap._tcp.example: dc-1.example A 10.0.0.4",
  ];
  assertEquals(nameIn("10.0.0.4", ...lines), only("dc-1.example"));
});

Deno.test("the title is what was asked for, though the first record has a longer name", () => {
  const lines = ["intranet: intranet.corp.example A 10.0.0.5"];
  assertEquals(nameIn("10.0.0.5", ...lines), only("intranet"));
});

Deno.test("reverse names, this computer's names and addresses are no names", () => {
  const lines = [
    "7.2.0.192.in-addr.arpa: 7.2.0.192.in-addr.arpa PTR build.example",
    "localhost: localhost A 192.0.2.1",
    "ip6-localhost: ip6-localhost A 192.0.2.2",
    "x.localhost: x.localhost A 192.0.2.3",
    "192.0.2.4: 192.0.2.4 A 192.0.2.4",
    "4.2.0.192.in-addr.arpa: 4.2.0.192.in-addr.arpa A 192.0.2.5",
    // What hosts files block.
    "ads.example: ads.example A 127.0.0.1",
    "tracker.example: tracker.example A 0.0.0.0",
    "six.example: six.example AAAA ::1",
    "localhosts.example: localhosts.example A 192.0.2.6",
  ];
  for (
    const address of ["192.0.2.7", "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"]
  ) {
    assertEquals(nameIn(address, ...lines), null, address);
  }
  for (const address of ["127.0.0.1", "0.0.0.0", "::1"]) {
    assertEquals(nameIn(address, ...lines), null, address);
  }
  assertEquals(nameIn("192.0.2.6", ...lines), only("localhosts.example"));
});

Deno.test("names outside ASCII stay as printed", () => {
  const names = ["bücher.example", "xn--bcher-kva.example", "日本.example", "b\ufffdcher.example"];
  for (const name of names) {
    assertEquals(nameIn("192.0.2.1", `${name}: ${name} A 192.0.2.1`), only(name));
  }
});

Deno.test("names that lead to each other end, and a name with very many others is found", async () => {
  const circle = [
    "a.example: a.example CNAME b.example",
    "b.example: b.example CNAME a.example",
    "b.example: b.example A 192.0.2.1",
  ];
  assertEquals(nameIn("192.0.2.1", ...circle)?.name, "b.example");
  const hub = Array.from({ length: 2_000 }, (_, at) => [
    `n${at}.example: n${at}.example CNAME hub.example`,
    `hub.example: hub.example CNAME m${at}.example`,
    `m${at}.example: m${at}.example A 10.${at >> 8}.${at & 255}.1`,
  ]).flat();
  await assertQuick(3000, () => {
    const nameOf = findCachedNames(records(...hub));
    for (let at = 0; at < 2_000; at++) {
      assertEquals(nameOf(`10.${at >> 8}.${at & 255}.1`)?.name, "n0.example");
    }
  });
});

Deno.test("any chain of names leads back to its first", () => {
  const chain = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 12 });
  fc.assert(fc.property(chain, fc.boolean(), (names, hasOwnBlocks) => {
    const all = names.map((name) => `${name}.example`);
    const [first] = all;
    const lines = all.slice(1).map((name, at) =>
      `${hasOwnBlocks ? all[at] : first}: ${all[at]} CNAME ${name}`
    );
    const last = all.at(-1)!;
    lines.push(`${hasOwnBlocks ? last : first}: ${last} A 192.0.2.1`);
    for (const order of [lines, lines.toReversed()]) {
      assertEquals(nameIn("192.0.2.1", ...order)?.name, first);
    }
  }));
});
