/**
 * The entities of an RDAP answer: organizations, persons and maintainers with their roles.
 *
 * @module
 */
import { type Fields, isObject, itemsOf, objectOf, textOf } from "../../../text/untrusted_json.ts";
import { type Card, readCard, wordsOf } from "./contact_card.ts";
import { type Remark, remarksOf } from "./rdap_remarks.ts";

/** An organization, a person or a maintainer, with its contact data. */
export interface Entity extends Card {
  /** Its identifier at the registry: `ORG-EXA1-RIPE`. */
  readonly handle: string | null;
  /** `registrant`, `abuse`, `technical`… */
  readonly roles: readonly string[];
  readonly remarks: readonly Remark[];
  /** The entity it is nested in; null for one of the network itself. */
  readonly parent: Entity | null;
}

/** The depth to which nested entities are read; ARIN nests three levels. */
const DEEPEST = 6;
/** The entities of one answer that are read. */
const MOST_ENTITIES = 500;

/** All entities of an answer: those nearer to the network first, else in the order given. */
export function entitiesOf(answer: Fields): Entity[] {
  const found: Entity[] = [];
  let level: { fields: Fields; entity: Entity | null }[] = [{ fields: answer, entity: null }];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    level = level
      .flatMap(({ fields, entity: parent }) =>
        childrenOf(fields.entities).map((child) => ({ fields: objectOf(child), parent }))
      )
      .slice(0, MOST_ENTITIES - found.length)
      .map(({ fields, parent }) => ({ fields, entity: readEntity(fields, parent) }));
    for (const { entity } of level) found.push(entity!);
  }
  return found;
}

/** The entities in an array; also one that stands there alone, and those of a map. */
function childrenOf(entities: unknown): readonly unknown[] {
  if (!isObject(entities)) return itemsOf(entities, MOST_ENTITIES);
  const isEntity = ["roles", "handle", "vcardArray", "jscard", "entities"]
    .some((name) => entities[name] !== undefined && !isObject(entities[name]));
  return isEntity
    ? [entities]
    : Object.values(entities).slice(0, MOST_ENTITIES).filter((value) => isObject(value));
}

function readEntity(fields: Fields, parent: Entity | null): Entity {
  return {
    handle: textOf(fields.handle),
    roles: wordsOf(fields.roles),
    remarks: remarksOf(fields),
    parent,
    ...readCard(fields),
  };
}
