/**
 * Decodes values of the data section of a MaxMind database (MaxMind DB file format 2.0). The file is
 * not trusted: a value that is damaged, circular, or made to be huge when decoded gives `undefined`.
 *
 * @module
 */

/** A decoded value. Byte strings and integers of 128 bits, which no known field of ours has, are null. */
export type DataValue =
  | string
  | number
  | boolean
  | null
  | readonly DataValue[]
  | ReadonlyMap<string, DataValue>;

/** The most values in one record; the largest known, with names in eight languages, has about 150. */
const MOST_VALUES = 4_000;

/** The most bytes of text in one record; the description of a licence can have a few thousand. */
const MOST_TEXT = 1 << 18;

/** How deep values may be nested. The largest known records have five levels. */
const DEEPEST = 32;

/**
 * Decodes the value at an offset.
 *
 * @param base the offset that pointers are relative to.
 * @returns `undefined` if the value is damaged, too deep or too large.
 */
export function decodeData(
  bytes: Uint8Array,
  { at, base }: { at: number; base: number },
): DataValue | undefined {
  return new Decoder(bytes, base).decodeAt(at);
}

/** The numbers of the types. */
const TYPES = {
  extended: 0,
  pointer: 1,
  text: 2,
  double: 3,
  bytes: 4,
  uint16: 5,
  uint32: 6,
  map: 7,
  int32: 8,
  uint64: 9,
  uint128: 10,
  array: 11,
  boolean: 14,
  float: 15,
} as const;

/** How many bytes an integer may have; shorter ones have leading zeros left out. */
const INTEGER_BYTES: Readonly<Record<number, number>> = {
  [TYPES.uint16]: 2,
  [TYPES.uint32]: 4,
  [TYPES.int32]: 4,
  [TYPES.uint64]: 8,
  [TYPES.uint128]: 16,
};

/** What a pointer adds to its number, by its size. */
const POINTER_OFFSETS = [0, 2048, 526_336, 0] as const;

class Decoder {
  readonly #view: DataView;
  #at = 0;
  #values = MOST_VALUES;
  #text = MOST_TEXT;

  constructor(readonly bytes: Uint8Array, readonly base: number) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  decodeAt(at: number): DataValue | undefined {
    this.#at = at;
    return this.#decode(0);
  }

  #decode(depth: number, isPointedAt = false): DataValue | undefined {
    if (depth > DEEPEST || --this.#values < 0) return undefined;
    const control = this.#byte();
    let type = control >> 5;
    if (type === TYPES.pointer) return isPointedAt ? undefined : this.#follow(control, depth);
    if (type === TYPES.extended) type = 7 + this.#byte();
    const size = this.#size(control & 31);
    switch (type) {
      case TYPES.map:
        return this.#map(size, depth);
      case TYPES.array:
        return this.#array(size, depth);
      case TYPES.boolean:
        return size > 1 ? undefined : size === 1;
    }
    const start = this.#at;
    this.#at += size;
    // Comparisons with NaN, which an earlier read past the end leaves, are false too.
    if (!(this.#at <= this.bytes.length)) return undefined;
    switch (type) {
      case TYPES.text:
        return this.#string(start, size);
      case TYPES.bytes:
        return null;
      case TYPES.double:
        return size === 8 ? this.#view.getFloat64(start) : undefined;
      case TYPES.float:
        return size === 4 ? this.#view.getFloat32(start) : undefined;
    }
    const most = INTEGER_BYTES[type];
    if (most === undefined || size > most) return undefined;
    if (type === TYPES.uint128) return null;
    const value = this.#integer(start, size);
    return type === TYPES.int32 && size === 4 ? value | 0 : value;
  }

  #byte(): number {
    return this.bytes[this.#at++] ?? NaN;
  }

  /** The size of a value; its sizes above 28 are in the bytes that follow. */
  #size(bits: number): number {
    if (bits < 29) return bits;
    const length = bits - 28;
    const value = this.#integer(this.#at, length);
    this.#at += length;
    return value + [29, 285, 65_821][length - 1]!;
  }

  /** An unsigned integer, most significant byte first; NaN past the end. */
  #integer(start: number, length: number): number {
    let value = 0;
    for (let at = start; at < start + length; at++) value = value * 256 + (this.bytes[at] ?? NaN);
    return value;
  }

  /** A pointer may not lead to another one. */
  #follow(control: number, depth: number): DataValue | undefined {
    const size = (control >> 3) & 3;
    const length = size + 1;
    // Of the longest pointer the bits in the control byte do not count.
    const high = size === 3 ? 0 : (control & 7) * 256 ** length;
    const target = this.base + POINTER_OFFSETS[size]! + high + this.#integer(this.#at, length);
    const next = this.#at + length;
    if (!(target < this.bytes.length)) return undefined;
    this.#at = target;
    const value = this.#decode(depth + 1, true);
    this.#at = next;
    return value;
  }

  #map(size: number, depth: number): DataValue | undefined {
    const map = new Map<string, DataValue>();
    for (let i = 0; i < size; i++) {
      const key = this.#decode(depth + 1);
      if (typeof key !== "string") return undefined;
      const value = this.#decode(depth + 1);
      if (value === undefined) return undefined;
      map.set(key, value);
    }
    return Number.isNaN(size) ? undefined : map;
  }

  #array(size: number, depth: number): DataValue | undefined {
    const items: DataValue[] = [];
    for (let i = 0; i < size; i++) {
      const item = this.#decode(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return Number.isNaN(size) ? undefined : items;
  }

  #string(start: number, size: number): string | undefined {
    this.#text -= size;
    if (this.#text < 0) return undefined;
    utf8 ??= new TextDecoder();
    return utf8.decode(this.bytes.subarray(start, start + size));
  }
}

let utf8: TextDecoder | undefined;
