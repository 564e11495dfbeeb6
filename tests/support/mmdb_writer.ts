/**
 * Writes MaxMind databases, by the format's specification, for tests.
 *
 * @module
 */
import { parseCidr } from "../../lib/address/range.ts";

/** A value of the data section: a number is a uint32, a bigint a uint64. */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | Double
  | Pointer
  | Raw
  | readonly Value[]
  | { readonly [key: string]: Value };

/** A floating-point number of eight bytes. */
export class Double {
  constructor(readonly value: number) {}
}

/** A pointer to an offset in the data section. */
export class Pointer {
  constructor(readonly target: number) {}
}

/** Bytes as they are, for damaged values. */
export class Raw {
  constructor(readonly bytes: readonly number[]) {}
}

/** What to write. */
export interface MmdbOptions {
  /** Records by their block. A later one inside an earlier one splits it. */
  readonly records: readonly (readonly [cidr: string, value: Value])[];
  /** @default 6 */
  readonly ipVersion?: 4 | 6;
  /** @default 24 */
  readonly recordSize?: 24 | 28 | 32;
  /** Whether equal values stand once, and pointers lead to them. @default false */
  readonly withPointers?: boolean;
  /** Whether 2002::/16 and ::ffff:0:0/96 lead to the IPv4 addresses, as in GeoLite2. @default false */
  readonly withAliases?: boolean;
  /** More metadata, or other. */
  readonly metadata?: { readonly [key: string]: Value };
}

interface Node {
  readonly children: [Child, Child];
  index: number;
}

type Child = Node | { readonly record: Value } | null;

/** Writes a database. */
export function writeMmdb(options: MmdbOptions): Uint8Array {
  const { records, ipVersion = 6, recordSize = 24, withPointers = false, metadata = {} } = options;
  const root = newNode();
  for (const [cidr, value] of records) insert(root, bitsOf(cidr, ipVersion), { record: value });
  if (options.withAliases) {
    const ipv4 = nodeAt(root, new Array(96).fill(0));
    insert(root, bitsOf("2002::/16", 6), ipv4);
    insert(root, bitsOf("::ffff:0:0/96", 6), ipv4);
  }
  const nodes = numberNodes(root);
  const data = new DataWriter(withPointers);
  const offsets = new Map<Value, number>();
  const offsetOf = (value: Value) => {
    if (!offsets.has(value)) offsets.set(value, data.write(value));
    return offsets.get(value)!;
  };
  const tree = nodes.flatMap(({ children }) => {
    const [left, right] = children.map((child) =>
      child === null
        ? nodes.length
        : "record" in child
        ? nodes.length + 16 + offsetOf(child.record)
        : child.index
    );
    return nodeBytes(left!, right!, recordSize);
  });
  return Uint8Array.from([
    ...tree,
    ...new Array(16).fill(0),
    ...data.bytes,
    ...metadataBytes({
      node_count: nodes.length,
      record_size: recordSize,
      ip_version: ipVersion,
      ...metadata,
    }),
  ]);
}

/** The marker and the metadata of a database. */
export function metadataBytes(metadata: { readonly [key: string]: Value }): number[] {
  const writer = new DataWriter(false);
  writer.write({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_767_225_600n, // 2026-01-01
    database_type: "Test-ASN",
    description: { en: "A database for tests" },
    languages: ["en"],
    ...metadata,
  });
  const marker = [..."MaxMind.com"].map((letter) => letter.charCodeAt(0));
  return [0xab, 0xcd, 0xef, ...marker, ...writer.bytes];
}

function newNode(): Node {
  return { children: [null, null], index: -1 };
}

/** The bits of a block; an IPv4 block in a tree for IPv6 begins with 96 zeros. */
function bitsOf(cidr: string, ipVersion: 4 | 6): number[] {
  const { family, first, prefixLength } = parseCidr(cidr)!;
  const bits = first.flatMap((group) =>
    Array.from({ length: 16 }, (_, at) => group >> (15 - at) & 1)
  );
  const zeros = family === 4 && ipVersion === 6 ? new Array(96).fill(0) : [];
  return [...zeros, ...bits.slice(0, prefixLength)];
}

function insert(root: Node, bits: readonly number[], child: Child): void {
  const last = bits.at(-1)!;
  nodeAt(root, bits.slice(0, -1)).children[last as 0 | 1] = child;
}

/** The node at some bits; a record on the way is split in two. */
function nodeAt(root: Node, bits: readonly number[]): Node {
  let node = root;
  for (const bit of bits) {
    const child = node.children[bit as 0 | 1];
    const next: Node = child !== null && "children" in child
      ? child
      : { children: [child, child], index: -1 };
    node.children[bit as 0 | 1] = next;
    node = next;
  }
  return node;
}

function numberNodes(root: Node): Node[] {
  const nodes: Node[] = [];
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.index >= 0) continue;
    node.index = nodes.length;
    nodes.push(node);
    for (const child of node.children) if (child !== null && "children" in child) open.push(child);
  }
  return nodes;
}

function nodeBytes(left: number, right: number, recordSize: 24 | 28 | 32): number[] {
  const bytes = (value: number, length: number) => bigEndian(BigInt(value), length);
  if (recordSize === 28) {
    const middle = (left >>> 24) << 4 | right >>> 24;
    return [...bytes(left & 0xffffff, 3), middle, ...bytes(right & 0xffffff, 3)];
  }
  return [...bytes(left, recordSize / 8), ...bytes(right, recordSize / 8)];
}

function bigEndian(value: bigint, length: number): number[] {
  return Array.from({ length }, (_, at) => Number(value >> BigInt(8 * (length - 1 - at)) & 0xffn));
}

/** Writes values one after the other. */
export class DataWriter {
  readonly bytes: number[] = [];
  readonly #known = new Map<string, number>();

  constructor(readonly withPointers: boolean) {}

  /** Writes a value and returns its offset. */
  write(value: Value): number {
    const at = this.bytes.length;
    if (typeof value === "string") {
      const bytes = [...new TextEncoder().encode(value)];
      this.#writeShared(`text ${value}`, () => {
        this.#control(2, bytes.length);
        this.bytes.push(...bytes);
      });
    } else if (typeof value === "boolean") this.#control(14, Number(value));
    else if (typeof value === "number") this.#integer(6, BigInt(value));
    else if (typeof value === "bigint") this.#integer(9, value);
    else if (value instanceof Raw) this.bytes.push(...value.bytes);
    else if (value instanceof Pointer) this.#pointer(value.target);
    else if (value instanceof Double) {
      const view = new DataView(new ArrayBuffer(8));
      view.setFloat64(0, value.value);
      this.#control(3, 8);
      this.bytes.push(...new Uint8Array(view.buffer));
    } else if (Array.isArray(value)) {
      this.#control(11, value.length);
      for (const item of value) this.write(item);
    } else {
      const entries = Object.entries(value as { readonly [key: string]: Value });
      this.#control(7, entries.length);
      for (const [key, item] of entries) {
        this.write(key);
        this.write(item);
      }
    }
    return at;
  }

  #writeShared(key: string, write: () => void): void {
    const known = this.#known.get(key);
    if (this.withPointers && known !== undefined) return this.#pointer(known);
    this.#known.set(key, this.bytes.length);
    write();
  }

  #integer(type: number, value: bigint): void {
    const bytes: number[] = [];
    for (let rest = value; rest > 0n; rest >>= 8n) bytes.unshift(Number(rest & 0xffn));
    this.#control(type, bytes.length);
    this.bytes.push(...bytes);
  }

  #control(type: number, size: number): void {
    const [bits, more] = size < 29
      ? [size, []]
      : size < 285
      ? [29, [size - 29]]
      : size < 65_821
      ? [30, bigEndian(BigInt(size - 285), 2)]
      : [31, bigEndian(BigInt(size - 65_821), 3)];
    this.bytes.push(...type > 7 ? [bits, type - 7] : [type << 5 | bits], ...more);
  }

  #pointer(target: number): void {
    const [size, length, value] = target < 2048
      ? [0, 1, target]
      : target < 526_336
      ? [1, 2, target - 2048]
      : target < 134_744_064
      ? [2, 3, target - 526_336]
      : [3, 4, target];
    const high = size === 3 ? 0 : value >> (8 * length);
    this.bytes.push(1 << 5 | size << 3 | high, ...bigEndian(BigInt(value), length));
  }
}
