/**
 * Reads DNS records from saved output of nslookup and of `netwho nslookup`.
 *
 * @module
 */
import type { ParseError } from "../../errors.ts";
import type { Facts, Files } from "../../host/host.ts";
import { NAME_FIELDS, NAME_STATUSES, type NameRecord, type NameStatus } from "../../model/name.ts";
import { textOfChunks } from "../../text/decode.ts";
import { nameRecords, parseNslookup } from "../../tools/nslookup/parse_nslookup.ts";
import { areDnsRows } from "./foreign_rows.ts";
import { byNames, namesOwnRows } from "./own_columns.ts";
import { readOwnFile } from "./own_file.ts";
import { NOT_OWN, toRecord } from "./own_records.ts";
import { UnreadTally } from "./own_values.ts";
import type { Diagnostics, SourceReport } from "../diagnostics.ts";
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
    const { error = null, ...parsed } = file.kind === "nslookup"
      ? readOutput(text)
      : readOwn(file, text);
    if (error !== null) {
      // Files in folders that hold something else are skipped.
      if (!from.includes(file.label) && file.label !== "standard input") continue;
      throw error;
    }
    diagnostics.report({ ...parsed, label: file.label, rows: parsed.rows.length });
    for (const row of parsed.rows) rows.push(row);
  }
  return rows;
}

/** The records of a file, and what to say of it. */
interface NamesRead extends Omit<SourceReport, "label" | "rows"> {
  readonly rows: readonly NameRecord[];
  /** Why it cannot be read. @default null */
  readonly error?: ParseError | null;
}

function readOutput(text: string): NamesRead {
  const { exchanges, rejected } = parseNslookup(text);
  return { rows: exchanges.flatMap(nameRecords), rejected };
}

function readOwn(file: SavedFile, text: string): NamesRead {
  const tally = new UnreadTally();
  const isOwn = byNames(namesOwnRows);
  const read = readOwnFile(file, text, {
    wanted: NAMES,
    take({ row, line }) {
      if (!isOwn(row)) return NOT_OWN;
      // Other rows of netwho have no DNS status.
      const { status } = toRecord(row, STATUS);
      if (!NAME_STATUSES.includes(status as NameStatus)) {
        return areDnsRows([...Object.keys(row), "status"])
          ? "without a status of netwho, it is no row of netwho nslookup"
          : "not a row of netwho nslookup";
      }
      return toRecord(row, NAME_FIELDS, { tally, line });
    },
  });
  return { ...read, unread: tally };
}

const STATUS = NAME_FIELDS.filter(({ name }) => name === "status");
