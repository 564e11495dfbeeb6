/**
 * Owners of addresses from whichever sources there are.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import type { Cache } from "../cache/cache.ts";
import type { OwnerRecord } from "../../model/owner.ts";
import type { AskTexts } from "./ask_texts.ts";
import { lookUpAsNames } from "./as_names.ts";
import { addressToAsk, type AskedAddress } from "../../address/askable.ts";
import type { Origin } from "./cymru.ts";
import { mergeOwner, unaskedOwner } from "./merge_owner.ts";
import type { AsName, KnownOrigin } from "./origin_cache.ts";
import { lookUpOrigins } from "./origins.ts";
import type { Outcome } from "./outcome.ts";
import { lookUpRegistrations, type RegistrationSources } from "./registrations.ts";

/** Who is asked. */
export interface OwnerSources {
  /** Team Cymru's zones; null where they are not to be asked. */
  readonly dns: {
    /** Asks name servers. */
    readonly askTexts: AskTexts;
    /** Who announced addresses earlier. */
    readonly origins: Cache<KnownOrigin>;
    /** What ASes were called earlier. */
    readonly asNames: Cache<AsName>;
  } | null;
  /** The registries; null where they are not to be asked. */
  readonly rdap: RegistrationSources | null;
}

/** What was found, and what became of it as a whole. */
export interface FoundOwners {
  /** A record for each address, by the text that was given. */
  readonly owners: Map<string, OwnerRecord>;
  /** Why nobody at all answered, in the words of the first failure; null where somebody did. */
  readonly failure: string | null;
}

/** Finds the owner of each address. Addresses that carry the same one are asked about once. */
export async function findOwners(
  addresses: readonly string[],
  { dns, rdap }: OwnerSources,
): Promise<FoundOwners> {
  const judged = new Map(addresses.map((address) => [address, addressToAsk(address)]));
  const asked = new Map<string, AskedAddress>();
  for (const address of judged.values()) {
    if (typeof address !== "string") asked.set(address.text, address);
  }
  const all = [...asked.values()];
  const [announcements, registrations] = await Promise.all([
    dns && announcementsOf(all, dns),
    rdap && lookUpRegistrations(all, rdap),
  ]);
  const owners = new Map<string, OwnerRecord>();
  for (const [given, address] of judged) {
    const plain = parseAddress(given) === null ? given : given.replace(/%.*/, "");
    if (typeof address === "string") {
      owners.set(given, unaskedOwner(plain, address));
      continue;
    }
    const origin = announcements?.origins.get(address.text) ?? null;
    const asn = origin?.kind === "found" ? origin.value.asn : null;
    const asName = asn === null ? null : announcements?.names.get(asn) ?? null;
    const registration = registrations?.get(address.text) ?? null;
    owners.set(given, mergeOwner({ address: plain, asked: address, origin, asName, registration }));
  }
  return {
    owners,
    failure: commonFailure([
      ...(announcements?.origins.values() ?? []),
      ...(registrations?.values() ?? []),
    ]),
  };
}

async function announcementsOf(
  addresses: readonly AskedAddress[],
  { askTexts, origins: cache, asNames }: NonNullable<OwnerSources["dns"]>,
): Promise<{ origins: Map<string, Outcome<Origin>>; names: Map<number, Outcome<AsName>> }> {
  const origins = await lookUpOrigins(addresses, { askTexts, cache });
  const asns = [...origins.values()].flatMap((outcome) =>
    outcome.kind === "found" && outcome.value.asn !== null ? [outcome.value.asn] : []
  );
  return { origins, names: await lookUpAsNames(asns, { askTexts, cache: asNames }) };
}

function commonFailure(outcomes: readonly Outcome<unknown>[]): string | null {
  const [first] = outcomes;
  if (first?.kind !== "failed") return null;
  return outcomes.every(({ kind }) => kind === "failed") ? first.note : null;
}
