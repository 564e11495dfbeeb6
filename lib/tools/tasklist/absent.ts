/** A letter, a slash or point, a letter: N/A, N/D, Н/Д, n.v. in any script. */
const abbreviation = () => /^\p{L}[/.]\p{L}\.?$/u;

/** Words for "not available" that are no abbreviation. Others are learned from the output. */
const WORDS: ReadonlySet<string> = new Set([
  "暂缺",
  "不可用",
  "不适用",
  "暫缺",
  "無法使用",
  "不適用",
  "無",
  "使用できません",
  "適用なし",
  "該当なし",
  "해당 없음",
  "사용할 수 없음",
  "nicht zutreffend",
  "nicht verfügbar",
  "nicht anwendbar",
  "non disponible",
  "non applicable",
  "no disponible",
  "no aplicable",
  "non disponibile",
  "non applicabile",
  "não disponível",
  "não aplicável",
  "n.v.t.",
  "niet van toepassing",
  "nie dotyczy",
  "niedostępne",
  "není k dispozici",
  "nincs adat",
  "saknas",
  "ej tillämpligt",
  "ikke tilgængelig",
  "ei käytettävissä",
  "uygulanamaz",
  "yok",
  "недоступно",
  "нет данных",
]);

const LONGEST = 30;
const MOST_KNOWN = 1000;

/** Tells a word for "not available" from a value. */
export class AbsentWords {
  readonly #learned = new Set<string>();
  readonly #known = new Map<string, boolean>();

  /** Takes a word from a place that cannot hold a value, so that it is known everywhere else. */
  learn(text: string | undefined): void {
    const word = normal(text ?? "");
    if (word !== "" && word.length <= LONGEST && !/[\d\\,;]/.test(word)) {
      this.#learned.add(word);
      this.#known.clear();
    }
  }

  /** The value, or null where it is empty or a word for "not available". */
  value(text: string | undefined): string | null {
    if (text === undefined || text === "") return null;
    if (text.length > LONGEST) return text;
    // Few different texts stand in most fields.
    let absent = this.#known.get(text);
    if (absent === undefined) {
      const word = normal(text);
      absent = abbreviation().test(word) || WORDS.has(word) || this.#learned.has(word);
      if (this.#known.size < MOST_KNOWN) this.#known.set(text, absent);
    }
    return absent ? null : text;
  }
}

function normal(text: string): string {
  return text.trim().toLowerCase();
}
