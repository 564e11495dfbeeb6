/**
 * Reads the words of a filter: which name filters, and the values behind them.
 *
 * @module
 */
import { UnfinishedError, UsageError } from "../../errors.ts";
import { suggest } from "../../text/nearest.ts";
import { beginsKnownWord, findFilter, misspeltFilter, nearestFilter } from "./filter_names.ts";
import { testValues } from "./filter_values.ts";
import type { FilterWord } from "./filter_words.ts";
import type { Filter } from "./filters.ts";
import { commaBefore, type LooseTest, readLooseWord } from "./loose_condition.ts";
import { isLooseWithColon } from "./loose_words.ts";
import { canBecomeValue } from "./unfinished_value.ts";

/** What the words of a filter ask for. */
export interface FilterConditions {
  /** The filters named, with their values as on the command line; true for a switch. */
  readonly values: ReadonlyMap<Filter, readonly (string | true)[]>;
  /** The switches that exclude. */
  readonly unwanted: readonly Filter[];
  /** The tests of the words that name no filter. */
  readonly tests: readonly LooseTest[];
}

/** Reads the words of a filter one by one. */
export class FilterReader {
  readonly #words: readonly FilterWord[];
  readonly #filters: readonly Filter[];
  /** Where a word ends that is still being typed; null if none is. */
  readonly #typedTo: number | null;
  readonly #values = new Map<Filter, (string | true)[]>();
  readonly #unwanted: Filter[] = [];
  readonly #tests: LooseTest[] = [];
  #next = 0;

  constructor(
    words: readonly FilterWord[],
    { filters, typedTo }: { filters: readonly Filter[]; typedTo: number | null },
  ) {
    this.#words = words;
    this.#filters = filters;
    this.#typedTo = typedTo;
  }

  /** Reads all words. */
  read(): FilterConditions {
    while (this.#next < this.#words.length) this.#readCondition();
    return { values: this.#values, unwanted: this.#unwanted, tests: this.#tests };
  }

  #readCondition(): void {
    const word = this.#words[this.#next++]!;
    const plain = word.text.slice(0, word.plainLength);
    const isWhole = word.plainLength === word.text.length;
    if (isWhole && /^(?:and|&&?|\+)$/i.test(plain)) return;
    if (isWhole && /^(?:or|\|\|?)$/i.test(plain)) {
      const { message, hint } = refuseOr(word.text);
      // It may become oracle.
      throw word.end === this.#typedTo
        ? new UnfinishedError(message, { hint })
        : new UsageError(message, { hint });
    }
    if (isWhole && /^(?:not|!)$/i.test(plain)) {
      const following = this.#words[this.#next++];
      if (following === undefined) {
        throw new UnfinishedError(`Cannot read ${plain}: what to exclude was wanted after it`);
      }
      this.#readWord(following, { excludes: true });
    } else {
      this.#readWord(word, { excludes: plain.startsWith("!") });
    }
  }

  #readWord(word: FilterWord, { excludes }: { excludes: boolean }): void {
    const mark = /^!?/.exec(word.text.slice(0, word.plainLength))![0].length;
    const plain = word.text.slice(mark, word.plainLength);
    const [, dashes = "", name = "", separator] = NAME.exec(plain) ?? [];
    const attached = separator === undefined
      ? null
      : word.text.slice(mark + dashes.length + name.length + separator.length);
    const isNameAlone = separator === undefined && word.plainLength === word.text.length;
    const isName = name !== "" && (isNameAlone || attached !== null);
    const isExcluded = excludes !== (separator === "!=");
    const isDirection = isName && /^direction$/i.test(name) &&
      this.#filters.some(({ fields }) => fields.includes("direction"));
    if (isDirection) {
      return this.#readDirection(attached, { word, excludes: isExcluded });
    }
    const filter = isName ? findFilter(name, this.#filters) : undefined;
    if (filter !== undefined) {
      return this.#readNamed(filter, { attached, word, excludes: isExcluded });
    }
    if (DASHES.test(plain)) return this.#readShorts(plain, { word, excludes });
    if (attached !== null && !isLooseWithColon(word.text.slice(mark))) {
      throw this.#unknown(name, { value: attached, text: word.text.slice(mark) });
    }
    this.#tests.push(readLooseWord(word, {
      mark,
      excludes,
      filters: this.#filters,
      isTyped: word.end === this.#typedTo,
      following: this.#words[this.#next],
    }));
  }

  /** `port 443`, `port:443`, `port = 443`, `listening`. */
  #readNamed(
    filter: Filter,
    { attached, word, excludes }: { attached: string | null; word: FilterWord; excludes: boolean },
  ): void {
    const option = `--${filter.name}`;
    if (filter.implies !== undefined) {
      if (attached !== null) {
        throw new UsageError(`Cannot use ${word.text}: ${filter.name} takes no value`);
      }
      if (excludes) this.#unwanted.push(filter);
      else this.#add(filter, true);
      return;
    }
    const { value, last, isExcluded } = this.#valueOf(filter, { attached, word });
    this.#checkCommas(last, filter);
    if (value.endsWith(",") || /^!?$|,!$/.test(value)) {
      throw new UnfinishedError(
        `Cannot read ${filter.name} ${value}: a value is missing at its end`,
      );
    }
    const isUnwanted = excludes !== isExcluded;
    if (isUnwanted && value.startsWith("!")) {
      throw new UsageError(
        `Cannot read ${filter.name} ${value}: it is excluded twice, write it once`,
      );
    }
    const entry = isUnwanted ? `!${value}` : value;
    try {
      testValues([entry], { option, readValue: filter.readValue });
    } catch (error) {
      const isGrowing = last.end === this.#typedTo && canBecomeValue(entry, filter);
      throw isGrowing && error instanceof UsageError
        ? new UnfinishedError(error.message, { hint: error.hint })
        : error;
    }
    this.#add(filter, entry);
  }

  #add(filter: Filter, value: string | true): void {
    this.#values.set(filter, [...this.#values.get(filter) ?? [], value]);
  }

  /** The value of a filter: attached to its name, or the next word. */
  #valueOf(
    { name, value }: Filter,
    { attached, word }: { attached: string | null; word: FilterWord },
  ): { value: string; last: FilterWord; isExcluded: boolean } {
    if (attached !== null && attached !== "") {
      return { value: attached.replace(/^=/, ""), last: word, isExcluded: false };
    }
    let isExcluded = false;
    for (let next = this.#words[this.#next]; next !== undefined; next = this.#words[this.#next]) {
      const plain = next.text.slice(0, next.plainLength);
      if (/^--[a-z]|^-[46]+$/i.test(plain)) {
        throw new UsageError(`Cannot use --${name} without a value: write --${name} ${value}`);
      }
      this.#next++;
      const operator = /^(?:!=|==?|:(?!:)(?=\D|\d{1,5}$|$))/.exec(plain)?.[0] ?? "";
      isExcluded ||= operator === "!=";
      // A lone equals sign or colon stands before the value.
      if (next.text !== operator || operator === "") {
        return { value: next.text.slice(operator.length), last: next, isExcluded };
      }
    }
    throw new UnfinishedError(`Cannot read ${name}: a value was wanted after it`, {
      hint: `To look for that text: "${name}" in quotes`,
    });
  }

  /** Refuses a comma between conditions: `port 443, process chrome`. */
  #checkCommas({ parts }: FilterWord, { name }: Filter): void {
    const condition = parts.find((part) =>
      part.isSpaced && !part.isQuoted && findFilter(part.text, this.#filters) !== undefined
    );
    if (condition === undefined) return;
    throw commaBefore(condition.text, name);
  }

  /** `direction inbound`, as the column is called. */
  #readDirection(
    attached: string | null,
    { word, excludes }: { word: FilterWord; excludes: boolean },
  ): void {
    const following = attached === null || attached === "" ? this.#words[this.#next++] : word;
    if (following === undefined) {
      throw new UnfinishedError("Cannot read direction: inbound or outbound was wanted after it");
    }
    const value = following === word ? attached! : following.text;
    const isTwice = value.startsWith("!");
    for (const name of value.replace(/^!|^=/, "").split(",")) {
      const filter = this.#filters.find(({ implies }) => implies === name.trim().toLowerCase());
      if (filter?.fields.includes("direction") !== true) {
        const message = `Cannot read direction ${value}: inbound or outbound was wanted`;
        const isGrowing = following.end === this.#typedTo && beginsKnownWord(name, this.#filters);
        throw isGrowing ? new UnfinishedError(message) : new UsageError(message);
      }
      if (excludes !== isTwice) this.#unwanted.push(filter);
      else this.#add(filter, true);
    }
  }

  /** `-4`, `-46`. */
  #readShorts(plain: string, { word, excludes }: { word: FilterWord; excludes: boolean }): void {
    const letters = [...plain.replace(DASHES, "")];
    const found = letters.map((letter) => this.#filters.find(({ short }) => short === letter));
    if (
      !plain.startsWith("--") && letters.length > 0 && found.every((filter) => filter !== undefined)
    ) {
      for (const filter of found) this.#readNamed(filter, { attached: null, word, excludes });
      return;
    }
    const written = plain.replace(/[:=].*$/s, "");
    const name = written.replace(DASHES, "");
    if (word.end === this.#typedTo && (name === "" || beginsKnownWord(name, this.#filters))) {
      throw new UnfinishedError(`Cannot read ${written}: the name of a filter was wanted`);
    }
    const near = this.#meant(name, this.#words[this.#next]?.text);
    throw new UsageError(`Unknown filter ${written}${suggest(near && `--${near}`)}`, {
      hint: near === null && name !== "" ? `To leave out what has ${name} in it: !${name}` : null,
    });
  }

  /** The error for a name before a colon or an equals sign. */
  #unknown(name: string, { value, text }: { value: string; text: string }): UsageError {
    const near = this.#meant(name, value);
    return new UsageError(`Unknown filter ${name}${suggest(near)}`, {
      hint: near === null ? `To look for that text: "${text}" in quotes` : null,
    });
  }

  /** The filter that a misspelt name means: one that takes the value, if any does. */
  #meant(name: string, value: string | undefined): string | null {
    const fitting = value === undefined
      ? null
      : misspeltFilter(name, { value, filters: this.#filters });
    return fitting ?? nearestFilter(name, this.#filters);
  }
}

const DASHES = /^[-\u2010-\u2015\u2212]+/;

/** The name of a filter, with or without dashes, and what stands between it and its value. */
const NAME = /^([-\u2010-\u2015\u2212]*)([a-z][\w-]*?)(?:(!=|[:=]).*)?$/is;

function refuseOr(word: string): UsageError {
  return new UsageError(`Cannot read ${word}: all conditions of a filter must hold`, {
    hint: "For either of two values write a comma between them: port 80,443",
  });
}
