/**
 * Opens saved output (files, folders and standard input) and detects its kind by its content.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { CaptureError, ParseError, UsageError } from "../../errors.ts";
import { type Facts, type Files, HostError } from "../../host/host.ts";
import { describeRefusal } from "../../host/refusals.ts";
import { textOfChunks, utf8Chunks } from "../../text/decode.ts";
import type { ReadableTool } from "../../tools/tools.ts";
import {
  isUsable,
  kindOf,
  looksMixed,
  type SavedKind,
  splitMixed,
  type Unusable,
} from "./saved_kind.ts";

/** A file whose beginning was recognized. */
export interface SavedFile {
  /** Its name in messages. */
  readonly label: string;
  /** What it holds. */
  readonly kind: SavedKind;
  /** Reads all of it as UTF-8. Call it only once. */
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

/** How to read saved output. */
export interface SavedOptions {
  /** The encoding given by the user; null to detect it. */
  readonly encoding: string | null;
  /** Cancels the call. */
  readonly signal?: AbortSignal;
  /** The output that the command can read. @default {@linkcode LISTINGS} */
  readonly wanted?: Wanted;
}

/** The output that a command can read, and how messages describe it. */
export interface Wanted {
  readonly kinds: readonly SavedKind[];
  /** What it is, as in "holds no …". */
  readonly output: string;
  /** Commands that save it. */
  readonly example: string;
  /** Everything that the command can read. */
  readonly hint: string;
}

/** Listings of sockets and processes. */
export const LISTINGS: Wanted = {
  kinds: ["netstat", "tasklist", "json", "csv"],
  output: "netstat or tasklist output",
  example: "netstat -ano > netstat.txt, tasklist /fo csv > tasklist.csv",
  hint: "Wanted: output of netstat -ano or tasklist, or JSON, NDJSON or CSV that netwho wrote",
};

/** How many bytes of a file are searched to recognize its kind. */
const HEAD = 1 << 16;
/** How many bytes of a file are searched for the output of a second tool. */
const LONG_HEAD = 1 << 20;

/**
 * Opens the files and folders given with `--from`. A file with the output of two tools counts as two
 * files. Files in folders that hold something else are skipped.
 *
 * @throws {UsageError} if standard input is given twice.
 * @throws {CaptureError} if a file or folder is missing or cannot be read.
 * @throws {ParseError} if a file given by name is empty or not understood, or a folder has no
 * saved output.
 */
export async function openSaved(
  paths: readonly string[],
  host: Files & Facts,
  options: SavedOptions,
): Promise<SavedFile[]> {
  if (paths.filter((path) => path === "-").length > 1) {
    throw new UsageError("Cannot read --from - twice: standard input can be read only once");
  }
  const files: SavedFile[] = [];
  const { wanted = LISTINGS } = options;
  for (const path of paths) {
    if (path !== "-" && host.pathKind(path) === "directory") {
      files.push(...await openFolder(path, host, options));
      continue;
    }
    const opened = await openFile(path, host, { ...options, keepOpen: true });
    if (typeof opened === "string") throw notUnderstood(labelOf(path), opened, wanted);
    files.push(...opened);
  }
  return files;
}

async function openFolder(
  folder: string,
  host: Files & Facts,
  options: SavedOptions,
): Promise<SavedFile[]> {
  const { wanted = LISTINGS } = options;
  const files: SavedFile[] = [];
  let others = 0;
  const separator = /[\\/]$/.test(folder) ? "" : folder.includes("\\") ? "\\" : "/";
  for (const name of namesIn(folder, host)) {
    const path = folder + separator + name;
    if (host.pathKind(path) !== "file") continue;
    const opened = await openFile(path, host, options);
    if (typeof opened === "string") others++;
    else files.push(...opened);
  }
  if (files.length > 0) return files;
  throw new ParseError(
    `Cannot find saved output in the folder ${folder}: ${countFiles(others, wanted)}`,
    {
      hint: `Save some with: ${wanted.example}`,
    },
  );
}

function countFiles(count: number, { output }: Wanted): string {
  if (count === 0) return "it contains no files";
  return count === 1
    ? `its only file holds no ${output}`
    : `none of its ${count} files holds ${output}`;
}

function namesIn(folder: string, host: Files & Facts): string[] {
  try {
    return host.listDirectory(folder).sort();
  } catch (error) {
    throw unreadable(folder, error);
  }
}

/**
 * Opens one file, or returns why it is not wanted.
 *
 * @param keepOpen Whether the file stays open after its beginning was read. Standard input can be read
 * only once. The files of a folder are closed, so that they are not all open at the same time.
 */
async function openFile(
  path: string,
  host: Files & Facts,
  { keepOpen = false, ...options }: SavedOptions & { keepOpen?: boolean },
): Promise<SavedFile[] | Unusable | ReadableTool> {
  const { kinds } = options.wanted ?? LISTINGS;
  const label = labelOf(path);
  const decoded = () => decode(path, host, options);
  const chunks = decoded();
  const head = await takeBytes(chunks, LONG_HEAD);
  const kind = kindOf(await textOfChunks([head.subarray(0, HEAD)]));
  const isWanted = isUsable(kind) && kinds.includes(kind);
  const isMixed = isWanted && (kind === "netstat" || kind === "tasklist") && mayBeMixed(head) &&
    looksMixed(await textOfChunks([head]));
  if (isWanted && (isMixed || keepOpen)) {
    const all = () => both(head, chunks);
    return isMixed ? await openMixed(label, all()) : [{ label, kind, chunks: all }];
  }
  await chunks.return(undefined);
  if (isWanted) return [{ label, kind, chunks: decoded }];
  // Rows that netwho wrote are always wanted.
  return kind as Unusable | ReadableTool;
}

/** A cheap test: hardly any output but tasklist's contains `=` or `"`. */
function mayBeMixed(head: Uint8Array): boolean {
  return head.includes(EQUALS) || head.includes(QUOTE);
}

const [EQUALS, QUOTE] = [61, 34];

async function openMixed(label: string, chunks: AsyncIterable<Uint8Array>): Promise<SavedFile[]> {
  const parts = splitMixed(await textOfChunks(chunks));
  return (["netstat", "tasklist"] as const).map((kind) => ({
    label,
    kind,
    chunks: () => both(new TextEncoder().encode(parts[kind])),
  }));
}

async function* decode(
  path: string,
  host: Files & Facts,
  { encoding, signal }: SavedOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* utf8Chunks(host.open(path, { signal }), {
      encoding,
      oemCodePage: () => host.oemCodePage(),
    });
  } catch (error) {
    throw unreadable(labelOf(path), error);
  }
}

/** Takes chunks until there are enough bytes. The remaining chunks can be taken later. */
async function takeBytes(
  chunks: AsyncIterator<Uint8Array>,
  wanted: number,
): Promise<Uint8Array> {
  const taken: Uint8Array[] = [];
  for (let size = 0; size < wanted;) {
    const { value, done } = await chunks.next();
    if (done) break;
    taken.push(value.slice());
    size += value.length;
  }
  return concat(taken);
}

async function* both(
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array> | Iterable<Uint8Array> = [],
): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}

function labelOf(path: string): string {
  return path === "-" ? "standard input" : path;
}

function notUnderstood(label: string, reason: Unusable | ReadableTool, wanted: Wanted): ParseError {
  const states: Record<Unusable, string> = {
    empty: "it is empty",
    binary: "it is a binary file",
    unknown: `it holds no ${wanted.output} and no rows that netwho wrote`,
  };
  if (!(reason in states)) {
    return new ParseError(`Cannot use ${label} here: it holds ${reason}'s output`, {
      hint: `To read it: netwho ${reason} --from ${label === "standard input" ? "-" : label}`,
    });
  }
  return new ParseError(`Cannot understand ${label}: ${states[reason as Unusable]}`, {
    hint: wanted.hint,
  });
}

function unreadable(label: string, error: unknown): unknown {
  if (!(error instanceof HostError)) return error;
  const state = describeRefusal(error, { of: "fileOrFolder" });
  return new CaptureError(`Cannot read ${label}: ${state}`, { cause: error });
}
