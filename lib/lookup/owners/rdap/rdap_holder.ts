/**
 * Whom an RDAP answer says a network is registered to.
 *
 * @module
 */
import type { Entity } from "./rdap_entities.ts";
import { nameInDescription, type Remark } from "./rdap_remarks.ts";
import { isHandle, isName, isNationalRegistry } from "./registered_names.ts";

/** What an answer tells about the holder of its network. */
export interface HolderFacts {
  readonly entities: readonly Entity[];
  /** The remarks of the network. */
  readonly remarks: readonly Remark[];
  /** The registry's name of the network. */
  readonly networkName: string | null;
  /** The country of the network. */
  readonly country: string | null;
}

/** The holder of a network. */
export interface Holder {
  /** Its name; the network's name where nobody is named; null where that is none either. */
  readonly name: string | null;
  /** The country of the network, else that of its holder. */
  readonly country: string | null;
  /** The organization that gave the network to its customer, where ARIN tells. */
  readonly provider: string | null;
}

/**
 * Finds the holder of a network. The first of these that is named counts:
 *
 * 1. An organization among the registrants of the network; else the firm that another registrant,
 *    a role or a person, belongs to. ARIN's customers are such registrants, their providers are
 *    nested in them. National registries that are registered for their members do not count yet.
 * 2. An organization without a role, as AFRINIC sent them for years.
 * 3. The first line of the description that can be a name: APNIC, and RIPE NCC where a network has
 *    no `org:`, name the holder nowhere else.
 * 4. An organization among the nested registrants, such as the provider of a customer whose name is
 *    withheld; then a national registry.
 * 5. A person to whom the network is registered: only where nothing else names the holder.
 * 6. The network's own name.
 *
 * A registrant of kind `individual` whose name is its own handle is a maintainer in RIPE NCC's form:
 * one who may change the entry. It is never the holder, nor is whom it belongs to. Handles, address
 * ranges, numbers and `REDACTED FOR PRIVACY` are no names. `Private Customer` is one: it is all that
 * the provider registered. LACNIC's and registro.br's legal representatives are not read: a person
 * who signs for a firm.
 */
export function holderOf({ entities, remarks, networkName, country }: HolderFacts): Holder {
  const registrants = entities.filter((entity) =>
    entity.roles.includes("registrant") && !isMaintainer(entity)
  );
  const direct = registrants.filter(({ parent }) => parent === null);
  const nested = registrants.filter(({ parent }) => parent !== null);
  const roleless = entities.filter(({ roles, kind, parent }) =>
    roles.length === 0 && kind === "org" && parent === null
  );
  const firm = firmAmong(direct, { national: false });
  const name = firm?.name ??
    firmAmong(roleless, { national: false })?.name ??
    nameInDescription(remarks) ??
    (firmAmong(nested, { national: false }) ?? firmAmong(direct, { national: true }))?.name ??
    direct.map(personName).find((person) => person !== null) ??
    (isName(networkName) ? networkName : null);
  return {
    name,
    country: country ?? countryAmong([...direct, ...roleless, ...nested]),
    provider: firm === null ? null : providerOf(firm.entity, nested),
  };
}

function isMaintainer(entity: Entity): boolean {
  const { kind, handle, names: [name = ""] } = entity;
  return kind === "individual" && isOwnHandle(name, entity) ||
    /^(?:MAINT|MNT)-|-MNT$/i.test(handle ?? name);
}

/** The firm named by the first organization; else by the first of the others. */
function firmAmong(
  entities: readonly Entity[],
  { national }: { national: boolean },
): { name: string; entity: Entity } | null {
  for (const entity of organizationsFirst(entities)) {
    const name = firmName(entity);
    if (name !== null && (national || !isNationalRegistry(name))) return { name, entity };
  }
  return null;
}

function organizationsFirst(entities: readonly Entity[]): Entity[] {
  const isOrganization = ({ kind }: Entity) => kind === "org";
  return [...entities.filter(isOrganization), ...entities.filter((one) => !isOrganization(one))];
}

/** The firm that an entity is or belongs to: a person's card may name one beside the person. */
function firmName(entity: Entity): string | null {
  const { kind, names, organizations } = entity;
  if (kind === "org") return firstName([...names, ...organizations]);
  const others = names.filter((name) => !isOwnHandle(name, entity));
  return firstName(kind === "individual" ? organizations : [...organizations, ...others]);
}

function personName(entity: Entity): string | null {
  return firstName(entity.names.filter((name) => !isOwnHandle(name, entity)));
}

function firstName(candidates: readonly string[]): string | null {
  return candidates.find((name) => isName(name) && !isHandle(name)) ?? null;
}

function isOwnHandle(name: string, { handle }: Entity): boolean {
  return name.toLowerCase() === handle?.toLowerCase();
}

/** The country of the first organization that has one; else that of the first other entity. */
function countryAmong(entities: readonly Entity[]): string | null {
  for (const { country } of organizationsFirst(entities)) {
    const code = country();
    if (code !== null) return code;
  }
  return null;
}

/** The organization that is nested, as a registrant, in the holder. */
function providerOf(holder: Entity, nested: readonly Entity[]): string | null {
  const providers = nested.filter(({ parent, kind }) => parent === holder && kind === "org");
  const name = firmAmong(providers, { national: true })?.name ?? null;
  return name === firmName(holder) ? null : name;
}
