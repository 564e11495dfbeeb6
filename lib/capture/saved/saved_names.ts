/**
 * Reads DNS records from saved output of nslookup and of `netwho nslookup`.
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
  /** The encoding given by the user; null to detect it. */
  readonly encoding: string | null;
  /** Cancels the call. */
  readonly signal?: AbortSignal;
}

const NAMES: Wanted = {
  kinds: ["nslookup", "json", "csv"],
  output: "nslookup output",
  example: "nslookup host.example > names.txt 2>&1",
  hint: "Wanted: output of nslookup, or JSON, NDJSON or CSV that netwho nslookup wrote",
};

/**
 * Reads saved output of nslookup, in the order given.
 *
 * @throws {UsageError} if standard input is given twice.
 * @throws {CaptureError} if a file or folder is missing or cannot be read.
 * @throws {ParseError} if a file given by name is empty, not understood or from another tool.
 */
export async function readSavedNames(
  host: Files & Facts,
  { from, encoding, signal }: SavedNamesOptions,
  diagnostics: Diagnostics,
): Promise<NameRecord[]> {
  const rows: NameRecord[] = [];
  const options = { encoding, signal, wanted: NAMES, diagnostics };
  for (const file of await openSaved(from, host, options)) {
    const text = await textOfChunks(file.chunks());
    const parsed = file.kind === "nslookup" ? readOutput(text) : readOwn(file, text);
    if (parsed.rows.length === 0 && parsed.rejected.length > 0 && file.kind !== "nslookup") {
      // Files in folders that hold something else are skipped.
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

/** Converts a row to a DNS record; null for other rows of netwho, which have no DNS status. */
function toNameRecord(row: RawRow): NameRecord | null {
  const record = toRecord(row, NAME_FIELDS);
  return NAME_STATUSES.includes(record.status as NameStatus) ? record : null;
}
