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
  /** How many bytes of the buffer are output. */
  length = 0;

  constructor(capacity = 1 << 18) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for `count` more bytes and returns where they go. */
  reserve(count: number): number {
    const wanted = this.length + count;
    if (wanted > this.bytes.length) {
      const larger = new Uint8Array(Math.max(wanted, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
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

  /** The output so far; it is gone from the buffer. The bytes hold until the next write. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.length);
    this.length = 0;
    return taken;
  }
}
