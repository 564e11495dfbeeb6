/**
 * Reading ahead in a stream of bytes.
 *
 * @module
 */
import { concatAll } from "./ascii.ts";

/** A stream of chunks, one of which can be put back. */
export class Pushback {
  #iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  #back: Uint8Array | null = null;

  constructor(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#iterator = Symbol.asyncIterator in source
      ? source[Symbol.asyncIterator]()
      : source[Symbol.iterator]();
  }

  /** The next chunk that is not empty; null at the end. */
  async next(): Promise<Uint8Array | null> {
    const back = this.#back;
    this.#back = null;
    if (back !== null && back.length > 0) return back;
    while (true) {
      const { done, value } = await this.#iterator.next();
      if (done) return null;
      if (value.length > 0) return value;
    }
  }

  /** Puts a chunk back in front. */
  push(chunk: Uint8Array): void {
    this.#back = chunk;
  }

  /** A chunk of at least that many bytes, or all that is left. */
  async atLeast(length: number): Promise<Uint8Array> {
    const first = await this.next() ?? new Uint8Array();
    if (first.length >= length) return first;
    // The source may use a chunk's memory again for the next one.
    const chunks = [first.slice()];
    for (let total = first.length; total < length;) {
      const chunk = await this.next();
      if (chunk === null) break;
      chunks.push(chunk.slice());
      total += chunk.length;
    }
    return concatAll(chunks);
  }

  /** Tells the source that nobody reads on. */
  async stop(): Promise<void> {
    await this.#iterator.return?.();
  }
}
