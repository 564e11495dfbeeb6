/**
 * Look-up sources for tests: they know a name and an owner for every address, and record the queries.
 *
 * @module
 */
import type { LookupPlan, LookupSources } from "../../lib/lookup/lookup.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import { OWNER_FIELDS, type OwnerRecord } from "../../lib/model/owner.ts";

/** Look-ups of names and owners, without a cache. */
export const PLAN: LookupPlan = {
  resolve: true,
  owner: true,
  rdap: false,
  server: null,
  cacheFolder: null,
  questionMilliseconds: 2_000,
  totalMilliseconds: 30_000,
};

/** Sources, and the addresses that each was asked about, call by call. */
export interface TestSources {
  readonly sources: LookupSources;
  readonly names: (readonly string[])[];
  readonly owners: (readonly string[])[];
}

/** Makes sources; `then` runs after each look-up of names, to let time pass. */
export function testSources({ then = () => {} }: { then?: () => void } = {}): TestSources {
  const names: (readonly string[])[] = [];
  const owners: (readonly string[])[] = [];
  return {
    names,
    owners,
    sources: {
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

/** The name that the sources give an address. */
export function nameOf(address: string): string {
  return `host-${address.replaceAll(/[.:]/g, "-")}.example`;
}

/** The owner that the sources give an address. */
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
