/**
 * The names that `--encoding` takes.
 *
 * @module
 */

/** Code pages that Windows consoles use, or that saved output is often kept in. */
const PAGES = [
  ...[437, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874],
  ...[932, 936, 949, 950, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258],
] as const;

/** What the names without a number stand for. */
const ALIASES: Readonly<Record<string, string>> = {
  ascii: "utf-8",
  big5: "cp950",
  eucjp: "euc-jp",
  euckr: "cp949",
  gb18030: "gb18030",
  gb2312: "cp936",
  gbk: "cp936",
  iso88591: "cp1252",
  koi8r: "koi8-r",
  latin1: "cp1252",
  oem: "oem",
  shiftjis: "cp932",
  sjis: "cp932",
  unicode: "utf-16le",
  utf16: "utf-16le",
  utf16be: "utf-16be",
  utf16le: "utf-16le",
  utf8: "utf-8",
};

/** The canonical names, for suggestions and help. */
export const ENCODING_NAMES: readonly string[] = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "oem",
  "latin1",
  "shift_jis",
  "gbk",
  "gb18030",
  "euc-kr",
  "euc-jp",
  "big5",
  "koi8-r",
  ...PAGES.map((page) => `cp${page}`),
];

/**
 * The canonical name of an encoding: `utf-8`, `utf-16le`, `utf-16be`, `oem`, `cp850`… Case, hyphens
 * and underscores do not matter, and a page can be given as `850`, `cp850`, `ibm850` or
 * `windows-1252`. Null for a name that is not known.
 */
export function normalizeEncodingName(name: string): string | null {
  const key = name.trim().toLowerCase().replace(/[-_ ]/g, "");
  if (Object.hasOwn(ALIASES, key)) return ALIASES[key]!;
  const page = Number(/^(?:cp|ibm|oem|windows|win|ms)?(\d{3,5})$/.exec(key)?.[1]);
  if (page === 65001) return "utf-8";
  if (page === 1200) return "utf-16le";
  if (page === 1201) return "utf-16be";
  return PAGES.some((known) => known === page) ? `cp${page}` : null;
}
