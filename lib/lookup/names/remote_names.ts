/**
 * Finds the names of remote addresses: first in the DNS cache of the machine, then at the name server.
 *
 * @module
 */
import { isAskable } from "../../address/askable.ts";
import type { Host } from "../../host/host.ts";
import type { FieldValue } from "../../model/field.ts";
import { type CachedName, canHaveName } from "../../tools/ipconfig/cached_names.ts";
import { type DnsCacheNames, readDnsCache } from "./dns_cache.ts";
import type { reverseNames, ReverseOptions } from "./reverse_names.ts";

/** Where to find names. */
export interface RemoteNameOptions
  extends Pick<ReverseOptions, "server" | "cacheFolder" | "questionMilliseconds" | "onNote"> {
  /** Whether to look into the DNS cache first. */
  readonly dnsCache: boolean;
  /** Looks up the names of addresses at the name server. */
  readonly reverseNames: typeof reverseNames;
}

/** The limits of one call. */
export interface RemoteNameLimits extends Pick<ReverseOptions, "totalMilliseconds" | "signal"> {
  /** Called with the number of addresses done, and of all. */
  readonly onProgress: (done: number, total: number) => void;
}

/** A name, where it came from, and what to note about it. */
export type NameValues = Readonly<Record<string, FieldValue>>;

/** Finds names; reads the DNS cache once, at the first call. */
export class RemoteNames {
  readonly #host: Host;
  readonly #options: RemoteNameOptions;
  #cache: Promise<DnsCacheNames> | null = null;

  constructor(host: Host, options: RemoteNameOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Whether an address can have a name. That of a neighbour may be in the cache alone. */
  isAskable(address: string): boolean {
    return this.#readsCache ? canHaveName(address) : isAskable(address);
  }

  get #readsCache(): boolean {
    return this.#options.dnsCache && this.#host.os === "windows";
  }

  /** Finds the names of addresses. Those that the DNS cache knows are not asked about. */
  async find(
    addresses: readonly string[],
    { totalMilliseconds, onProgress, signal }: RemoteNameLimits,
  ): Promise<{ found: (readonly [string, NameValues])[]; warnings: readonly string[] }> {
    const { dnsCache: _dnsCache, reverseNames, ...options } = this.#options;
    if (!this.#readsCache) {
      const limits = { totalMilliseconds, onProgress, signal };
      const { names, warnings } = await reverseNames(this.#host, addresses, {
        ...options,
        ...limits,
      });
      return { found: Array.from(names, withReverseValues), warnings };
    }
    const began = this.#host.now();
    this.#cache ??= this.#readCache({ totalMilliseconds, signal });
    const { nameOf, warning } = await this.#cache;
    const found = addresses.flatMap((address) => {
      const name = nameOf(address);
      return name === null ? [] : [[address, cachedValues(name)] as const];
    });
    const cached = new Set(found.map(([address]) => address));
    const open = addresses.filter((address) => !cached.has(address));
    const told = warning === null ? [] : [warning];
    if (open.length === 0) return { found, warnings: told };
    const { names, warnings } = await reverseNames(this.#host, open, {
      ...options,
      totalMilliseconds: Math.max(totalMilliseconds - (this.#host.now() - began), 0),
      onProgress: (done) => onProgress(cached.size + done, addresses.length),
      signal,
    });
    return {
      found: [...found, ...Array.from(names, withReverseValues)],
      warnings: [...told, ...warnings],
    };
  }

  async #readCache(options: Parameters<typeof readDnsCache>[1]): Promise<DnsCacheNames> {
    const names = await readDnsCache(this.#host, options);
    if (names.note !== null) this.#options.onNote?.(names.note);
    return names;
  }
}

function cachedValues({ name, note }: CachedName): NameValues {
  return { remoteHost: name, remoteHostSource: "dnsCache", note };
}

function withReverseValues([address, name]: readonly [string, string | null]): readonly [
  string,
  NameValues,
] {
  return [address, name === null ? {} : { remoteHost: name, remoteHostSource: "reverse" }];
}
