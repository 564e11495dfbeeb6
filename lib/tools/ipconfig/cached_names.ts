/**
 * Finds in the DNS cache the names that programs asked for when they were told an address.
 *
 * @module
 */
import { formatAddress, isArpaName, isMapped, parseAddress } from "../../address/address.ts";
import { addressToResolve, isAskable } from "../../address/askable.ts";
import { scopeOf } from "../../address/scope.ts";
import { type DnsCacheRecord, withoutFinalDot } from "./displaydns_record.ts";

/** The names that were asked for and led to an address. */
export interface CachedName {
  /** The first of them in the cache, as printed. */
  readonly name: string;
  /** What to say where there are more; null where there is one. */
  readonly note: string | null;
}

/** Finds the name of an address; null where the cache has none. */
export type NameFinder = (address: string) => CachedName | null;

/** How many of the other names a note lists. */
const LISTED = 3;
/** CNAMEs lead from one name to another; a cache that is damaged could lead to very many. */
const MOST_NAMES = 100;

/**
 * Makes a function that finds the names of addresses. A name that is only reached through the CNAME of
 * another one was not asked for: the content network's own name is not told, but the one that leads to
 * it. The records of reverse names (PTR) are not used, nor are names that stand for this computer.
 *
 * @example
 * ```ts
 * import { findCachedNames } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const asked = "www.example";
 * const nameOf = findCachedNames([
 *   { asked, name: asked, type: 5, ttl: 60, data: "edge.example" },
 *   { asked, name: "edge.example", type: 1, ttl: 60, data: "192.0.2.44" },
 * ]);
 * assertEquals(nameOf("::ffff:192.0.2.44"), { name: "www.example", note: null });
 * ```
 */
export function findCachedNames(records: readonly DnsCacheRecord[]): NameFinder {
  const names = new NameGraph(records);
  const addresses = new Map<string, Set<string>>();
  for (const { name, type, data } of records) {
    const key = type === A || type === AAAA ? keyOf(data ?? "") : null;
    if (key === null) continue;
    const known = addresses.get(key);
    if (known === undefined) addresses.set(key, new Set([comparable(name)]));
    else known.add(comparable(name));
  }
  const found = new Map<string, CachedName | null>();
  return (address) => {
    if (!found.has(address)) {
      const keys = canHaveName(address) ? [keyOf(address), addressToResolve(address)] : [];
      const led = keys.map((key) => addresses.get(key ?? "")).find((led) => led !== undefined);
      found.set(address, led === undefined ? null : describe(names.askedFor(led)));
    }
    return found.get(address)!;
  };
}

/**
 * Whether an address can have a name in the cache: one that a name server can know, or that of a
 * neighbour. Hosts files give this computer's own addresses the names of all that they block.
 */
export function canHaveName(address: string): boolean {
  return isAskable(address) || scopeOf(address) === "linkLocal";
}

const [A, CNAME, AAAA] = [1, 5, 28];

/** The text under which an address is known: without a zone, IPv4-mapped as IPv4. Null for other text. */
function keyOf(text: string): string | null {
  const address = parseAddress(text);
  if (address === null) return null;
  const { family, groups } = address;
  return family === 6 && isMapped(groups)
    ? formatAddress({ family: 4, groups: groups.slice(6), zone: null })
    : formatAddress({ family, groups, zone: null });
}

function comparable(name: string): string {
  return withoutFinalDot(name).toLowerCase();
}

/** Which names lead to which others. */
class NameGraph {
  /** The names whose CNAME leads to a name. */
  readonly #sources = new Map<string, Set<string>>();
  /** Each name as it is printed first, in the order of the listing. */
  readonly #printed = new Map<string, string>();
  readonly #order = new Map<string, number>();
  readonly #roots = new Map<string, readonly string[]>();

  constructor(records: readonly DnsCacheRecord[]) {
    let title: string | null = null;
    for (const { asked, name, type, data } of records) {
      this.#learn(asked);
      this.#learn(name);
      // The first record of a block is that of its title; more can be of servers that it names.
      if (asked !== title && [A, CNAME, AAAA].includes(type)) this.#link(asked, name);
      title = asked;
      if (type === CNAME && data !== null) {
        this.#learn(data);
        this.#link(name, data);
      }
    }
  }

  #learn(name: string): void {
    const key = comparable(name);
    if (this.#printed.has(key)) return;
    this.#order.set(key, this.#printed.size);
    this.#printed.set(key, name);
  }

  #link(from: string, to: string): void {
    const [source, target] = [comparable(from), comparable(to)];
    if (source === target) return;
    const known = this.#sources.get(target);
    if (known === undefined) this.#sources.set(target, new Set([source]));
    else known.add(source);
  }

  /** The names that were asked for and led to one of some names, in the order of the listing. */
  askedFor(led: Iterable<string>): string[] {
    const roots = new Set([...led].flatMap((name) => this.#rootsOf(name)));
    return [...roots].filter((name) => isTelling(name))
      .sort((one, other) => this.#order.get(one)! - this.#order.get(other)!)
      .map((name) => this.#printed.get(name)!);
  }

  /** The names from which CNAMEs lead to a name and to which none leads. */
  #rootsOf(name: string): readonly string[] {
    const known = this.#roots.get(name);
    if (known !== undefined) return known;
    const seen = new Set([name]);
    const roots: string[] = [];
    for (const at of seen) {
      const sources = this.#sources.get(at);
      if (sources === undefined) roots.push(at);
      for (const source of sources ?? []) {
        if (seen.size === MOST_NAMES) break;
        seen.add(source);
      }
    }
    // Names that lead to each other in a circle have no first one.
    const found = roots.length > 0 ? roots : [name];
    this.#roots.set(name, found);
    return found;
  }
}

/** Longer than any name that DNS allows, with escapes. */
const LONGEST_NAME = 255;

/** Whether a name says whose an address is: it is no address, no reverse name and not this computer's. */
function isTelling(name: string): boolean {
  return name !== "" && name.length <= LONGEST_NAME && !/[\s\p{Cc}]/u.test(name) &&
    parseAddress(name) === null && !isArpaName(name) && !LOCAL.test(name);
}

/** `localhost` and the names that hosts files give it. */
const LOCAL = /^(?:ip6-)?(?:localhost|loopback)\d?(?:\.|$)|\.localhost$|^broadcasthost$/;

function describe(names: readonly string[]): CachedName | null {
  const [name, ...others] = names;
  if (name === undefined) return null;
  if (others.length === 0) return { name, note: null };
  const listed = others.slice(0, LISTED).join(", ") + (others.length > LISTED ? ", …" : "");
  const count = others.length === 1 ? "1 more name" : `${others.length} more names`;
  return { name, note: `the DNS cache has ${count} for it: ${listed}` };
}
