/**
 * Prints a DNS cache as `ipconfig /displaydns` does, in any language, for tests that read it back.
 *
 * @module
 */

/** A record to print. Its data has several lines in some types. */
export interface CacheRecord {
  readonly name: string;
  readonly type: number;
  readonly ttl: number;
  readonly data: readonly string[];
}

/** A block: records, or a line in their place. */
export interface CacheBlock {
  readonly asked: string;
  readonly records: readonly CacheRecord[];
  /** The type that there are no records of. */
  readonly negative?: string;
}

/** A language's words, and the form of its lines. */
export interface CacheLanguage {
  readonly title: string;
  /** Name, type, time to live, length and section, then one for the data of each type. */
  readonly labels: readonly [string, string, string, string, string, string];
  readonly section: string;
  /** A negative answer, with `TYPE` where the type stands. */
  readonly none: string;
  /** What stands between a label and its value. @default " . . . : " */
  readonly leader?: string;
  /** What stands before and behind each line, such as marks of the reading direction. @default "" */
  readonly mark?: string;
}

/** English, as Windows 11 prints it. */
export const ENGLISH: CacheLanguage = {
  title: "Windows IP Configuration",
  labels: [
    "Record Name . .",
    "Record Type . .",
    "Time To Live  .",
    "Data Length . .",
    "Section . . . .",
    "Record  . . . .",
  ],
  section: "Answer",
  none: "No records of type TYPE",
};

/** The forms of a listing. */
export interface CacheForm {
  readonly language?: CacheLanguage;
  /** @default CR LF */
  readonly lineEnd?: string;
  /** The number of spaces before a line. @default 4 */
  readonly indent?: number;
  /** Whether the lines of sections are there. @default true */
  readonly hasSections?: boolean;
  /** Whether data starts on a line of its own, as in Windows 2000. @default false */
  readonly isDataBelow?: boolean;
}

/** Prints blocks. */
export function writeDisplayDns(
  blocks: readonly CacheBlock[],
  { language = ENGLISH, lineEnd = "\r\n", indent = 4, hasSections = true, isDataBelow = false }:
    CacheForm = {},
): string {
  const { title, labels, section, none, leader = " . . . : ", mark = "" } = language;
  const lines = ["", title, ""];
  const start = " ".repeat(indent);
  const put = (text: string) => lines.push(`${start}${mark}${text}${mark}`);
  const further = (text: string) => lines.push(`${start}${" ".repeat(25)}${mark}${text}${mark}`);
  for (const { asked, records, negative } of blocks) {
    put(asked);
    put("-".repeat(40));
    for (const { name, type, ttl, data } of records) {
      put(`${labels[0]}${leader}${name}`);
      put(`${labels[1]}${leader}${type}`);
      put(`${labels[2]}${leader}${ttl}`);
      put(`${labels[3]}${leader}${type === 1 ? 4 : type === 28 ? 16 : 8}`);
      if (hasSections) put(`${labels[4]}${leader}${section}`);
      const [first = "", ...more] = data;
      put(`${labels[5]}${leader}${isDataBelow ? "" : first}`);
      if (isDataBelow) further(first);
      for (const line of more) further(line);
      lines.push("", "");
    }
    if (negative !== undefined) {
      put(none.replace("TYPE", negative));
      lines.push("", "");
    }
  }
  return [...lines, ""].join(lineEnd);
}
