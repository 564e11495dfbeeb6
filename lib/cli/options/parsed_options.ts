/**
 * The options given on a command line, after checking.
 *
 * @module
 */

/** A value as given; null where an option stands without its optional value. */
export type GivenValue = string | null;

/**
 * The options given, by long name. Values have been checked against the command's table, so the
 * getters never fail; an option that the command does not have counts as not given.
 */
export class Options {
  readonly #given: ReadonlyMap<string, readonly GivenValue[]>;

  /** @param given every value of every option given, in order; a switch has null for a value. */
  constructor(given: ReadonlyMap<string, readonly GivenValue[]> = new Map()) {
    this.#given = given;
  }

  /** Whether the option was given, with a value or without. */
  has(name: string): boolean {
    return this.#given.has(name);
  }

  /** Whether a switch was given. */
  flag(name: string): boolean {
    return this.#given.has(name);
  }

  /** Whether the option was given without its optional value. */
  bare(name: string): boolean {
    return this.#given.get(name)?.includes(null) ?? false;
  }

  /** The value; the last one where there are several; null where there is none. */
  text(name: string): string | null {
    return this.#given.get(name)?.at(-1) ?? null;
  }

  /** All values in order; those of a list option one by one. Empty where there is none. */
  texts(name: string): string[] {
    return (this.#given.get(name) ?? []).filter((value) => value !== null);
  }

  /** The value of an option that is a number; null where there is none. */
  number(name: string): number | null {
    const text = this.text(name);
    return text === null ? null : Number(text);
  }

  /** The value of an option that is a whole number; null where there is none. */
  integer(name: string): number | null {
    return this.number(name);
  }
}
