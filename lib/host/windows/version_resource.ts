/**
 * The version resource of a Windows program, VS_VERSIONINFO: a tree of blocks. Each has its length,
 * the length of its value, a key in UTF-16, the value, and inner blocks. Values and blocks begin at
 * multiples of four bytes.
 *
 *     VS_VERSION_INFO                     the version in numbers
 *     ├ StringFileInfo
 *     │  └ 040904B0                       a table in one language and code page
 *     │     └ CompanyName                 text
 *     └ VarFileInfo
 *        └ Translation                    the languages and code pages of the program
 *
 * @module
 */
import type { VersionFacts } from "../host.ts";

/** No version resource. */
export const NO_VERSION: VersionFacts = {
  company: null,
  product: null,
  description: null,
  version: null,
  originalName: null,
};

/** The longest value that is kept, in UTF-16 units: a resource may hold 32,000. */
const LONGEST_VALUE = 256;

/**
 * Reads a version resource, as `GetFileVersionInfoW` returns it. Of several tables it reads the one in
 * the program's language, otherwise the first with any fact. Other bytes give no facts; none throw.
 */
export function readVersionResource(bytes: Uint8Array): VersionFacts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const root = readBlock(view, { start: 0, end: view.byteLength });
  if (root?.key !== "VS_VERSION_INFO") return NO_VERSION;
  const parts = [...blocksIn(view, root)];
  const tables = parts.filter(({ key }) => key === "StringFileInfo")
    .flatMap((part) => [...blocksIn(view, part)]);
  const wanted = translationOf(view, parts);
  const preferred = tables.filter(({ key }) => key.toLowerCase() === wanted);
  for (const table of [...preferred, ...tables]) {
    const facts = factsIn(view, table);
    if (Object.values(facts).some((value) => value !== null)) return facts;
  }
  return NO_VERSION;
}

/** A block, with the positions of its value and its inner blocks. */
interface Block {
  readonly key: string;
  readonly value: Span;
  readonly inner: Span;
  readonly end: number;
}

/** The bytes from `start` up to `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

// wLength, wValueLength and wType, two bytes each.
const HEAD_BYTES = 6;
const TYPE_TEXT = 1;

function readBlock(view: DataView, { start, end: limit }: Span): Block | null {
  if (start + HEAD_BYTES > limit) return null;
  const length = view.getUint16(start, true);
  const valueLength = view.getUint16(start + 2, true);
  const isText = view.getUint16(start + 4, true) === TYPE_TEXT;
  if (length < HEAD_BYTES) return null;
  const end = Math.min(start + length, limit);
  const key = textAt(view, { start: start + HEAD_BYTES, end });
  const valueStart = aligned(start + HEAD_BYTES + (key.length + 1) * 2);
  const valueEnd = Math.min(valueStart + valueLength * (isText ? 2 : 1), end);
  return {
    key,
    value: { start: valueStart, end: valueEnd },
    inner: { start: aligned(valueEnd), end },
    end,
  };
}

function* blocksIn(view: DataView, { inner }: Block): Generator<Block> {
  let { start } = inner;
  while (true) {
    const block = readBlock(view, { start, end: inner.end });
    if (block === null) return;
    yield block;
    start = aligned(block.end);
  }
}

/** The name of the table in the program's first language: language, then code page, in hexadecimal. */
function translationOf(view: DataView, parts: readonly Block[]): string | null {
  for (const part of parts.filter(({ key }) => key === "VarFileInfo")) {
    for (const { key, value } of blocksIn(view, part)) {
      if (key !== "Translation" || value.start + 4 > value.end) continue;
      const [language, page] = [0, 2].map((at) => view.getUint16(value.start + at, true));
      return [language, page].map((number) => number!.toString(16).padStart(4, "0")).join("");
    }
  }
  return null;
}

const FACT_OF_KEY: Readonly<Record<string, keyof VersionFacts>> = {
  companyname: "company",
  productname: "product",
  filedescription: "description",
  fileversion: "version",
  originalfilename: "originalName",
};

function factsIn(view: DataView, table: Block): VersionFacts {
  const facts: { -readonly [Name in keyof VersionFacts]: VersionFacts[Name] } = { ...NO_VERSION };
  for (const { key, value, end } of blocksIn(view, table)) {
    const name = key.toLowerCase();
    if (!Object.hasOwn(FACT_OF_KEY, name)) continue;
    // Some compilers count bytes of the value, others characters: read up to a NUL or the block's end.
    const text = textAt(view, { start: value.start, end }).trim();
    facts[FACT_OF_KEY[name]!] ??= text.slice(0, LONGEST_VALUE).toWellFormed() || null;
  }
  return facts;
}

/** UTF-16 up to a NUL or the end. */
function textAt(view: DataView, { start, end }: Span): string {
  let text = "";
  for (let at = start; at + 2 <= end; at += 2) {
    const unit = view.getUint16(at, true);
    if (unit === 0) break;
    text += String.fromCharCode(unit);
  }
  return text;
}

function aligned(offset: number): number {
  return (offset + 3) & ~3;
}
