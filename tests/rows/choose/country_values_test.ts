import { assert, assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../../lib/errors.ts";
import { buildSelection } from "../../../lib/rows/choose/selection.ts";

function chosen(country: string): string {
  const { matches } = buildSelection({ country: [country] });
  return ["DE", "de", "US", "EU", null].filter((remoteCountry) => matches({ remoteCountry }))
    .join(" ");
}

Deno.test("countries are chosen by two letters in any case", () => {
  assertEquals(chosen("DE"), "DE de");
  assertEquals(chosen("de,eu"), "DE de EU");
  assertEquals(chosen("FR"), "");
  // Null is shown as nothing: what is not known is kept by what excludes.
  assertEquals(chosen("!US"), "DE de EU ");
  assertEquals(chosen("DE,!us"), "DE de");
});

Deno.test("every country of ISO 3166 is one, and what registries write besides", () => {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const refused = letters.flatMap((one) => letters.map((other) => one + other)).filter((code) => {
    try {
      buildSelection({ country: [code] });
      return false;
    } catch {
      return true;
    }
  });
  assertEquals(26 * 26 - refused.length, 249 + ["AP", "EU", "UN", "XK", "ZZ"].length);
  // Unicode names a few that are no countries today, or that are not ISO's.
  const others = refused.filter((code) => names.of(code) !== undefined);
  const known =
    "AC AN BU CP CQ CS CT DD DG DY EA EZ FQ FX HV IC JT MI NH NQ NT PC PU PZ QO QU RH SU " +
    "TA TP UK VD WK XA XB YD YU ZR";
  assertEquals(others.filter((code) => !known.includes(code)), []);
});

const HINTS: readonly (readonly [written: string, code: string])[] = [
  ["Germany", "DE"],
  ["germany", "DE"],
  ["Deutschland", "DE"],
  ["ÖSTERREICH", "AT"],
  ["Espana", "ES"],
  ["日本", "JP"],
  ["United States", "US"],
  ["USA", "US"],
  ["UK", "GB"],
  ["England", "GB"],
  ["Czech Republic", "CZ"],
  ["The Netherlands", "NL"],
  ["Holland", "NL"],
  ["Russian Federation", "RU"],
  ["South Korea", "KR"],
  ["Côte d’Ivoire", "CI"],
  ["Cote d'Ivoire", "CI"],
  ["Turkey", "TR"],
  ["Germanny", "DE"],
  ["Swedn", "SE"],
  ["ED", "DE"],
  ["EL", "GR"],
];

for (const [written, code] of HINTS) {
  Deno.test(`--country ${written} is told to be ${code}`, () => {
    const error = assertThrows(() => buildSelection({ country: [written] }), UsageError);
    assert(error.message.startsWith(`Cannot read --country ${JSON.stringify(written)}: `));
    assertEquals(error.hint, `Write --country ${code}`);
  });
}

Deno.test("what is no country's name is told how to write one", () => {
  for (const written of ["49", "D*", "Atlantis", "constructor"]) {
    const error = assertThrows(() => buildSelection({ country: [written] }), UsageError);
    assertEquals(
      error.message,
      `Cannot read --country ${JSON.stringify(written)}: not the two letters of a country`,
    );
    assertEquals(error.hint, "Write --country DE");
  }
});
