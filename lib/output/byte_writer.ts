/**
 * A growing buffer of bytes to be written. Building output as bytes rather than as strings spares one
 * copy and the flattening of every row.
 *
 * @module
 */

const encoder = new TextEncoder();

/** Bytes on their way out. */
export class ByteWriter {
  /** The buffer; only the first {@linkcode ByteWriter.length} bytes of it are output. */
  bytes: Uint8Array;
  /** The same buffer, for writing several bytes at a time. */
  view: DataView;
  /** How many bytes of the buffer are output. */
  length = 0;

  /** The buffer that was taken last. */
  #other: Uint8Array | null = null;

  constructor(capacity = 1 << 18) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Makes room for `count` more bytes and returns where they go. */
  reserve(count: number): number {
    const wanted = this.length + count;
    if (wanted > this.bytes.length) {
      const larger = new Uint8Array(Math.max(wanted, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.length));
      this.#use(larger);
    }
    return this.length;
  }

  /** Adds bytes. */
  put(bytes: Uint8Array): void {
    const at = this.reserve(bytes.length);
    const target = this.bytes;
    // A loop beats set() for the short runs that make up a row.
    for (let index = 0; index < bytes.length; index++) target[at + index] = bytes[index]!;
    this.length = at + bytes.length;
  }

  /** Adds text as UTF-8. */
  text(text: string): void {
    const at = this.reserve(text.length * 3);
    this.length = at + encoder.encodeInto(text, this.bytes.subarray(at)).written;
  }

  /**
   * The output so far; it is gone from the buffer. The bytes hold until this is called again, so that
   * they can be written while more output is made.
   */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.length);
    const other = this.#other ?? new Uint8Array(this.bytes.length);
    this.#other = this.bytes;
    this.#use(other);
    this.length = 0;
    return taken;
  }

  #use(buffer: Uint8Array): void {
    this.bytes = buffer;
    this.view = new DataView(buffer.buffer);
  }
}
