/**
 * Reads a MaxMind database (MaxMind DB file format 2.0): its metadata, and the search tree that leads
 * from an address to its record. ADR 27 says why not with a package.
 *
 * @module
 */
import type { Address } from "../../../address/address.ts";
import { textOf } from "../../../text/untrusted_json.ts";
import { type DataValue, decodeData } from "./mmdb_data.ts";

/** What a database says of itself. */
export interface MmdbMetadata {
  /** Its kind, such as `GeoLite2-ASN`. */
  readonly type: string | null;
  /** Its description in English, which often names the licence. */
  readonly description: string | null;
  /** When it was built, in milliseconds since 1970. */
  readonly builtAt: number | null;
  /** 6 for a tree of both kinds of addresses. */
  readonly ipVersion: 4 | 6;
  readonly nodeCount: number;
  readonly recordSize: 24 | 28 | 32;
}

/** What a database has about an address. */
export interface MmdbRecord {
  /** The record; `undefined` if it is damaged. */
  readonly value: DataValue | undefined;
  /** How many leading bits of the address it holds for; null where that is all of them or unknown. */
  readonly prefixLength: number | null;
}

/** What stands before the metadata: `\xAB\xCD\xEFMaxMind.com`. */
const MARKER = Uint8Array.of(
  ...[0xab, 0xcd, 0xef],
  ...[..."MaxMind.com"].map((letter) => letter.charCodeAt(0)),
);

/** How far from the end the metadata may begin, by the format. */
const MOST_METADATA = 128 * 1024;

/** The zeros between the tree and the data. */
const SEPARATOR_BYTES = 16;

/** How many leading zero bits an IPv4 address has in a tree of IPv6 addresses. */
const IPV4_DEPTH = 96;

/** An open database. */
export class MmdbFile {
  readonly #treeBytes: number;
  /** Where IPv4 addresses begin in the tree. */
  readonly #ipv4: { readonly node: number; readonly depth: number };

  private constructor(readonly bytes: Uint8Array, readonly metadata: MmdbMetadata) {
    this.#treeBytes = treeSize(metadata);
    this.#ipv4 = metadata.ipVersion === 4 ? { node: 0, depth: 0 } : this.#walk(ZERO_BITS, 0);
  }

  /** Opens the content of a file; or the reason why it cannot be used, as the end of a sentence. */
  static open(bytes: Uint8Array): MmdbFile | string {
    const start = findMetadata(bytes);
    if (start === null) return "it is neither a MaxMind database nor a CSV list of networks";
    const metadata = readMetadata(decodeData(bytes, { at: start, base: start }));
    if (typeof metadata === "string") return metadata;
    const end = start - MARKER.length;
    if (treeSize(metadata) + SEPARATOR_BYTES > end) return "it is damaged: it is cut short";
    return new MmdbFile(bytes, metadata);
  }

  /** Finds the record of an address; null if there is none. */
  find({ family, groups }: Pick<Address, "family" | "groups">): MmdbRecord | null {
    // Walked down a tree of IPv4 addresses, an IPv6 address would find that of some other host.
    if (family === 6 && this.metadata.ipVersion === 4) return null;
    const start = family === 4 ? this.#ipv4 : { node: 0, depth: 0 };
    const isInTree = start.node < this.metadata.nodeCount;
    const { node, depth } = isInTree ? this.#walk(groups, start.node) : { ...start, depth: 0 };
    if (node <= this.metadata.nodeCount) return null;
    return { value: this.#record(node), prefixLength: depth === 0 ? null : depth };
  }

  /** Some of its records, in the order of the tree. */
  *sample(most: number): Generator<DataValue | undefined> {
    const { nodeCount } = this.metadata;
    const seen = new Set<number>();
    // Each node is looked at once at most: a damaged tree may lead back to itself.
    const open = nodeCount > 0 ? [0] : [];
    for (
      let turns = 0;
      open.length > 0 && seen.size < most && turns < MOST_SAMPLED_NODES;
      turns++
    ) {
      const node = open.pop()!;
      for (const child of [this.#child(node, 1), this.#child(node, 0)]) {
        if (child < nodeCount) open.push(child);
        else if (child > nodeCount && !seen.has(child)) {
          seen.add(child);
          yield this.#record(child);
        }
      }
    }
  }

  /** Walks the tree along bits until a leaf, or until they end. */
  #walk(groups: readonly number[], from: number): { node: number; depth: number } {
    const bits = groups.length * 16;
    let node = from;
    let depth = 0;
    for (; depth < bits && node < this.metadata.nodeCount; depth++) {
      node = this.#child(node, (groups[depth >> 4]! >> (15 - (depth & 15))) & 1);
    }
    return { node, depth };
  }

  /** The left or the right child of a node: a node, nothing, or a record. */
  #child(node: number, side: number): number {
    const { bytes } = this;
    const { recordSize } = this.metadata;
    const at = node * recordSize / 4 + side * (recordSize >> 3);
    if (recordSize === 24) return bytes[at]! << 16 | bytes[at + 1]! << 8 | bytes[at + 2]!;
    if (recordSize === 32) {
      return bytes[at]! * 0x1000000 + (bytes[at + 1]! << 16 | bytes[at + 2]! << 8 | bytes[at + 3]!);
    }
    // Seven bytes: the one in the middle has the highest four bits of both children.
    return side === 0
      ? (bytes[at + 3]! & 0xf0) << 20 | bytes[at]! << 16 | bytes[at + 1]! << 8 | bytes[at + 2]!
      : (bytes[at]! & 0x0f) << 24 | bytes[at + 1]! << 16 | bytes[at + 2]! << 8 | bytes[at + 3]!;
  }

  #record(pointer: number): DataValue | undefined {
    const base = this.#treeBytes + SEPARATOR_BYTES;
    const at = pointer - this.metadata.nodeCount + this.#treeBytes;
    return at < base ? undefined : decodeData(this.bytes, { at, base });
  }
}

/** The bits that IPv4 addresses begin with in a tree of IPv6 addresses. */
const ZERO_BITS: readonly number[] = new Array(IPV4_DEPTH / 16).fill(0);

/** The most nodes that are looked at for a sample. */
const MOST_SAMPLED_NODES = 50_000;

function treeSize({ nodeCount, recordSize }: MmdbMetadata): number {
  return nodeCount * recordSize / 4;
}

/** The offset of the metadata, behind the last marker; null if there is none. */
function findMetadata(bytes: Uint8Array): number | null {
  const first = Math.max(0, bytes.length - MOST_METADATA - MARKER.length);
  for (let at = bytes.length - MARKER.length; at >= first; at--) {
    if (MARKER.every((byte, index) => bytes[at + index] === byte)) return at + MARKER.length;
  }
  return null;
}

function readMetadata(value: DataValue | undefined): MmdbMetadata | string {
  if (!(value instanceof Map)) return "it is damaged: its metadata cannot be read";
  const [major, nodeCount, recordSize, ipVersion, epoch] = [
    "binary_format_major_version",
    "node_count",
    "record_size",
    "ip_version",
    "build_epoch",
  ].map((name) => value.get(name));
  if (major !== 2) return `its format has version ${formatValue(major)}, and 2 is wanted`;
  const isKnown = isCount(nodeCount) && (ipVersion === 4 || ipVersion === 6) &&
    (recordSize === 24 || recordSize === 28 || recordSize === 32);
  if (!isKnown) return "it is damaged: its metadata makes no sense";
  const descriptions = value.get("description");
  const description = descriptions instanceof Map
    ? descriptions.get("en") ?? [...descriptions.values()][0]
    : descriptions;
  return {
    type: textOf(value.get("database_type")),
    description: textOf(description),
    builtAt: isCount(epoch) && epoch > 0 && epoch <= LATEST_EPOCH ? epoch * 1000 : null,
    ...{ ipVersion, nodeCount, recordSize },
  };
}

/** The last second of the year 9999: a later one has no date of ten characters. */
const LATEST_EPOCH = 253_402_300_799;

function isCount(value: DataValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function formatValue(value: DataValue | undefined): string {
  return typeof value === "number" || typeof value === "string" ? textOf(String(value)) ?? "" : "?";
}
