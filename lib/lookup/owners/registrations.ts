/**
 * Looks up to whom the networks of addresses are registered, at the registries and in the cache.
 *
 * @module
 */
import { compareGroups, parseAddress } from "../../address/address.ts";
import { parseCidr } from "../../address/range.ts";
import type { Cache } from "../cache/cache.ts";
import { type CacheKind, DAY, isText, isTextOrNull } from "../cache/cache_file.ts";
import type { ProgressCounter } from "../progress_counter.ts";
import type { AskedAddress } from "../../address/askable.ts";
import { CachedNetworks, type Outcome } from "./cached_networks.ts";
import type { AddressRange } from "./prefix_table.ts";
import type { RdapAnswer, RdapFound } from "./rdap/rdap_client.ts";

/** A registered network: the part of {@linkcode RdapFound} that the cache holds. */
export type Registration = Pick<
  RdapFound,
  | "startAddress"
  | "endAddress"
  | "networks"
  | "organization"
  | "country"
  | "registry"
  | "allocated"
  | "abuseContact"
  | "host"
>;

/** Where registrations come from. */
export interface RegistrationSources {
  /** Queries the registry that is responsible for an address. */
  readonly askRdap: (address: string) => Promise<RdapAnswer>;
  /** The server that is queried about an address. Queries to one server run one after the other. */
  readonly serverOf: (address: string) => string | null;
  /** The milliseconds left at the time of the call. */
  readonly remaining: () => number;
  /** Earlier answers; new ones are added. */
  readonly cache: Cache<Registration>;
  /** Counts the queries. */
  readonly progress: ProgressCounter;
}

/**
 * Finds the registration of each address, by its text. Registries are queried side by side, each
 * about one address after the other, since they limit queries to about one a second. So an address
 * inside a network that is already known needs no query, although a part of that network may be
 * registered to someone else; the smallest known network counts.
 */
export async function lookUpRegistrations(
  addresses: readonly AskedAddress[],
  { askRdap, serverOf, remaining, cache, progress }: RegistrationSources,
): Promise<Map<string, Outcome<Registration>>> {
  const outcomes = new Map<string, Outcome<Registration>>();
  const known = new CachedNetworks(cache, rangeOf);
  const open = known.resolve(addresses, outcomes);
  const ask = async ({ text }: AskedAddress): Promise<void> => {
    if (remaining() <= 0) {
      outcomes.set(text, { kind: "failed", note: "no time was left to ask its registry" });
      return;
    }
    const answer = await askRdap(text);
    if (answer.kind === "found") {
      const [added] = known.add([toRegistration(answer)]);
      outcomes.set(text, { kind: "found", ...added! });
    } else outcomes.set(text, withoutNetwork(answer));
  };
  const onProgress = progress.part(open.length);
  let done = 0;
  const queues = Map.groupBy(open, ({ text }) => serverOf(text));
  await Promise.all([...queues.values()].map(async (queue) => {
    for (const address of queue) {
      if (known.resolve([address], outcomes).length > 0) await ask(address);
      onProgress(++done, open.length);
    }
  }));
  return outcomes;
}

/** Registrations by their range. Networks change hands within weeks, and queries are slow. */
export const REGISTRATIONS: CacheKind<Registration> = {
  file: "rdap.ndjson",
  read(fields) {
    const { startAddress, endAddress, networks, organization, country } = fields;
    const { registry, allocated, abuseContact, host } = fields;
    const known = isText(startAddress, 50) && isText(endAddress, 50) && isBlocks(networks) &&
      isTextOrNull(organization) && isTextOrNull(country, 2) && isText(registry) &&
      isTextOrNull(allocated, 10) && isTextOrNull(abuseContact) && isText(host);
    if (!known || rangeOf({ startAddress, endAddress }) === null) return null;
    return {
      ...{ startAddress, endAddress, networks, organization, country },
      ...{ registry, allocated, abuseContact, host },
    };
  },
  keyOf: ({ startAddress, endAddress }) => `${startAddress}-${endAddress}`,
  lifetimeOf: () => 14 * DAY,
};

/** The range of a registration; null if its ends do not form one. */
function rangeOf(
  { startAddress, endAddress }: Pick<Registration, "startAddress" | "endAddress">,
): AddressRange | null {
  const [start, end] = [parseAddress(startAddress), parseAddress(endAddress)];
  if (start === null || end === null || start.family !== end.family) return null;
  if (compareGroups(start.groups, end.groups) > 0) return null;
  return { family: start.family, first: start.groups, last: end.groups };
}

function isBlocks(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= 300 &&
    value.every((block) => isText(block, 50) && parseCidr(block) !== null);
}

function toRegistration(answer: RdapFound): Registration {
  const { startAddress, endAddress, networks, organization, country } = answer;
  const { registry, allocated, abuseContact, host } = answer;
  return {
    ...{ startAddress, endAddress, networks, organization, country },
    ...{ registry, allocated, abuseContact, host },
  };
}

function withoutNetwork(
  answer: Exclude<RdapAnswer, { kind: "found" }>,
): Outcome<Registration> {
  return answer.kind === "failed"
    ? { kind: "failed", note: answer.reason }
    : { kind: "none", note: `${answer.host} knows no network that it is in` };
}
