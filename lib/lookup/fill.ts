/**
 * Puts what was found out about an address into a row.
 *
 * @module
 */
import type { FieldValue, ObjectRow } from "../model/field.ts";
import type { OwnerRecord } from "../model/owner.ts";
import { NAME_KNOWLEDGE, OWNER_KNOWLEDGE } from "./lookups.ts";

/** What is known of an address; null where nothing was found, or nobody was asked. */
export interface Known {
  /** Its name. */
  readonly name: string | null;
  /** Its owner. */
  readonly owner: OwnerRecord | null;
}

/** Whether a row has a place for a name that is not there yet. */
export function lacksName(row: ObjectRow): boolean {
  return NAME_KNOWLEDGE.some((field) => row[field] === null);
}

/** Whether a row has a place for something about the owner that is not there yet. */
export function lacksOwner(row: ObjectRow): boolean {
  return OWNER_KNOWLEDGE.some((field) => row[field] === null);
}

/** A row with what it lacks; the same row where there is nothing to add. What is there stays. */
export function fill<Row extends ObjectRow>(row: Row, known: Known): Row {
  const added = Object.entries(valuesOf(known)).filter(([field, value]) =>
    value !== null && row[field] === null
  );
  return added.length === 0 ? row : { ...row, ...Object.fromEntries(added) };
}

function valuesOf({ name, owner }: Known): Record<string, FieldValue> {
  return {
    remoteHost: name,
    remoteAsn: owner?.asn ?? null,
    remoteOwner: owner?.organization ?? owner?.asName ?? null,
    remoteCountry: owner?.registryCountry ?? null,
    remoteNetwork: owner?.network ?? null,
  };
}
