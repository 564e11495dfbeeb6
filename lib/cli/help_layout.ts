/**
 * Wrapped paragraphs and aligned lists. For plain ASCII text, which is what our own tables hold.
 *
 * @module
 */

/** A term and what it means. */
export type Entry = readonly [term: string, meaning: string];

/** How to wrap a paragraph. */
export interface ParagraphOptions {
  /** Columns that fit; a longer word, or a word in too little room, stands out. */
  readonly width: number;
  /** Spaces before each line. @default 0 */
  readonly indent?: number;
  /** Spaces before each line but the first. @default `indent` */
  readonly hanging?: number;
}

/** Terms up to here stand on the same line as their meaning. */
const WIDEST_TERM = 26;

/** With less room than this for the meaning, it goes below its term. */
const LEAST_MEANING = 24;

/** Breaks text into lines at spaces. Blank text has no lines. */
export function paragraph(text: string, options: ParagraphOptions): string[] {
  const { width, indent = 0, hanging = indent } = options;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((word) => word !== "")) {
    const margin = " ".repeat(lines.length === 0 ? indent : hanging);
    if (line === "") line = margin + word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = " ".repeat(hanging) + word;
    }
  }
  return line === "" ? lines : [...lines, line];
}

/** Lists terms with their meanings in an aligned second column, or below where it is too narrow. */
export function entries(list: readonly Entry[], { width }: { width: number }): string[] {
  const widest = Math.max(
    0,
    ...list.map(([term]) => term.length).filter((length) => length <= WIDEST_TERM),
  );
  const indent = widest + 4;
  const below = width - indent < LEAST_MEANING;
  return list.flatMap(([term, meaning]) => {
    if (below) return [`  ${term}`, ...paragraph(meaning, { width, indent: 6 })];
    const lines = paragraph(meaning, { width, indent });
    if (term.length > widest) return [`  ${term}`, ...lines];
    return [
      `  ${term.padEnd(widest)}  ${(lines[0] ?? "").trimStart()}`.trimEnd(),
      ...lines.slice(1),
    ];
  });
}
