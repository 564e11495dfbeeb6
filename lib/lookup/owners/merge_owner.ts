/**
 * Merges what several sources say about the owner of an address into one record.
 *
 * @module
 */
import { containsGroups, parseCidr } from "../../address/range.ts";
import { emptyRecord } from "../../model/field.ts";
import { OWNER_FIELDS, type OwnerRecord } from "../../model/owner.ts";
import type { AskedAddress } from "../../address/askable.ts";
import type { Outcome } from "./cached_networks.ts";
import { type AsName, type Origin, originZone } from "./cymru_records.ts";
import type { Registration } from "./registrations.ts";

/** The outcome of each look-up about an address; null for a source that was not queried. */
export interface OwnerOutcomes {
  /** The address as given, without a zone. */
  readonly address: string;
  /** The address that was looked up. */
  readonly asked: AskedAddress;
  /** The AS that announces it. */
  readonly origin: Outcome<Origin> | null;
  /** The name of that AS. */
  readonly asName: Outcome<AsName> | null;
  /** The registration of its network. */
  readonly registration: Outcome<Registration> | null;
}

/**
 * Merges the sources: the AS comes from DNS, the organization and the abuse contact from the
 * registry. Of what both say, the registry's word counts, and of the networks the smallest.
 */
export function mergeOwner(
  { address, asked, origin, asName, registration }: OwnerOutcomes,
): OwnerRecord {
  const announced = foundIn(origin);
  const registered = foundIn(registration);
  const sources = [
    announced && originZone(asked.family),
    registered?.host,
  ].filter((source) => typeof source === "string");
  const times = [origin, asName, registration]
    .flatMap((outcome) => outcome?.kind === "found" ? [outcome.at] : []);
  return {
    address,
    network: smallestNetwork(asked, [announced?.network, ...(registered?.networks ?? [])]),
    asn: announced?.asn ?? null,
    asName: foundIn(asName)?.asName ?? null,
    organization: registered?.organization ?? null,
    registry: registered?.registry ?? announced?.registry ?? null,
    registryCountry: registered?.country ?? announced?.country ?? null,
    allocated: registered?.allocated ?? announced?.allocated ?? null,
    abuseContact: registered?.abuseContact ?? null,
    source: sources.length > 0 ? sources.join(", ") : null,
    retrievedAt: times.length > 0 ? new Date(Math.min(...times)).toISOString() : null,
    note: notes({ address, asked, origin, asName, registration }),
  };
}

/** The record of an address that was not looked up, with the reason. */
export function unaskedOwner(address: string, note: string): OwnerRecord {
  return { ...emptyRecord(OWNER_FIELDS), address, note };
}

function foundIn<Value>(outcome: Outcome<Value> | null): Value | null {
  return outcome?.kind === "found" ? outcome.value : null;
}

function smallestNetwork(
  { family, groups }: AskedAddress,
  networks: readonly (string | undefined)[],
): string | null {
  const blocks = networks.flatMap((network) => {
    const block = network === undefined ? null : parseCidr(network);
    return network !== undefined && block?.family === family && containsGroups(block, groups)
      ? [{ network, prefixLength: block.prefixLength }]
      : [];
  });
  return blocks.sort((a, b) => b.prefixLength - a.prefixLength)[0]?.network ?? null;
}

function notes({ address, asked, origin, asName, registration }: OwnerOutcomes): string | null {
  const others = foundIn(origin)?.otherAsns ?? [];
  const all = [
    asked.family === 4 && address.includes(":") && `asked about ${asked.text}, which it carries`,
    others.length > 0 && `announced by ${others.map((asn) => `AS${asn}`).join(", ")} too`,
    ...[origin, asName, registration].map((outcome) =>
      outcome !== null && outcome.kind !== "found" && outcome.note
    ),
  ].filter((note) => typeof note === "string");
  return all.length > 0 ? all.join("; ") : null;
}
