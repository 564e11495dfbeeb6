/**
 * The mistakes in a config, each with its place.
 *
 * @module
 */
import { ParseError } from "../../errors.ts";

/** A mistake. */
interface Mistake {
  readonly offset: number;
  readonly problem: string;
  readonly hint: string | null;
}

/** Collects the mistakes in a text. */
export class ConfigMistakes {
  readonly #label: string;
  readonly #text: string;
  readonly #all: Mistake[] = [];

  /** @param label the name of the file. */
  constructor(label: string, text: string) {
    this.#label = label;
    this.#text = text;
  }

  /** Adds a mistake: what it is, and what to write instead. */
  add({ offset }: { offset: number }, problem: string, hint: string | null = null): void {
    this.#all.push({ offset, problem, hint });
  }

  /** The line of a place, from 1. */
  lineOf({ offset }: { offset: number }): number {
    return this.#before(offset).length;
  }

  /** @throws {ParseError} if there are any: tells of the first one in the text. */
  throwFirst(): void {
    const [first, ...others] = this.#all.toSorted((one, other) => one.offset - other.offset);
    if (first === undefined) return;
    const before = this.#before(first.offset);
    const place = `line ${before.length}, column ${before.at(-1)!.length + 1}`;
    const more = others.length === 0
      ? ""
      : ` (and ${others.length} more ${others.length === 1 ? "mistake" : "mistakes"} below)`;
    throw new ParseError(`Cannot use ${this.#label}: ${place}: ${first.problem}${more}`, {
      hint: first.hint,
    });
  }

  /** The lines up to a place; the last one ends there. */
  #before(offset: number): readonly string[] {
    return this.#text.slice(0, offset).split(/\r\n|\r|\n/);
  }
}
