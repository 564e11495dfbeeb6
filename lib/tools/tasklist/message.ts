/**
 * The prefixes of errors, which are never taken for the message that no task matches. A missing
 * language costs nothing but a reject that does not appear.
 */
const ERROR_WORDS = new RegExp(
  "^(?:error|fehler|erreur|errore|erro|ошибка|エラー|오류|错误|錯誤|fout|fel|fejl|feil|virhe" +
    "|błąd|chyba|hiba|hata|eroare|σφάλμα|warning|warnung|avertissement|advertencia|avviso|aviso" +
    "|предупреждение|警告|경고)",
  "i",
);
const MOST_LINES = 3;
const LONGEST = 400;
/** A label of one word, a colon, a sentence that ends. No number, quote or path stands in it. */
const SENTENCE = /^\p{L}{2,20}\s?[:：]\s*([^\d:："\\{}]{8,300})[.。．｡!]$/u;
/** The same, damaged by a wrong code page or cut. */
const DAMAGED = /^[^\s\d:："{}\[]{1,24}\s?[:：]\s*([^\d:："\\{}]{8,300})$/;

/**
 * How many lines the message takes that starts here, such as `INFO: No tasks are running which
 * match the specified criteria.`, translated, over up to three lines; 0 where there is none.
 */
export function messageLines(lines: readonly string[], at: number): number {
  let text = "";
  for (let count = 1; count <= MOST_LINES; count++) {
    const line = lines[at + count - 1]?.trim() ?? "";
    if (line === "" || (count > 1 && /[:：]/.test(line))) return 0;
    text = text === "" ? line : `${text} ${line}`;
    if (isSentence(text, SENTENCE)) return count;
  }
  return 0;
}

/** Whether the whole of an output is such a message, perhaps damaged. */
export function isOnlyMessage(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line !== "").map((line) => line.trim());
  return filled.length > 0 && filled.length <= MOST_LINES && isSentence(filled.join(" "), DAMAGED);
}

function isSentence(text: string, shape: RegExp): boolean {
  if (text.length > LONGEST) return false;
  const body = shape.exec(text)?.[1];
  if (body === undefined || ERROR_WORDS.test(text)) return false;
  // Chinese and Japanese write sentences without spaces.
  return body.trim().split(/\s+/).length >= 3 || /[\u0370-\uFFFF]{8}/.test(body);
}
