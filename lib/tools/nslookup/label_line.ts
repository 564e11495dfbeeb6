/** Printed names and addresses, and lines of a label with one: `Name:    host.example`. */
import { parseAddress } from "../../address/address.ts";

/** A host name without its final dot; the root, `(root)` in older nslookups, is a dot. */
export function hostName(printed: string): string {
  if (printed === "(root)") return ".";
  return printed.length > 1 && printed.endsWith(".") ? printed.slice(0, -1) : printed;
}

/** Whether a name is `UnKnown`, which Windows prints for a server whose name was not found. */
export function isUnknown(name: string): boolean {
  return name.toLowerCase() === "unknown";
}

/** A name for comparison: in lower case, without its final dot. */
export function comparableName(name: string): string {
  return hostName(name).toLowerCase();
}

/** Whether two names are equal, ignoring case and a final dot. */
export function sameName(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return comparableName(one) === comparableName(other);
}

/** A literal address without the port that BIND's nslookup appends; null for anything else. */
export function addressIn(printed: string): string | null {
  const address = printed.replace(/#\d{1,5}$/, "");
  return parseAddress(address) === null ? null : address;
}

/** Addresses separated by spaces or commas; null if there is anything else. */
export function addressesIn(value: string): string[] | null {
  const addresses = value.split(/[\s,]+/).filter((part) => part !== "").map(addressIn);
  return addresses.length === 0 || addresses.includes(null) ? null : addresses as string[];
}

/** A label with its value. */
export interface LabelLine {
  /** The label in lower case. */
  readonly label: string;
  /** The host name; null if the value is addresses. */
  readonly name: string | null;
  /** The addresses; null if the value is a host name. */
  readonly addresses: readonly string[] | null;
}

/** Longer than any translation of `Server`, `Name` or `Default Server`. */
const LONGEST_LABEL = 60;

/** Reads a line of a label and a value, in any language; null for any other line. */
export function readLabelLine(text: string): LabelLine | null {
  const colon = text.slice(0, LONGEST_LABEL).search(/[:：]/);
  if (colon < 1) return null;
  const label = text.slice(0, colon).trim().toLowerCase();
  const rest = text.slice(colon + 1);
  const value = rest.trim();
  if (value === "" || !/[^\d\s]/.test(label) || /[=*"<>;]/.test(label)) return null;
  if (!/^\s/.test(rest) && text[colon] === ":") return null;
  const addresses = addressesIn(value);
  if (addresses !== null) return { label, name: null, addresses };
  // Older nslookups list aliases on one line.
  const isName = isAliasLabel(label) ? /^[^="]+$/.test(value) : /^[^\s="]+$/.test(value);
  return isName ? { label, name: value, addresses: null } : null;
}

/** Whether a line is a label with addresses. */
export function holdsAddresses(text: string | undefined): boolean {
  return (readLabelLine(text ?? "")?.addresses ?? null) !== null;
}

/** Whether a line ends in a colon, as `Non-authoritative answer:` does in any language. */
export function isHeading(text: string): boolean {
  return text.length <= 400 && /[^\d\s][^=*"<>]*[:：]$/.test(text) && !/[=*"<>]/.test(text);
}

/** Whether a label is `Aliases`, which Windows hardly translates. */
export function isAliasLabel(label: string): boolean {
  return /^alias/.test(label);
}

/** Words for `Name`; only they tell an answer that was saved without its server from a server. */
const NAME_WORDS: ReadonlySet<string> = new Set(
  "name nom nombre nome naam namn navn nimi nazwa název názov név nume ad adı имя ім'я 名称 名稱 名前 이름 όνομα שם الاسم"
    .split(" "),
);

/** Whether a label is a known word for `Name`. */
export function isNameLabel(label: string): boolean {
  return NAME_WORDS.has(label);
}
