/**
 * Reads DNS records from saved output of nslookup and of `netwho nslookup`.
 *
 * @module
 */
import type { ParseError } from "../../errors.ts";
import type { Facts, Files } from "../../host/host.ts";
import { NAME_FIELDS, NAME_STATUSES, type NameRecord, type NameStatus } from "../../model/name.ts";
import { MemoryBudget } from "../../text/text_limits.ts";
import { nameRecords, parseNslookup } from "../../tools/nslookup/parse_nslookup.ts";
import { areDnsRows } from "./foreign_rows.ts";
import { byNames, namesOwnRows } from "./own_columns.ts";
import { type OwnFile, type OwnRowsOptions, readOwnFile } from "./own_file.ts";
import { NOT_OWN, toRecord } from "./own_records.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { openSaved, type SavedFile, textOfFile, type Wanted } from "./saved_files.ts";

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
 * @throws {ParseError} if a file given by name is empty, not understood or from another tool, or no file
 * holds names.
 */
export async function readSavedNames(
  host: Files & Facts,
  { from, encoding, signal }: SavedNamesOptions,
  diagnostics: Diagnostics,
): Promise<NameRecord[]> {
  const rows: NameRecord[] = [];
  const options = { encoding, signal, wanted: NAMES, diagnostics };
  const files = await openSaved(from, host, options);
  const budget = new MemoryBudget();
  let leftOut: ParseError | null = null;
  let isFound = false;
  for (const file of files) {
    const { rows: read, error } = file.kind === "nslookup"
      ? readOutput(file, await textOfFile(file, budget), diagnostics)
      : await readOwn(file, { diagnostics, budget });
    for (const row of read) rows.push(row);
    leftOut ??= error;
    isFound ||= error === null;
  }
  if (leftOut !== null && !isFound) throw leftOut;
  return rows;
}

function readOutput(
  { label }: SavedFile,
  text: string,
  diagnostics: Diagnostics,
): OwnFile<NameRecord> {
  const { exchanges, rejected } = parseNslookup(text);
  const rows = exchanges.flatMap(nameRecords);
  diagnostics.report({ label, rows: rows.length, rejected });
  return { rows, documents: new Map(), error: null };
}

async function readOwn(
  file: SavedFile,
  { diagnostics, budget }: Pick<OwnRowsOptions<NameRecord>, "diagnostics" | "budget">,
): Promise<OwnFile<NameRecord>> {
  const isOwn = byNames(namesOwnRows);
  return await readOwnFile(file, {
    wanted: NAMES,
    diagnostics,
    budget,
    take({ row, line }, tally) {
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
}

const STATUS = NAME_FIELDS.filter(({ name }) => name === "status");
