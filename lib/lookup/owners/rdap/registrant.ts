/**
 * Whose a network is, by an RDAP answer.
 *
 * @module
 */
import { countryCode } from "./country_code.ts";
import type { Entity } from "./entities.ts";
import { itemsOf, objectOf, textOf } from "./json.ts";

/** The members of an answer. */
type Answer = Readonly<Record<string, unknown>>;

/**
 * The name of an organization among the registrants; else what a description says, else a person; null
 * where nobody is named.
 */
export function ownerOf(answer: Answer, registrants: readonly Entity[]): string | null {
  return organizationOf(registrants) ?? remarkOf(answer) ?? personOf(registrants);
}

/** The country of the network, else that of the organization it is registered to. */
export function countryOf(
  answer: Answer,
  registrants: readonly Entity[],
): string | null {
  const country = countryCode(textOf(answer.country) ?? "");
  if (country !== null) return country;
  const owner = registrants.find(({ card }) => card.kind === "org" && card.country !== null);
  return owner?.card.country ?? null;
}

function organizationOf(registrants: readonly Entity[]): string | null {
  const named = registrants.filter(({ card }) => card.name !== null);
  const found = named.find(({ card }) => card.kind === "org") ??
    named.find((entity) => entity.card.kind !== "individual" && !isMaintainer(entity));
  return found?.card.name ?? null;
}

function personOf(registrants: readonly Entity[]): string | null {
  return registrants.find((entity) => entity.card.name !== null && !isMaintainer(entity))
    ?.card.name ?? null;
}

/** RIPE NCC's and APNIC's databases name who may change an entry among the registrants. */
function isMaintainer({ handle, card }: Entity): boolean {
  return /^MAINT-|-MNT$/i.test(handle ?? card.name ?? "");
}

/** APNIC's old entries have the owner's name in a description alone. */
function remarkOf(answer: Answer): string | null {
  for (const remark of itemsOf(answer.remarks, 20)) {
    const { title, description } = objectOf(remark);
    if (textOf(title)?.toLowerCase() !== "description") continue;
    const line = itemsOf(description, 1).map(textOf)[0] ?? null;
    if (line !== null) return line;
  }
  return null;
}
