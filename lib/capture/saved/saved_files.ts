/**
 * Saved output as a source: files, folders and standard input, told apart by what is in them.
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

/** A file that was understood as far as its beginning. */
export interface SavedFile {
  /** What to call it in messages. */
  readonly label: string;
  /** What it holds. */
  readonly kind: SavedKind;
  /** All of it, as UTF-8. Can be asked for once. */
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

/** How to read. */
export interface SavedOptions {
  /** The encoding that the user named; null to find it out. */
  readonly encoding: string | null;
  /** Ends the call early. */
  readonly signal?: AbortSignal;
  /** Whose output is wanted. @default netstat's and tasklist's */
  readonly wanted?: Wanted;
}

/** Whose output is wanted, and the words for it. */
export interface Wanted {
  readonly kinds: readonly SavedKind[];
  /** `holds …` of a file that has none. */
  readonly none: string;
  /** `holds …` of one that would. */
  readonly one: string;
  /** How it is saved. */
  readonly example: string;
  /** What to give instead. */
  readonly hint: string;
}

/** Listings of sockets and processes. */
export const LISTINGS: Wanted = {
  kinds: ["netstat", "tasklist", "json", "csv"],
  none: "neither netstat's nor tasklist's output",
  one: "netstat's or tasklist's output",
  example: "netstat -ano > netstat.txt, tasklist /fo csv > tasklist.csv",
  hint: "Output of netstat -ano and of tasklist is wanted, or JSON, NDJSON or CSV of netwho",
};

/** Bytes of a file that tell what it holds. */
const HEAD = 1 << 16;
/** Bytes in which a second tool's output is looked for, below the first one's. */
const LONG_HEAD = 1 << 20;

/**
 * Looks at what was given with `--from`. A file that holds two tools' output counts as two files; files
 * in folders that hold something else are left out.
 *
 * @throws {UsageError} where standard input is named twice.
 * @throws {CaptureError} where something is missing or cannot be read.
 * @throws {ParseError} where something given by name is empty or not understood.
 */
export async function openSaved(
  paths: readonly string[],
  host: Files & Facts,
  options: SavedOptions,
): Promise<SavedFile[]> {
  if (paths.filter((path) => path === "-").length > 1) {
    throw new UsageError("Cannot read --from - twice: standard input can be read but once");
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

function countFiles(count: number, { none, one }: Wanted): string {
  if (count === 0) return "there is no file in it";
  return count === 1
    ? `the one file in it holds ${none}`
    : `none of the ${count} files in it holds ${one}`;
}

function namesIn(folder: string, host: Files & Facts): string[] {
  try {
    return host.listDirectory(folder).sort();
  } catch (error) {
    throw unreadable(folder, error);
  }
}

/**
 * Looks at one file.
 *
 * @param keepOpen Whether to go on reading where looking ended. Standard input can be read but once; of a
 * folder's files not all are to be open at the same time.
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
  // Rows of netwho's are always wanted.
  return kind as Unusable | ReadableTool;
}

/** Only tasklist's output has `=` or `"` in it, nearly; looking for them costs next to nothing. */
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

/** Takes chunks until there are so many bytes. The chunks that follow can be taken later. */
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
    unknown: `it holds ${wanted.none}, nor rows that netwho wrote`,
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
