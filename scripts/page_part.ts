/**
 * A part of a page of docs/ that `deno task docs` writes, between two comments.
 *
 * @module
 */

/**
 * Puts text into a page, between the comments of that name.
 *
 * @throws {Error} if the page has not got them.
 */
export function withPart(
  page: string,
  { name, text }: { name: string; text: string },
): string {
  const comments = [`<!-- ${name}: written by \`deno task docs\` -->`, `<!-- end of ${name} -->`];
  const [begin, end] = comments.map((comment) => page.indexOf(comment));
  if (begin! < 0 || end! < begin!) {
    throw new Error(`Cannot write ${name}: no ${comments.join(" … ")}`);
  }
  return `${page.slice(0, begin! + comments[0]!.length)}\n\n${text}\n\n${page.slice(end)}`;
}

/** A table in Markdown as `deno fmt` writes it. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head, ...others] = rows as [readonly string[], ...(readonly string[])[]];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  return [head, widths.map((width) => "-".repeat(width)), ...others].map(line).join("\n");
}
