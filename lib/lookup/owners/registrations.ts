/**
 * Looks up to whom the networks of addresses are registered, at the registries and in the cache.
 *
 * @module
 */
import type { AskedAddress } from "../../address/askable.ts";
import { parseCidr } from "../../address/range.ts";
import { type Cache, type CacheKind, DAY } from "../cache.ts";
import { isText, isTextOrNull } from "../../text/untrusted_json.ts";
import { type AddressRange, CachedNetworks, type Outcome, parseRange } from "./network_table.ts";
import type { Registration } from "./rdap/rdap_answer.ts";
import type { RdapAnswer } from "./rdap/rdap_client.ts";

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
  /** Adds queries to the total, and returns the function that takes their progress. */
  readonly addProgress: (total: number) => (done: number, total: number) => void;
}

/**
 * Finds the registration of each address, by its text. Registries are queried side by side, each
 * about one address after the other, since they limit queries to about one a second. So an address
 * inside a network that is already known needs no query, although a part of that network may be
 * registered to someone else; the smallest known network counts.
 */
export async function lookUpRegistrations(
  addresses: readonly AskedAddress[],
  { askRdap, serverOf, remaining, cache, addProgress }: RegistrationSources,
): Promise<Map<string, Outcome<Registration>>> {
  const outcomes = new Map<string, Outcome<Registration>>();
  const known = new CachedNetworks(cache, rangeOf);
  const open = known.resolve(addresses, outcomes);
  const ask = async (address: string): Promise<Outcome<Registration>> => {
    if (remaining() <= 0) return { kind: "failed", note: "no time was left to ask its registry" };
    const answer = await askRdap(address);
    if (answer.kind === "failed") return { kind: "failed", note: answer.reason };
    if (answer.kind === "notFound") {
      return { kind: "none", note: `${answer.host} knows no network that it is in` };
    }
    const { kind, ...registration } = answer;
    const [added] = known.add([registration]);
    return { kind, ...added! };
  };
  const onProgress = addProgress(open.length);
  let done = 0;
  const queues = Map.groupBy(open, ({ text }) => serverOf(text));
  await Promise.all([...queues.values()].map(async (queue) => {
    for (const address of queue) {
      const [unknown] = known.resolve([address], outcomes);
      if (unknown !== undefined) outcomes.set(address.text, await ask(address.text));
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
    if (!known || parseRange(startAddress, endAddress) === null) return null;
    return {
      ...{ startAddress, endAddress, networks, organization, country },
      ...{ registry, allocated, abuseContact, host },
    };
  },
  keyOf: ({ startAddress, endAddress }) => `${startAddress}-${endAddress}`,
  lifetimeOf: () => 14 * DAY,
};

function rangeOf({ startAddress, endAddress }: Registration): AddressRange | null {
  return parseRange(startAddress, endAddress);
}

function isBlocks(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= 300 &&
    value.every((block) => isText(block, 50) && parseCidr(block) !== null);
}
