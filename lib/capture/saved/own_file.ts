/**
 * Reads a file with rows that netwho wrote: which of them are wanted, and what to say of the others.
 *
 * @module
 */
import { ParseError } from "../../errors.ts";
import { LONGEST_REJECTED, type Rejected } from "../../model/parsed.ts";
import { UnreadTally } from "../../model/unread_tally.ts";
import { type MemoryBudget, MOST_TEXT_BYTES, tooManyRows } from "../../text/text_limits.ts";
import { countOf } from "../../text/wording.ts";
import type { Diagnostics } from "../diagnostics.ts";
import type { SnapshotHead } from "../snapshot_document.ts";
import { areDnsRows, foreignRows, listNames } from "./foreign_rows.ts";
import { CUT_BY_DEPTH, type JsonDocument } from "./json_documents.ts";
import {
  type Missing,
  type OwnText,
  type PlacedRow,
  type RawRow,
  readCsvRows,
  readJsonRowPieces,
} from "./own_rows.ts";
import { linesOfFile, type SavedFile, textOfFile, type Wanted } from "./saved_files.ts";
import { readHead, remarksOnHead } from "./snapshot_head.ts";

/** How to take the rows of a file. */
export interface OwnRowsOptions<Row> {
  /** Takes a row, or returns why it is not wanted; `tally` counts values that cannot be read. */
  readonly take: (placed: PlacedRow, tally: UnreadTally) => Row | string;
  /** What the command can read. */
  readonly wanted: Pick<Wanted, "kinds" | "hint">;
  /** Is told what was read. */
  readonly diagnostics: Diagnostics;
  /** What the files that are kept in memory have used. */
  readonly budget: MemoryBudget;
}

/** The wanted rows of a file. */
export interface OwnFile<Row> {
  readonly rows: readonly Row[];
  /** The documents with lists of rows that it holds, with their heads if they are snapshots. */
  readonly documents: ReadonlyMap<JsonDocument, SnapshotHead | null>;
  /**
   * The error of a file in a folder that has no such rows though it is not empty: it is left out, as it
   * holds something else. Null for any other.
   */
  readonly error: ParseError | null;
}

/**
 * Reads the rows of a file, and reports them.
 *
 * @throws {ParseError} if a file given by name has no such rows though it is not empty.
 * @throws {CaptureError} if there is more than fits into memory.
 */
export async function readOwnFile<Row extends object>(
  file: SavedFile,
  { take, wanted, diagnostics, budget }: OwnRowsOptions<Row>,
): Promise<OwnFile<Row>> {
  const { label } = file;
  const most = budget.rowsLeft;
  const read = file.kind === "csv"
    ? readCsvRows(await textOfFile(file, budget), { most })
    : await readJsonRowPieces(linesOfFile(file, budget), {
      most,
      limit: { label, most: MOST_TEXT_BYTES },
    });
  if (read.isFull) throw tooManyRows(label);
  budget.rowsLeft -= read.rows.length;
  const rows: Row[] = [];
  const rejected: Rejected[] = [...read.rejected];
  const unread = new UnreadTally();
  for (const placed of read.rows) {
    const row = take(placed, unread);
    if (typeof row !== "string") rows.push(row);
    else {
      const text = JSON.stringify(placed.row).slice(0, LONGEST_REJECTED);
      rejected.push({ line: placed.line, text, reason: row });
    }
  }
  if (read.rejected.length > 0) rejected.sort((a, b) => a.line - b.line);
  const documents = new Map(read.documents?.map((document) => [document, readHead(document)]));
  const isRefused = rows.length === 0 && (rejected.length > 0 || read.missing !== null);
  const remarks = [
    ...remarksOn(read.missing, rows.length),
    ...[...documents.values()].flatMap((head) => head === null ? [] : remarksOnHead(head)),
  ];
  if (!isRefused) {
    diagnostics.report({ label, rows: rows.length, rejected, unread, remarks });
    return { rows, documents, error: null };
  }
  const first = read.rows[0]?.row;
  const isDocument = documents.size > 0;
  const [message, options] = refusal(file, { rejected, first, isDocument, wanted });
  const error = new ParseError(message, options);
  if (file.isNamed) throw error;
  // One that was cut may be ours.
  if (rejected.length === 0) diagnostics.report({ label, rows: 0, rejected, remarks });
  return { rows, documents, error };
}

function remarksOn(missing: OwnText["missing"], count: number): string[] {
  if (missing === null) return [];
  const were = `${countOf(count, "row")} ${count === 1 ? "was" : "were"} read`;
  const remarks: Record<Missing, string> = {
    rows: `ends in the middle: ${were}, there were more`,
    perhapsRows: `ends in the middle: ${were}, there may have been more`,
    lineEnd: `ends without a line end: its last row may be cut`,
  };
  return [remarks[missing]];
}

/** The message and the hint about a file without a row that is wanted. */
function refusal(
  { path, label, kind }: SavedFile,
  { rejected, first, isDocument, wanted }: {
    rejected: readonly Rejected[];
    first: RawRow | undefined;
    isDocument: boolean;
    wanted: OwnRowsOptions<object>["wanted"];
  },
): [string, { hint: string }] {
  const about = `Cannot understand ${label}: `;
  if (first === undefined && rejected.length === 0) {
    return [`${about}it ends ${isDocument ? "before" : "in the middle of"} its first row`, {
      hint: "It seems to be cut off: save it again",
    }];
  }
  if (first === undefined && rejected.some(({ reason }) => reason === CUT_BY_DEPTH)) {
    return [`${about}ConvertTo-Json has made text of its rows`, {
      hint: "Write it again with ConvertTo-Json -Depth 5",
    }];
  }
  const names = Object.keys(first ?? {});
  const foreign = foreignRows(names);
  if (foreign !== null) {
    return [`Cannot ${foreign.verb} ${label}: ${foreign.state}`, {
      hint: foreign.hint ?? wanted.hint,
    }];
  }
  if (areDnsRows(names) && !wanted.kinds.includes("nslookup")) {
    return [`Cannot use ${label} here: it holds rows of netwho nslookup`, {
      hint: `To read it: netwho nslookup --from ${path}`,
    }];
  }
  const reason = rejected[0]?.reason ?? "it has no rows";
  const fields = names.length === 0 ? "" : `Its first row has: ${listNames(names)}. `;
  return [about + reason, { hint: kind === "csv" ? wanted.hint : fields + wanted.hint }];
}
