/**
 * Printed names and addresses, and lines of a label with one: `Name:    host.example`.
 *
 * @module
 */
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

/** `192.0.2.53:53` and `[2001:db8::53]:53`, as BusyBox prints a server. */
const WITH_PORT = /^(?:(\d+\.\d+\.\d+\.\d+)|\[([^\]]+)\]):\d{1,5}$/;

/** A literal address without the port that BIND and BusyBox append; null for anything else. */
export function addressIn(printed: string): string | null {
  const [, ipv4, ipv6] = WITH_PORT.exec(printed) ?? [];
  const address = ipv4 ?? ipv6 ?? printed.replace(/#\d{1,5}$/, "");
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
  /** Whether the label is `Address`, which no nslookup translates. */
  readonly isAddress: boolean;
  /** Whether the label has a number, as in BusyBox up to 1.28: `Address 1: 192.0.2.1 host`. */
  readonly isNumbered: boolean;
  /** The name that BusyBox prints behind an address. */
  readonly host: string | null;
}

/** Longer than any translation of `Server`, `Name` or `Default Server`. */
const LONGEST_LABEL = 60;

const ADDRESS_LABEL = /^Address(?:es)?( \d{1,3})?$/;

/** Reads a line of a label and a value, in any language; null for any other line. */
export function readLabelLine(text: string): LabelLine | null {
  const colon = text.slice(0, LONGEST_LABEL).search(/[:：]/);
  if (colon < 1) return null;
  const printed = text.slice(0, colon).trim();
  const label = printed.toLowerCase();
  const rest = text.slice(colon + 1);
  const value = rest.trim();
  if (value === "" || !/[^\d\s]/.test(label) || /[=*"<>;]/.test(label)) return null;
  if (!/^\s/.test(rest) && text[colon] === ":") return null;
  const [isAddress, number] = ADDRESS_LABEL.exec(printed) ?? [];
  const isNumbered = number !== undefined;
  const line = { label, isAddress: isAddress !== undefined, isNumbered, host: null };
  const addresses = addressesIn(value);
  if (addresses !== null) return { ...line, name: null, addresses };
  const [, first, host = null] = isNumbered ? /^(\S+) (\S+)$/.exec(value) ?? [] : [];
  const address = addressIn(first ?? "");
  if (address !== null) return { ...line, name: null, addresses: [address], host };
  // Older nslookups list aliases on one line.
  const isName = isAliasLabel(label) ? /^[^="]+$/.test(value) : /^[^\s="]+$/.test(value);
  return isName ? { ...line, name: value, addresses: null } : null;
}

/** Whether a line is `Address:` with addresses. */
export function holdsAddresses(text: string | undefined): boolean {
  const line = readLabelLine(text ?? "");
  return line !== null && line.isAddress && line.addresses !== null;
}

/** Whether a line is `Address:` with something that is no address, or was cut off. */
export function lacksAddress(text: string, { isLast }: { isLast: boolean }): boolean {
  return /^[-+<>|]?\s*Address(?:es)?(?: \d{1,3})?(?:[:：]|$)/.test(text) ||
    isLast && text !== "" && "Addresses".startsWith(text);
}

/** Whether a line is a label with or without a value, as in anything that people write down. */
export function isLabelled(text: string): boolean {
  return /^[^\s:：][^:：]{0,59}[:：](?:\s|$)|^[A-Z][A-Z-]+:/.test(text) && !/=/.test(text);
}

/** Whether a line ends in a colon. */
export function isHeading(text: string): boolean {
  return text.length <= 400 && /[^\d\s][^=*"<>]*[:：]$/.test(text) && !/[=*"<>]/.test(text);
}

/** Words of the line about authority in the languages that write it without accents. */
const AUTHORITY = /aut[ho]|aukt|bindend|gezag|answer|antwo|svar|rispost|resp?ost|respuest|vastaus/i;

/** Longer than any translation of it. */
const LONGEST_HEADING = 80;

/** Whether a line can be `Non-authoritative answer:`, in any language or damaged. */
export function isAuthorityHeading(text: string): boolean {
  // It has no number and no name in it, unlike `Ping wird ausgeführt für host.example …:`.
  if (!isHeading(text) || text.length > LONGEST_HEADING || /[\d.]/.test(text)) return false;
  return !isPlain(text) || AUTHORITY.test(text);
}

/** Whether text is ASCII and has letters, so that it is neither damaged nor of another script. */
export function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text) && /[a-z]/i.test(text);
}

/** Whether a label is `Aliases`, which Windows hardly translates. */
export function isAliasLabel(label: string): boolean {
  return /^alias/.test(label);
}

/** Words for `Name`; only they tell an answer that was saved without its server from a server. */
const NAME_WORDS: ReadonlySet<string> = new Set(
  ("name nom nombre nome naam namn navn nimi nazwa název názov név nume ad adı ime nama izena " +
    "имя ім'я 名称 名稱 名前 이름 όνομα שם الاسم").split(" "),
);

/** Whether a label is a known word for `Name`. */
export function isNameLabel(label: string): boolean {
  return NAME_WORDS.has(label);
}

/** The words for `Server` that are ASCII: those of most languages that use Latin letters. */
const SERVER_WORD = /ser[vw]|palvelin|sunucu|posluzitelj|streznik|zerbitz/;

/**
 * Whether a label can be one of nslookup: a word for `Server` or `Name`, or not in plain ASCII, so
 * that it is of a language that nobody has seen yet, or damaged. `Host`, `Gateway` and the like are not.
 */
export function isBlockLabel(label: string): boolean {
  return !isPlain(label) || isNameLabel(label) || SERVER_WORD.test(label);
}

/** Words for `Server` in other letters, as far as they are known. */
const OTHER_SERVER_WORDS = new RegExp(
  "сервер|сървър|サーバー|服务器|服務器|伺服器|서버|kiszolgáló|διακομιστής|poslužitelj|strežnik|שרת|خادم|ملقم|" +
    "เซิร์ฟเวอร์|máy chủ",
);

/** The same as a label alone, or with the word for `Default`: not `Server name`, not `DHCP Server`. */
const SERVER_ALONE =
  /^(?:ser[vw][a-z]{1,8}|palvelin|sunucu|posluzitelj|streznik|zerbitz\w+|tjener)$|^(?:default|standard|oletus)/;

/** Whether a label says that it is that of a server, or is too damaged to say anything. */
export function isKnownServerLabel(label: string): boolean {
  return SERVER_ALONE.test(label) || !isPlain(label) && SERVER_WORD.test(label) ||
    OTHER_SERVER_WORDS.test(label) ||
    /[?\ufffd\u2500-\u25ff]/.test(label);
}

/** Whether a label can be that of a server, and not only that of a name. */
export function isServerLabel(label: string): boolean {
  return isBlockLabel(label) && !isNameLabel(label);
}
