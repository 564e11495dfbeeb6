/** Lines of a label and a value, `Name:    host.example`, in any language. */
import { addressesIn } from "./names.ts";

/** A label with what stands behind it. */
export interface LabelLine {
  /** The label in lower case. */
  readonly label: string;
  /** The host name; null where there are addresses. */
  readonly name: string | null;
  /** The addresses; null where there is a host name. */
  readonly addresses: readonly string[] | null;
}

/** No translation of `Server`, `Name` or `Default Server` is longer. */
const LONGEST_LABEL = 60;

/** Reads such a line; null for another. */
export function readLabelLine(text: string): LabelLine | null {
  const colon = text.slice(0, LONGEST_LABEL).search(/[:：]/);
  if (colon < 1) return null;
  const label = text.slice(0, colon).trim().toLowerCase();
  const behind = text.slice(colon + 1);
  const value = behind.trim();
  if (value === "" || !/[^\d\s]/.test(label) || /[=*"<>;]/.test(label)) return null;
  if (!/^\s/.test(behind) && text[colon] === ":") return null;
  const addresses = addressesIn(value);
  if (addresses !== null) return { label, name: null, addresses };
  // Older nslookups list aliases on one line.
  const isName = isAliasLabel(label) ? /^[^="]+$/.test(value) : /^[^\s="]+$/.test(value);
  return isName ? { label, name: value, addresses: null } : null;
}

/** A line that ends in a colon: `Non-authoritative answer:` in any language. */
export function isHeading(text: string): boolean {
  return text.length <= 400 && /[^\d\s][^=*"<>]*[:：]$/.test(text) && !/[=*"<>]/.test(text);
}

/** `Aliases:`, which no language of Windows translates much. */
export function isAliasLabel(label: string): boolean {
  return /^alias/.test(label);
}

/** `Address:` and `Addresses:`, likewise. A name behind it is an address that was cut off. */
export function isAddressLabel(label: string): boolean {
  return /^address(?:es)?$/.test(label);
}

/** Words for `Name`, for output that was saved without its server: then nothing else tells. */
const NAME_WORDS: ReadonlySet<string> = new Set(
  "name nom nombre nome naam namn navn nimi nazwa název názov név nume ad adı имя ім'я 名称 名稱 名前 이름 όνομα שם الاسم"
    .split(" "),
);

/** Whether a label is a usual one for a name that was found. */
export function isNameLabel(label: string): boolean {
  return NAME_WORDS.has(label);
}
