/**
 * Who owns addresses: the AS and the network by Team Cymru's zones in DNS, the organization by the
 * registries' RDAP servers, with a cache.
 *
 * @module
 */
import { type Cache, openCache } from "../cache/cache.ts";
import type { CacheKind } from "../cache/cache_kind.ts";
import type { Host } from "../../host/host.ts";
import type { OwnerRecord } from "../../model/owner.ts";
import { lookUp } from "../names/look_up.ts";
import type { ServerChoice } from "../names/question.ts";
import { serverText } from "../names/question.ts";
import { askTextsWith } from "./ask_texts.ts";
import { findOwners, type OwnerSources } from "./find_owners.ts";
import { AS_NAMES, ORIGINS } from "./origin_cache.ts";
import { rdapClient } from "./rdap/rdap.ts";
import { serverFor } from "./rdap/bootstrap_document.ts";
import { BUILT_IN } from "./rdap/registries.ts";
import { REGISTRATIONS } from "./registration_cache.ts";
import { startTally, type Tally } from "./tally.ts";

/** Milliseconds that one answer of a registry may take: they are far away, and behind TLS. */
const RDAP_MILLISECONDS = 10_000;

/** Whom to ask about owners, and for how long. */
export interface OwnerOptions {
  /** The name server that asks Team Cymru's zones for us; null for the system's. */
  readonly server: ServerChoice | null;
  /** Whether the registries are asked, over HTTPS. */
  readonly rdap: boolean;
  /** Whether Team Cymru's zones are asked, over DNS. */
  readonly dns: boolean;
  /** Where answers are kept; null to keep none. */
  readonly cacheFolder: string | null;
  /** Milliseconds that one question may take. */
  readonly questionMilliseconds: number;
  /** Milliseconds that all of them may take together. */
  readonly totalMilliseconds: number;
  /** The base URL of an RDAP server to ask instead of the registries. @default null */
  readonly rdapServer?: string | null;
  /** Is told how many questions are answered, of how many; the total can grow. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Is told what does no harm to what is found: that a cache is of no use. */
  readonly onNote?: (note: string) => void;
}

/** What was found. */
export interface Owners {
  /** A record for each address that was given, by its text; null and a note in it where nothing is known. */
  readonly owners: ReadonlyMap<string, OwnerRecord>;
  /** What went wrong as a whole: nobody at all answered. */
  readonly warnings: readonly string[];
}

/**
 * Looks up who owns addresses. Only public ones are ever asked about; one that carries an IPv4 address
 * (mapped, NAT64, 6to4, Teredo) is judged by, and asked about as, the one inside. Zones are dropped,
 * each address is asked about once, all of DNS's questions together. Never throws for what others
 * answer: what is not known is null, and the record's note says why.
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
  const deadline = host.now() + options.totalMilliseconds;
  const caches = openCaches(host, options.cacheFolder);
  const asking: Asking = { options, deadline, tally: startTally(options.onProgress), caches };
  const { owners, failure } = await findOwners(addresses, {
    dns: options.dns ? dnsSources(host, asking) : null,
    rdap: options.rdap ? rdapSources(host, asking) : null,
  });
  for (const warning of caches.warnings()) options.onNote?.(warning);
  return { owners, warnings: failure === null ? [] : [`Cannot look up owners: ${failure}`] };
}

interface Asking {
  readonly options: OwnerOptions;
  readonly deadline: number;
  readonly tally: Tally;
  readonly caches: OpenCaches;
}

interface OpenCaches {
  open<Value extends object>(kind: CacheKind<Value>, server: string | null): Cache<Value>;
  warnings(): readonly string[];
}

function openCaches(host: Host, folder: string | null): OpenCaches {
  const opened: { readonly warnings: readonly string[] }[] = [];
  return {
    open: (kind, server) => {
      const cache = openCache(host, { folder, kind, server });
      opened.push(cache);
      return cache;
    },
    // What is wrong with one file is wrong with the others beside it.
    warnings: () => opened.flatMap(({ warnings }) => warnings).slice(0, 1),
  };
}

function dnsSources(host: Host, { options, deadline, tally, caches }: Asking): OwnerSources["dns"] {
  const { server, questionMilliseconds } = options;
  const named = server && serverText(server);
  return {
    askTexts: askTextsWith({
      lookUp: (questions, options) => lookUp(host, questions, options),
      server,
      questionMilliseconds,
      remaining: () => deadline - host.now(),
      tally,
    }),
    origins: caches.open(ORIGINS, named),
    asNames: caches.open(AS_NAMES, named),
  };
}

function rdapSources(
  host: Host,
  { options, deadline, tally, caches }: Asking,
): OwnerSources["rdap"] {
  const { cacheFolder, rdapServer = null, onNote } = options;
  const client = rdapClient(host, {
    timeoutMilliseconds: RDAP_MILLISECONDS,
    cacheFolder,
    baseUrl: rdapServer,
    onNote,
  });
  return {
    askRdap: (address) => client.ask(address, deadline),
    serverOf: (address) =>
      rdapServer ?? serverFor(address, BUILT_IN[address.includes(":") ? 6 : 4]),
    remaining: () => deadline - host.now(),
    cache: caches.open(REGISTRATIONS, rdapServer),
    tally,
  };
}
