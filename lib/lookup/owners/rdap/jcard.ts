/**
 * What an RDAP entity says of itself: a business card as JSON arrays (jCard, RFC 7095).
 *
 * @module
 */
import { countryCode } from "./country_code.ts";
import { itemsOf, objectOf, textOf } from "./json.ts";

/** A business card. */
export interface Card {
  /** `org`, `individual`, `group`; null where it does not say. */
  readonly kind: string | null;
  /** The name to call it by, or else that of the organization. */
  readonly name: string | null;
  /** The first address for mail that looks like one. */
  readonly email: string | null;
  /** The country of its postal address, by its two letters. */
  readonly country: string | null;
}

/** Properties of one card that are read. */
const MOST_PROPERTIES = 200;

/** What mail is sent to. Comments, quotes and several at once are not for us to take apart. */
const EMAIL = /^(?:mailto:)?([^\s@<>()[\],;:"\\]{1,64}@[a-z0-9.-]{1,255})$/i;

/** Reads an entity's `vcardArray`; every value is null where there is none, or none of sense. */
export function readCard(vcardArray: unknown): Card {
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
    country: first("adr", readCountry),
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

/** A property's text; of a structured one, such as an organization and its unit, the first part. */
function valueOf({ value }: Property): string | null {
  return textOf(Array.isArray(value) ? value[0] : value);
}

/**
 * ARIN and RIPE NCC write the country's name in the last line of a label, LACNIC its two letters in
 * the seventh part; RFC 8605 has a parameter for it.
 */
function readCountry({ parameters, value }: Property): string | null {
  const label = typeof parameters.label === "string" ? parameters.label : "";
  const lastLine = label.slice(-500).trim().split(/\n|\\n/).at(-1);
  for (const candidate of [parameters.cc, itemsOf(value, 7)[6], lastLine]) {
    const code = countryCode(textOf(candidate) ?? "");
    if (code !== null) return code;
  }
  return null;
}
