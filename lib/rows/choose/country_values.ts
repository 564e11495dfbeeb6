/**
 * Reads the values of the filter for countries: two letters, as registries write them.
 *
 * @module
 */
import type { UsageError } from "../../errors.ts";
import { nearest, suggest } from "../../text/nearest.ts";
import { type RowTest, valueError } from "./filter_values.ts";

/** The codes of ISO 3166-1, and those that registries use besides: regions, Kosovo, the UN. */
export const COUNTRY_CODES: readonly string[] = (
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS " +
  "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE " +
  "EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM " +
  "HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC " +
  "LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA " +
  "NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
  "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO " +
  "TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW " +
  "AP EU UN XK ZZ"
).split(" ");

/** What people write for countries beside their names. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  uk: "GB",
  gbr: "GB",
  greatbritain: "GB",
  britain: "GB",
  england: "GB",
  el: "GR",
  usa: "US",
  unitedstatesofamerica: "US",
  america: "US",
  uae: "AE",
  holland: "NL",
  nld: "NL",
  czechrepublic: "CZ",
  cze: "CZ",
  korea: "KR",
  kor: "KR",
  rok: "KR",
  prk: "KP",
  dprk: "KP",
  russianfederation: "RU",
  rus: "RU",
  prc: "CN",
  chn: "CN",
  deu: "DE",
  ger: "DE",
  fra: "FR",
  che: "CH",
  aut: "AT",
  aus: "AU",
  jpn: "JP",
  ind: "IN",
  ukr: "UA",
  irn: "IR",
  turkey: "TR",
  hongkong: "HK",
  macau: "MO",
  europe: "EU",
};

/**
 * Makes a test for the country in which the remote network is registered.
 *
 * @throws {UsageError} for what is no country's code; names the nearest one.
 */
export function countryTest(text: string, option: string): RowTest {
  const code = text.toUpperCase();
  if (!COUNTRY_CODES.includes(code)) throw notCode(text, option);
  return ({ remoteCountry }) =>
    typeof remoteCountry === "string" && remoteCountry.toUpperCase() === code;
}

/** The error for what is no code: says the code of a country's name, or the nearest one. */
function notCode(value: string, option: string): UsageError {
  const code = codeOf(value);
  if (code !== null) {
    const wanted = "the two letters of a country were wanted";
    return valueError(option, { value, wanted, hint: `Write ${option} ${code}` });
  }
  const meant = /^[a-z]{2}$/i.test(value) ? nearestCode(value.toUpperCase()) : nearestName(value);
  return valueError(option, {
    value,
    wanted: `not the two letters of a country${suggest(meant, ", ")}`,
    hint: `Write ${option} ${meant === null ? "DE" : codeOf(meant) ?? meant}`,
  });
}

/** The languages in which people may write the name of a country. */
const LANGUAGES = "en de fr es it pt nl pl cs sv tr ru uk ja zh ko".split(" ");

/** The code of a country by its name; null if nothing is called so. */
function codeOf(name: string): string | null {
  const wanted = bare(name);
  if (Object.hasOwn(OTHER_WORDS, wanted)) return OTHER_WORDS[wanted]!;
  if (wanted === "" || /^[a-z]{2}$/.test(wanted)) return null;
  for (const language of LANGUAGES) {
    const names = namesIn(language);
    const code = COUNTRY_CODES.find((code) => bare(names.of(code) ?? "") === wanted);
    if (code !== undefined) return code;
  }
  return null;
}

function namesIn(language: string): Intl.DisplayNames {
  return new Intl.DisplayNames(language, { type: "region", fallback: "none" });
}

function nearestName(written: string): string | null {
  const names = namesIn("en");
  return nearest(written, COUNTRY_CODES.map((code) => names.of(code) ?? code));
}

/** A name in lower case, with its letters alone and without their accents and its article. */
function bare(word: string): string {
  return word.normalize("NFKD").toLowerCase().replace(/^the\s|[^\p{L}]/gu, "");
}

/** The code with the two letters swapped, else one that differs in one. */
function nearestCode(code: string): string | null {
  const [first, second] = code;
  const swapped = `${second}${first}`;
  return COUNTRY_CODES.includes(swapped) ? swapped : nearest(code, COUNTRY_CODES);
}
