/**
 * One record of what several sources say of an address's owner.
 *
 * @module
 */
import { containsGroups, parseCidr } from "../../address/cidr.ts";
import { emptyRecord } from "../../model/field.ts";
import { OWNER_FIELDS, type OwnerRecord } from "../../model/owner.ts";
import type { AskedAddress } from "../../address/askable.ts";
import { type Origin, originZone } from "./cymru.ts";
import type { AsName } from "./origin_cache.ts";
import type { Outcome } from "./outcome.ts";
import type { Registration } from "./registration_cache.ts";

/** What was found of an address; null what was not asked. */
export interface Findings {
  /** The address as given, without a zone. */
  readonly address: string;
  /** The one that others were asked about. */
  readonly asked: AskedAddress;
  /** Who announces it. */
  readonly origin: Outcome<Origin> | null;
  /** What the AS that announces it is called. */
  readonly asName: Outcome<AsName> | null;
  /** To whom its network is registered. */
  readonly registration: Outcome<Registration> | null;
}

/**
 * Puts the sources together: the AS is DNS's to tell, the organization and whom to complain to the
 * registry's, which is believed before DNS in all that both know; the smaller network counts.
 */
export function mergeOwner(
  { address, asked, origin, asName, registration }: Findings,
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

/** The record of an address that nobody was asked about, and why. */
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

function notes({ address, asked, origin, asName, registration }: Findings): string | null {
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
