/**
 * Draws a frame of the terminal as an SVG image.
 *
 * @module
 */
import { displayWidth } from "../../lib/text/terminal_text.ts";

/** The size of the letters; a monospaced letter is about 0.6 of it wide. */
const FONT_SIZE = 14;
const CELL = { width: 8.43, height: 20 };
const MARGIN = 16;
const BAR = 30;

/** The picture brings its own ground, so that it reads the same on light and dark pages. */
const GROUND = "#161b22";
const TEXT = "#d7dce2";
const COLORS: Readonly<Record<string, string>> = {
  "31": "#ff7b72",
  "32": "#5fd068",
  "33": "#e3b341",
  "35": "#d2a8ff",
};

/** How the letters that follow look. */
interface Look {
  readonly color: string | null;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isInverse: boolean;
}

const PLAIN: Look = { color: null, isBold: false, isDim: false, isInverse: false };

/** Draws lines with SGR styles as wide as so many columns. */
export function frameSvg(
  lines: readonly string[],
  { columns, title }: { readonly columns: number; readonly title: string },
): string {
  const width = Math.ceil(2 * MARGIN + columns * CELL.width);
  const height = BAR + MARGIN + lines.length * CELL.height + MARGIN / 2;
  const rows = lines.flatMap((line, row) => lineShapes(line, BAR + row * CELL.height));
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map((color, at) =>
    `<circle cx="${MARGIN + 6 + 18 * at}" cy="${BAR / 2}" r="5.5" fill="${color}"/>`
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
    `width="${width}" height="${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="9" fill="${GROUND}" stroke="#30363d"/>`,
    ...dots,
    `<g font-family="ui-monospace, 'Cascadia Mono', Consolas, 'DejaVu Sans Mono', Menlo, monospace" ` +
    `font-size="${FONT_SIZE}" fill="${TEXT}" xml:space="preserve">`,
    ...rows,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

/** Draws the runs of letters that look the same, each at its column, however wide the font is. */
function lineShapes(line: string, top: number): string[] {
  let column = 0;
  return runsOf(line).flatMap(({ text, look }) => {
    const x = round(MARGIN + column * CELL.width);
    const columns = displayWidth(text);
    column += columns;
    const width = round(columns * CELL.width);
    const y = round(top + CELL.height * 0.72);
    const ground = look.isInverse
      ? [
        `<rect x="${x}" y="${top}" width="${width}" height="${CELL.height}" fill="${
          colorOf(look)
        }"/>`,
      ]
      : [];
    if (text.trim() === "") return ground;
    const style = [
      look.isInverse ? ` fill="${GROUND}"` : look.color === null ? "" : ` fill="${colorOf(look)}"`,
      look.isBold ? ' font-weight="bold"' : "",
      look.isDim ? ' opacity="0.65"' : "",
    ].join("");
    return [...ground, ...wordShapes(text, { x, y, style })];
  });
}

/** Places cells by themselves: letters of another width shift none of those behind them. */
function wordShapes(
  text: string,
  { x, y, style }: { x: number; y: number; style: string },
): string[] {
  return Array.from(text.matchAll(/\S+(?: \S+)*/g), ({ 0: words, index }) => {
    const start = round(x + displayWidth(text.slice(0, index)) * CELL.width);
    const length = round(displayWidth(words) * CELL.width);
    return `<text x="${start}" y="${y}" textLength="${length}"${style}>${escapeXml(words)}</text>`;
  });
}

function colorOf({ color }: Look): string {
  return color === null ? TEXT : COLORS[color]!;
}

function runsOf(line: string): { readonly text: string; readonly look: Look }[] {
  let look = PLAIN;
  // deno-lint-ignore no-control-regex
  return line.split(/(\x1b\[\d+m)/).flatMap((part) => {
    // deno-lint-ignore no-control-regex
    const code = /^\x1b\[(\d+)m$/.exec(part)?.[1];
    if (code === undefined) return part === "" ? [] : [{ text: part, look }];
    look = after(look, code);
    return [];
  });
}

/** What a style code changes. */
function after(look: Look, code: string): Look {
  switch (code) {
    case "1":
      return { ...look, isBold: true };
    case "2":
      return { ...look, isDim: true };
    case "7":
      return { ...look, isInverse: true };
    case "22":
      return { ...look, isBold: false, isDim: false };
    case "27":
      return { ...look, isInverse: false };
    case "39":
      return { ...look, color: null };
  }
  if (COLORS[code] === undefined) throw new Error(`No colour for the style ${code}`);
  return { ...look, color: code };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
