/**
 * The entities of an RDAP answer: whom the network is registered to, and who takes abuse reports.
 *
 * @module
 */
import { type Fields, itemsOf, objectOf, textOf } from "../../../text/untrusted_json.ts";
import { readCountry } from "../cymru_records.ts";

/** An organization, a person or a maintainer, with its contact data. */
export interface Entity {
  /** Its identifier at the registry: `ORG-EXA1-RIPE`. */
  readonly handle: string | null;
  /** `registrant`, `abuse`, `technical`… */
  readonly roles: readonly string[];
  /** `org`, `individual`, `group`; null if not stated. */
  readonly kind: string | null;
  /** Its full name, else that of its organization. */
  readonly name: string | null;
  /** The first valid mail address. */
  readonly email: string | null;
  /** The two-letter code of the country in its postal address. */
  readonly country: string | null;
}

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
export function ownerOf(answer: Fields, registrants: readonly Entity[]): string | null {
  const named = registrants.filter(({ name }) => name !== null);
  const others = named.filter((entity) => !isMaintainer(entity));
  const owner = named.find(({ kind }) => kind === "org") ??
    others.find(({ kind }) => kind !== "individual");
  return owner?.name ?? descriptionOf(answer) ?? others[0]?.name ?? null;
}

/** The country of the network, else that of the organization it is registered to. */
export function countryOf(answer: Fields, registrants: readonly Entity[]): string | null {
  return countryCode(answer.country) ??
    registrants.find(({ kind, country }) => kind === "org" && country !== null)?.country ?? null;
}

/** Where to report abuse. */
export function abuseContactOf(entities: readonly Entity[]): string | null {
  return entities.find(({ roles, email }) => roles.includes("abuse") && email !== null)?.email ??
    null;
}

/** The databases of RIPE NCC and APNIC list those who may change an entry among the registrants. */
function isMaintainer({ handle, name }: Entity): boolean {
  return /^MAINT-|-MNT$/i.test(handle ?? name ?? "");
}

/** Old entries of APNIC name the owner only here. */
function descriptionOf(answer: Fields): string | null {
  for (const remark of itemsOf(answer.remarks, 20)) {
    const { title, description } = objectOf(remark);
    if (textOf(title)?.toLowerCase() !== "description") continue;
    const line = itemsOf(description, 1).map(textOf)[0] ?? null;
    if (line !== null) return line;
  }
  return null;
}

/** A mail address, with or without `mailto:`; comments, quotes and lists are not read. */
const EMAIL = /^(?:mailto:)?([^\s@<>()[\],;:"\\]{1,64}@[a-z0-9.-]{1,255})$/i;

/** Reads an entity and its jCard (RFC 7095): a vCard as JSON arrays. */
function readEntity(entity: unknown): Entity {
  const { handle, roles, vcardArray } = objectOf(entity);
  const properties = itemsOf(itemsOf(vcardArray, 2)[1], MOST_PROPERTIES).map(readProperty);
  const first = (name: string, read: (property: Property) => string | null): string | null => {
    const values = properties.filter((property) => property.name === name).map(read);
    return values.find((value) => value !== null) ?? null;
  };
  return {
    handle: textOf(handle),
    roles: itemsOf(roles, 20).flatMap((role) => textOf(role)?.toLowerCase() ?? []),
    kind: first("kind", valueOf)?.toLowerCase() ?? null,
    name: first("fn", valueOf) ?? first("org", valueOf),
    email: first("email", (property) => EMAIL.exec(valueOf(property) ?? "")?.[1] ?? null),
    country: first("adr", countryInAddress),
  };
}

/** `["email", {"type": "work"}, "text", "abuse@example.net"]`. */
interface Property {
  readonly name: string | null;
  readonly parameters: Fields;
  readonly value: unknown;
}

function readProperty(property: unknown): Property {
  const [name, parameters, , value] = itemsOf(property, 4);
  return { name: textOf(name)?.toLowerCase() ?? null, parameters: objectOf(parameters), value };
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
  const candidates = [parameters.cc, itemsOf(value, 7)[6], lastLine];
  return candidates.map(countryCode).find((code) => code !== null) ?? null;
}

/** The codes by name in lower case; built on first use. */
let codes: ReadonlyMap<string, string> | undefined;

/**
 * The two-letter code of a country, given as that code or by its English name. Null for other text,
 * and for ZZ and XX, which mean "unknown".
 */
function countryCode(value: unknown): string | null {
  const text = textOf(value) ?? "";
  return readCountry(text) ?? (codes ??= codesByName()).get(text.toLowerCase()) ?? null;
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
