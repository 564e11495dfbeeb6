import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { addressToAsk, type AskedAddress } from "../../../lib/address/askable.ts";
import {
  asNameQuestion,
  originName,
  parseAsName,
  parseOrigin,
} from "../../../lib/lookup/owners/cymru_records.ts";
import { readAsn, readCountry, readDay } from "../../../lib/lookup/owners/registry_values.ts";

function address(text: string): AskedAddress {
  const asked = addressToAsk(text);
  assert(typeof asked !== "string");
  return asked;
}

const ADDRESS = address("216.90.108.31");
const ORIGIN = {
  network: "216.90.108.0/24",
  asn: 23028,
  otherAsns: [],
  country: "US",
  registry: "arin",
  allocated: "1998-09-25",
};

Deno.test("the names of the records", () => {
  assertEquals(originName(ADDRESS), "31.108.90.216.origin.asn.cymru.com");
  // RFC 3596, section 2.5: nibbles in reverse order.
  assertEquals(
    originName(address("2001:4860:b002::68")),
    "8.6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.2.0.0.b.0.6.8.4.1.0.0.2.origin6.asn.cymru.com",
  );
  assertEquals(asNameQuestion(23028), "AS23028.asn.cymru.com");
});

Deno.test("an origin is read", () => {
  assertEquals(parseOrigin(["23028 | 216.90.108.0/24 | US | arin | 1998-09-25"], ADDRESS), ORIGIN);
  assertEquals(
    parseOrigin(['"23028 | 216.90.108.0/24 | US | arin | 1998-09-25"'], ADDRESS),
    ORIGIN,
  );
  assertEquals(
    parseOrigin(["15169 | 2001:4860::/32 | US | arin | 2005-03-14"], address("2001:4860:b002::68")),
    {
      network: "2001:4860::/32",
      asn: 15169,
      otherAsns: [],
      country: "US",
      registry: "arin",
      allocated: "2005-03-14",
    },
  );
});

Deno.test("the most specific network that holds the address counts", () => {
  const texts = [
    "1 | 216.0.0.0/8 | DE | ripencc | 2001-01-01",
    "2 | 216.90.108.0/24 | US | arin | 1998-09-25",
    "3 | 216.90.108.64/26 | FR | ripencc | 2002-02-02",
    "4 | 216.90.0.0/16 | GB | ripencc | 2003-03-03",
    "5 | ::/0 | GB | ripencc | 2003-03-03",
  ];
  for (const order of [texts, texts.toReversed()]) {
    assertEquals(parseOrigin(order, ADDRESS), { ...ORIGIN, asn: 2 });
  }
});

Deno.test("the first of several ASes counts, and the others are kept", () => {
  const one = parseOrigin(
    ["23028 13335 23028 | 216.90.108.0/24 | US | arin | 1998-09-25"],
    ADDRESS,
  );
  assertEquals(one, { ...ORIGIN, otherAsns: [13335] });
  // Two records about one network: name servers rotate their order.
  const two = [
    "23028 | 216.90.108.0/24 | US | arin | 1998-09-25",
    "64496 65550 | 216.90.108.0/24 | US | arin | 1998-09-25",
  ];
  for (const order of [two, two.toReversed()]) {
    assertEquals(parseOrigin(order, ADDRESS), { ...ORIGIN, otherAsns: [64496, 65550] });
  }
});

Deno.test("fields that are empty or odd are null", () => {
  const bare = { asn: null, otherAsns: [], country: null, registry: null, allocated: null };
  const network = "216.90.108.0/24";
  assertEquals(parseOrigin([` | ${network} |  |  | `], ADDRESS), { network, ...bare });
  assertEquals(parseOrigin([`NA|${network}`], ADDRESS), { network, ...bare });
  assertEquals(
    parseOrigin(["x | 216.90.108.7/24 | USA | a\u001b[31m | 1998-02-30 | more"], ADDRESS),
    { network, ...bare },
  );
  assertEquals(parseOrigin(["23028 | 216.90.108.0/24 | us | ARIN | 1998-09-25"], ADDRESS), ORIGIN);
});

Deno.test("a network that does not hold the address is not an answer", () => {
  for (
    const text of [
      "",
      "23028",
      "23028 | US | arin | 1998-09-25",
      "23028 | 216.90.109.0/24 | US | arin | 1998-09-25",
      "23028 | 216.90.108.0/33 | US | arin | 1998-09-25",
      "23028 | ::ffff:216.90.108.0/120 | US | arin | 1998-09-25",
      "v=spf1 -all",
    ]
  ) {
    assertEquals(parseOrigin([text], ADDRESS), null, text);
  }
  assertEquals(parseOrigin([], ADDRESS), null);
});

Deno.test("the name of an AS is read, with its bars", () => {
  const text = "23028 | US | arin | 2002-01-04 | TEAM-CYMRU - SAUNET, US";
  assertEquals(parseAsName([text], 23028), "TEAM-CYMRU - SAUNET, US");
  assertEquals(
    parseAsName(["1 | US | arin | 2002-01-04 | other", text], 23028),
    "TEAM-CYMRU - SAUNET, US",
  );
  assertEquals(parseAsName([text], 23029), null);
  assertEquals(parseAsName(["7 | | | | A | B"], 7), "A | B");
  assertEquals(parseAsName(["7 | US | arin | 2002-01-04 | "], 7), null);
  assertEquals(parseAsName(["7 | US | arin | 2002-01-04"], 7), null);
  assertEquals(parseAsName([], 7), null);
});

Deno.test("AS numbers have 32 bits", () => {
  assertEquals(readAsn("1"), 1);
  assertEquals(readAsn("4294967295"), 4294967295);
  for (const text of ["0", "4294967296", "99999999999", "01", "-1", "1.5", "1e3", "AS1", ""]) {
    assertEquals(readAsn(text), null, text);
  }
});

Deno.test("dates exist in the calendar", () => {
  assertEquals(readDay("2024-02-29"), "2024-02-29");
  for (const text of ["2023-02-29", "1998-13-01", "1998-00-10", "1998-9-25", "19980925", ""]) {
    assertEquals(readDay(text), null, text);
  }
});

Deno.test('countries are two letters, but not those for "unknown"', () => {
  assertEquals(["US", "eu", "ZZ", "", "USA", "U1"].map(readCountry), [
    "US",
    "EU",
    ...[null, null, null, null],
  ]);
});

Deno.test("no text makes them throw", () => {
  const field = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("23028", "216.90.108.0/24", "0.0.0.0/0", "US", "1998-09-25"),
  );
  const text = fc.array(field).map((fields) => fields.join(" | "));
  fc.assert(fc.property(fc.array(text), (texts) => {
    const origin = parseOrigin(texts, ADDRESS);
    assert(origin === null || /^\d+\.\d+\.\d+\.\d+\/\d+$/.test(origin.network));
    parseAsName(texts, 23028);
  }));
});

Deno.test("text of ten million characters is read quickly", () => {
  const started = performance.now();
  assertEquals(parseOrigin([" ".repeat(1e7), "1 ".repeat(5e6), "|".repeat(1e7)], ADDRESS), null);
  assertEquals(parseAsName(["7" + "|".repeat(1e7)], 7), null);
  assert(performance.now() - started < 5_000);
});
