/**
 * Looks up to whom the networks of addresses are registered, at the registries and in the cache.
 *
 * @module
 */
import type { AskedAddress } from "../../address/askable.ts";
import { parseCidr } from "../../address/range.ts";
import { type Cache, type Cached, type CacheKind, DAY } from "../cache.ts";
import { isText, isTextOrNull } from "../../text/untrusted_json.ts";
import {
  type AddressRange,
  CachedNetworks,
  holds,
  NetworkTable,
  type Outcome,
  parseRange,
} from "./network_table.ts";
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
  readonly cache: Cache<KnownRegistration>;
  /** Adds queries to the total, and returns the function that takes their progress. */
  readonly addProgress: (total: number) => (done: number, total: number) => void;
}

/** A registration and the question that it answers. */
export interface KnownRegistration extends Registration {
  /** The address that was asked about. */
  readonly asked: string;
}

/**
 * Finds the registration of each address, by its text. An answer counts for the addresses that it
 * speaks for ({@linkcode spokenFor}), so that the result depends neither on the order of the
 * addresses nor on the cache. Where a query fails, the smallest known network that holds the address
 * has to do, with a note.
 *
 * Registries are queried side by side, each about one address after the other, since they limit
 * queries to about one a second. Addresses in no known network come first: they gain most.
 */
export async function lookUpRegistrations(
  addresses: readonly AskedAddress[],
  { askRdap, serverOf, remaining, cache, addProgress }: RegistrationSources,
): Promise<Map<string, Outcome<KnownRegistration>>> {
  const outcomes = new Map<string, Outcome<KnownRegistration>>();
  const known = new CachedNetworks(cache, spokenFor);
  const open = known.resolve(addresses, outcomes);
  if (open.length === 0) return outcomes;

  const networks = new NetworkTable<Cached<KnownRegistration>>();
  const addNetwork = (cached: Cached<KnownRegistration>) => {
    const range = rangeOf(cached.value);
    if (range !== null) networks.add(range, cached);
  };
  cache.all().forEach(addNetwork);

  const ask = async ({ text: asked }: AskedAddress): Promise<Outcome<KnownRegistration>> => {
    if (remaining() <= 0) return { kind: "failed", note: "no time was left to ask its registry" };
    const answer = await askRdap(asked);
    if (answer.kind === "failed") return { kind: "failed", note: answer.reason };
    if (answer.kind === "notFound") {
      return { kind: "none", note: `${answer.host} knows no network that it is in` };
    }
    if (answer.kind === "unassigned") {
      return { kind: "none", note: `not assigned: ${answer.host} knows no holder of it` };
    }
    const { kind, ...registration } = answer;
    const [added] = known.add([{ asked, ...registration }]);
    addNetwork(added!);
    return { kind, ...added! };
  };

  const onProgress = addProgress(open.length);
  let done = 0;
  const finish = async (address: AskedAddress): Promise<void> => {
    const [unknown] = known.resolve([address], outcomes);
    if (unknown !== undefined) outcomes.set(address.text, await ask(address));
    onProgress(++done, open.length);
  };
  const queues = Map.groupBy(open, ({ text }) => serverOf(text));
  await Promise.all([...queues.values()].map(async (queue) => {
    const others: AskedAddress[] = [];
    for (const address of queue) {
      if (networks.find(address) === null) await finish(address);
      else others.push(address);
    }
    for (const address of others) await finish(address);
  }));
  // After all queries, so that it does not matter which of them came first.
  for (const address of known.resolve(open, outcomes)) {
    const outcome = outcomes.get(address.text)!;
    if (outcome.kind !== "failed") continue;
    const near = networks.find(address);
    if (near !== null) outcomes.set(address.text, nearOutcome(near, outcome.note));
  }
  return outcomes;
}

/** The answer about a network, for an address in it that the answer does not speak for. */
function nearOutcome(
  near: Cached<KnownRegistration>,
  failure: string,
): Outcome<KnownRegistration> {
  const { networks, startAddress, endAddress } = near.value;
  const network = networks.length === 1 ? networks[0] : `${startAddress}-${endAddress}`;
  const doubt = `taken from the answer about ${network}; the registry may name a customer`;
  return { kind: "found", ...near, note: `${failure}: ${doubt}` };
}

/**
 * The addresses that an answer is valid for: the address that was asked about, and all of its network
 * where the registry lets nobody register a part of it for someone else. Providers register their
 * customers' networks in their own, down to single addresses, and an answer names only the smallest
 * network. Null if the registration holds no valid range.
 */
export function spokenFor(registration: KnownRegistration): AddressRange | null {
  const { asked } = registration;
  return isUndivided(registration) ? rangeOf(registration) : parseRange(asked, asked);
}

/**
 * Whether a network has no other networks in it: one that was assigned for its holder's own use
 * (`DIRECT ASSIGNMENT`, `REASSIGNMENT`, `ASSIGNED PA`, `ALLOCATED-ASSIGNED PA`), at a registry that
 * holds to it. Without a type it is not known.
 */
export function isUndivided(
  { registry, networkType }: Pick<Registration, "registry" | "networkType">,
): boolean {
  return STRICT_REGISTRIES.has(registry) && networkType !== null && ASSIGNED.test(networkType);
}

/** The registries that refuse networks in an assigned one. APNIC and AFRINIC accept them. */
const STRICT_REGISTRIES: ReadonlySet<string> = new Set(["arin", "ripencc", "lacnic"]);
const ASSIGNED = /(?:^|[\s-])(?:re)?assign(?:ed|ment)\b/i;

/** Registrations by what they speak for. Networks change hands within weeks, and queries are slow. */
export const REGISTRATIONS: CacheKind<KnownRegistration> = {
  file: "rdap.ndjson",
  // The first version did not know which address was asked about, and believed each registry's own
  // blocks, so nothing of it can be used.
  version: 2,
  read(fields) {
    const { asked, startAddress, endAddress, networks, networkName, networkType } = fields;
    const { organization, description, country, registry, allocated, abuseContact } = fields;
    const { note, host } = fields;
    const isKnown = isText(asked, 50) && isText(startAddress, 50) && isText(endAddress, 50) &&
      isBlocks(networks) && isTextOrNull(networkName) && isTextOrNull(networkType) &&
      isTextOrNull(organization) && isTextOrNull(description) && isTextOrNull(country, 2) &&
      isText(registry) && isTextOrNull(allocated, 10) && isTextOrNull(abuseContact) &&
      isTextOrNull(note) && isText(host);
    if (!isKnown) return null;
    const [range, address] = [parseRange(startAddress, endAddress), parseRange(asked, asked)];
    if (range === null || address === null) return null;
    if (!holds(range, { family: address.family, groups: address.first })) return null;
    return {
      ...{ asked, startAddress, endAddress, networks, networkName, networkType },
      ...{ organization, description, country, registry, allocated, abuseContact, note, host },
    };
  },
  keyOf: (registration) => {
    const { asked, startAddress, endAddress } = registration;
    return isUndivided(registration) ? `${startAddress}-${endAddress}` : asked;
  },
  lifetimeOf: () => 14 * DAY,
};

function rangeOf({ startAddress, endAddress }: Registration): AddressRange | null {
  return parseRange(startAddress, endAddress);
}

function isBlocks(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= 300 &&
    value.every((block) => isText(block, 50) && parseCidr(block) !== null);
}
