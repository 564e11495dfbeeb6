/**
 * Writing while the next output is being made.
 *
 * @module
 */
import type { Output } from "./output.ts";

/** Lets one write go on while the next rows are read and formatted. */
export class WriteBehind {
  readonly #output: Output;
  #written: Promise<{ error: unknown } | null> = Promise.resolve(null);

  constructor(output: Output) {
    this.#output = output;
  }

  /** Begins to write bytes as soon as those before them are written. */
  async write(bytes: Uint8Array): Promise<void> {
    await this.finish();
    // Kept as a value: a rejection that nobody awaits yet would end the program.
    this.#written = this.#output.write(bytes).then(() => null, (error) => ({ error }));
  }

  /** Waits until all is written; rejects where that failed. */
  async finish(): Promise<void> {
    const failure = await this.#written;
    if (failure !== null) throw failure.error;
  }
}
