/**
 * Looks up who owns addresses: the AS and the network in Team Cymru's DNS zones, the organization
 * at the registries' RDAP servers.
 *
 * @module
 */
import type { AskedAddress } from "../../address/askable.ts";
import type { Files } from "../../host/host.ts";
import type { OwnerRecord } from "../../model/owner.ts";
import { joinPresent } from "../../text/wording.ts";
import { type Cache, type CacheKind, openCache } from "../cache.ts";
import { lookUp, type LookupHost } from "../names/look_up.ts";
import { type ServerChoice, serverText } from "../names/question.ts";
import { type CymruSources, lookUpAnnouncements } from "./cymru_lookup.ts";
import { AS_NAMES, type AsName, type Origin, ORIGINS, originZone } from "./cymru_records.ts";
import { type Outcome, smallestBlock } from "./network_table.ts";
import { carriedNote, ownersOf } from "./owner_rows.ts";
import type { Registration } from "./rdap/rdap_answer.ts";
import { serverFor } from "./rdap/rdap_bootstrap.ts";
import { RdapClient } from "./rdap/rdap_client.ts";
import { BUILT_IN } from "./rdap/rdap_registries.ts";
import { lookUpRegistrations, REGISTRATIONS, type RegistrationSources } from "./registrations.ts";

/** The sources to query, and for how long. */
export interface OwnerOptions {
  /** The name server for Team Cymru's zones; null for the system's. */
  readonly server: ServerChoice | null;
  /** Whether to query the registries, over HTTPS. */
  readonly rdap: boolean;
  /** Whether to query Team Cymru's zones, over DNS. */
  readonly dns: boolean;
  /** The folder where answers are kept; null to keep none. */
  readonly cacheFolder: string | null;
  /** The time-out of one DNS query in milliseconds. */
  readonly questionMilliseconds: number;
  /** The time-out of all queries together in milliseconds. */
  readonly totalMilliseconds: number;
  /** The base URL of an RDAP server to query instead of the registries. @default null */
  readonly rdapServer?: string | null;
  /** Receives the number of queries answered and their total. */
  readonly onProgress?: OnProgress;
  /** Receives notes that do not affect the owners, such as an unusable cache. */
  readonly onNote?: (note: string) => void;
  /** Receives what the user can do where registries cannot be reached. */
  readonly onAdvice?: (advice: string) => void;
  /** Ends the call early: it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Receives the number of queries done and their total; the total can grow. */
export type OnProgress = (done: number, total: number) => void;

/** The owners of addresses. */
export interface Owners {
  /** A record for each address, by its text as given. Unknown values are null; a note says why. */
  readonly owners: ReadonlyMap<string, OwnerRecord>;
  /** A warning if every query failed. */
  readonly warnings: readonly string[];
}

/** The time-out of one RDAP query in milliseconds. */
const RDAP_MILLISECONDS = 10_000;

/**
 * Looks up who owns addresses. Only public addresses leave the machine; one that carries an IPv4
 * address (mapped, NAT64, 6to4, Teredo) is judged and looked up by that one. Zones are dropped,
 * each address is looked up once, all DNS queries go out together. Failed queries do not throw: the
 * values stay null, and the record's note says why.
 *
 * @example
 * ```ts
 * import { denoHost, lookUpOwners } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { owners } = await lookUpOwners(denoHost(), ["192.168.1.20"], {
 *   server: null,
 *   dns: true,
 *   rdap: false,
 *   cacheFolder: null,
 *   questionMilliseconds: 2_000,
 *   totalMilliseconds: 30_000,
 * });
 * assertEquals(owners.get("192.168.1.20")?.note, "a private address: no registry was asked");
 * ```
 */
export async function lookUpOwners(
  host: LookupHost & Files,
  addresses: readonly string[],
  options: OwnerOptions,
): Promise<Owners> {
  const { server, cacheFolder, rdapServer = null, questionMilliseconds } = options;
  const { onNote, onAdvice, signal } = options;
  const deadline = host.now() + options.totalMilliseconds;
  const remaining = () => deadline - host.now();
  const addProgress = sumProgress(options.onProgress);
  const caches: Pick<Cache<object>, "warnings">[] = [];
  const open = <Value extends object>(kind: CacheKind<Value>, server: string | null) => {
    const cache = openCache(host, { folder: cacheFolder, kind, server });
    caches.push(cache);
    return cache;
  };
  const dnsServer = server && serverText(server);
  const client = new RdapClient(host, {
    timeoutMilliseconds: RDAP_MILLISECONDS,
    baseUrl: rdapServer,
    ...{ cacheFolder, onNote, onAdvice, signal },
  });
  const { owners, failure } = await findOwners(addresses, {
    dns: options.dns
      ? {
        lookUp: (questions, options) => lookUp(host, questions, options),
        ...{ server, questionMilliseconds, remaining, addProgress, signal },
        origins: open(ORIGINS, dnsServer),
        asNames: open(AS_NAMES, dnsServer),
      }
      : null,
    rdap: options.rdap
      ? {
        askRdap: (address) => client.ask(address, deadline),
        serverOf: (address) =>
          rdapServer ?? serverFor(address, BUILT_IN[address.includes(":") ? 6 : 4]),
        cache: open(REGISTRATIONS, rdapServer),
        ...{ remaining, addProgress },
      }
      : null,
  });
  // The files share a folder: one that fails makes the same note as the others.
  const [warning] = caches.flatMap(({ warnings }) => warnings);
  if (warning !== undefined) onNote?.(warning);
  return { owners, warnings: failure === null ? [] : [`Cannot look up owners: ${failure}`] };
}

/**
 * Adds up the progress of several pieces of work and reports the sum. The result adds a piece with
 * its expected total, and returns the function that takes the progress of that piece.
 */
export function sumProgress(onProgress: OnProgress = () => {}): (total: number) => OnProgress {
  let [allDone, allTotal] = [0, 0];
  return (expected) => {
    let [partDone, partTotal] = [0, expected];
    allTotal += expected;
    return (done, total) => {
      allDone += done - partDone;
      allTotal += total - partTotal;
      [partDone, partTotal] = [done, total];
      onProgress(allDone, allTotal);
    };
  };
}

/**
 * Finds the owner of each address, by its text as given. Addresses that carry the same one are
 * looked up once. A source that is null is left out. The failure is the first one if every query
 * failed, else null.
 */
export async function findOwners(
  addresses: readonly string[],
  { dns, rdap }: { dns: CymruSources | null; rdap: RegistrationSources | null },
): Promise<{ owners: Map<string, OwnerRecord>; failure: string | null }> {
  let outcomes: Outcome<unknown>[] = [];
  const owners = await ownersOf(addresses, async (all) => {
    const [announcements, registrations] = await Promise.all([
      dns && lookUpAnnouncements(all, dns),
      rdap && lookUpRegistrations(all, rdap),
    ]);
    outcomes = [...announcements?.origins.values() ?? [], ...registrations?.values() ?? []];
    return (address, asked) => {
      const origin = announcements?.origins.get(asked.text) ?? null;
      const asn = foundIn(origin)?.asn ?? null;
      const asName = asn === null ? null : announcements?.asNames.get(asn) ?? null;
      const registration = registrations?.get(asked.text) ?? null;
      return mergeOwner({ address, asked, origin, asName, registration });
    };
  });
  return { owners, failure: commonFailure(outcomes) };
}

function commonFailure([first, ...others]: readonly Outcome<unknown>[]): string | null {
  return first?.kind === "failed" && others.every(({ kind }) => kind === "failed")
    ? first.note
    : null;
}

/** The outcome of each look-up about an address; null for a source that was not queried. */
interface OwnerOutcomes {
  /** The address as given, without a zone. */
  readonly address: string;
  /** The address that was looked up. */
  readonly asked: AskedAddress;
  readonly origin: Outcome<Origin> | null;
  readonly asName: Outcome<AsName> | null;
  readonly registration: Outcome<Registration> | null;
}

/**
 * Merges the sources: the AS comes from DNS, the organization and the abuse contact from the
 * registry. Of what both say, the registry's word counts, and of the networks the smallest.
 */
function mergeOwner(
  { address, asked, origin, asName, registration }: OwnerOutcomes,
): OwnerRecord {
  const announced = foundIn(origin);
  const registered = foundIn(registration);
  const sources = [announced && originZone(asked.family), registered?.host ?? null];
  const networks = [...announced ? [announced.network] : [], ...registered?.networks ?? []];
  const all = [origin, asName, registration].filter((outcome) => outcome !== null);
  const times = all.flatMap((outcome) => outcome.kind === "found" ? [outcome.at] : []);
  const others = announced?.otherAsns ?? [];
  const notes = [
    carriedNote(address),
    announced?.asn === null
      ? `not announced: ${originZone(asked.family)} names no AS for it`
      : null,
    others.length > 0 ? `announced by ${others.map((asn) => `AS${asn}`).join(", ")} too` : null,
    registered?.note ?? null,
    ...all.map(({ note = null }) => note),
  ];
  return {
    address,
    network: smallestBlock(asked, networks.map((network) => [network, network])),
    networkName: registered?.networkName ?? null,
    networkType: registered?.networkType ?? null,
    asn: announced?.asn ?? null,
    asName: foundIn(asName)?.asName ?? null,
    organization: registered?.organization ?? null,
    description: registered?.description ?? null,
    registry: registered?.registry ?? announced?.registry ?? null,
    registryCountry: registered?.country ?? announced?.country ?? null,
    allocated: registered?.allocated ?? announced?.allocated ?? null,
    abuseContact: registered?.abuseContact ?? null,
    source: joinPresent(sources, ", "),
    retrievedAt: times.length > 0 ? new Date(Math.min(...times)).toISOString() : null,
    note: joinPresent(notes, "; "),
  };
}

function foundIn<Value>(outcome: Outcome<Value> | null): Value | null {
  return outcome?.kind === "found" ? outcome.value : null;
}
