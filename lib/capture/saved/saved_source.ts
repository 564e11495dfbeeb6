/**
 * Reads the sockets and processes of a snapshot from saved files.
 *
 * @module
 */
import { ParseError } from "../../errors.ts";
import type { Facts, Files } from "../../host/host.ts";
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import { LONGEST_REJECTED, type Parsed, type Rejected } from "../../model/parsed.ts";
import { type Process, PROCESS_FIELDS } from "../../model/process.ts";
import { SOCKET_FIELDS } from "../../model/socket.ts";
import { textOfChunks } from "../../text/decode.ts";
import { BATCH_ROWS } from "../../rows/rows.ts";
import { parseTasklist } from "../../tools/tasklist/parse_tasklist.ts";
import type { Diagnostics } from "../diagnostics.ts";
import {
  readListings,
  type SnapshotOptions,
  type SnapshotSource,
  type SocketBatch,
} from "../source.ts";
import { faultOf, kindOfRow, type OwnKind, toRecord } from "./own_records.ts";
import { csvDelimiter, type RawRow, readCsvRows, readJsonRows } from "./own_rows.ts";
import { LISTINGS, openSaved, type SavedFile } from "./saved_files.ts";

/**
 * Reads saved files. netstat listings, which may be large, are read on demand.
 *
 * @throws {UsageError} if standard input is given twice.
 * @throws {CaptureError} if a file is missing or cannot be read.
 * @throws {ParseError} if a file is not understood, or no file holds what is wanted.
 */
export async function readSavedSource(
  host: Files & Facts,
  { from, encoding, sockets: wantsSockets, processes: wanted, signal }: SnapshotOptions,
  diagnostics: Diagnostics,
): Promise<SnapshotSource> {
  // Listings of sockets can be too large to search them all for a list of processes.
  const wantedFiles = { ...LISTINGS, isWhole: !wantsSockets };
  const files = await openSaved(from, host, { encoding, signal, wanted: wantedFiles, diagnostics });
  const { listings, sockets, processes } = await sortSaved(files, diagnostics);
  if (wantsSockets && listings.length === 0 && sockets === null) {
    throw new ParseError(`Cannot find sockets in ${from.join(", ")}: there are only processes`, {
      hint: "Add the output of netstat -ano with another --from",
    });
  }
  if (!wantsSockets && wanted !== "none" && processes === null) {
    throw new ParseError(`Cannot find processes in ${from.join(", ")}: there are only sockets`, {
      hint: "Add the output of tasklist with another --from",
    });
  }
  return {
    batches: batchesOf(listings, sockets ?? [], diagnostics),
    processes: processes && byPid(processes),
    unseen: { hiddenBy: "notPrinted", processes: 0, unreadable: 0, refused: 0 },
  };
}

/** The contents of saved files. */
interface SavedContents {
  /** netstat listings, to be read one after another. */
  readonly listings: readonly SavedFile[];
  /** Sockets and connections that netwho wrote; null if no file holds any. */
  readonly sockets: readonly OwnRow[] | null;
  /** The processes of all files; null if no file holds any. */
  readonly processes: readonly Process[] | null;
}

/**
 * Reads everything but netstat listings, which may be large. A file that netwho wrote without rows
 * (`[]`) counts as both a list of sockets and a list of processes.
 */
async function sortSaved(
  files: readonly SavedFile[],
  diagnostics: Diagnostics,
): Promise<SavedContents> {
  const sockets: OwnRow[] = [];
  const processes: Process[] = [];
  const found = { sockets: false, processes: false };
  for (const file of files.filter(({ kind }) => kind !== "netstat")) {
    const text = await textOfChunks(file.chunks());
    if (file.kind === "tasklist") {
      const { rows, rejected } = parseTasklist(text);
      diagnostics.report({ label: file.label, rows: rows.length, rejected });
      for (const row of rows) processes.push(row);
      found.processes = true;
      continue;
    }
    const own = readOwn(file, text);
    diagnostics.report({ label: file.label, rows: own.rows.length, rejected: own.rejected });
    const isEmpty = own.rows.length === 0;
    for (const { kind, row } of own.rows) {
      if (kind === "processes") processes.push(toRecord(row, PROCESS_FIELDS));
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

async function* batchesOf(
  listings: readonly SavedFile[],
  own: readonly OwnRow[],
  diagnostics: Diagnostics,
): AsyncIterable<SocketBatch> {
  yield* readListings(
    listings.map(({ label, chunks }) => ({ label, chunks: chunks() })),
    diagnostics,
  );
  // Consecutive rows of one kind form a batch.
  for (let at = 0, end = 0; at < own.length; at = end) {
    const { kind } = own[at]!;
    while (end < own.length && own[end]!.kind === kind && end - at < BATCH_ROWS) end++;
    const rows = own.slice(at, end).map(({ row }) => row);
    const sockets = () => rows.map((row) => toRecord(row, SOCKET_FIELDS));
    const connections = () => rows.map((row) => toRecord(row, CONNECTION_FIELDS));
    yield kind === "sockets" ? { sockets } : { sockets, connections };
  }
}

/** A row that netwho wrote. */
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
      hint: `It begins like ${kind}, but none of its rows could be read`,
    });
  }
  return { rows, rejected };
}

/** Indexes processes by PID and merges those in several lists (`tasklist` and `tasklist /svc`). */
function byPid(processes: readonly Process[]): Map<number, Process> {
  const merged = new Map<number, Process>();
  for (const process of processes) {
    const known = merged.get(process.pid);
    merged.set(process.pid, known === undefined ? process : mergeProcesses(known, process));
  }
  return merged;
}

function mergeProcesses(first: Process, second: Process): Process {
  const entries = PROCESS_FIELDS.map(({ name }) => [name, first[name] ?? second[name]]);
  return Object.fromEntries(entries) as Process;
}
