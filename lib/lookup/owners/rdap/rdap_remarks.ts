/**
 * The remarks of an RDAP answer: what the registry's entry says in words.
 *
 * @module
 */
import { type Fields, listOf, objectOf, textOf } from "../../../text/untrusted_json.ts";
import { countryAtEnd } from "./country_names.ts";
import { mailsIn } from "./mail_addresses.ts";
import { isHandle, isName, nameOf } from "./registered_names.ts";

/** A remark with its lines; empty lines are left out. */
export interface Remark {
  /** In lower case; null if it has none. */
  readonly title: string | null;
  readonly lines: readonly string[];
}

/** The remarks of one object that are read, and the lines of one remark. */
const MOST_REMARKS = 50;
const MOST_LINES = 200;
/** The length of a description, in UTF-16 units. */
const LONGEST_DESCRIPTION = 300;

/** Reads the remarks of a network or an entity: an array, a single remark, or text. */
export function remarksOf({ remarks }: Fields): Remark[] {
  return listOf(remarks, MOST_REMARKS)
    .map((item) => {
      const { title, description } = typeof item === "string"
        ? { title: null, description: item }
        : objectOf(item);
      return { title: textOf(title)?.toLowerCase() ?? null, lines: linesOf(description) };
    })
    .filter(({ lines }) => lines.length > 0);
}

function linesOf(description: unknown): string[] {
  return listOf(description, MOST_LINES)
    .flatMap((text) => typeof text === "string" ? text.slice(0, 10_000).split(/\r?\n/) : [])
    .slice(0, MOST_LINES)
    .flatMap((line) => nameOf(line) ?? []);
}

/** Whether a remark is a description by its title, as APNIC and AFRINIC give it. */
function isTitled({ title }: Remark): boolean {
  return /^descr(?:iption)?s?:?$/.test(title ?? "");
}

/**
 * The lines that describe a network: those of remarks with that title; else of the first remark
 * without a title, since RIPE NCC gives none, and descriptions come before its other remarks.
 */
function descriptionLines(remarks: readonly Remark[]): readonly string[] {
  const titled = remarks.filter(isTitled);
  if (titled.length > 0) return titled.flatMap(({ lines }) => lines);
  return remarks.find(({ title }) => title === null)?.lines ?? [];
}

/**
 * The name in a description: its first line that can be one. `Website: …`, streets and lines of
 * dashes are none, nor is a place, except in APNIC's descriptions, which begin with the name.
 */
export function nameInDescription(remarks: readonly Remark[]): string | null {
  const names = descriptionLines(remarks)
    .map((line) => line.replace(/^(?:descr|owner|organi[sz]ation|customer)\s*:\s*/i, ""))
    .filter((line) =>
      isName(line) && !isHandle(line) && !isSeparator(line) && !isContact(line) && !isPostal(line)
    );
  const areTitled = remarks.some(isTitled);
  return names.find((line) => areTitled || !isPlace(line)) ?? null;
}

/**
 * The registry's words about a network, its lines joined with `; `: the description, else ARIN's
 * comments. Ends where a postal address begins, and leaves out contact data, which has its own place.
 */
export function describe(remarks: readonly Remark[]): string | null {
  const described = descriptionLines(remarks);
  const comments = remarks.filter(({ title }) => title === "registration comments");
  const lines = described.length > 0 ? described : comments.flatMap(({ lines }) => lines);
  const telling = lines.filter((line) => !isSeparator(line) && !isContact(line));
  const postal = telling.findIndex((line, index) => isPostal(line) || index > 0 && isPlace(line));
  const text = telling.slice(0, postal < 0 ? undefined : postal).join("; ");
  if (text.length <= LONGEST_DESCRIPTION) return text === "" ? null : text;
  return `${text.slice(0, LONGEST_DESCRIPTION - 1).toWellFormed()}…`;
}

/** Whether a line has neither letters nor digits. */
function isSeparator(line: string): boolean {
  return !/[\p{L}\p{N}]/u.test(line);
}

/** Whether a line tells how to reach someone: `Website: …`, `Abuse: …`, `tel +49…`, a mail address. */
function isContact(line: string): boolean {
  return /^(?:https?:\/\/|www\.)\S+$/i.test(line) || mailsIn(line).length > 0 ||
    /^(?:web ?site|web|url|home ?page|abuse|noc|e-?mail|tel|phone|fax|mobile|contact|attn|c\/o|remarks?|person|mr|mrs|ms)\b\s*[.:]/i
      .test(line) ||
    /(?:^|\s)\+\d[\d\s().-]{6,}\d$/.test(line);
}

/** Streets with their numbers, floors, and places with their postal codes. */
const POSTAL = [
  /\b(?:street|str|road|avenue|blvd|boulevard|jl|jalan|rua|avenida|calle|rue|ul|strasse|straße|floor|suite|room|p\.? ?o\.? ?box|lane)\b\.?[\s,]*(?:no\.?\s*)?\d/iu,
  /^(?:jl|jalan|rua|avenida|av|calle|carrera|cra|rue|via|ul)\b\.?\s.*\d/iu,
  /^(?:no\.?\s*)?\d[\w-]*[,.]?\s?[\p{L}\d .,'&-]{2,60}\b(?:street|st|road|rd|avenue|ave|blvd|boulevard|drive|lane|way|plaza|square|parkway|pkwy)\b/iu,
  /\p{L}(?:stra(?:ss|ß)e|str\.|weg|gasse|platz|straat|laan)\s+\d/iu,
  /^\d+(?:st|nd|rd|th)?[ \/-]?f(?:loor)?\b|^no\.?\s*\d/iu,
  /\p{L}-(?:cho|ku|dong|ro|gil)\b|\d-chome\b/iu,
  /\p{L}[\s,]+(?:\d{5,6}|\d{3}-\d{4})(?=[\s,.]|$)/iu,
] as const;

/** Whether a line holds a street with a number, or a place with its postal code. */
function isPostal(line: string): boolean {
  return /\d/.test(line) && POSTAL.some((pattern) => pattern.test(line));
}

/** Words of firms, which end in a country too: `Example Telecom, Norway`. */
const FIRM =
  /\b(?:ltd|limited|llc|inc|corp|co|company|gmbh|ag|ab|as|bv|nv|sa|srl|plc|oao|ooo|zao|jsc|pjsc|isp|bank|group|services?|systems?|solutions?|universit\w*|institut\w*|ministry|\w*(?:tele|kom|com|net|online|host|cloud|data|media)\w*)\b/i;

/** Whether a line is a country, or a place with its country: `HuaiRou, Beijing, China`. */
function isPlace(line: string): boolean {
  return line.length > 3 && countryAtEnd(line) !== null && !FIRM.test(line);
}
