/** The strings of a TXT record. */

const [QUOTE, BACKSLASH] = ['"', "\\"];

/**
 * The strings that BIND's nslookup prints side by side, `"one" "two"`, joined as a record's strings
 * are: without anything between. Its escapes are undone; bytes (`\195\169`) are taken for UTF-8.
 */
export function joinedStrings(printed: string): string {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  let isInside = false;
  for (let at = 0; at < printed.length; at++) {
    const character = printed[at]!;
    if (character === QUOTE) {
      isInside = !isInside;
      continue;
    }
    if (!isInside) continue;
    if (character !== BACKSLASH) {
      const whole = String.fromCodePoint(printed.codePointAt(at)!);
      bytes.push(...encoder.encode(whole));
      at += whole.length - 1;
      continue;
    }
    const code = /^\d{3}/.exec(printed.slice(at + 1, at + 4))?.[0];
    if (code !== undefined && Number(code) < 256) {
      bytes.push(Number(code));
      at += 3;
    } else if (at + 1 < printed.length) {
      const whole = String.fromCodePoint(printed.codePointAt(++at)!);
      bytes.push(...encoder.encode(whole));
      at += whole.length - 1;
    }
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** The strings of one record of Windows' nslookup, which escapes nothing, as lines give them. */
export class WindowsStrings {
  #parts: string[] = [];
  #isOpen = false;

  /**
   * Takes a line; false where it is none of a string's. What a console broke in two is put together:
   * lines up to the closing quote belong to the string.
   */
  take(text: string): boolean {
    if (!this.#isOpen && !text.startsWith(QUOTE)) return false;
    const start = this.#isOpen ? 0 : 1;
    const isClosed = text.length > start && text.endsWith(QUOTE);
    this.#parts.push(text.slice(start, isClosed ? -1 : undefined));
    this.#isOpen = !isClosed;
    return true;
  }

  /** Whether a string's closing quote is still to come. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The strings so far, without anything between. */
  get joined(): string {
    return this.#parts.join("");
  }
}
