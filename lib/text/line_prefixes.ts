/**
 * Takes away what stands before and behind lines that were copied out of a mail, a log or a list: quotation
 * marks of any kind, times, names of containers, line numbers.
 *
 * @module
 */

/** How lines were changed. */
interface Wrapping {
  /** What stands before a line. */
  readonly before: RegExp;
  /** What stands behind it. */
  readonly behind?: RegExp;
  /** Whether it has backslashes in it, as text in JSON and in source code. */
  readonly isEscaped?: true;
}

const TIME = String.raw`\d\d:\d\d:\d\d(?:[.,]\d{1,9})?`;

/** The ways; each needs constant time for a line. */
const WRAPPINGS: readonly Wrapping[] = [
  // A mail; a tool's own prompt never stands before what the lines are known by.
  { before: /^[ \t]{0,8}>(?:[ \t]?>){0,8}[ \t]?/ },
  // grep -n, findstr /n, Select-String with or without context.
  { before: /^[> ]{0,2}(?:(?:[A-Za-z]:)?[^\s:]{1,200}:)?\d{1,7}[:-]/ },
  // docker compose, kubectl logs --prefix.
  { before: /^(?:[\w.-]{1,60}[ \t]+\||\[[\w./-]{1,100}\])[ \t]?/ },
  {
    before: new RegExp(
      String
        .raw`^\[?\d{4}[-/.]\d\d[-/.]\d\d[T ]${TIME}(?:Z| ?[+-]\d\d:?\d\d)?\]?:?[ \t]?|^\[?${TIME}\]?(?:[ \t]|$)`,
    ),
  },
  // syslog and journalctl.
  { before: /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]{1,80} [\w./-]{1,80}(?:\[\d{1,7}\])?: ?/ },
  // Lists of text in JSON, Python, PowerShell and YAML.
  { before: /^[ \t]{0,40}(?:- )?"/, behind: /",?$/, isEscaped: true },
  { before: /^[ \t]{0,40}(?:- )?'/, behind: /',?$/, isEscaped: true },
];

/** What the lines of an output are known by, in any language. */
export interface KnownLine {
  /** What its text begins with. */
  readonly start: string;
  /** Its form without anything before it. */
  readonly form: RegExp;
  /** Whether nothing of its own stands before that: all lines may then have anything alike before them. */
  readonly isAtStart?: true;
}

/** The texts as a tool printed them. Those around which no known line stands behind something are not changed. */
export function withoutPrefixes(texts: readonly string[], known: KnownLine): readonly string[] {
  let plain: string[] | null = null;
  for (let at = 0; at < texts.length; at++) {
    const unwrap = unwrapperOf(texts[at]!, { known, above: texts[at - 1] ?? "" });
    if (unwrap === null) continue;
    plain ??= [...texts];
    // The lines around it that were changed in the same way.
    for (let above = at - 1; above >= 0 && plain[above] === texts[above]; above--) {
      const text = unwrap(texts[above]!);
      if (text === null) break;
      plain[above] = text;
    }
    for (; at < texts.length; at++) {
      const text = unwrap(texts[at]!);
      if (text === null) break;
      plain[at] = text;
    }
    at--;
  }
  return plain ?? texts;
}

type Unwrap = (text: string) => string | null;

/** What takes away what stands before a known line, and before those around it; null if nothing does. */
function unwrapperOf(
  text: string,
  { known, above }: { known: KnownLine; above: string },
): Unwrap | null {
  const start = text.indexOf(known.start);
  if (start < 1 || text.slice(0, start).trim() === "") return null;
  for (const wrapping of WRAPPINGS) {
    const depth = text.slice(0, start).split(">").length - 1;
    const unwrap: Unwrap = (text) => unwrapped(text, wrapping, depth);
    if (known.form.test(unwrap(text) ?? "")) return unwrap;
  }
  const margin = text.slice(0, start);
  if (!known.isAtStart || !isMargin(margin) || !known.form.test(text.slice(start))) return null;
  const pattern = marginPattern(margin);
  return pattern.test(above)
    ? (text) => pattern.test(text) ? text.replace(pattern, "") : null
    : null;
}

const LONGEST_MARGIN = 200;

/** Whether text has a sign in it that is no letter, digit or space: words alone can be part of a label. */
function isMargin(text: string): boolean {
  return text.length <= LONGEST_MARGIN && /[^\p{L}\p{M}\d\s]/u.test(text);
}

/** Matches what stands before a line with other numbers in it, or alone in a line. */
export function marginPattern(margin: string): RegExp {
  const text = margin.trimEnd();
  const words = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\d+/g, "\\d+")
    .replace(/\s+/g, "\\s+");
  return new RegExp(`^${words}(?:${margin.slice(text.length)}|\\s*$)`);
}

function unwrapped(
  text: string,
  { before, behind, isEscaped }: Wrapping,
  depth: number,
): string | null {
  const prefix = before.exec(text)?.[0];
  if (prefix === undefined) return null;
  let rest = text.slice(lengthOf(prefix, depth));
  if (behind !== undefined) {
    if (!behind.test(rest)) return null;
    rest = rest.replace(behind, "");
  }
  if (!isEscaped) return rest;
  return rest.replace(/(?:\\r)?\\n$/, "")
    .replace(/\\(["'\\t])/g, (_, sign) => sign === "t" ? "\t" : sign);
}

/** The length of the signs of a mail up to a depth: behind them there may be a prompt. */
function lengthOf(prefix: string, depth: number): number {
  if (depth === 0 || !/^[ \t>]+$/.test(prefix)) return prefix.length;
  let end = 0;
  for (let left = depth; left > 0 && prefix.indexOf(">", end) >= 0; left--) {
    end = prefix.indexOf(">", end) + 1;
  }
  return prefix[end] === " " || prefix[end] === "\t" ? end + 1 : end;
}
