/**
 * The entities of an RDAP answer: whom the network is registered to, and who takes abuse reports.
 *
 * @module
 */
import { itemsOf, objectOf, textOf } from "./untrusted_json.ts";

/** An organization, a person or a maintainer. */
export interface Entity {
  /** Its identifier at the registry: `ORG-EXA1-RIPE`. */
  readonly handle: string | null;
  /** `registrant`, `abuse`, `technical`… */
  readonly roles: readonly string[];
  /** Its contact data. */
  readonly card: Card;
}

/** The contact data of an entity. */
export interface Card {
  /** `org`, `individual`, `group`; null if not stated. */
  readonly kind: string | null;
  /** Its full name, else that of its organization. */
  readonly name: string | null;
  /** The first valid mail address. */
  readonly email: string | null;
  /** The two-letter code of the country in its postal address. */
  readonly country: string | null;
}

/** The members of an answer. */
type Answer = Readonly<Record<string, unknown>>;

/** The depth to which nested entities are read; ARIN nests three levels. */
const DEEPEST = 6;
/** The entities of one answer that are read. */
const MOST_ENTITIES = 500;
/** The properties of one card that are read. */
const MOST_PROPERTIES = 200;

/** All entities of an answer: those nearer to the network first, else in the order given. */
export function entitiesOf(answer: unknown): Entity[] {
  const found: Entity[] = [];
  let level: readonly unknown[] = [answer];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    level = level
      .flatMap((parent) => itemsOf(objectOf(parent).entities, MOST_ENTITIES))
      .slice(0, MOST_ENTITIES - found.length);
    found.push(...level.map(readEntity));
  }
  return found;
}

/**
 * The owner of a network: an organization among the registrants, else the description of the
 * network, else a person among the registrants; null if none of them is named.
 */
export function ownerOf(answer: Answer, registrants: readonly Entity[]): string | null {
  const named = registrants.filter(({ card }) => card.name !== null);
  const owner = named.find(({ card }) => card.kind === "org") ??
    named.find((entity) => entity.card.kind !== "individual" && !isMaintainer(entity));
  return owner?.card.name ?? descriptionOf(answer) ??
    named.find((entity) => !isMaintainer(entity))?.card.name ?? null;
}

/** The country of the network, else that of the organization it is registered to. */
export function countryOf(answer: Answer, registrants: readonly Entity[]): string | null {
  const country = countryCode(textOf(answer.country) ?? "");
  if (country !== null) return country;
  const owner = registrants.find(({ card }) => card.kind === "org" && card.country !== null);
  return owner?.card.country ?? null;
}

/** Where to report abuse. */
export function abuseContactOf(entities: readonly Entity[]): string | null {
  const found = entities.find(({ roles, card }) => roles.includes("abuse") && card.email !== null);
  return found?.card.email ?? null;
}

/** The databases of RIPE NCC and APNIC list those who may change an entry among the registrants. */
function isMaintainer({ handle, card }: Entity): boolean {
  return /^MAINT-|-MNT$/i.test(handle ?? card.name ?? "");
}

/** Old entries of APNIC name the owner only here. */
function descriptionOf(answer: Answer): string | null {
  for (const remark of itemsOf(answer.remarks, 20)) {
    const { title, description } = objectOf(remark);
    if (textOf(title)?.toLowerCase() !== "description") continue;
    const line = itemsOf(description, 1).map(textOf)[0] ?? null;
    if (line !== null) return line;
  }
  return null;
}

function readEntity(entity: unknown): Entity {
  const { handle, roles, vcardArray } = objectOf(entity);
  return {
    handle: textOf(handle),
    roles: itemsOf(roles, 20).flatMap((role) => textOf(role)?.toLowerCase() ?? []),
    card: readCard(vcardArray),
  };
}

/** A mail address, with or without `mailto:`; comments, quotes and lists are not read. */
const EMAIL = /^(?:mailto:)?([^\s@<>()[\],;:"\\]{1,64}@[a-z0-9.-]{1,255})$/i;

/** Reads a jCard (RFC 7095): a vCard as JSON arrays. */
function readCard(vcardArray: unknown): Card {
  const properties = itemsOf(itemsOf(vcardArray, 2)[1], MOST_PROPERTIES).map(readProperty);
  const first = <T>(name: string, read: (property: Property) => T | null): T | null => {
    for (const property of properties) {
      const value = property.name === name ? read(property) : null;
      if (value !== null) return value;
    }
    return null;
  };
  return {
    kind: first("kind", valueOf)?.toLowerCase() ?? null,
    name: first("fn", valueOf) ?? first("org", valueOf),
    email: first("email", (property) => EMAIL.exec(valueOf(property) ?? "")?.[1] ?? null),
    country: first("adr", countryInAddress),
  };
}

/** `["email", {"type": "work"}, "text", "abuse@example.net"]`. */
interface Property {
  readonly name: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly value: unknown;
}

function readProperty(property: unknown): Property {
  const [name, parameters, , value] = itemsOf(property, 4);
  return {
    name: textOf(name)?.toLowerCase() ?? null,
    parameters: objectOf(parameters),
    value,
  };
}

/**
 * The text of a property; of a structured one, such as an organization and its unit, the first
 * part.
 */
function valueOf({ value }: Property): string | null {
  return textOf(Array.isArray(value) ? value[0] : value);
}

/**
 * ARIN and RIPE NCC write the country's name on the last line of a label, LACNIC its two letters in
 * the seventh part; RFC 8605 has a parameter for it.
 */
function countryInAddress({ parameters, value }: Property): string | null {
  const label = typeof parameters.label === "string" ? parameters.label : "";
  const lastLine = label.slice(-500).trim().split(/\n|\\n/).at(-1);
  for (const candidate of [parameters.cc, itemsOf(value, 7)[6], lastLine]) {
    const code = countryCode(textOf(candidate) ?? "");
    if (code !== null) return code;
  }
  return null;
}

/** The codes by name in lower case; built on first use. */
let codes: ReadonlyMap<string, string> | undefined;

/**
 * The two-letter code of a country, given as that code or by its English name. Null for other text,
 * and for ZZ and XX, which mean "unknown".
 */
function countryCode(text: string): string | null {
  if (/^[a-z]{2}$/i.test(text)) return /^(?:zz|xx)$/i.test(text) ? null : text.toUpperCase();
  codes ??= codesByName();
  return codes.get(text.toLowerCase()) ?? null;
}

function codesByName(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const byName = new Map<string, string>();
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = names.of(code)?.toLowerCase();
    // A retired code shares its name with the code that replaced it, to which it is canonicalized.
    if (name !== undefined && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`) {
      byName.set(name, code);
    }
  }
  return byName;
}
