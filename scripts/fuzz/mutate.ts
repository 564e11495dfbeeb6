/**
 * Generates new inputs from known ones.
 *
 * @module
 */

/** Random numbers that a seed makes reproducible (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** An integer from 0 to `below`, exclusive. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  /** One of several values. */
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

/** Bytes with a meaning for some parser. */
const TELLING = [
  0,
  9,
  10,
  13,
  32,
  34,
  37,
  42,
  44,
  46,
  48,
  57,
  58,
  59,
  61,
  91,
  93,
  0x84,
  0xa0,
  0xff,
];

type Mutation = (bytes: Uint8Array, random: Random, seeds: readonly Uint8Array[]) => Uint8Array;

const MUTATIONS: readonly Mutation[] = [
  function replaceByte(bytes, random) {
    const changed = bytes.slice();
    if (changed.length > 0) changed[random.below(changed.length)] = random.below(256);
    return changed;
  },
  function replaceWithTelling(bytes, random) {
    const changed = bytes.slice();
    if (changed.length > 0) changed[random.below(changed.length)] = random.of(TELLING);
    return changed;
  },
  function insertTelling(bytes, random) {
    const at = random.below(bytes.length + 1);
    const run = new Uint8Array(1 + random.below(random.below(20) === 0 ? 3000 : 4));
    return splice(bytes, [at, at], run.fill(random.of(TELLING)));
  },
  function cutOut(bytes, random) {
    const at = random.below(bytes.length + 1);
    return splice(bytes, [at, Math.min(bytes.length, at + random.below(60))], new Uint8Array());
  },
  function cutOff(bytes, random) {
    return bytes.slice(0, random.below(bytes.length + 1));
  },
  function repeatPart(bytes, random) {
    const from = random.below(bytes.length + 1);
    const part = bytes.subarray(from, from + random.below(200));
    const at = random.below(bytes.length + 1);
    return splice(bytes, [at, at], part);
  },
  function mixIn(bytes, random, seeds) {
    const other = random.of(seeds);
    const from = random.below(other.length + 1);
    const at = random.below(bytes.length + 1);
    return splice(bytes, [at, at], other.subarray(from, from + random.below(400)));
  },
  function asUtf16(bytes, random) {
    const wide = new Uint8Array(bytes.length * 2);
    const low = random.below(2);
    bytes.forEach((byte, index) => wide[2 * index + low] = byte);
    return wide;
  },
  function wrapLines(bytes, random) {
    const width = 20 + random.below(100);
    const parts: number[] = [];
    let column = 0;
    for (const byte of bytes) {
      parts.push(byte);
      column = byte === 10 ? 0 : column + 1;
      if (column === width) {
        parts.push(13, 10);
        column = 0;
      }
    }
    return Uint8Array.from(parts);
  },
];

/** Generates an input: one of the seeds, or random bytes, after a few mutations. */
export function mutate(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes = random.below(50) === 0 ? noise(random) : window(random.of(seeds), random);
  for (let round = 1 + random.below(6); round > 0; round--) {
    bytes = random.of(MUTATIONS)(bytes, random, seeds);
  }
  return bytes;
}

/** A part of a seed from the start of a line: small inputs allow many runs. */
function window(seed: Uint8Array, random: Random): Uint8Array {
  const from = seed.lastIndexOf(10, random.below(seed.length + 1)) + 1;
  return seed.slice(from, from + 100 + random.below(1500));
}

function noise(random: Random): Uint8Array {
  return Uint8Array.from({ length: random.below(300) }, () => random.below(256));
}

function splice(bytes: Uint8Array, [from, to]: [number, number], part: Uint8Array): Uint8Array {
  const spliced = new Uint8Array(bytes.length - (to - from) + part.length);
  spliced.set(bytes.subarray(0, from));
  spliced.set(part, from);
  spliced.set(bytes.subarray(to), from + part.length);
  return spliced;
}
