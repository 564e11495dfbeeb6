/**
 * The values of tasklist's fields in any language: numbers, memory, processor time, lists, and words
 * for "not available".
 *
 * @module
 */

/** Up to ten digits: a PID or a session number. */
export const NUMBER = /^\d{1,10}$/;

/**
 * Digits in groups, then a unit. The group separator depends on region and decoding: a comma, a
 * point, an apostrophe, U+00A0, U+202F, or what a wrong code page turns it into (`52я692 K`).
 */
export const MEMORY = String.raw`\d+(?:[^\d:]{1,3}\d+)*\s?[^\d\s:]{1,6}`;

const AMOUNT = /^(\d+(?:[^\d:]{1,3}\d+)*)\s?([^\d\s:]{0,6})$/;
const LONGEST_AMOUNT = 40;

/** Powers of 1024 by the unit's first letter, Latin or Cyrillic. */
const POWERS: Readonly<Record<string, number>> = { K: 1, К: 1, M: 2, М: 2, G: 3, Г: 3, T: 4, Т: 4 };

/** Whether a field is an amount of memory, unit included. */
export function isMemory(text: string): boolean {
  const match = matchAmount(text);
  return match !== null && match[2] !== "";
}

/**
 * Reads an amount of memory, such as `10,924 K` or `117 536 Ko`.
 *
 * @returns bytes; null where the field holds no amount (`N/A`)
 */
export function parseMemory(text: string): number | null {
  const match = matchAmount(text);
  if (match === null) return null;
  const groups = match[1]!.split(/\D+/);
  const last = groups.at(-1)!;
  // A last group without exactly three digits is a decimal fraction; tasklist prints none today.
  const fraction = groups.length > 1 && last.length !== 3 ? groups.pop()! : "";
  const amount = Number(`${groups.join("")}.${fraction}`);
  // tasklist prints kilobytes; an unknown unit is a damaged "K".
  const power = POWERS[match[2]!.charAt(0).toUpperCase()] ?? 1;
  const bytes = Math.round(amount * 1024 ** power);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

function matchAmount(text: string): RegExpExecArray | null {
  return text.length > LONGEST_AMOUNT ? null : AMOUNT.exec(text.trim());
}

const CPU_TIME = /^(\d{1,9})[:.](\d{2})[:.](\d{2})$/;

/** Whether a field is a processor time. */
export function isCpuTime(text: string): boolean {
  return CPU_TIME.test(text.trim());
}

/**
 * Reads a processor time, `h:mm:ss` with any number of hours.
 *
 * @returns seconds; null where the field holds no time (`N/A`)
 */
export function parseCpuTime(text: string): number | null {
  const match = CPU_TIME.exec(text.trim());
  return match && Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
}

/** The endings of modules. A service name rarely ends so, and never all names of a listing do. */
const MODULE =
  /\.(?:dll|exe|drv|sys|ocx|cpl|acm|ax|node|pyd|mui|ime|tsp|bpl|winmd|efi|scr|com|flt|nls|so)$/i;

/** Whether an item of a list has a module's name. */
export function isModule(item: string): boolean {
  return MODULE.test(item);
}

/** Splits a list of services or modules. */
export function splitItems(list: string): string[] {
  return list.split(",").map((item) => item.trim()).filter((item) => item !== "");
}

/**
 * A letter, a slash or point, a letter, in any script: N/A, N/D, Н/Д, n.v. Compiled on first use: it
 * takes 0.5 ms.
 */
const abbreviation = () => /^\p{L}[/.]\p{L}\.?$/u;

/** Words for "not available" that are no abbreviation, a line for a language. Others are learned. */
const WORDS: ReadonlySet<string> = new Set(
  [
    "暂缺|不可用|不适用",
    "暫缺|無法使用|不適用|無",
    "使用できません|適用なし|該当なし",
    "해당 없음|사용할 수 없음",
    "nicht zutreffend|nicht verfügbar|nicht anwendbar",
    "non disponible|non applicable",
    "no disponible|no aplicable",
    "non disponibile|non applicabile",
    "não disponível|não aplicável",
    "n.v.t.|niet van toepassing",
    "nie dotyczy|niedostępne",
    "není k dispozici",
    "nincs adat",
    "saknas|ej tillämpligt",
    "ikke tilgængelig",
    "ei käytettävissä",
    "uygulanamaz|yok",
    "недоступно|нет данных",
  ].flatMap((words) => words.split("|")),
);

const LONGEST_WORD = 30;
const MAX_CACHED = 1000;

/** Tells words for "not available" from values. */
export class AbsentWords {
  readonly #learned = new Set<string>();
  readonly #cache = new Map<string, boolean>();

  /** Learns the word that stands where no value can. */
  learn(text: string | undefined): void {
    const word = normalize(text ?? "");
    if (word !== "" && word.length <= LONGEST_WORD && !/[\d\\,;]/.test(word)) {
      this.#learned.add(word);
      this.#cache.clear();
    }
  }

  /** Returns the value; null where it is empty or a word for "not available". */
  value(text: string | undefined): string | null {
    if (text === undefined || text === "") return null;
    if (text.length > LONGEST_WORD) return text;
    // Most fields hold few different texts.
    let absent = this.#cache.get(text);
    if (absent === undefined) {
      const word = normalize(text);
      absent = abbreviation().test(word) || WORDS.has(word) || this.#learned.has(word);
      if (this.#cache.size < MAX_CACHED) this.#cache.set(text, absent);
    }
    return absent ? null : text;
  }
}

function normalize(text: string): string {
  return text.trim().toLowerCase();
}
