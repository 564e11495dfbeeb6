/**
 * Askers for tests: they know a name and an owner for every address, and keep what they were asked.
 *
 * @module
 */
import type { Askers } from "../../lib/lookup/knowledge.ts";
import type { Lookups } from "../../lib/lookup/lookups.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import { OWNER_FIELDS, type OwnerRecord } from "../../lib/model/owner.ts";

/** Look-ups of everything, without a cache. */
export const LOOKUPS: Lookups = {
  resolve: true,
  owner: true,
  rdap: false,
  server: null,
  cacheFolder: null,
  questionMilliseconds: 2_000,
  totalMilliseconds: 30_000,
};

/** Askers, and the addresses that each was asked about, call by call. */
export interface TestAskers {
  readonly askers: Askers;
  readonly names: (readonly string[])[];
  readonly owners: (readonly string[])[];
}

/** Makes askers; each call may be followed by `then`, such as time that goes by. */
export function testAskers({ then = () => {} }: { then?: () => void } = {}): TestAskers {
  const names: (readonly string[])[] = [];
  const owners: (readonly string[])[] = [];
  return {
    names,
    owners,
    askers: {
      reverseNames: (_host, addresses, { onProgress }) => {
        names.push(addresses);
        onProgress?.(addresses.length, addresses.length);
        then();
        const found = new Map(addresses.map((address) => [address, nameOf(address)]));
        return Promise.resolve({ names: found, warnings: [] });
      },
      lookUpOwners: (_host, addresses, { onProgress }) => {
        owners.push(addresses);
        onProgress?.(addresses.length, addresses.length);
        const found = new Map(addresses.map((address) => [address, ownerOf(address)]));
        return Promise.resolve({ owners: found, warnings: [] });
      },
    },
  };
}

/** The name that the askers give an address. */
export function nameOf(address: string): string {
  return `host-${address.replaceAll(/[.:]/g, "-")}.example`;
}

/** The owner that the askers give an address. */
export function ownerOf(address: string): OwnerRecord {
  return {
    ...emptyRecord(OWNER_FIELDS),
    address,
    network: `${address}/32`,
    asn: 64496,
    asName: "EXAMPLE",
    registryCountry: "ZZ",
  };
}
