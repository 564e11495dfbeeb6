import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  arpaAddress,
  arpaName,
  compareAddresses,
  formatAddress,
  isArpaName,
  parseAddress,
} from "../../lib/address/address.ts";

/** The oracle for IPv6 text is the URL parser. It writes mapped addresses in hexadecimal. */
function asUrlHost(text: string): string | null {
  const url = URL.parse(`http://[${text}]/`);
  return url && url.hostname.slice(1, -1);
}

function canonical(text: string): string | null {
  const address = parseAddress(text);
  return address && formatAddress(address);
}

const octet = fc.nat(255);
const octets = fc.tuple(octet, octet, octet, octet);
const group = fc.oneof(fc.constant(0), fc.nat(0xffff));
const groups = fc.array(group, { minLength: 8, maxLength: 8 });

Deno.test("IPv4 is parsed and formatted, every octet in its place", () => {
  fc.assert(fc.property(octets, ([a, b, c, d]) => {
    assertEquals(parseAddress(`${a}.${b}.${c}.${d}`), {
      family: 4,
      groups: [a * 256 + b, c * 256 + d],
      zone: null,
    });
    assertEquals(canonical(`${a}.${b}.${c}.${d}`), `${a}.${b}.${c}.${d}`);
  }));
});

Deno.test("anything but strict dotted decimal is not an IPv4 address", () => {
  const wrong = [
    "",
    "1",
    "1.2",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.256",
    "1.2.3.",
    ".1.2.3",
    "1..2.3",
    "01.2.3.4",
    "1.2.3.04",
    "00.0.0.0",
    "0x1.2.3.4",
    "1.2.3.4 ",
    "1.2.3.-4",
    "1.2.3.4%1",
    "1.2.3.4:80",
    "1.2.3.1000",
    "*",
    "example.com",
    "１.2.3.4",
  ];
  for (const text of wrong) assertEquals(parseAddress(text), null, text);
});

Deno.test("every notation of IPv6 groups is parsed", () => {
  const hex = (value: number, width: number) => value.toString(16).padStart(width, "0");
  fc.assert(fc.property(groups, fc.nat(7), fc.nat(8), (values, from, to) => {
    const forms = [
      values.map((value) => hex(value, 0)).join(":"),
      values.map((value) => hex(value, 4)).join(":").toUpperCase(),
      values.slice(0, 6).map((value) => hex(value, 1)).join(":") +
      `:${values[6]! >> 8}.${values[6]! & 255}.${values[7]! >> 8}.${values[7]! & 255}`,
    ];
    if (from < to && values.slice(from, to).every((value) => value === 0)) {
      const part = (piece: number[]) => piece.map((value) => hex(value, 0)).join(":");
      forms.push(`${part(values.slice(0, from))}::${part(values.slice(to))}`);
    }
    for (const form of forms) {
      assertEquals(parseAddress(form), { family: 6, groups: values, zone: null }, form);
    }
  }));
});

Deno.test("IPv6 text is accepted and formatted as by the URL parser", () => {
  // Near misses matter most, so the text consists of likely pieces.
  const pieces = fc.constantFrom("0", "1", "ab", "ffff", "0db8", "12345", ":", ":", "::", ".", "g");
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 17 }).map((parts) => parts.join("")), (text) => {
      const other = asUrlHost(text);
      const ours = canonical(text);
      assertEquals(ours !== null && ours.includes(":"), other !== null, text);
      if (ours === null || other === null) return;
      accepted++;
      if (!ours.includes(".")) assertEquals(ours, other, text);
    }),
    { numRuns: 20_000, seed: 6 },
  );
  assert(accepted > 200, `only ${accepted} of the texts were addresses`);
});

Deno.test("IPv6 with too many or too few groups is rejected", () => {
  const wrong = [
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "::1:2:3:4:5:6:7:8",
    "1:2:3:4::5:6:7:8",
    "1:2:3:4:5:6:7:8::",
    "1:2:3:4:5:6:7:192.0.2.1",
    "::1:2:3:4:5:6:7:192.0.2.1",
    "::2:3:4:5:6:7:192.0.2.1",
    "1:2:3:4:5:192.0.2.1",
    "::192.0.2.1:1",
    "::192.0.2",
    "::192.0.2.01",
    "::ff.0.2.1",
  ];
  for (const text of wrong) assertEquals(parseAddress(text), null, text);
  assertEquals(parseAddress("1:2:3:4:5:6:7::")?.groups, [1, 2, 3, 4, 5, 6, 7, 0]);
  assertEquals(parseAddress("::2:3:4:5:6:7:8")?.groups, [0, 2, 3, 4, 5, 6, 7, 8]);
});

Deno.test("IPv6 is formatted as RFC 5952 recommends", () => {
  fc.assert(fc.property(groups, (values) => {
    const full = values.map((value) => value.toString(16)).join(":");
    const ours = canonical(full)!;
    if (!ours.startsWith("::ffff:")) assertEquals(ours, asUrlHost(full));
    assertEquals(parseAddress(ours)?.groups, values);
  }));
  assertEquals(canonical("2001:DB8:0:0:1:0:0:1"), "2001:db8::1:0:0:1");
  assertEquals(canonical("2001:db8:0:1:1:1:1:1"), "2001:db8:0:1:1:1:1:1");
  assertEquals(canonical("::FFFF:c000:0201"), "::ffff:192.0.2.1");
  assertEquals(canonical("0:0:0:0:0:0:0:0"), "::");
});

Deno.test("IPv6 zones are kept, numbers and names alike", () => {
  for (const zone of ["12", "eth0", "eth0.100", "br-lan", "Wi-Fi", "wlp3s0"]) {
    assertEquals(parseAddress(`fe80::1%${zone}`)?.zone, zone);
    assertEquals(canonical(`FE80::1%${zone}`), `fe80::1%${zone}`);
  }
  for (const text of ["fe80::1%", "fe80::1%a b", "fe80::1%1%2", "%1", "fe80::1%12/64", "[::1]"]) {
    assertEquals(parseAddress(text), null, text);
  }
});

Deno.test("addresses sort by number, IPv4 first, then by zone", () => {
  const sorted = [
    "0.0.0.0",
    "9.255.255.255",
    "10.0.0.2",
    "10.0.0.10",
    "192.0.2.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:1.2.3.4",
    "2001:db8::9",
    "2001:db8::10",
    "fe80::1",
    "fe80::1%2",
    "fe80::1%12",
    "fe80::1%eth0",
    "fe80::1%eth1",
    "fe80::2%1",
  ];
  for (const [i, a] of sorted.entries()) {
    for (const [j, b] of sorted.entries()) {
      const order = compareAddresses(parseAddress(a)!, parseAddress(b)!);
      assertEquals(Math.sign(order), Math.sign(i - j), `${a} against ${b}`);
    }
  }
});

Deno.test("an address's name gives the address back", () => {
  for (const text of [fc.ipV4(), fc.ipV6()]) {
    fc.assert(fc.property(text, (text) => {
      const address = parseAddress(text)!;
      const name = arpaName(address);
      assertEquals(isArpaName(name), true);
      assertEquals(arpaAddress(name.toUpperCase()), address);
    }));
  }
});

Deno.test("other names, and names of blocks, give no address", () => {
  for (
    const name of [
      "www.example",
      "2.0.192.in-addr.arpa",
      "5.1.2.0.192.in-addr.arpa",
      "256.2.0.192.in-addr.arpa",
      "8.b.d.0.1.0.0.2.ip6.arpa",
      "1.2.0.192.in-addr.arpa.example",
    ]
  ) assertEquals(arpaAddress(name), null, name);
});

Deno.test("the address of a name is the one in RFC 3596", () => {
  const name = "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa";
  assertEquals(formatAddress(arpaAddress(name)!), "4321:0:1:2:3:4:567:89ab");
});
