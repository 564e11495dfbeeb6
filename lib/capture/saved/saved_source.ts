/**
 * Reads the sockets and processes of a snapshot from saved files.
 *
 * @module
 */
import { ParseError } from "../../errors.ts";
import type { Facts, Files } from "../../host/host.ts";
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import { PROCESS_FIELDS } from "../../model/process.ts";
import { SOCKET_FIELDS } from "../../model/socket.ts";
import type { UnreadTally } from "../../model/unread_tally.ts";
import { MemoryBudget } from "../../text/text_limits.ts";
import { BATCH_ROWS } from "../../rows/rows.ts";
import type { NameFinder } from "../../tools/ipconfig/cached_names.ts";
import type { DnsCacheRecord } from "../../tools/ipconfig/displaydns_record.ts";
import { imitationRemarks, repetitionRemarks } from "../../tools/tasklist/imitated_rows.ts";
import { readTasklist } from "../../tools/tasklist/parse_tasklist.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { readListings } from "../listings.ts";
import type { SnapshotOptions, SnapshotSource, SocketBatch } from "../source.ts";
import { byNames, kindOfRows, type OwnKind } from "./own_columns.ts";
import { directionsByComputer, type OwnDirections } from "./own_directions.ts";
import { type OwnFile, type OwnRowsOptions, readOwnFile } from "./own_file.ts";
import { faultOf, toRecord } from "./own_records.ts";
import type { PlacedRow } from "./own_rows.ts";
import { LISTINGS, openSaved, type SavedFile, textOfFile, type Wanted } from "./saved_files.ts";
import { mergeSaved, type SavedProcess } from "./saved_processes.ts";
import { SavedSnapshots, type SnapshotFacts } from "./saved_snapshots.ts";

/**
 * Reads saved files. netstat listings, which may be large, are read on demand.
 *
 * @throws {UsageError} if standard input is given twice.
 * @throws {CaptureError} if a file is missing or cannot be read.
 * @throws {ParseError} if a file is not understood, or no file holds what is wanted.
 */
export async function readSavedSource(
  host: Files & Facts,
  options: SnapshotOptions,
  diagnostics: Diagnostics,
): Promise<SnapshotSource> {
  const { from, encoding, sockets: wantsSockets, processes: wanted, signal } = options;
  // Listings of sockets can be too large to search them all for a list of processes.
  const wantedFiles = { ...LISTINGS, isWhole: !wantsSockets };
  const takesNames = wantsSockets && wanted !== "none";
  const files = await openSaved(from, host, {
    ...{ encoding, signal, diagnostics },
    wanted: takesNames ? withDnsCache(wantedFiles) : wantedFiles,
  });
  if (files.length > 0 && files.every(({ kind }) => kind === "ipconfig")) {
    throw await onlyDnsCache(files);
  }
  const { listings, sockets, processes, cached, snapshots } = await sortSaved(files, diagnostics);
  if (wantsSockets && listings.length === 0 && sockets === null) {
    const hint = "Add the output of netstat -ano with another --from";
    throw snapshots.missingError("connections", { from, hint }) ??
      new ParseError(`Cannot find sockets in ${from.join(", ")}: there are only processes`, {
        hint,
      });
  }
  if (!wantsSockets && wanted !== "none" && processes === null) {
    const hint = "Add the output of tasklist with another --from";
    throw snapshots.missingError("processes", { from, hint }) ??
      new ParseError(`Cannot find processes in ${from.join(", ")}: there are only sockets`, {
        hint,
      });
  }
  const merged = processes && mergeSaved(processes);
  const told = snapshots.describe({
    isAll: files.every(({ label }) => snapshots.files.has(label)),
    processes,
  });
  return {
    batches: batchesOf(listings, sockets ?? [], { ...options, diagnostics }),
    processes: merged && merged.byPid,
    processRows: merged?.rows,
    unseen: { hiddenBy: "notPrinted", processes: 0, unreadable: 0, refused: 0 },
    ...told,
    // Numbers of other lists may be those of other computers.
    parentOf: told.origin && ((pid) => merged?.byPid.get(pid)?.parentPid ?? null),
    nameOf: cached === null ? undefined : await nameFinder(cached),
  };
}

/** The same files, and DNS caches, which name the addresses of sockets. */
function withDnsCache(wanted: Wanted): Wanted {
  return { ...wanted, kinds: [...wanted.kinds, "ipconfig"] };
}

/** The error for files that name addresses, without any sockets that have them. */
async function onlyDnsCache(files: readonly SavedFile[]): Promise<ParseError> {
  const { refusalError, refusalOf } = await import("./saved_refusals.ts");
  const file = files.find(({ isNamed }) => isNamed) ?? files[0]!;
  const { path } = file;
  const head = await textOfFile(file);
  const start = new Uint8Array();
  return refusalError(path, refusalOf({ kind: "unknown", head, start, wanted: LISTINGS }));
}

async function nameFinder(records: readonly DnsCacheRecord[]): Promise<NameFinder> {
  const { findCachedNames } = await import("../../tools/ipconfig/cached_names.ts");
  return findCachedNames(records);
}

/** The contents of saved files. */
interface SavedContents {
  /** netstat listings, to be read one after another. */
  readonly listings: readonly SavedFile[];
  /** Sockets and connections that netwho wrote; null if no file holds any. */
  readonly sockets: readonly OwnSocket[] | null;
  /** The processes of all files; null if no file holds any. */
  readonly processes: readonly SavedProcess[] | null;
  /** The records of DNS caches; null if no file holds one. */
  readonly cached: readonly DnsCacheRecord[] | null;
  /** The snapshots that some of it comes from. */
  readonly snapshots: SavedSnapshots;
}

/**
 * Reads everything but netstat listings, which may be large. A file that netwho wrote without rows
 * (`[]`) counts as both a list of sockets and a list of processes.
 */
async function sortSaved(
  files: readonly SavedFile[],
  diagnostics: Diagnostics,
): Promise<SavedContents> {
  const sockets: OwnSocket[] = [];
  const processes: SavedProcess[] = [];
  const cached: DnsCacheRecord[] = [];
  const snapshots = new SavedSnapshots();
  const budget = new MemoryBudget();
  const found = { sockets: false, processes: false };
  let leftOut: ParseError | null = null;
  for (const file of files.filter(({ kind }) => kind !== "netstat")) {
    if (file.kind === "ipconfig") {
      const text = await textOfFile(file, budget);
      const { readSavedDnsCache } = await import("./saved_dns_cache.ts");
      for (const row of readSavedDnsCache(text, { label: file.label, diagnostics })) {
        cached.push(row);
      }
      continue;
    }
    if (file.kind === "tasklist") {
      const text = await textOfFile(file, budget);
      const { rows, rejected, imitators, repeated } = readTasklist(text);
      const remarks = [...imitationRemarks(imitators), ...repetitionRemarks(repeated)];
      diagnostics.report({ label: file.label, rows: rows.length, rejected, remarks });
      for (const process of rows) processes.push({ process, file: file.label });
      found.processes = true;
      continue;
    }
    const { rows, documents, error } = await readOwn(file, { diagnostics, budget });
    if (error !== null) {
      leftOut ??= error;
      continue;
    }
    snapshots.add(file.label, documents);
    const directionsOf = directionsByComputer();
    for (const own of rows) {
      if (own.kind !== "processes") {
        const facts = own.document === undefined ? null : snapshots.factsOf(own.document);
        sockets.push({ ...own, directions: directionsOf(own.row), facts });
      } else {
        const process = toRecord(own.row, PROCESS_FIELDS, own);
        processes.push({ process, file: file.label, document: own.document });
      }
    }
    const isEmpty = rows.length === 0 && documents.size === 0;
    found.processes ||= isEmpty || rows.some(({ kind }) => kind === "processes") ||
      documents.keys().some(({ lists }) => lists.has("processes"));
    found.sockets ||= isEmpty || rows.some(({ kind }) => kind !== "processes") ||
      documents.keys().some(({ lists, members }) =>
        lists.has("connections") || members.get("connections") === null
      );
  }
  const listings = files.filter(({ kind }) => kind === "netstat");
  if (leftOut !== null && listings.length === 0 && !found.processes && !found.sockets) {
    throw leftOut;
  }
  return {
    listings,
    sockets: found.sockets ? sockets : null,
    processes: found.processes ? processes : null,
    cached: files.some(({ kind }) => kind === "ipconfig") ? cached : null,
    snapshots,
  };
}

async function* batchesOf(
  listings: readonly SavedFile[],
  own: readonly OwnSocket[],
  options: Pick<SnapshotOptions, "directions" | "lastListing"> & { diagnostics: Diagnostics },
): AsyncIterable<SocketBatch> {
  const isDirected = options.directions ?? true;
  yield* readListings(listings, options);
  // Consecutive rows of one kind, file and computer form a batch.
  for (let at = 0, end = 0; at < own.length; at = end) {
    const { kind, directions, facts } = own[at]!;
    const goesOn = (next: OwnSocket | undefined) =>
      next?.kind === kind && next.directions === directions && next.facts === facts &&
      end - at < BATCH_ROWS;
    while (goesOn(own[end])) end++;
    const rows = own.slice(at, end);
    const sockets = () => rows.map((own) => toRecord(own.row, SOCKET_FIELDS, own));
    const connections = () =>
      rows.map((own) => directions.addTo(toRecord(own.row, CONNECTION_FIELDS, own), own.row));
    if (kind !== "sockets") yield { sockets, connections, ...facts };
    else yield { sockets, listeners: isDirected ? directions.listeners : undefined };
  }
}

/** A row that netwho wrote. */
interface OwnRow extends PlacedRow {
  readonly tally: UnreadTally;
  readonly kind: NonNullable<OwnKind>;
}

/** A socket or connection that netwho wrote. */
interface OwnSocket extends OwnRow {
  /** Who began the connections of its computer. */
  readonly directions: OwnDirections;
  /** What the snapshot tells that it is a part of; null for none. */
  readonly facts: SnapshotFacts | null;
}

async function readOwn(
  file: SavedFile,
  { diagnostics, budget }: Pick<OwnRowsOptions<OwnRow>, "diagnostics" | "budget">,
): Promise<OwnFile<OwnRow>> {
  const kindOf = byNames(kindOfRows);
  return await readOwnFile(file, {
    wanted: LISTINGS,
    diagnostics,
    budget,
    take({ row, line, document, list }, tally) {
      const kind = kindOf(row);
      if (list === "connections" && kind === "processes") return "a connection without a protocol";
      return faultOf(row, kind) ?? { kind: kind!, row, line, tally, document };
    },
  });
}
