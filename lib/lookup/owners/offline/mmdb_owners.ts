/**
 * Owners in a MaxMind database.
 *
 * @module
 */
import type { AskedAddress } from "../../../address/askable.ts";
import { blockOf, formatCidr } from "../../../address/range.ts";
import { MmdbFile } from "./mmdb_file.ts";
import { factsOf, hasFacts } from "./owner_facts.ts";
import {
  baseName,
  type FileDescription,
  type FoundFacts,
  kindsOf,
  type OwnerFile,
} from "./owner_file.ts";

/** How many records are looked at to tell what a database is about. */
const SAMPLED = 1_000;

/** A MaxMind database of owners. */
export class MmdbOwners implements OwnerFile {
  readonly name: string;
  readonly builtAt: number | null;

  private constructor(readonly path: string, readonly database: MmdbFile) {
    const { type, builtAt } = database.metadata;
    this.builtAt = builtAt;
    this.name = [type ?? baseName(path), ...builtAt === null ? [] : [dayOf(builtAt)]].join(" ");
  }

  /** Opens the content of a file; or the reason why it cannot be used, as the end of a sentence. */
  static open(path: string, bytes: Uint8Array): MmdbOwners | string {
    const database = MmdbFile.open(bytes);
    if (typeof database === "string") return database;
    let readable = 0;
    for (const record of database.sample(SAMPLED)) {
      if (record === undefined) continue;
      readable++;
      if (hasFacts(factsOf(record))) return new MmdbOwners(path, database);
    }
    const { type } = database.metadata;
    return readable === 0
      ? "it is damaged or empty: none of its records can be read"
      : `${type === null ? "it" : `a ${type} database`} has neither AS numbers nor countries`;
  }

  find(addresses: readonly AskedAddress[]): Promise<ReadonlyMap<string, FoundFacts>> {
    const found = new Map<string, FoundFacts>();
    for (const address of addresses) {
      const record = this.database.find(address);
      if (record === null) continue;
      const { value, prefixLength } = record;
      const facts = value === undefined ? null : factsOf(value);
      if (facts !== null && !hasFacts(facts)) continue;
      const network = prefixLength === null ? null : formatCidr(blockOf(address, prefixLength));
      found.set(address.text, { facts, network });
    }
    return Promise.resolve(found);
  }

  damage(): string | null {
    return null;
  }

  examine(): Promise<FileDescription> {
    const { type, description, ipVersion, nodeCount, builtAt } = this.database.metadata;
    const records = [...this.database.sample(SAMPLED)];
    const readable = records.filter((record) => record !== undefined);
    const damaged = records.length - readable.length;
    return Promise.resolve({
      parts: [
        type ?? "a database of unnamed kind",
        kindsOf(readable.map(factsOf)),
        ...builtAt === null ? ["it does not say when it was built"] : [],
        ipVersion === 4 ? "IPv4 only" : "IPv4 and IPv6",
        `${nodeCount} nodes`,
        ...description === null ? [] : [description],
      ],
      damage: damaged === 0
        ? null
        : `${damaged} of ${records.length} records that were tried are damaged`,
    });
  }
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
