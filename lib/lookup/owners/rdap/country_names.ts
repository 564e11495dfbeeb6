/**
 * Countries as registries write them: a code, a name in one of many spellings, the end of a postal
 * address.
 *
 * The names come from i18n-iso-countries (ADR 25). Loaded with the first RDAP answer only.
 *
 * @module
 */
import codes from "i18n-iso-countries/codes" with { type: "json" };
import de from "i18n-iso-countries/de" with { type: "json" };
import en from "i18n-iso-countries/en" with { type: "json" };
import es from "i18n-iso-countries/es" with { type: "json" };
import fr from "i18n-iso-countries/fr" with { type: "json" };
import pt from "i18n-iso-countries/pt" with { type: "json" };
import { textOf } from "../../../text/untrusted_json.ts";

/** Codes that stand for no country, and the one that is written for another. */
const CODES: Readonly<Record<string, string | null>> = { ZZ: null, XX: null, UK: "GB" };

/**
 * The two-letter code of a country that is given as its code of two or three letters or by its name.
 * `UK` becomes `GB`; the regions `EU` and `AP` stay, since a registry that writes them knows no more.
 * Null for other text, and for the codes of no country.
 */
export function countryCode(value: unknown): string | null {
  // In the databases of RIPE NCC and APNIC a comment can follow a value.
  const text = (textOf(value) ?? "").replace(/\s*#.*$/, "");
  if (/^[A-Za-z]{2}$/.test(text)) {
    const code = text.toUpperCase();
    return CODES[code] === undefined ? code : CODES[code];
  }
  return codeOfName(text);
}

/** A postal code after a name: `Singapore 049145`, `Japan 100-0001`. */
const POSTAL_CODE = /\s\d{3,6}(?:-\d{3,4})?\.?$/;

/** A state of the USA with the name of a country. */
const AMBIGUOUS = /^georgia$/i;

/**
 * The country at the end of a postal address, whose lines are apart in the text: all of the last line
 * or, for a name that is not a state's too, what follows its last comma or hyphen. A postal code may
 * follow the name. Null for anything but text.
 */
export function countryAtEnd(address: unknown): string | null {
  if (typeof address !== "string") return null;
  // Some registries write the two characters \n between the lines.
  const lastLine = address.slice(-500).trim().split(/\n|\\n/).at(-1) ?? "";
  const whole = countryCode(lastLine.trim().replace(/[.,]+$/, ""));
  if (whole !== null) return whole;
  const lastPart = lastLine.split(/,|\s-\s/).at(-1)!.trim().replace(POSTAL_CODE, "");
  if (/^U\.?K\.?$/i.test(lastPart)) return "GB";
  const isCode = lastPart.length < 4 && !/^(?:USA|UAE)$/i.test(lastPart);
  return isCode || AMBIGUOUS.test(lastPart) ? null : codeOfName(lastPart);
}

/** The codes by their folded names; built on first use. */
let codesByName: ReadonlyMap<string, string> | undefined;

function codeOfName(text: string): string | null {
  if (/^[\0-\x7f]{0,2}$/.test(text) || text.length > 100) return null;
  codesByName ??= indexNames();
  // "Korea, Republic of" and "Korea (Republic of)" are "Republic of Korea".
  const parts = text.split(/[,()[\]*]/).map(foldName).filter((part) => part !== "");
  const spellings = [parts.join(" "), parts.toReversed().join(" ")];
  // With its form first: "Democratic Republic of the Congo" is not "Congo".
  for (const spelling of [...spellings, ...spellings.map(withoutForm)]) {
    const code = codesByName.get(spelling);
    if (code !== undefined) return code;
  }
  return null;
}

/** Names that the package lacks: of countries, of what is a part of one, and of former ones. */
const MORE_NAMES = {
  AE: ["UAE", "Emirates"],
  AN: ["Netherlands Antilles"],
  AR: ["Argentine Republic"],
  BA: ["Bosnia-Herzegovina", "Bosnia"],
  BE: ["België"],
  BN: ["Brunei"],
  BQ: ["Caribbean Netherlands"],
  CD: ["DR Congo", "Congo (Democratic Republic)", "Congo-Kinshasa", "Zaire", "DRC", "Congo DRC"],
  CG: ["Congo-Brazzaville"],
  CH: ["Swiss Confederation", "Svizzera"],
  CN: ["PR China", "PRC", "Mainland China", "中国", "中华人民共和国"],
  CV: ["Cabo Verde"],
  CZ: ["Česko", "Česká republika"],
  DK: ["Danmark"],
  EE: ["Eesti"],
  FI: ["Suomi"],
  FK: ["Falkland Islands"],
  FM: ["Micronesia"],
  FR: ["French Republic"],
  GB: [
    ...["United Kingdom of Great Britain and Northern Ireland", "Great Britain", "Britain"],
    ...["England", "Scotland", "Wales", "Northern Ireland"],
  ],
  GF: ["Guyane"],
  GR: ["Hellenic Republic", "Hellas"],
  GS: ["South Georgia"],
  HK: ["Hong Kong SAR", "Hong Kong China", "China Hong Kong", "Hongkong", "香港"],
  HM: ["Heard and McDonald Islands"],
  HR: ["Hrvatska"],
  HU: ["Magyarország"],
  IE: ["Eire"],
  IT: ["Italia", "Italian Republic"],
  JP: ["日本"],
  KG: ["Kyrgyz Republic", "Kirghizia"],
  KP: ["N Korea", "Korea North", "Democratic People's Republic of Korea", "DPR Korea", "DPRK"],
  KR: [
    "Korea",
    "S Korea",
    "Korea South",
    "Republic Korea",
    "Republic of South Korea",
    "ROK",
    "대한민국",
    "한국",
  ],
  LA: ["Laos", "Lao PDR", "Lao"],
  LT: ["Lietuva"],
  LV: ["Latvija"],
  LY: ["Libyan Arab Jamahiriya"],
  MD: ["Moldova"],
  MF: ["Saint Martin"],
  MK: ["Macedonia", "Former Yugoslav Republic of Macedonia", "FYROM"],
  MM: ["Burma", "Myanmar Burma"],
  MO: ["Macau", "Macao SAR", "Macau SAR", "Macao China", "China Macao"],
  MX: ["United Mexican States"],
  NL: ["Nederland", "Holland"],
  NO: ["Norge"],
  PL: ["Polska"],
  PS: ["Palestinian Territory", "Occupied Palestinian Territory", "Palestinian Territories"],
  PT: ["Portuguese Republic"],
  RO: ["România", "Roumania"],
  RS: ["Srbija"],
  RU: ["Россия", "Российская Федерация"],
  SA: ["Saudi"],
  SE: ["Sverige"],
  SH: ["Saint Helena", "Saint Helena Ascension and Tristan da Cunha"],
  SI: ["Slovenija"],
  SK: ["Slovak Republic"],
  SX: ["Sint Maarten"],
  SY: ["Syria"],
  SZ: ["Swaziland"],
  TL: ["East Timor"],
  TR: ["Türkiye Cumhuriyeti"],
  TW: [
    "Republic of China",
    "ROC",
    "Taiwan ROC",
    "臺灣",
    "台灣",
    "台湾",
    "Taiwan Republic of China",
    "Chinese Taipei",
  ],
  TZ: ["Tanzania"],
  UA: ["Україна"],
  US: ["USA", "United States"],
  VA: ["Vatican", "Vatican City", "Holy See", "Vatican City State"],
  VG: ["British Virgin Islands"],
  VI: ["US Virgin Islands", "United States Virgin Islands", "Virgin Islands of the United States"],
  VN: ["Viet Nam"],
  ZA: ["RSA"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

function indexNames(): ReadonlyMap<string, string> {
  const byName = new Map<string, string>();
  const add = (code: string, names: string | readonly string[]) => {
    for (const name of [names].flat()) {
      const folded = foldName(name);
      if (!byName.has(folded)) byName.set(folded, code);
    }
  };
  for (const [code, names] of Object.entries(MORE_NAMES)) add(code, names);
  for (const { countries } of [en, fr, es, pt, de]) {
    for (const [code, names] of Object.entries(countries)) add(code, names);
  }
  for (const [code, threeLetters] of codes as string[][]) add(code!, threeLetters!);
  return byName;
}

/**
 * A name without what its spellings differ in: case, accents, articles, parentheses, dots, hyphens,
 * `&` for `and`, `St.` for `Saint`.
 */
function foldName(name: string): string {
  return name
    .normalize("NFD")
    .toLowerCase()
    .replaceAll("&", " and ")
    .replaceAll(/[\u0300-\u036f'’`´]|\.(?!\p{L}{2})/gu, "")
    .split(/[\s.,()\-–]+/)
    .flatMap((word) => WORDS.get(word) ?? word)
    .join(" ");
}

/** Words that are left out or abbreviated in some spellings. */
const WORDS: ReadonlyMap<string, string | readonly []> = new Map<string, string | readonly []>([
  ...["", "the", "la", "le", "les", "el"].map((word) => [word, []] as const),
  ["st", "saint"],
  ["rep", "republic"],
  ["dem", "democratic"],
]);

/** The form of a state, before or after its name. */
const FORM = (() => {
  const kinds =
    "republic|kingdom|states?|commonwealth|federation|province|union|principality|duchy|" +
    "sultanate|territory";
  const form = `(?:[a-z]+ ){0,3}(?:${kinds}) of`;
  const romance = "(?:republique|republica|reino|royaume) (?:de|du|del|des|do|da)(?: la)?";
  return new RegExp(`^(?:${form}|${romance}) | ${form}(?: china)?$`);
})();

/**
 * A name without the form of its state: `islamic republic of pakistan`, `iran islamic republic of`.
 */
function withoutForm(name: string): string {
  return name.replace(FORM, "");
}
