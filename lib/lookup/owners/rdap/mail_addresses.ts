/**
 * Finds mail addresses in text.
 *
 * @module
 */

/**
 * A mail address in ASCII with a domain of two labels or more. What precedes it (`mailto:`, `<`, a
 * dash) is left out; one that a control character follows is none.
 */
const MAIL =
  /(?<![a-z0-9_.+@])[a-z0-9_][a-z0-9!#$%&*+?^_`{}~.-]{0,63}@(?:[a-z0-9][a-z0-9-]{0,62}\.){1,10}[a-z][a-z0-9-]{1,62}(?![a-z0-9@-]|\.[a-z0-9]|[^\P{Cc}\s])/giu;

/** Mailboxes that exist to be named, not to be read. */
const UNREAD = /^(?:no-?e?-?mail|no-?reply|do-?not-?reply|unread|bitbucket|nobody|devnull)@/i;

/**
 * The mail addresses in text, in order. `abuse(at)example(dot)net` counts as one. Mailboxes that
 * nobody reads do not.
 */
export function mailsIn(text: string): string[] {
  return mailMatches(text).map(({ mail }) => mail);
}

/** A mail address and where it stands. */
export interface MailMatch {
  readonly mail: string;
  /** The text between it and the one before it, or the start. */
  readonly before: string;
  /** The text between it and the next one, or the end. */
  readonly after: string;
}

/** The mail addresses in text, each with the text around it. */
export function mailMatches(text: string): MailMatch[] {
  const plain = withSigns(text);
  const found = [...plain.matchAll(MAIL)].filter(([mail]) => !UNREAD.test(mail));
  return found.map((match, index) => {
    const previous = found[index - 1];
    const start = previous === undefined ? 0 : previous.index + previous[0].length;
    const end = match.index + match[0].length;
    return {
      mail: match[0],
      before: plain.slice(start, match.index),
      after: plain.slice(end, found[index + 1]?.index),
    };
  });
}

/** Text with `@` and `.` in the place of the words in brackets that hide an address from robots. */
function withSigns(text: string): string {
  return text
    .replaceAll(/\s?[[({<]\s?at\s?[\])}>]\s?/gi, "@")
    .replaceAll(/\s?[[({<]\s?dot\s?[\])}>]\s?/gi, ".");
}
