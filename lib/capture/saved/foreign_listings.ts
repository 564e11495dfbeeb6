/**
 * Output of other programs that people save in place of netstat's, tasklist's or nslookup's. It is
 * known by its shape, so that it can be refused by name. To refuse another one, add a row to
 * `UNIX_LISTINGS`, `WINDOWS_LISTINGS` or `LOOKUP_LISTINGS` and a file to `tests/fixtures/foreign`.
 *
 * @module
 */
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import { NAME_FIELDS } from "../../model/name.ts";
import { PROCESS_FIELDS } from "../../model/process.ts";
import { SOCKET_FIELDS } from "../../model/socket.ts";
import type { ForeignListing } from "./foreign_listing.ts";
import { LOOKUP_LISTINGS } from "./lookup_listings.ts";
import { OWN_TABLE } from "./saved_kind.ts";
import { UNIX_LISTINGS } from "./unix_listings.ts";
import { WINDOWS_LISTINGS } from "./windows_listings.ts";

/** What a text holds, and what to do instead. */
export type FoundListing = Pick<ForeignListing, "what" | "advice">;

/** How many lines are looked at, and how much of each. */
const [MOST_LINES, LONGEST_LINE] = [1000, 500];

/**
 * Finds the listing that a text holds; null if it is none of those known. Ask only for text in which no
 * tool that netwho reads was recognized.
 */
export function foreignListing(text: string): FoundListing | null {
  const lines = text.split(/\r*\n/, MOST_LINES).map((line) => line.slice(0, LONGEST_LINE));
  if (lines.some(isFieldLine) && showsOwnRows(lines)) return OWN_ROWS;
  return FOREIGN_LISTINGS.find((listing) => isIn(lines, listing)) ?? null;
}

function isIn(lines: readonly string[], { header, row, least }: ForeignListing): boolean {
  const headerAt = header === undefined ? -1 : lines.findIndex((line) => header.test(line));
  if (headerAt >= 0 && lines.some((line, at) => at > headerAt && row.test(line))) return true;
  const enough = least ?? (header === undefined ? 2 : Infinity);
  let rows = 0;
  return lines.some((line) => row.test(line) && ++rows >= enough);
}

/** netwho's own rows, as PowerShell shows objects that nobody converted. */
const OWN_ROWS: FoundListing = {
  what: "netwho's rows as PowerShell shows them",
  advice: "Put ConvertTo-Json before netwho or the file: … | ConvertTo-Json | netwho --from -",
};

/** The tables of netwho itself, which leave things out. */
const OWN_TABLES: ForeignListing = {
  what: "a table of netwho, which is for people",
  header: new RegExp(String.raw`${OWN_TABLE.source}|^process\s+pid\s+memory\b`),
  row: /\s(?:TCP|UDP)\s|\s[\d.]+ [KMGT]?B\b/,
  advice: "Save it with --format json, or with --out netwho.json",
};

/** Every listing. The first one that fits names the file. */
const FOREIGN_LISTINGS: readonly ForeignListing[] = [
  ...UNIX_LISTINGS,
  ...WINDOWS_LISTINGS,
  ...LOOKUP_LISTINGS,
  OWN_TABLES,
];

const FIELD_NAMES: ReadonlySet<string> = new Set(
  [...CONNECTION_FIELDS, ...PROCESS_FIELDS, ...SOCKET_FIELDS, ...NAME_FIELDS].map(({ name }) =>
    name
  ),
);

/** PowerShell's own cmdlets have the same names with a capital: `LocalAddress`. */
const isField = (word: string) => FIELD_NAMES.has(word);

function isFieldLine(line: string): boolean {
  return isField(/^\s{0,4}(\w+)(?:\s|$)/.exec(line)?.[1] ?? "");
}

/** Whether lines are a list (`pid : 4711`) or a table with netwho's fields for headings. */
function showsOwnRows(lines: readonly string[]): boolean {
  const labels = new Set(
    lines.map((line) => /^(\S[^:]*?) *: /.exec(`${line} `)?.[1] ?? "").filter((label) =>
      label !== ""
    ),
  );
  const fields = [...labels].filter(isField);
  // Other lists have a label or two in common with netwho: `protocol`, `state`.
  if (fields.length >= 2 && fields.length * 4 >= labels.size * 3) {
    return lines.some((line) => /^\w+ +: /.test(`${line} `));
  }
  return lines.some((line, at) => {
    const rules = lines[at + 1]?.trim().split(/\s+/) ?? [];
    const headings = line.trim().split(/\s+/);
    return rules.length === headings.length && rules.every((rule) => /^-+$/.test(rule)) &&
      headings.every(isField);
  });
}
