/**
 * Reads contact data: jCard (RFC 7095), a vCard as JSON arrays, and JSContact (RFC 9553), which
 * registries are about to send in its place.
 *
 * @module
 */
import { type Fields, itemsOf, listOf, objectOf, textOf } from "../../../text/untrusted_json.ts";
import { countryAtEnd, countryCode } from "./country_names.ts";
import { mailsIn } from "./mail_addresses.ts";
import { nameOf } from "./registered_names.ts";

/** A mail address and what the card says of it. */
export interface Mail {
  readonly address: string;
  /** Whether it is marked as the one for abuse reports. */
  readonly isForAbuse: boolean;
  /** Its rank, 1 being the highest; {@linkcode NO_RANK} if none is stated. */
  readonly rank: number;
}

/** The contact data of an entity. Lists are in the card's order of preference. */
export interface Card {
  /** `org`, `individual`, `group`; null if not stated. */
  readonly kind: string | null;
  /** Its full names. */
  readonly names: readonly string[];
  /** The organizations it belongs to, without their units. */
  readonly organizations: readonly string[];
  readonly mails: readonly Mail[];
  /** Finds the two-letter code of the country in its postal address. */
  readonly country: () => string | null;
}

/** The rank of what has none; vCard's go up to 100. */
export const NO_RANK = 1000;

/** The properties of one card that are read. */
const MOST_PROPERTIES = 200;

/**
 * Reads the contact data of an RDAP entity; empty where it has none that can be read. Of an entity
 * with cards of both forms, what the newer one says comes first.
 */
export function readCard(entity: Fields): Card {
  const jsContact = readJsContact(
    objectOf(entity.jscard ?? entity.jscard_0 ?? entity.jscontact_card),
  );
  const jCard = readJCard(entity.vcardArray);
  return {
    kind: jsContact.kind ?? jCard.kind,
    names: [...jsContact.names, ...jCard.names],
    organizations: [...jsContact.organizations, ...jCard.organizations],
    mails: [...jsContact.mails, ...jCard.mails],
    country: () => jsContact.country() ?? jCard.country(),
  };
}

/** `["email", {"pref": "1"}, "text", "abuse@example.net"]`. */
interface Property {
  readonly name: string;
  readonly parameters: Fields;
  readonly values: readonly unknown[];
  readonly rank: number;
}

function readJCard(vcardArray: unknown): Card {
  const properties = propertiesIn(vcardArray).map(readProperty).toSorted(byRank);
  const named = (name: string) => properties.filter((property) => property.name === name);
  const texts = (name: string) => named(name).flatMap((property) => firstText(property) ?? []);
  return {
    kind: kindOf(texts("kind")[0] ?? null),
    names: texts("fn"),
    organizations: texts("org"),
    mails: named("email").flatMap(({ values, parameters, rank }) => {
      const isForAbuse = wordsOf(parameters.type).includes("abuse");
      return values.flat().flatMap((value) => mailsIn(textOf(value) ?? ""))
        .map((address) => ({ address, isForAbuse, rank }));
    }),
    country: () => firstPresent(named("adr"), countryOfAddress),
  };
}

/**
 * The properties of a card. They are an array of arrays after the word `vcard`, but the word may be
 * missing, and the array around them.
 */
function propertiesIn(vcardArray: unknown): readonly unknown[][] {
  const isProperty = (item: unknown): item is unknown[] =>
    Array.isArray(item) && typeof item[0] === "string" && item[0] !== "vcard";
  const parts = itemsOf(vcardArray, MOST_PROPERTIES);
  return parts.flatMap((part) => isProperty(part) ? [part] : itemsOf(part, MOST_PROPERTIES))
    .filter(isProperty)
    .slice(0, MOST_PROPERTIES);
}

function readProperty([name, parameters, , ...values]: readonly unknown[]): Property {
  const known = objectOf(parameters);
  const isPreferred = wordsOf(known.type).includes("pref");
  return {
    name: textOf(name)?.toLowerCase() ?? "",
    parameters: known,
    values: values.slice(0, MOST_PROPERTIES),
    rank: rankOf(isPreferred ? 1 : known.pref),
  };
}

/** Some write `organization` in full. */
function kindOf(text: string | null): string | null {
  const kind = text?.toLowerCase() ?? null;
  return kind === "organization" ? "org" : kind;
}

function rankOf(pref: unknown): number {
  const rank = typeof pref === "number" || typeof pref === "string" ? Number(pref) : NaN;
  return rank >= 1 && rank <= 100 ? rank : NO_RANK;
}

function byRank(a: { readonly rank: number }, b: { readonly rank: number }): number {
  return a.rank - b.rank;
}

/** A text or a list of texts in lower case: `abuse`, `work,abuse`, `["work", "abuse"]`. */
export function wordsOf(value: unknown): string[] {
  return listOf(value, 20).flatMap((text) =>
    textOf(text)?.toLowerCase().split(/\s*[,;|]\s*/) ?? []
  );
}

function firstPresent<Item>(
  items: readonly Item[],
  read: (item: Item) => string | null,
): string | null {
  for (const item of items) {
    const value = read(item);
    if (value !== null) return value;
  }
  return null;
}

/** The text of a property; of a structured one, such as an organization and its unit, the first part. */
function firstText({ values: [value] }: Property): string | null {
  return nameOf(listOf(value, 1)[0]);
}

/**
 * The country of a postal address: the parameter for it (RFC 8605), the seventh part, as LACNIC
 * writes it, or the end of the whole address, which ARIN and RIPE NCC have as a label; it can also be
 * the only part.
 */
function countryOfAddress({ parameters, values: [address] }: Property): string | null {
  const parts = listOf(address, 7);
  const filled = parts.filter((part) => part !== "");
  return firstPresent([parameters.cc, parts[6]], countryCode) ??
    firstPresent([parameters.label, ...filled.length === 1 ? filled : []], countryAtEnd);
}

function readJsContact(card: Fields): Card {
  const organizations = membersOf(card.organizations)
    .map(({ fields: { name } }) => nameOf(name) ?? nameOf(objectOf(name).value));
  return {
    kind: kindOf(textOf(card.kind)),
    names: [fullNameOf(card)].filter((name) => name !== null),
    organizations: organizations.filter((name) => name !== null),
    mails: membersOf(card.emails ?? card.email)
      .map(({ key, fields }) => ({
        addresses: mailsIn(textOf(fields.address) ?? textOf(fields.email) ?? ""),
        isForAbuse: [key, ...wordsOf(fields.label), ...Object.keys(objectOf(fields.contexts))]
          .some((word) => word.toLowerCase() === "abuse"),
        rank: rankOf(fields.pref),
      }))
      .toSorted(byRank)
      .flatMap(({ addresses, ...mail }) => addresses.map((address) => ({ address, ...mail }))),
    country: () =>
      firstPresent(membersOf(card.addresses), ({ fields }) => countryOfJsAddress(fields)),
  };
}

/** The members of JSContact's maps, which were arrays in early drafts, in their order. */
function membersOf(value: unknown): { key: string; fields: Fields }[] {
  const members = Array.isArray(value) ? value : objectOf(value);
  return Object.entries(members).slice(0, MOST_PROPERTIES)
    .map(([key, member]) => ({ key, fields: objectOf(member) }));
}

/** The name in one piece, as drafts before the RFC had it too, else its parts in order. */
function fullNameOf({ name, fullName }: Fields): string | null {
  const { full, components } = objectOf(name);
  const whole = nameOf(full) ?? nameOf(fullName) ?? nameOf(objectOf(fullName).value) ??
    nameOf(name);
  const parts = itemsOf(components, 20).flatMap((part) => nameOf(objectOf(part).value) ?? []);
  return whole ?? textOf(parts.join(" "));
}

function countryOfJsAddress(address: Fields): string | null {
  const components = itemsOf(address.components, 50).map(objectOf);
  const named = components.find(({ kind, type }) => kind === "country" || type === "country");
  return firstPresent([address.countryCode, named?.value, address.country], countryCode) ??
    countryAtEnd(address.full ?? address.fullAddress);
}
