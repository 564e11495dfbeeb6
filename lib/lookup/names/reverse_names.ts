/**
 * Looks up the names of many addresses, with a cache.
 *
 * @module
 */
import { isArpaName, parseAddress } from "../../address/address.ts";
import { addressToResolve } from "../../address/askable.ts";
import { scopeOf } from "../../address/scope.ts";
import { CaptureError } from "../../errors.ts";
import { type Host, HostError } from "../../host/host.ts";
import type { NameRecord } from "../../model/name.ts";
import { type CacheKind, HOUR, openCache } from "../cache.ts";
import { isText, isTextOrNull } from "../../text/untrusted_json.ts";
import { RESOLVER } from "./deno_answers.ts";
import { lookUp } from "./look_up.ts";
import { areUnanswered, whyUnanswered } from "./name_answers.ts";
import { type LookUp, type LookupOptions, serverText } from "./question.ts";

/** How to look up the names of addresses. */
export interface ReverseOptions
  extends Pick<LookupOptions, "server" | "questionMilliseconds" | "signal"> {
  /** The folder of the cache; null for no cache. */
  readonly cacheFolder: string | null;
  /** Milliseconds for all questions together. Addresses that are still open then have no name. */
  readonly totalMilliseconds: number;
  /** Called with the number of questions answered, and of all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Called with a note that does not affect the names: the cache cannot be used. */
  readonly onNote?: (note: string) => void;
  /** Looks up. @default lookUp, through nslookup or Deno's resolver */
  readonly lookUp?: LookUp;
}

/** The names of addresses. */
export interface ReverseNames {
  /**
   * The name of each given address, by the address's text; null if it has none or it is unknown.
   */
  readonly names: ReadonlyMap<string, string | null>;
  /** Why no names could be looked up at all: no name server answered. */
  readonly warnings: readonly string[];
}

/**
 * Looks up the names of addresses (PTR). Each address is asked about once, without its zone; an
 * IPv4-mapped or NAT64 address as the IPv4 address in it. All addresses that a name server can know
 * are asked about, not only public ones. Of several names the
 * alphabetically first is taken, since servers rotate their order. Never throws because of an
 * answer.
 *
 * @example
 * ```ts
 * import { denoHost, reverseNames } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { names } = await reverseNames(denoHost(), ["127.0.0.1"], {
 *   server: null,
 *   cacheFolder: null,
 *   questionMilliseconds: 2_000,
 *   totalMilliseconds: 30_000,
 * });
 * assertEquals(names.get("127.0.0.1"), null);
 * ```
 */
export async function reverseNames(
  host: Host,
  addresses: readonly string[],
  {
    cacheFolder,
    onProgress,
    onNote,
    lookUp: ask = (...asked) => lookUp(host, ...asked),
    ...options
  }: ReverseOptions,
): Promise<ReverseNames> {
  const { server } = options;
  const cache = openCache(host, {
    folder: cacheFolder,
    kind: NAMES,
    server: server && serverText(server),
  });
  const asked = new Map(addresses.map((address) => [address, addressToResolve(address)]));
  const known = new Map<string, string | null>();
  const open = [...new Set(asked.values())].filter((address) => address !== null)
    .filter((address) => {
      const cached = cache.get(address);
      if (cached !== null) known.set(address, cached.value.name);
      return cached === null;
    });

  const warnings: string[] = [];
  const total = open.length;
  const questions = open.map((name) => ({ query: name, name, type: "PTR" as const }));
  const lookUpOptions = { ...options, onProgress: (done: number) => onProgress?.(done, total) };
  try {
    const answers = total === 0 ? [] : await ask(questions, lookUpOptions);
    const found: KnownName[] = [];
    open.forEach((address, index) => {
      const name = nameIn(answers[index] ?? []);
      if (name === undefined) return;
      known.set(address, name);
      // Another network may use a local address for another computer.
      const scope = scopeOf(address);
      if (scope !== "private" && scope !== "shared") found.push({ address, name });
    });
    cache.add(found);
    if (areUnanswered(answers)) {
      const none = `the name server answered none of ${total} questions`;
      const why = whyUnanswered(answers, { server: "it", questions: "them" });
      warnings.push(`Cannot look up names: ${none}${why}`);
    }
  } catch (error) {
    if (!(error instanceof CaptureError || error instanceof HostError)) throw error;
    const { message } = error;
    warnings.push(message.startsWith("Cannot ") ? message : `Cannot look up names: ${message}`);
  }
  for (const note of cache.warnings) onNote?.(note);
  const nameOf = (address: string) => known.get(asked.get(address) ?? "") ?? null;
  return { names: new Map(addresses.map((address) => [address, nameOf(address)])), warnings };
}

/** The name; null if the server says that there is none; undefined if it does not say. */
function nameIn(rows: readonly NameRecord[]): string | null | undefined {
  const names = rows.flatMap(({ type, data }) => type === "PTR" && data !== null ? [data] : []);
  const [first] = names.map((name) => name.replace(/\.$/, "").slice(0, LONGEST_NAME))
    .filter(isName)
    .sort();
  if (first !== undefined) return first;
  const { status, server } = rows[0] ?? {};
  // Deno's resolver does not tell a failing server from a missing name.
  if (server === RESOLVER && status === "NODATA") return undefined;
  return status === "NOERROR" || status === "NXDOMAIN" || status === "NODATA" ? null : undefined;
}

/**
 * Whether a name names a host. Careless zones hold the root, every computer's name for itself, the
 * address or the name that was asked about: none of them tells more than the address.
 */
function isName(name: string): boolean {
  return name !== "" && !LOCALHOST.test(name) && parseAddress(name) === null && !isArpaName(name);
}

const LOCALHOST = /^(?:(?:.*\.)?localhost|localhost[46]?\.localdomain[46]?)$/i;

/** Characters of a name that are kept: DNS allows fewer, but escapes lengthen a name. */
const LONGEST_NAME = 255;

/** A cached name; null for an address without one. */
interface KnownName {
  readonly address: string;
  readonly name: string | null;
}

/**
 * The cache of names by address. TTL: 1 h, about what resolvers use; 10 min for a missing name,
 * since someone may be adding it right now.
 */
export const NAMES: CacheKind<KnownName> = {
  file: "names.ndjson",
  read({ address, name }) {
    const isKnown = isText(address, 50) && parseAddress(address) !== null &&
      isTextOrNull(name, LONGEST_NAME) && (name === null || isName(name));
    return isKnown ? { address, name } : null;
  },
  keyOf: ({ address }) => address,
  lifetimeOf: ({ name }) => name === null ? HOUR / 6 : HOUR,
};
