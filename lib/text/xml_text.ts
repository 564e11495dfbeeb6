/**
 * Small XML documents without attributes that matter: written, and read back as a list of texts.
 *
 * @module
 */

/** An element: its name, and its text or its children. Children that are null are left out. */
export type XmlElement = readonly [
  name: string,
  content: string | readonly (XmlElement | null)[],
  attributes?: Readonly<Record<string, string>>,
];

/** Writes an element with its children, indented, with line ends as Windows has them. */
export function writeXml([name, content, attributes = {}]: XmlElement, indent = ""): string {
  const parts = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const start = `${indent}<${name}${parts.join("")}`;
  if (typeof content === "string") return `${start}>${escapeXml(content)}</${name}>\r\n`;
  const children = content.filter((child) => child !== null)
    .map((child) => writeXml(child, `${indent}  `));
  return `${start}>\r\n${children.join("")}${indent}</${name}>\r\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
};

/** Writes text so that XML reads it back, in an element and in an attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\t]/g, (character) => ENTITIES[character]!);
}

/** Whether XML 1.0 can hold the text, and gives it back as it was: no control characters. */
export function fitsXml(text: string): boolean {
  // deno-lint-ignore no-control-regex -- these do not fit
  return !/[\u0000-\u0008\u000a-\u001f\ufffe\uffff]/.test(text) && text.isWellFormed();
}

/** An element in the order of the document. */
export interface XmlText {
  /** The names of the elements around it, and its own. */
  readonly path: readonly string[];
  /** Its text up to its first child, without the space around it. */
  readonly text: string;
}

/** Deeper elements are taken for siblings. */
const DEEPEST = 20;

/**
 * Reads the elements of a document, without attributes, comments and prefixes of names. Damaged
 * documents give what can be read of them. Never throws, and takes linear time.
 */
export function readXmlTexts(document: string): XmlText[] {
  const elements: XmlText[] = [];
  const open: string[] = [];
  for (let at = document.indexOf("<"); at >= 0;) {
    const end = document.indexOf(document.startsWith("<!--", at) ? "-->" : ">", at);
    if (end < 0) break;
    const next = document.indexOf("<", end);
    const tag = document.slice(at + 1, end);
    const name = /^\/?(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(tag)?.[1];
    if (tag.startsWith("/")) {
      const depth = open.lastIndexOf(name ?? "");
      if (depth >= 0) open.length = depth;
    } else if (name !== undefined) {
      const text = document.slice(end + 1, next < 0 ? undefined : next).trim();
      elements.push({ path: [...open, name], text: unescapeXml(text) });
      if (!tag.endsWith("/") && open.length < DEEPEST) open.push(name);
    }
    at = next;
  }
  return elements;
}

const CHARACTERS: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

function unescapeXml(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{2,4}));/g, (whole, ...found) => {
    const [decimal, hex, name] = found as (string | undefined)[];
    if (name !== undefined) return CHARACTERS[name] ?? whole;
    const code = decimal === undefined ? parseInt(hex!, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
