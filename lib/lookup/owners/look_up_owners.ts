/**
 * Looks up who owns addresses: the AS and the network in Team Cymru's DNS zones, the organization
 * at the registries' RDAP servers.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import type { Host } from "../../host/host.ts";
import type { OwnerRecord } from "../../model/owner.ts";
import { type Cache, openCache } from "../cache/cache.ts";
import type { CacheKind } from "../cache/cache_file.ts";
import { lookUp } from "../names/look_up.ts";
import type { ServerChoice } from "../names/question.ts";
import { serverText } from "../names/question.ts";
import { type OnProgress, ProgressCounter } from "../progress_counter.ts";
import { addressToAsk, type AskedAddress } from "../../address/askable.ts";
import type { Outcome } from "./cached_networks.ts";
import { type AskTexts, askTextsWith, lookUpAsNames, lookUpOrigins } from "./cymru_lookup.ts";
import { AS_NAMES, type AsName, type KnownOrigin, type Origin, ORIGINS } from "./cymru_records.ts";
import { mergeOwner, unaskedOwner } from "./merge_owner.ts";
import { serverFor } from "./rdap/rdap_bootstrap.ts";
import { rdapClient } from "./rdap/rdap_client.ts";
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
  /** Receives the number of queries answered and their total, which can grow. */
  readonly onProgress?: OnProgress;
  /** Receives notes that do not affect the owners, such as an unusable cache. */
  readonly onNote?: (note: string) => void;
  /** Ends the call early: it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

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
  host: Host,
  addresses: readonly string[],
  options: OwnerOptions,
): Promise<Owners> {
  const { server, cacheFolder, rdapServer = null, questionMilliseconds, signal } = options;
  const deadline = host.now() + options.totalMilliseconds;
  const remaining = () => deadline - host.now();
  const progress = new ProgressCounter(options.onProgress);
  const caches: Pick<Cache<object>, "warnings">[] = [];
  const open = <Value extends object>(kind: CacheKind<Value>, server: string | null) => {
    const cache = openCache(host, { folder: cacheFolder, kind, server });
    caches.push(cache);
    return cache;
  };
  const dnsServer = server && serverText(server);
  const client = rdapClient(host, {
    timeoutMilliseconds: RDAP_MILLISECONDS,
    cacheFolder,
    baseUrl: rdapServer,
    onNote: options.onNote,
    signal,
  });
  const { owners, failure } = await findOwners(addresses, {
    dns: options.dns
      ? {
        askTexts: askTextsWith({
          lookUp: (questions, options) => lookUp(host, questions, options),
          ...{ server, questionMilliseconds, remaining, progress, signal },
        }),
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
        ...{ remaining, progress },
      }
      : null,
  });
  // The files share a folder: one that fails makes the same note as the others.
  const [warning] = caches.flatMap(({ warnings }) => warnings);
  if (warning !== undefined) options.onNote?.(warning);
  return { owners, warnings: failure === null ? [] : [`Cannot look up owners: ${failure}`] };
}

/** Where owners come from. */
export interface OwnerSources {
  /** Team Cymru's zones; null to leave them out. */
  readonly dns: {
    /** Queries name servers. */
    readonly askTexts: AskTexts;
    /** Earlier answers about addresses. */
    readonly origins: Cache<KnownOrigin>;
    /** Earlier answers about ASes. */
    readonly asNames: Cache<AsName>;
  } | null;
  /** The registries; null to leave them out. */
  readonly rdap: RegistrationSources | null;
}

/** The owners found. */
export interface FoundOwners {
  /** A record for each address, by its text as given. */
  readonly owners: Map<string, OwnerRecord>;
  /** The first failure if every query failed; else null. */
  readonly failure: string | null;
}

/** Finds the owner of each address. Addresses that carry the same one are looked up once. */
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
    dns && lookUpAnnouncements(all, dns),
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
    const asName = asn === null ? null : announcements?.asNames.get(asn) ?? null;
    const registration = registrations?.get(address.text) ?? null;
    owners.set(given, mergeOwner({ address: plain, asked: address, origin, asName, registration }));
  }
  const outcomes = [
    ...announcements?.origins.values() ?? [],
    ...registrations?.values() ?? [],
  ];
  return { owners, failure: commonFailure(outcomes) };
}

async function lookUpAnnouncements(
  addresses: readonly AskedAddress[],
  { askTexts, origins: cache, asNames }: NonNullable<OwnerSources["dns"]>,
): Promise<{ origins: Map<string, Outcome<Origin>>; asNames: Map<number, Outcome<AsName>> }> {
  const origins = await lookUpOrigins(addresses, { askTexts, cache });
  const asns = [...origins.values()].flatMap((outcome) =>
    outcome.kind === "found" && outcome.value.asn !== null ? [outcome.value.asn] : []
  );
  return { origins, asNames: await lookUpAsNames(asns, { askTexts, cache: asNames }) };
}

function commonFailure(outcomes: readonly Outcome<unknown>[]): string | null {
  const [first] = outcomes;
  if (first?.kind !== "failed") return null;
  return outcomes.every(({ kind }) => kind === "failed") ? first.note : null;
}
