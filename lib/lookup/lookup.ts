/**
 * Looks up names and owners for the remote ends of rows.
 *
 * @module
 */
import { addressToResolve } from "../address/askable.ts";
import { scopeOf } from "../address/scope.ts";
import { CaptureError } from "../errors.ts";
import { denoHost } from "../host/deno/deno_host.ts";
import { type Clock, type Host, HostError } from "../host/host.ts";
import type { FieldValue, ObjectRow } from "../model/field.ts";
import type { OwnerRecord } from "../model/owner.ts";
import type { RowLookup } from "../rows/stages.ts";
import { RemoteNames } from "./names/remote_names.ts";
import { addFound, lacksAny, type Values } from "./found_values.ts";
import { reverseNames } from "./names/reverse_names.ts";
import { isName } from "./owners/rdap/registered_names.ts";
import {
  lookUpOwners,
  type OnProgress,
  type OwnerOptions,
  sumProgress,
} from "./owners/look_up_owners.ts";
import { carriedNote } from "./owners/owner_rows.ts";

/** What to look up, in which sources, and the time limits. */
export interface LookupPlan extends
  Pick<
    OwnerOptions,
    "rdap" | "server" | "cacheFolder" | "questionMilliseconds" | "totalMilliseconds" | "signal"
  > {
  /** Whether to look up names: `remoteHost`, `remoteHostSource`. */
  readonly resolve: boolean;
  /**
   * Whether the rows are of the machine that looks them up, so that its DNS cache (Windows) knows the
   * names that its programs asked for. @default true
   */
  readonly dnsCache?: boolean;
  /** Whether to look up owners: `remoteAsn`, `remoteOwner`, `remoteCountry`, `remoteNetwork`. */
  readonly owner: boolean;
  /**
   * Files to look up owners in, MaxMind databases or CSV lists of networks. With any, nobody is asked
   * about owners. @default []
   */
  readonly databases?: readonly string[];
}

/** The functions that look up names and owners. */
export interface LookupSources {
  /** Looks up the names of addresses. */
  readonly reverseNames: typeof reverseNames;
  /** Looks up the owners of public addresses. */
  readonly lookUpOwners: typeof lookUpOwners;
}

/**
 * What to look up, and how. By default nothing is looked up. Look-ups use the system's name server, the
 * user's cache folder, 2 s for one query and 30 s in all.
 */
export interface RowLookupOptions extends Partial<LookupPlan> {
  /** The machine that sends the queries. @default this machine */
  readonly host?: Host;
  /** Receives the number of look-ups before the first one starts. */
  readonly onBegin?: (total: number) => void;
  /** Receives the number of finished look-ups and the total so far; names and owners count separately. */
  readonly onProgress?: OnProgress;
  /** Receives notes that do not affect the rows, such as an unusable cache. */
  readonly onNote?: (note: string) => void;
  /** Receives what the user can do where registries cannot be reached. */
  readonly onAdvice?: (advice: string) => void;
  /** Receives what could not be read of files though the look-up went on. @default a warning */
  readonly onLimit?: (limit: string) => void;
  /** The functions that look up names and owners. @default those of this library */
  readonly sources?: Partial<LookupSources>;
}

/** The result of a look-up. */
export interface LookedUpRows<Row> {
  /** The rows in the order given. */
  readonly rows: Row[];
  /** One warning for each kind of look-up in which every query failed. */
  readonly warnings: readonly string[];
}

/**
 * Adds names and owners to the remote ends of rows: sockets, connections, or any rows with a
 * `remoteAddress` and fields to fill. Fills only fields that are null, and looks up each address once.
 * Skips addresses that no server can know, such as wildcards, loopback and link-local addresses; only
 * public addresses have owners.
 *
 * @example
 * ```ts
 * import { joinSocket, lookUpRows, parseNetstat } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows } = parseNetstat("  TCP    192.0.2.7:50123    8.8.8.8:443    ESTABLISHED    4711");
 * const connections = rows.map((row) => joinSocket(row, { observedAt: null, processes: null }));
 * // Without `sources` it queries the system's name server.
 * const names = new Map([["8.8.8.8", "dns.google"]]);
 * const sources = { reverseNames: () => Promise.resolve({ names, warnings: [] }) };
 * const named = await lookUpRows(connections, { resolve: true, sources });
 * assertEquals(named.rows[0]?.remoteHost, "dns.google");
 * ```
 */
export async function lookUpRows<Row extends ObjectRow>(
  rows: readonly Row[],
  options: RowLookupOptions,
): Promise<LookedUpRows<Row>> {
  const lookup = new Lookup(options);
  await lookup.open();
  return { rows: await lookup.addTo(rows), warnings: lookup.warnings() };
}

/**
 * Adds names and owners to the rows of one run. Looks up each address once across all batches, which
 * share the time-out.
 */
export class Lookup implements RowLookup {
  /** The fields that it can fill; empty if nothing is looked up. */
  readonly fields: readonly string[];
  readonly #clock: Clock;
  readonly #totalMilliseconds: number;
  readonly #signal: AbortSignal | undefined;
  readonly #sources: readonly AddressSource[];
  readonly #onBegin: (total: number) => void;
  readonly #addProgress: (total: number) => OnProgress;
  readonly #warnings = new Set<string>();
  #spentMilliseconds = 0;

  constructor(options: RowLookupOptions) {
    const { host = denoHost(), totalMilliseconds = 30_000, signal } = options;
    this.#clock = host;
    this.#totalMilliseconds = totalMilliseconds;
    this.#signal = signal;
    this.#sources = addressSources(host, options);
    this.#onBegin = options.onBegin ?? (() => {});
    this.#addProgress = sumProgress(options.onProgress);
    this.fields = this.#sources.flatMap(({ fields }) => fields);
  }

  /**
   * Opens the files to look up owners in. Without this call, the first look-up does it.
   *
   * @throws {CaptureError} if one cannot be read.
   * @throws {ParseError} if one is no database or list.
   */
  async open(): Promise<void> {
    await Promise.all(this.#sources.map(({ open }) => open?.()));
  }

  /** The warnings so far, each once. */
  warnings(): readonly string[] {
    return [...this.#warnings];
  }

  /** Returns the rows in order with their empty fields filled; does not change the given rows. */
  async addTo<Row extends ObjectRow>(rows: readonly Row[]): Promise<Row[]> {
    const open = this.#sources
      .map((source) => ({ source, addresses: openAddresses(rows, source) }))
      .filter(({ addresses }) => addresses.length > 0);
    if (open.length > 0) await this.#lookUp(open);
    return rows.map((row) => this.#sources.reduce(addValues, row));
  }

  async #lookUp(open: readonly { source: AddressSource; addresses: string[] }[]): Promise<void> {
    const signal = this.#signal;
    signal?.throwIfAborted();
    const totalMilliseconds = this.#totalMilliseconds - this.#spentMilliseconds;
    if (totalMilliseconds <= 0) {
      this.#warnings.add(
        `Cannot look up all addresses: the ${this.#totalMilliseconds / 1000} s for look-ups are ` +
          "over; allow more with --timeout SECONDS",
      );
      return;
    }
    const started = this.#clock.now();
    // Counts all look-ups before the first one starts, so that the total is right from the start.
    this.#onBegin(open.reduce((total, { addresses }) => total + addresses.length, 0));
    const progress = open.map(({ addresses }) => this.#addProgress(addresses.length));
    const warnings = await Promise.all(open.map(({ source, addresses }, index) => {
      const limits = { totalMilliseconds, onProgress: progress[index]!, signal };
      return lookUpAddresses(addresses, source, limits);
    }));
    signal?.throwIfAborted();
    for (const warning of warnings.flat()) this.#warnings.add(warning);
    this.#spentMilliseconds += this.#clock.now() - started;
  }
}

interface Limits extends Pick<OwnerOptions, "totalMilliseconds" | "signal"> {
  readonly onProgress: OnProgress;
}

/** A source of values, and the fields that they fill. */
interface AddressSource {
  /** The values of each address that was looked up; a `note` is added to that of a row. */
  readonly known: Map<string, Values>;
  readonly fields: readonly string[];
  /** The fields of which one that is null makes it look up and fill a row. @default all */
  readonly wanted?: readonly string[];
  /** Whether an address can have a value. */
  readonly isAskable: (address: string) => boolean;
  /** Makes it ready. */
  readonly open?: () => Promise<unknown>;
  /** Finds the values of addresses. Warns if every query failed. */
  readonly find: (
    addresses: readonly string[],
    limits: Limits,
  ) => Promise<{ found: (readonly [string, Values])[]; warnings: readonly string[] }>;
}

function addressSources(host: Host, options: RowLookupOptions): AddressSource[] {
  const { server = null, cacheFolder = host.cacheFolder(), questionMilliseconds = 2_000 } = options;
  const { resolve = false, owner = false, rdap = false, onNote, sources = {} } = options;
  const { reverseNames: findNames = reverseNames, lookUpOwners: findOwners = lookUpOwners } =
    sources;
  const shared = { server, cacheFolder, questionMilliseconds, onNote };
  const names = new RemoteNames(host, {
    ...shared,
    dnsCache: options.dnsCache ?? true,
    reverseNames: findNames,
  });
  const nameSource: AddressSource = {
    known: new Map(),
    fields: REMOTE_NAME_FIELDS,
    // A row that an older netwho wrote has a name without its source.
    wanted: ["remoteHost"],
    isAskable: (address) => names.isAskable(address),
    find: (addresses, limits) => names.find(addresses, limits),
  };
  const { databases = [] } = options;
  if (owner && databases.length > 0) {
    const files = fileSource(host, { ...options, databases });
    return [...resolve ? [nameSource] : [], files];
  }
  const ownerSource: AddressSource = {
    known: new Map(),
    fields: REMOTE_OWNER_FIELDS,
    isAskable: (address) => scopeOf(address) === "public",
    async find(addresses, limits) {
      const sought = { ...shared, rdap, dns: true, onAdvice: options.onAdvice, ...limits };
      const { owners, warnings } = await findOwners(host, addresses, sought);
      return { found: [...owners].map(([address, one]) => [address, rowValues(one)]), warnings };
    },
  };
  return [...resolve ? [nameSource] : [], ...owner ? [ownerSource] : []];
}

/** Owners from the user's files. What reads them is loaded on first use (ADR 5). */
function fileSource(
  host: Host,
  { databases = [], onNote, onLimit, signal }: RowLookupOptions,
): AddressSource {
  const openFiles = async () => {
    const { findInFiles, openOwnerFiles } = await import("./owners/offline/offline_owners.ts");
    const files = await openOwnerFiles(host, databases, { onNote, signal });
    return (addresses: readonly string[]) => findInFiles(addresses, files);
  };
  let opened: ReturnType<typeof openFiles> | undefined;
  const open = () => opened ??= openFiles();
  return {
    known: new Map(),
    fields: REMOTE_OWNER_FIELDS,
    isAskable: (address) => scopeOf(address) === "public",
    open,
    async find(addresses) {
      const { owners, warnings } = await (await open())(addresses);
      if (onLimit !== undefined) warnings.forEach((warning) => onLimit(warning));
      return {
        found: [...owners].map(([address, one]) => [address, rowValues(one)]),
        warnings: onLimit === undefined ? warnings : [],
      };
    },
  };
}

/** The fields that names fill. */
export const REMOTE_NAME_FIELDS = ["remoteHost", "remoteHostSource"] as const;

/** The fields that owners fill. */
export const REMOTE_OWNER_FIELDS = [
  "remoteAsn",
  "remoteOwner",
  "remoteCountry",
  "remoteNetwork",
] as const;

/** The values of {@linkcode REMOTE_OWNER_FIELDS} for an owner. */
export function ownerValues(
  owner: OwnerRecord,
): Record<typeof REMOTE_OWNER_FIELDS[number], FieldValue> {
  return {
    remoteAsn: owner.asn,
    remoteOwner: ownerName(owner),
    remoteCountry: owner.registryCountry,
    remoteNetwork: owner.network,
  };
}

/**
 * The organization, else the name of the AS, else that of the network. An organization that is only
 * the network's name (`FR-TELECOM-20100712`), for want of a better one, is no more than that name.
 */
function ownerName({ organization, asName, networkName }: OwnerRecord): string | null {
  const isNetworkName = organization === networkName && /^[^\s\p{Ll}]*$/u.test(networkName ?? "");
  return (isNetworkName ? null : organization) ?? asName ??
    (isName(networkName) ? networkName : null);
}

/** The remote addresses still to look up, in the order of the rows, without duplicates. */
function openAddresses(
  rows: readonly ObjectRow[],
  { fields, wanted = fields, isAskable, known }: AddressSource,
): string[] {
  const open = new Set(rows.filter((row) => lacksAny(row, wanted)).map(remoteAddress));
  return [...open].filter((address) => !known.has(address) && isAskable(address));
}

/** Looks up addresses and returns the warnings. An address without a value counts as looked up. */
async function lookUpAddresses(
  addresses: readonly string[],
  { known, find }: AddressSource,
  limits: Limits,
): Promise<readonly string[]> {
  for (const address of addresses) known.set(address, {});
  try {
    const { found, warnings } = await find(addresses, limits);
    for (const [address, values] of found) known.set(address, values);
    return warnings;
  } catch (error) {
    limits.signal?.throwIfAborted();
    if (error instanceof CaptureError || error instanceof HostError) return [error.message];
    throw error;
  } finally {
    // Also counts addresses that were in the cache or failed.
    limits.onProgress(addresses.length, addresses.length);
  }
}

/** Adds what a source knows to a row. */
function addValues<Row extends ObjectRow>(
  row: Row,
  { fields, wanted = fields, known }: AddressSource,
): Row {
  const found = known.get(remoteAddress(row));
  return found === undefined || !lacksAny(row, wanted) ? row : addFound(row, found);
}

/** What an owner adds to a row. */
function rowValues(owner: OwnerRecord): Values {
  return { ...ownerValues(owner), note: noteOn(owner) };
}

/**
 * The note of an owner on a row: why it is not known, or what else there is to know. Not that a
 * mapped address was looked up as the IPv4 address in it: that would stand on most rows of a server.
 */
function noteOn({ address, note }: OwnerRecord): string | null {
  const isSameHost = addressToResolve(address)?.includes(":") === false;
  const known = isSameHost ? carriedNote(address) : null;
  return known === null ? note : note?.slice(known.length).replace(/^; /, "") || null;
}

/** The remote address of a row; empty if it has none. */
function remoteAddress({ remoteAddress }: ObjectRow): string {
  return typeof remoteAddress === "string" ? remoteAddress : "";
}
