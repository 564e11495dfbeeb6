/**
 * Registries and zones for tests, and a computer that asks them: the owners by a search that knows
 * nothing of the library's.
 *
 * @module
 */
import { assert } from "@std/assert";
import { parseAddress } from "../../lib/address/address.ts";
import { addressToAsk } from "../../lib/address/askable.ts";
import { parseCidr } from "../../lib/address/range.ts";
import { openCache } from "../../lib/lookup/cache.ts";
import { AS_NAMES, originName, ORIGINS } from "../../lib/lookup/owners/cymru_records.ts";
import { findOwners, sumProgress } from "../../lib/lookup/owners/look_up_owners.ts";
import type { Registration } from "../../lib/lookup/owners/rdap/rdap_answer.ts";
import type { RdapAnswer } from "../../lib/lookup/owners/rdap/rdap_client.ts";
import { REGISTRATIONS } from "../../lib/lookup/owners/registrations.ts";
import type { OwnerRecord } from "../../lib/model/owner.ts";
import { fakeHost } from "./fake_host.ts";
import { fakeLookUp, type Told } from "./fake_lookup.ts";
import { memoryCache } from "./memory_cache.ts";

/** A network in a registry. */
export interface Registered {
  /** Its addresses. */
  readonly block: string;
  /** Its type. */
  readonly type: string | null;
  /** Whether it is the registry's own, and so nobody's. @default false */
  readonly isOwn?: boolean;
}

/** The bits of an address or of a block's prefix, as text: a way to compare that the library has not. */
function bits(text: string, length?: number): string {
  const address = parseAddress(text)!;
  const all = address.groups.map((group) => group.toString(2).padStart(16, "0")).join("");
  return `${address.family} ${all.slice(0, length)}`;
}

/** Whether a block holds an address. */
export function isIn(address: string, block: string): boolean {
  const [first, length] = block.split("/") as [string, string];
  const prefix = bits(first, Number(length));
  return bits(address).startsWith(prefix);
}

/** The network of the longest prefix that holds an address. */
export function smallest<Network extends { block: string }>(
  address: string,
  networks: readonly Network[],
): Network | null {
  const length = ({ block }: Network) => Number(block.split("/")[1]);
  return networks.filter(({ block }) => isIn(address, block))
    .reduce<Network | null>((best, one) => best && length(best) >= length(one) ? best : one, null);
}

const UNNAMED = { networkName: null, description: null, note: null };

/** What a registry says of a network. */
export function registrationOf({ block, type }: Registered): Registration {
  const { first, last, family } = parseCidr(block)!;
  const text = (groups: readonly number[]) =>
    family === 4
      ? groups.flatMap((group) => [group >> 8, group & 255]).join(".")
      : groups.map((group) => group.toString(16)).join(":");
  return {
    ...UNNAMED,
    startAddress: text(first),
    endAddress: text(last),
    networks: [block],
    networkType: type,
    organization: `Owner of ${block}`,
    country: "US",
    registry: "arin",
    allocated: null,
    abuseContact: null,
    host: "rdap.example",
  };
}

/** What a run asks, what fails, and how much time is left. */
export interface Run {
  /** @default both */
  readonly sources?: readonly ("dns" | "rdap")[];
  /** The addresses about which the registry does not answer. */
  readonly failing?: ReadonlySet<string>;
  /** The milliseconds left. */
  readonly left?: () => number;
}

/** A computer with a cache. */
export interface Computer {
  /** Looks up owners in a process of its own. */
  readonly run: (addresses: readonly string[], run?: Run) => Promise<Map<string, OwnerRecord>>;
  readonly clock: { now: number };
  /** The addresses that registries were asked about, in order. */
  readonly queries: readonly string[];
  /** The files of the cache. */
  readonly files: Map<string, Uint8Array>;
}

/** A computer with a cache and a clock, and the registry and zones that it can ask. */
export function computer({ registry = [], zones = {}, wait = () => Promise.resolve() }: {
  registry?: readonly Registered[];
  zones?: Readonly<Record<string, Told>>;
  wait?: () => Promise<unknown>;
}): Computer {
  const { host: cacheHost, files } = memoryCache();
  const clock = { now: Date.UTC(2026, 0, 2) };
  const host = fakeHost({ ...cacheHost, now: () => clock.now });
  const queries: string[] = [];
  const answerTo = (address: string): RdapAnswer => {
    const network = smallest(address, registry);
    return network === null || network.isOwn
      ? { kind: "notFound", host: "rdap.example" }
      : { kind: "found", ...registrationOf(network) };
  };
  const run = async (
    addresses: readonly string[],
    { sources = ["dns", "rdap"], failing = new Set(), left = () => 30_000 }: Run = {},
  ) => {
    const fake = fakeLookUp(zones);
    const settings = { folder: "cache", server: null };
    const addProgress = sumProgress();
    const shared = { remaining: left, addProgress };
    const { owners } = await findOwners(addresses, {
      dns: sources.includes("dns")
        ? {
          ...shared,
          lookUp: fake.lookUp,
          server: null,
          questionMilliseconds: 2_000,
          origins: openCache(host, { ...settings, kind: ORIGINS }),
          asNames: openCache(host, { ...settings, kind: AS_NAMES }),
        }
        : null,
      rdap: sources.includes("rdap")
        ? {
          ...shared,
          askRdap: async (address) => {
            queries.push(address);
            await wait();
            const reason = "rdap.example did not answer in time";
            return failing.has(address)
              ? { kind: "failed", reason, host: "rdap.example" }
              : answerTo(address);
          },
          serverOf: (address) => `rdap${bits(address).at(-1)}.example`,
          cache: openCache(host, { ...settings, kind: REGISTRATIONS }),
        }
        : null,
    });
    return owners;
  };
  return { run, clock, queries, files };
}

/** An announced network of IPv4. */
export interface Announced {
  /** Its addresses. */
  readonly block: string;
  /** The AS that announces it. */
  readonly asn: number;
}

/** What Team Cymru's zones say of addresses, and of the ASes 1 to 9. */
export function zonesOf(
  addresses: readonly string[],
  announced: readonly Announced[],
): Record<string, Told> {
  const zones: Record<string, Told> = {};
  for (const address of addresses) {
    const route = smallest(address, announced);
    if (route === null) continue;
    zones[questionAbout(address)] = [`${route.asn} | ${route.block} | US | arin | 2001-02-03`];
  }
  for (let asn = 1; asn <= 9; asn++) {
    zones[`AS${asn}.asn.cymru.com`] = [`${asn} | US | arin | | AS-${asn}`];
  }
  return zones;
}

/** The name of the TXT records about an address. */
export function questionAbout(text: string): string {
  const address = addressToAsk(text);
  assert(typeof address !== "string", text);
  return originName(address);
}
