/**
 * Tells names from what stands in a name's place: handles, address ranges, numbers, and words that say
 * that there is no name.
 *
 * @module
 */
import { parseAddress } from "../../../address/address.ts";
import { textOf } from "../../../text/untrusted_json.ts";

/** A name or a line of words, on one line; null for empty text and any other value. */
export function nameOf(value: unknown): string | null {
  return typeof value === "string" ? textOf(withoutReferences(value)) : null;
}

/** Text with the characters that `&amp;` and `&#39;` stand for, which some registries write. */
function withoutReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(/&(?:#(\d{2,6})|#x([\da-f]{2,5})|([a-z]{2,4}));/gi, (whole, ...parts) => {
    const [decimal, hex, word] = parts as (string | undefined)[];
    if (word !== undefined) return CHARACTERS[word.toLowerCase()] ?? whole;
    const character = String.fromCodePoint(decimal === undefined ? parseInt(hex!, 16) : +decimal);
    return /[\p{Cc}\p{Cs}]/u.test(character) ? whole : character;
  });
}

const CHARACTERS: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** Words that stand where a name is withheld or missing. */
const NO_NAME =
  /^(?:redacted\b.*|.*\b(?:redacted|withheld|masked|hidden) for privacy\b.*|.*\b(?:data|identity) protected\b.*|not (?:disclosed|available|applicable|shown|set|specified)|(?:statutory|gdpr) mask(?:ing|ed)\b.*|n\/?a|none|no name|null|nil|unknown|undefined|unspecified|private|personal data|tb[ad])[.!]?$/i;

/** Whether text can name an organization, a person or a network. */
export function isName(text: string | null): text is string {
  return text !== null && /\p{L}/u.test(text) && !NO_NAME.test(text) && !isRange(text);
}

/** `2001:db8:: - 2001:db8:ffff::` or `2001:db8::/32`. */
function isRange(text: string): boolean {
  const [start = "", ...rest] = text.split(/\s*[-–\/]\s*/, 3);
  return rest.length > 0 && parseAddress(start) !== null;
}

/**
 * Whether text has the form of a registry's identifiers: `ORG-EXA1-RIPE`, `MAINT-EXAMPLE`,
 * `EXAMPLE-MNT`, `AB123-AP`, `JP00012345`, `C01234567`.
 */
export function isHandle(text: string): boolean {
  return /^(?:(?:ORG|IRT|MNT|MAINT)-\S+|\S+-(?:MNT|MAINT|RIPE|AP|ARIN|LACNIC|AFRINIC)|[A-Z]{1,4}\d{5,}(?:-\S+)?)$/i
    .test(text);
}

/** The national registries, by the domains of their desks and by their names. */
const NATIONAL_REGISTRIES: readonly { name: string; domains: string[]; title: RegExp }[] = [
  {
    name: "JPNIC",
    domains: ["nic.ad.jp"],
    title: /^(?:JPNIC|Japan Network Information Cent(?:er|re))\b/i,
  },
  {
    name: "KRNIC",
    domains: ["nic.or.kr", "krnic.or.kr", "nida.or.kr", "kisa.or.kr", "krnic.net"],
    title: /^(?:KRNIC|KISA|Korea Network Information Center|Korea Internet (?:&|and) Security)\b/i,
  },
  {
    name: "TWNIC",
    domains: ["twnic.net", "twnic.net.tw", "twnic.tw"],
    title: /^(?:TWNIC|Taiwan Network Information Cent(?:er|re))\b/i,
  },
  {
    name: "CNNIC",
    domains: ["cnnic.cn", "cnnic.net.cn"],
    title: /^(?:CNNIC|China Internet Network Information Cent(?:er|re))\b/i,
  },
  {
    name: "VNNIC",
    domains: ["vnnic.vn", "vnnic.net.vn"],
    title: /^(?:VNNIC|Vietnam Internet Network Information Cent(?:er|re))\b/i,
  },
  {
    name: "IDNIC",
    domains: ["idnic.net", "idnic.id", "apjii.or.id"],
    title: /^(?:IDNIC|APJII|Indonesia Network Information Cent(?:er|re))\b/i,
  },
  {
    name: "IRINN",
    domains: ["irinn.in", "nixi.in"],
    title: /^(?:IRINN|Indian Registry for Internet Names)\b/i,
  },
  { name: "NIC Mexico", domains: ["nic.mx"], title: /^NIC M[eé]xico\b/i },
  {
    name: "NIC.br",
    domains: ["nic.br", "registro.br", "cert.br"],
    title: /^N[uú]cleo de Informa[cç][aã]o e Coordena[cç][aã]o do Ponto/i,
  },
];

/** The national registry whose desk has a mail address; null for any other address. */
export function nationalDesk(mail: string): string | null {
  const domain = mail.slice(mail.lastIndexOf("@") + 1).toLowerCase();
  const registry = NATIONAL_REGISTRIES.find(({ domains }) =>
    domains.some((own) => domain === own || domain.endsWith(`.${own}`))
  );
  return registry?.name ?? null;
}

/** Whether a name is a national registry's. */
export function isNationalRegistry(name: string): boolean {
  return NATIONAL_REGISTRIES.some(({ title }) => title.test(name));
}

/** The regional registries' and IANA's own names. */
const REGISTRIES =
  /^(?:IANA\b|Internet Assigned Numbers|RIPE\b|R[eé]seaux IP Europ[eé]ens|APNIC\b|Asia[ -]Pacific Network Information|ARIN\b|American Registry for Internet Numbers|LACNIC\b|Latin American and Caribbean IP|AFRINIC\b|African Network Information)/i;

/** Whether a name is IANA's or a regional registry's. */
export function isRegionalRegistry(name: string): boolean {
  return REGISTRIES.test(name);
}
