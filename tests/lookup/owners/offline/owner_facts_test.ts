import { assertEquals } from "@std/assert";
import { MmdbFile } from "../../../../lib/lookup/owners/offline/mmdb_file.ts";
import {
  factsOf,
  type OwnerFacts,
  readAsn,
  readCountryOf,
  readName,
} from "../../../../lib/lookup/owners/offline/owner_facts.ts";
import { Double, type Value, writeMmdb } from "../../../support/mmdb_writer.ts";

/** What is read of a record that went through a database. */
function facts(record: Value): Partial<OwnerFacts> {
  const file = MmdbFile.open(writeMmdb({ records: [["192.0.2.0/24", record]] })) as MmdbFile;
  const found = factsOf(file.find({ family: 4, groups: [0xc000, 0x0201] })!.value!);
  const known = Object.entries(found).filter(([key, value]) =>
    value !== null && (key !== "isRegistered" || value)
  );
  return Object.fromEntries(known);
}

const country = (iso_code: string, name: string) => ({
  geoname_id: 1,
  iso_code,
  names: { en: name, de: name },
});

// The records as their makers describe them, with invented owners.
const RECORDS: readonly (readonly [maker: string, record: Value, expected: Partial<OwnerFacts>])[] =
  [
    [
      "GeoLite2-ASN, DBIP-ASN-Lite, ip-location-db asn",
      { autonomous_system_number: 64496, autonomous_system_organization: "Example, Inc." },
      { asn: 64496, asName: "Example, Inc." },
    ],
    [
      "GeoIP2-ISP",
      {
        autonomous_system_number: 64496,
        autonomous_system_organization: "EXAMPLE-AS",
        isp: "Example Access",
        organization: "Example Customer Ltd",
      },
      { asn: 64496, asName: "EXAMPLE-AS", organization: "Example Customer Ltd" },
    ],
    [
      "GeoLite2-Country: the country of registration is not that of the place",
      {
        continent: { code: "EU", names: { en: "Europe" } },
        country: country("DE", "Germany"),
        registered_country: country("US", "United States"),
        represented_country: { ...country("FR", "France"), type: "military" },
      },
      { country: "US", isRegistered: true },
    ],
    [
      "GeoLite2-City without a country of registration",
      {
        city: { names: { en: "Berlin" } },
        country: country("DE", "Germany"),
        location: { latitude: new Double(52.5), time_zone: "Europe/Berlin" },
        subdivisions: [{ iso_code: "BE" }],
      },
      { country: "DE" },
    ],
    [
      "GeoIP2-Enterprise, DBIP-Location-ISP",
      {
        country: country("DE", "Germany"),
        traits: {
          autonomous_system_number: 64496,
          autonomous_system_organization: "EXAMPLE-AS",
          isp: "Example Access",
          organization: "Example Customer Ltd",
        },
      },
      { asn: 64496, asName: "EXAMPLE-AS", organization: "Example Customer Ltd", country: "DE" },
    ],
    [
      "IPinfo Lite",
      {
        asn: "AS64496",
        as_name: "Example LLC",
        as_domain: "example.com",
        continent: "Europe",
        continent_code: "EU",
        country: "Germany",
        country_code: "DE",
      },
      { asn: 64496, asName: "Example LLC", country: "DE" },
    ],
    [
      "IPinfo's older country_asn",
      { asn: "AS64496", as_name: "Example LLC", country: "DE", country_name: "Germany" },
      { asn: 64496, asName: "Example LLC", country: "DE" },
    ],
    ["ip-location-db country", { country_code: "de" }, { country: "DE" }],
    [
      "a merged database",
      {
        country_code: "DE",
        autonomous_system_number: 64496,
        autonomous_system_organization: "Example, Inc.",
      },
      { asn: 64496, asName: "Example, Inc.", country: "DE" },
    ],
    [
      "IPLocate",
      {
        asn: 64496,
        name: "EXAMPLE-AS",
        org: "Example, Inc.",
        domain: "example.com",
        country_code: "DE",
        network: "192.0.2.0/24",
      },
      { asn: 64496, asName: "EXAMPLE-AS", country: "DE" },
    ],
    ["IP2Location ASN", { asn: "64496", as: "Example Inc." }, {
      asn: 64496,
      asName: "Example Inc.",
    }],
    [
      "IP2Location country",
      { country: { iso_code: "DE", names: { en: "Germany" } } },
      { country: "DE" },
    ],
    [
      "iptoasn",
      { as_number: 64496, as_description: "EXAMPLE-AS Example", country_code: "None" },
      { asn: 64496, asName: "EXAMPLE-AS Example" },
    ],
    [
      "an AS in a map of its own",
      { asn: { number: 64496, name: "EXAMPLE-AS" }, country_code: "DE" },
      { asn: 64496, asName: "EXAMPLE-AS", country: "DE" },
    ],
    ["the code alone", "de", { country: "DE" }],
    ["a place that is no country", { country: { iso_code: "PRIVATE" } }, {}],
    ["an AS that is none", { autonomous_system_number: 0, as_name: "Not routed" }, {}],
    ["anonymous addresses", { is_anonymous: true, is_hosting_provider: true }, {}],
    ["a company, not an owner", { name: "Example", domain: "example.com" }, {}],
    ["values of other types", { asn: true, as_name: 5, country: [], organization: {} }, {}],
    ["a list", ["DE"], {}],
  ];

for (const [maker, record, expected] of RECORDS) {
  Deno.test(`facts in the records of databases: ${maker}`, () => {
    assertEquals(facts(record), expected);
  });
}

Deno.test("the number of an AS is between 1 and 2^32 - 1", () => {
  const given = ["15169", "AS15169", "as15169", " AS15169 ", "4294967295", 4294967295];
  assertEquals(given.map(readAsn), [15169, 15169, 15169, 15169, 4294967295, 4294967295]);
  const others = [
    "0",
    "AS0",
    "4294967296",
    "AS",
    "",
    "-1",
    "1.5",
    "15169 GOOGLE",
    0,
    -1,
    1.5,
    null,
    true,
  ];
  assertEquals(others.map(readAsn), others.map(() => null));
});

Deno.test("a name is on one line and of sensible length, and none is null", () => {
  assertEquals(readName(" Example\r\n\tInc. "), "Example Inc.");
  assertEquals(readName("x".repeat(10_000))!.length, 300);
  assertEquals(
    ["", "-", "None", "N/A", "null", "Not routed", 5].map(readName),
    new Array(7).fill(null),
  );
  assertEquals(readName("None Such Ltd"), "None Such Ltd");
});

Deno.test("a country is two letters, in capitals", () => {
  assertEquals(["de", " DE", "EU", "AP"].map(readCountryOf), ["DE", "DE", "EU", "AP"]);
  const others = ["", "-", "D", "DEU", "Germany", "ZZ", "xx", "12", "ÄÖ"];
  assertEquals(others.map(readCountryOf), others.map(() => null));
});
