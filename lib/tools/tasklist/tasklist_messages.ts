/**
 * The message that no task matches, in any language: `INFO: No tasks are running which match the
 * specified criteria.`
 *
 * @module
 */

/**
 * How errors and warnings start, which are never taken for the message that no task matches. A
 * missing language costs a reject that does not appear, and nothing else.
 */
const ERROR_WORDS = new RegExp(
  "^(?:error|fehler|erreur|errore|erro|ошибка|エラー|오류|错误|錯誤|fout|fel|fejl|feil|virhe" +
    "|błąd|chyba|hiba|hata|eroare|σφ[άα]λμα|помилка|грешка|pogreška|greška|kļūda|tõrge|lỗi" +
    "|שגיאה|خطأ|ข้อผิดพลาด|warning|warnung|avertissement|advertencia|avviso|aviso" +
    "|предупреждение|警告|경고)",
  "i",
);
/**
 * A label in plain letters that is not "information" in any language: prose has many. Labels with
 * other letters are few.
 */
const PLAIN_LABEL = /^(?!inf|oplys|tied|tieto)[a-z]+\s?:/i;
const MAX_MESSAGE_LINES = 3;
const LONGEST_MESSAGE = 400;
/**
 * A label of one word, a colon, a sentence that ends. It holds no number, quote or path. Compiled on
 * first use: it takes 0.5 ms.
 */
const sentence = () => /^\p{L}{2,20}\s?[:：]\s*([^\d:："\\{}]{8,300})[.。．｡!]$/u;
/** The same, damaged by a wrong code page or cut. */
const damagedSentence = () => /^[^\s\d:："{}\[]{1,24}\s?[:：]\s*([^\d:："\\{}]{8,300})$/;

/**
 * Counts the lines of the message that starts here, such as `INFO: No tasks are running which match
 * the specified criteria.`, translated, over up to three lines; 0 where there is none.
 */
export function countMessageLines(lines: readonly string[], at: number): number {
  let text = "";
  for (let count = 1; count <= MAX_MESSAGE_LINES; count++) {
    const line = lines[at + count - 1]?.trim() ?? "";
    if (line === "" || (count > 1 && /[:：]/.test(line))) return 0;
    text = text === "" ? line : `${text} ${line}`;
    if (isMessage(text, sentence())) return count;
  }
  return 0;
}

/** Whether the whole of an output is such a message, perhaps damaged. */
export function isOnlyMessage(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line !== "").map((line) => line.trim());
  return filled.length > 0 && filled.length <= MAX_MESSAGE_LINES &&
    isMessage(filled.join(" "), damagedSentence());
}

function isMessage(text: string, shape: RegExp): boolean {
  if (text.length > LONGEST_MESSAGE) return false;
  const body = shape.exec(text)?.[1];
  if (body === undefined || ERROR_WORDS.test(text) || PLAIN_LABEL.test(text)) return false;
  // Chinese and Japanese write sentences without spaces.
  return body.trim().split(/\s+/).length >= 3 || /[\u0370-\uFFFF]{8}/.test(body);
}
