/**
 * Rows out of saved files.
 *
 * @module
 */
import { ParseError } from "../../errors.ts";
import { LONGEST_REJECTED, type Parsed, type Rejected } from "../../model/parsed.ts";
import { type Process, PROCESS_FIELDS } from "../../model/process.ts";
import type { RowTaker } from "../../rows/row_source.ts";
import { textOfChunks } from "../../text/decode.ts";
import type { NetstatRow } from "../../tools/netstat/row.ts";
import { NetstatScanner } from "../../tools/netstat/scanner.ts";
import { parseTasklist } from "../../tools/tasklist/parse_tasklist.ts";
import { faultOf, kindOfRow, type OwnKind, toRecord } from "./own_records.ts";
import { csvDelimiter, type RawRow, readCsvRows, readJsonRows } from "./own_rows.ts";
import { MOST_REJECTED, type OnRead } from "../diagnostics.ts";
import type { SavedFile } from "./saved.ts";

/** A socket that netwho wrote; it may be a connection already. */
export interface OwnSocket {
  readonly kind: "sockets" | "connections";
  readonly row: RawRow;
}

/** A listing of netstat's, as UTF-8. */
export type SavedListing = Pick<SavedFile, "label" | "chunks">;

/** Saved files by what their rows are. */
export interface SavedContents {
  /** Listings of sockets, to be read one after another. */
  readonly listings: readonly SavedListing[];
  /** Sockets and connections that netwho wrote; null where no file holds any. */
  readonly sockets: readonly OwnSocket[] | null;
  /** The processes of all files; null where no file holds any. */
  readonly processes: readonly Process[] | null;
}

/**
 * Reads everything but the listings of sockets, which may be large. A file of netwho's without any
 * row (`[]`) holds no sockets and no processes either way, so it counts as both.
 */
export async function sortSaved(
  files: readonly SavedFile[],
  onRead: OnRead,
): Promise<SavedContents> {
  const sockets: OwnSocket[] = [];
  const processes: Process[] = [];
  const found = { sockets: false, processes: false };
  for (const file of files.filter(({ kind }) => kind !== "netstat")) {
    const text = await textOfChunks(file.chunks());
    if (file.kind === "tasklist") {
      const { rows, rejected } = parseTasklist(text);
      onRead({ label: file.label, rows: rows.length, rejected });
      processes.push(...rows);
      found.processes = true;
      continue;
    }
    const own = readOwn(file, text);
    onRead({ label: file.label, rows: own.rows.length, rejected: own.rejected });
    const isEmpty = own.rows.length === 0;
    for (const { kind, row } of own.rows) {
      if (kind === "processes") processes.push(toRecord(row, PROCESS_FIELDS) as unknown as Process);
      else sockets.push({ kind, row });
    }
    found.processes ||= isEmpty || own.rows.some(({ kind }) => kind === "processes");
    found.sockets ||= isEmpty || own.rows.some(({ kind }) => kind !== "processes");
  }
  return {
    listings: files.filter(({ kind }) => kind === "netstat"),
    sockets: found.sockets ? sockets : null,
    processes: found.processes ? processes : null,
  };
}

interface OwnRow {
  readonly kind: NonNullable<OwnKind>;
  readonly row: RawRow;
}

function readOwn({ label, kind }: SavedFile, text: string): Parsed<OwnRow> {
  const parsed = kind === "csv" ? readCsvRows(text, csvDelimiter(text) ?? ",") : readJsonRows(text);
  const rows: OwnRow[] = [];
  const rejected: Rejected[] = [...parsed.rejected];
  parsed.rows.forEach((row, index) => {
    const kind = kindOfRow(row);
    const reason = faultOf(row, kind);
    if (reason === null) rows.push({ kind: kind!, row });
    else {
      const text = JSON.stringify(row).slice(0, LONGEST_REJECTED);
      rejected.push({ line: index + 1, text, reason });
    }
  });
  if (rows.length === 0 && rejected.length > 0) {
    throw new ParseError(`Cannot understand ${label}: ${rejected[0]!.reason}`, {
      hint: `It begins like ${kind}, but no row in it could be read`,
    });
  }
  return { rows, rejected };
}

/** Processes by PID: what several lists say of one is put together (`tasklist` and `tasklist /svc`). */
export function byPid(processes: readonly Process[]): Map<number, Process> {
  const merged = new Map<number, Process>();
  for (const process of processes) {
    const known = merged.get(process.pid);
    merged.set(process.pid, known === undefined ? process : together(known, process));
  }
  return merged;
}

function together(first: Process, second: Process): Process {
  const entries = PROCESS_FIELDS.map(({ name }) => [name, first[name] ?? second[name]]);
  return Object.fromEntries(entries) as Process;
}

/** Reads listings of sockets one after another and gives their rows. Returns how many there were. */
export async function readListings(
  listings: readonly SavedListing[],
  { taker, onRead }: { taker: RowTaker<NetstatRow>; onRead: OnRead },
): Promise<number> {
  let rows = 0;
  for (const { label, chunks } of listings) {
    const scanner = new NetstatScanner((row) => taker.row(row), { mostRejected: MOST_REJECTED });
    for await (const chunk of chunks()) {
      scanner.push(chunk);
      await taker.pause();
    }
    scanner.finish();
    const { seen } = scanner;
    onRead({ label, rows: seen.rows, rejected: seen.rejected, rejectedCount: seen.rejectedCount });
    rows += seen.rows;
  }
  return rows;
}
