import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { countryAtEnd, countryCode } from "../../../../lib/lookup/owners/rdap/country_names.ts";
import { assertQuick } from "../../../support/timing.ts";

/** Spellings of countries in registries' data, by code. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  AE: ["United Arab Emirates", "UAE", "U.A.E."],
  AG: ["Antigua & Barbuda"],
  AT: ["Austria", "Österreich"],
  BA: ["Bosnia and Herzegovina", "Bosnia & Herzegovina", "BOSNIA-HERZEGOVINA"],
  BN: ["Brunei", "Brunei Darussalam"],
  BO: ["Bolivia", "Bolivia, Plurinational State of", "Bolivia (Plurinational State of)"],
  BR: ["Brazil", "Brasil"],
  BS: ["Bahamas", "The Bahamas", "Bahamas (the)", "Bahamas, The"],
  CD: [
    ...["Congo, the Democratic Republic of the", "Congo (Democratic Republic of the)", "DR Congo"],
    ...["Democratic Republic of the Congo", "Congo, Dem. Rep. of"],
  ],
  CG: ["Congo", "Republic of the Congo"],
  CI: ["Côte d'Ivoire", "Cote d'Ivoire", "Côte d’Ivoire", "COTE D'IVOIRE", "Ivory Coast"],
  CN: ["China", "P.R. China", "P.R.China", "PR China", "People's Republic of China", "中国"],
  CV: ["Cape Verde", "Cabo Verde"],
  CW: ["Curaçao", "Curacao"],
  CZ: ["Czech Republic", "Czechia"],
  DE: ["de", "DE", "DEU", "Germany", "GERMANY", "Deutschland", "Federal Republic of Germany"],
  FK: ["Falkland Islands (Malvinas)", "Falkland Islands", "Falkland Islands (the) [Malvinas]"],
  FM: ["Micronesia, Federated States of"],
  GB: [
    ...[
      "GB",
      "UK",
      "uk",
      "U.K.",
      "United Kingdom",
      "Great Britain",
      "England",
      "Scotland",
      "Wales",
    ],
    "United Kingdom of Great Britain and Northern Ireland",
  ],
  FR: ["France", "French Republic"],
  GM: ["Gambia", "The Gambia", "Gambia (the)"],
  GW: ["Guinea-Bissau", "Guinea Bissau"],
  HK: ["Hong Kong", "Hong Kong SAR", "Hong Kong, China"],
  IR: ["Iran", "Iran, Islamic Republic of", "Iran (Islamic Republic of)"],
  KG: ["Kyrgyzstan", "Kyrgyz Republic"],
  KN: ["Saint Kitts and Nevis", "St. Kitts & Nevis"],
  KP: [
    ...["North Korea", "Korea, Democratic People's Republic of"],
    "Korea (the Democratic People's Republic of)",
  ],
  KR: ["South Korea", "Korea", "Korea, Republic of", "Republic of Korea", "Korea (Republic of)"],
  LA: ["Laos", "Lao People's Democratic Republic", "Lao P.D.R."],
  LY: ["Libya", "Libyan Arab Jamahiriya"],
  MD: ["Moldova", "Moldova, Republic of"],
  MK: ["North Macedonia", "Macedonia", "Macedonia, the Former Yugoslav Republic of"],
  MM: ["Myanmar", "Burma", "Myanmar (Burma)"],
  MO: ["Macao", "Macau"],
  MX: ["Mexico", "México", "United Mexican States"],
  BJ: ["Benin", "Bénin", "République du Bénin"],
  NL: ["Netherlands", "The Netherlands", "the netherlands", "Netherlands (Kingdom of the)"],
  PS: ["Palestine, State of", "Palestinian Territory, Occupied"],
  RE: ["Réunion", "Reunion"],
  RU: ["Russia", "Russian Federation", "RUSSIAN FEDERATION", "Россия"],
  SK: ["Slovakia", "Slovak Republic"],
  ST: ["São Tomé and Príncipe", "Sao Tome and Principe"],
  SY: ["Syria", "Syrian Arab Republic"],
  SZ: ["Eswatini", "Swaziland"],
  TL: ["Timor-Leste", "East Timor"],
  TR: ["Turkey", "Türkiye", "Turkiye", "TURKEY"],
  TW: [
    "Taiwan",
    "Taiwan, Province of China",
    "Taiwan (Province of China)",
    "Republic of China",
    "Republic of China (Taiwan)",
  ],
  TZ: ["Tanzania", "Tanzania, United Republic of"],
  US: ["US", "USA", "U.S.A.", "United States", "UNITED STATES", "United States of America"],
  VA: ["Holy See (Vatican City State)", "Vatican City"],
  VC: ["Saint Vincent and the Grenadines", "St. Vincent & the Grenadines"],
  VE: ["Venezuela", "Venezuela, Bolivarian Republic of"],
  VG: ["Virgin Islands, British", "British Virgin Islands"],
  VI: ["Virgin Islands, U.S.", "US Virgin Islands"],
  VN: ["Viet Nam", "Vietnam"],
  // Regions, where the registry names no country.
  AP: ["AP"],
  EU: ["EU", "eu", "EU # Country is really world wide"],
};

for (const [code, spellings] of Object.entries(SPELLINGS)) {
  Deno.test(`${code} is recognized: ${spellings.join(" · ")}`, () => {
    for (const spelling of spellings) assertEquals(countryCode(spelling), code, spelling);
  });
}

Deno.test("what is no country is none", () => {
  const none = [
    "",
    " ",
    "ZZ",
    "xx",
    "Nowhere",
    "Europe",
    "1",
    "D",
    "ZZZ",
    "Berlin",
    "Land of Oz",
    7,
    null,
  ];
  for (const value of [...none, [], {}, ["DE"]]) assertEquals(countryCode(value), null, `${value}`);
});

Deno.test("the country stands at the end of an address", () => {
  const ends: readonly (readonly [string, string | null])[] = [
    ["1 Example Way\nSpringfield\n12345\nUnited States", "US"],
    ["Beispielstraße 1\\nBerlin\\nGERMANY", "DE"],
    ["1 Way\nAmsterdam\nthe Netherlands", "NL"],
    ["Chiyoda-ku, Tokyo 101-0047,Japan", "JP"],
    ["Kota Contoh - Indonesia", "ID"],
    ["Example Road\nLondon, England, UK", "GB"],
    ["Seattle, USA.", "US"],
    ["Tbilisi\nGeorgia", "GE"],
    ["1 Road\nSingapore 049145", "SG"],
    ["Chiyoda-ku, Tokyo, Japan 100-0001.", "JP"],
    ["Springfield, USA 12345-6789", "US"],
    ["Atlanta, Georgia", null],
    ["Atlanta, Georgia 30303", null],
    ["1 Way\nSan Francisco, CA 94105", null],
    ["Taiwan 7", null],
    ["1 Way\nBoston, MA", null],
    ["1 Way\nSan Francisco, CA", null],
    ["1 Way", null],
    ["", null],
  ];
  for (const [address, code] of ends) assertEquals(countryAtEnd(address), code, address);
});

Deno.test("no text makes it throw or take long", async () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    for (const code of [countryCode(text), countryAtEnd(text)]) {
      assert(code === null || /^[A-Z]{2}$/.test(code));
    }
  }));
  await assertQuick(1000, () => {
    for (const text of ["a ".repeat(500_000), "a,".repeat(500_000), "(".repeat(500_000)]) {
      assertEquals([countryCode(text), countryAtEnd(text)], [null, null]);
    }
  });
});
