/**
 * DNS records out of saved output: nslookup's own, and what `netwho nslookup` wrote.
 *
 * @module
 */
import { ParseError } from "../../errors.ts";
import type { Facts, Files } from "../../host/host.ts";
import { NAME_FIELDS, NAME_STATUSES, type NameRecord, type NameStatus } from "../../model/name.ts";
import { LONGEST_REJECTED, type Parsed, type Rejected } from "../../model/parsed.ts";
import { textOfChunks } from "../../text/decode.ts";
import { nameRecords, parseNslookup } from "../../tools/nslookup/parse_nslookup.ts";
import { toRecord } from "./own_records.ts";
import { csvDelimiter, type RawRow, readCsvRows, readJsonRows } from "./own_rows.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { openSaved, type SavedFile, type Wanted } from "./saved_files.ts";

/** What to read. */
export interface SavedNamesOptions {
  /** Paths of files and folders, `-` for standard input. */
  readonly from: readonly string[];
  /** The encoding that the user named; null to find it out. */
  readonly encoding: string | null;
  /** Ends the call early. */
  readonly signal?: AbortSignal;
}

const NAMES: Wanted = {
  kinds: ["nslookup", "json", "csv"],
  none: "no output of nslookup",
  one: "output of nslookup",
  example: "nslookup host.example > names.txt 2>&1",
  hint: "Output of nslookup is wanted, or JSON, NDJSON or CSV of netwho nslookup",
};

/**
 * Reads saved output of nslookup, in the order given.
 *
 * @throws {UsageError} where standard input is named twice.
 * @throws {CaptureError} where something is missing or cannot be read.
 * @throws {ParseError} where something given by name is empty, not understood or another tool's.
 */
export async function readSavedNames(
  host: Files & Facts,
  { from, encoding, signal }: SavedNamesOptions,
  diagnostics: Diagnostics,
): Promise<NameRecord[]> {
  const rows: NameRecord[] = [];
  for (const file of await openSaved(from, host, { encoding, signal, wanted: NAMES })) {
    const text = await textOfChunks(file.chunks());
    const parsed = file.kind === "nslookup" ? readOutput(text) : readOwn(file, text);
    if (parsed.rows.length === 0 && parsed.rejected.length > 0 && file.kind !== "nslookup") {
      // Of a folder's files, those that hold something else are left out.
      if (!from.includes(file.label) && file.label !== "standard input") continue;
      throw new ParseError(`Cannot understand ${file.label}: ${parsed.rejected[0]!.reason}`, {
        hint: NAMES.hint,
      });
    }
    diagnostics.report({ label: file.label, rows: parsed.rows.length, rejected: parsed.rejected });
    for (const row of parsed.rows) rows.push(row);
  }
  return rows;
}

function readOutput(text: string): Parsed<NameRecord> {
  const { exchanges, rejected } = parseNslookup(text);
  return { rows: exchanges.flatMap(nameRecords), rejected };
}

function readOwn({ kind }: SavedFile, text: string): Parsed<NameRecord> {
  const parsed = kind === "csv" ? readCsvRows(text, csvDelimiter(text) ?? ",") : readJsonRows(text);
  const rows: NameRecord[] = [];
  const rejected: Rejected[] = [...parsed.rejected];
  parsed.rows.forEach((row, index) => {
    const record = toNameRecord(row);
    if (record !== null) rows.push(record);
    else {
      const text = JSON.stringify(row).slice(0, LONGEST_REJECTED);
      rejected.push({ line: index + 1, text, reason: "not a row of netwho nslookup" });
    }
  });
  return { rows, rejected };
}

/** What tells a row of names from all others of netwho's, which have no status of this kind. */
function toNameRecord(row: RawRow): NameRecord | null {
  const record = toRecord(row, NAME_FIELDS);
  return NAME_STATUSES.includes(record.status as NameStatus) ? record : null;
}
