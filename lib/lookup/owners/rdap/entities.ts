/**
 * Whom an RDAP answer names, and in which role.
 *
 * @module
 */
import { itemsOf, objectOf, textOf } from "./json.ts";
import { type Card, readCard } from "./jcard.ts";

/** An organization, a person or a maintainer. */
export interface Entity {
  /** What it is called in the registry: `ORG-EXA1-RIPE`. */
  readonly handle: string | null;
  /** `registrant`, `abuse`, `technical`… */
  readonly roles: readonly string[];
  /** What it says of itself. */
  readonly card: Card;
}

/** Entities in entities that are looked at; ARIN's answers go three deep. */
const DEEPEST = 6;
/** Entities of one answer that are looked at. */
const MOST_ENTITIES = 500;

/** All entities of an answer: those nearer to the network first, else in the order given. */
export function entitiesOf(network: unknown): Entity[] {
  const found: Entity[] = [];
  let level: readonly unknown[] = [network];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    level = level
      .flatMap((parent) => itemsOf(objectOf(parent).entities, MOST_ENTITIES))
      .slice(0, MOST_ENTITIES - found.length);
    found.push(...level.map(readEntity));
  }
  return found;
}

function readEntity(entity: unknown): Entity {
  const { handle, roles, vcardArray } = objectOf(entity);
  return {
    handle: textOf(handle),
    roles: itemsOf(roles, 20).flatMap((role) => textOf(role)?.toLowerCase() ?? []),
    card: readCard(vcardArray),
  };
}
