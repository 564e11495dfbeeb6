/**
 * Opens saved output (files, folders and standard input) and detects its kind by its content.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { CaptureError, ParseError, UsageError } from "../../errors.ts";
import { type Facts, type Files, HostError } from "../../host/host.ts";
import { describeRefusal } from "../../host/refusals.ts";
import { linesOfChunks, textOfChunks } from "../../text/decode.ts";
import { withoutEscapes } from "../../text/escape_sequences.ts";
import {
  MemoryBudget,
  MOST_JSON_BYTES,
  MOST_NSLOOKUP_BYTES,
  MOST_PRINTED_BYTES,
  MOST_TEXT_BYTES,
  tooLong,
} from "../../text/text_limits.ts";
import type { ReadableTool } from "../../tools/tools.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { withPathAdvice } from "./path_advice.ts";
import { isUsable, kindOf, type SavedKind, type Unusable } from "./saved_kind.ts";
import { otherTools, splitParts } from "./saved_parts.ts";
import type { Refusal } from "./saved_refusals.ts";
import { decodeSaved, type SavedText } from "./saved_text.ts";

/** A file whose beginning was recognized. */
export interface SavedFile {
  /** Its path; `-` for standard input. */
  readonly path: string;
  /** Its name in messages. */
  readonly label: string;
  /** Whether it was given by name, and not found in a folder. */
  readonly isNamed: boolean;
  /** What it holds. */
  readonly kind: SavedKind;
  /** Reads all of it as UTF-8. Call it only once. */
  readonly chunks: () => AsyncIterable<Uint8Array>;
  /** Reads it once more; absent where that is not possible, as with standard input. */
  readonly again?: () => AsyncIterable<Uint8Array>;
}

/** How to read saved output. */
export interface SavedOptions {
  /** The encoding given by the user; null to detect it. */
  readonly encoding: string | null;
  /** Cancels the call. */
  readonly signal?: AbortSignal;
  /** The output that the command can read. @default {@linkcode LISTINGS} */
  readonly wanted?: Wanted;
  /** Is told which files of folders were left out, which were read once, and of guessed encodings. */
  readonly diagnostics?: Diagnostics;
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
  /**
   * Whether a second tool's output is looked for in whole files, which must fit into memory, and not
   * in their first megabyte alone. @default false
   */
  readonly isWhole?: boolean;
}

/** Listings of sockets and processes. */
export const LISTINGS: Wanted = {
  kinds: ["netstat", "tasklist", "json", "csv"],
  output: "netstat or tasklist output",
  example: "netstat -ano > netstat.txt, tasklist /fo csv > tasklist.csv",
  hint: "Wanted: output of netstat -ano or tasklist, or JSON, NDJSON or CSV that netwho wrote",
};

/**
 * Reads the whole of a file as text.
 *
 * @param budget what the files that are kept in memory have used.
 * @throws {CaptureError} if it does not fit into memory.
 */
export async function textOfFile(
  { kind, label, chunks }: SavedFile,
  budget: MemoryBudget = new MemoryBudget(),
): Promise<string> {
  const most = MOST_BYTES[kind] ?? MOST_PRINTED_BYTES;
  const text = await textOfChunks(chunks(), budget.limitOf(label, most));
  budget.add(text, most);
  return text;
}

/** Reads a file of JSON in pieces of whole lines, so that not all of its text is in memory at once. */
export async function* linesOfFile(
  { label, chunks }: Pick<SavedFile, "label" | "chunks">,
  budget: MemoryBudget,
): AsyncGenerator<string> {
  const limit = budget.limitOf(label, MOST_JSON_BYTES);
  for await (const piece of linesOfChunks(chunks(), { limit, size: PIECE })) {
    budget.add(piece, MOST_JSON_BYTES);
    yield piece;
  }
}

/** How many characters of JSON are read at a time: most files have fewer. */
const PIECE = 1 << 26;

const MOST_BYTES: Readonly<Partial<Record<SavedKind, number>>> = {
  json: MOST_TEXT_BYTES,
  csv: MOST_TEXT_BYTES,
  nslookup: MOST_NSLOOKUP_BYTES,
};

/** How many bytes of a file are searched to recognize its kind. */
const HEAD = 1 << 16;
/** How many bytes of a file are searched for the output of a second tool. */
const LONG_HEAD = 1 << 20;

/** What one call of {@linkcode openSaved} opens from. */
interface Opening {
  readonly host: Files & Facts;
  readonly options: SavedOptions;
  readonly wanted: Wanted;
  /** The files that were seen, by their real paths. */
  readonly seen: Set<string>;
}

/**
 * Opens the files and folders given with `--from`. A file with the output of two tools counts as two
 * files; one that is given twice is read once. Files in folders that hold something else, and what is
 * no plain file there, are skipped.
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
  const opening = { host, options, wanted: options.wanted ?? LISTINGS, seen: new Set<string>() };
  for (const path of paths) {
    try {
      files.push(...await openPath(path, opening));
    } catch (error) {
      throw withPathAdvice(error, { path, host });
    }
  }
  return files;
}

async function openPath(path: string, opening: Opening): Promise<SavedFile[]> {
  if (path !== "-" && opening.host.pathKind(path) === "directory") {
    return await openFolder(path, opening);
  }
  if (isRepeated(path, opening)) return [];
  const opened = await openFile(path, opening, { isNamed: true });
  if (!Array.isArray(opened)) throw (await refusals()).refusalError(path, opened);
  return opened;
}

async function openFolder(folder: string, opening: Opening): Promise<SavedFile[]> {
  const { host, options: { diagnostics }, wanted } = opening;
  const files: SavedFile[] = [];
  let others = 0;
  let repeated = 0;
  for (const path of pathsIn(folder, host)) {
    const kind = host.pathKind(path);
    if (kind === "directory") continue;
    if (kind !== "file") {
      diagnostics?.note(`Left out ${path}: it is no plain file`);
      continue;
    }
    if (isRepeated(path, opening)) {
      repeated++;
      continue;
    }
    const opened = await openFile(path, opening, { isNamed: false });
    if (Array.isArray(opened)) files.push(...opened);
    else {
      others++;
      diagnostics?.note(`Left out ${path}: ${opened.state}`);
    }
  }
  if (files.length > 0 || repeated > 0) return files;
  throw new ParseError(
    `Cannot find saved output in the folder ${folder}: ${countFiles(others, wanted)}`,
    { hint: `Save some with: ${wanted.example}` },
  );
}

/** Whether a file was given before, perhaps by another path. */
function isRepeated(path: string, { host, options, seen }: Opening): boolean {
  const real = path === "-" ? path : host.realPath(path);
  if (!seen.has(real)) {
    seen.add(real);
    return false;
  }
  const remarks = ["was given twice: it is read once"];
  options.diagnostics?.report({ label: path, rows: 0, rejected: [], remarks });
  return true;
}

function countFiles(count: number, { output }: Wanted): string {
  if (count === 0) return "it contains no files";
  return count === 1
    ? `its only file holds no ${output}`
    : `none of its ${count} files holds ${output}`;
}

/**
 * What is in a folder, in the order of the names.
 *
 * @throws {CaptureError} if it cannot be read.
 */
export function pathsIn(folder: string, host: Files): string[] {
  const separator = /[\\/]$/.test(folder) ? "" : folder.includes("\\") ? "\\" : "/";
  try {
    return host.listDirectory(folder).sort().map((name) => folder + separator + name);
  } catch (error) {
    throw unreadable(folder, error);
  }
}

/**
 * Opens one file, or returns why it is not wanted.
 *
 * @param isNamed Whether it was given by name. It then stays open after its beginning was read: standard
 * input can be read only once. The files of a folder are closed, so that they are not all open at the
 * same time.
 */
async function openFile(
  path: string,
  { host, options, wanted }: Opening,
  { isNamed }: { isNamed: boolean },
): Promise<SavedFile[] | Refusal> {
  const label = path === "-" ? "standard input" : path;
  const source = () => decodeSaved(path, host, options);
  const text = source();
  const chunks = guarded(label, text);
  const raw = await takeBytes(chunks, wanted.isWhole ? MOST_PRINTED_BYTES : LONG_HEAD);
  const bytes = concat(await Array.fromAsync(withoutEscapes(both(raw))));
  const head = await textOfChunks([bytes.subarray(0, HEAD)]);
  let found = kindOf(head, wanted.kinds);
  if (!isWanted(found, wanted) && bytes.length > HEAD && found !== "binary") {
    found = kindOf(await textOfChunks([bytes]), wanted.kinds);
  }
  if (!isWanted(found, wanted) && await isDnsCache(found, { bytes, wanted })) found = "ipconfig";
  if (!isWanted(found, wanted)) {
    await chunks.return(undefined);
    return (await refusals()).refusalOf({ kind: found, head, start: text.start(), wanted });
  }
  // At once: to search so much for the output of other tools takes long.
  if (raw.length > MOST_PRINTED_BYTES && (found === "tasklist" || found === "nslookup")) {
    await chunks.return(undefined);
    throw tooLong({ label, most: MOST_PRINTED_BYTES });
  }
  const remark = await text.describeGuess(found);
  if (remark !== null) {
    options.diagnostics?.report({ label, rows: 0, rejected: [], remarks: [remark] });
  }
  const clean = mayHoldData(found, raw) ? <Chunks>(chunks: Chunks) => chunks : withoutEscapes;
  const whole = clean(both(raw, chunks));
  const reread = () => clean(guarded(label, source()));
  const again = path !== "-" && host.pathKind(path) === "file" ? reread : undefined;
  const file = { path, label, isNamed, kind: found, chunks: () => whole, again };
  const parts = await openParts(file, { bytes, wanted });
  if (parts !== null) return parts;
  if (isNamed) return [file];
  await chunks.return(undefined);
  return [{ ...file, chunks: reread }];
}

/** Whether a file that is nothing else that is wanted holds a DNS cache, and this is wanted. */
async function isDnsCache(
  kind: SavedKind | Unusable,
  { bytes, wanted }: { bytes: Uint8Array; wanted: Wanted },
): Promise<boolean> {
  if (!wanted.kinds.includes("ipconfig") || kind === "binary" || !holdsRuler(bytes)) return false;
  return (await dnsCaches()).holdsDnsCache(await textOfChunks([bytes]));
}

/** Whether a line of hyphens is in a text, as under each name of a DNS cache. */
function holdsRuler(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(HYPHEN); at >= 0; at = bytes.indexOf(HYPHEN, at)) {
    const start = at;
    while (bytes[at] === HYPHEN) at++;
    if (at - start >= SHORTEST_RULER) return true;
  }
  return false;
}

const [HYPHEN, SHORTEST_RULER] = [45, 30];

/** Loaded where a file may hold a DNS cache. */
const dnsCaches = () => import("./saved_dns_cache.ts");

function isWanted(kind: SavedKind | Unusable, { kinds }: Wanted): kind is SavedKind {
  return isUsable(kind) && kinds.includes(kind);
}

/** Escape sequences in the values of CSV are data, unless the header has some too. */
function mayHoldData(kind: SavedKind, bytes: Uint8Array): boolean {
  const header = bytes.subarray(0, bytes.indexOf(LINE_FEED) + 1);
  return kind === "csv" && !header.includes(ESCAPE);
}

const [LINE_FEED, ESCAPE] = [10, 27];

/** What other programs print is known by many patterns, loaded where a file is not used. */
const refusals = () => import("./saved_refusals.ts");

/** Opens a file with the output of several tools as one file for each of them; null for any other. */
async function openParts(
  file: SavedFile,
  { bytes, wanted }: { bytes: Uint8Array; wanted: Wanted },
): Promise<SavedFile[] | null> {
  const { kind } = file;
  if (kind === "json" || kind === "csv" || kind === "ipconfig") return null;
  if (wanted.kinds.includes("ipconfig") && holdsRuler(bytes)) {
    return await openCacheParts(file, wanted);
  }
  const others = otherTools(kind, bytes);
  if (others.length === 0) return null;
  const tools: ReadableTool[] = (["netstat", "tasklist", "nslookup"] as const)
    .filter((tool) => tool === kind || others.includes(tool));
  const usable = tools.filter((tool) => wanted.kinds.includes(tool));
  const parts = splitParts(await textOfFile(file), { tools, wanted: usable });
  return [...parts].map(([kind, text]) => withText({ ...file, kind }, text));
}

/** Opens a file that may hold a DNS cache among the output of other tools. */
async function openCacheParts(file: SavedFile, wanted: Wanted): Promise<SavedFile[]> {
  const text = await textOfFile(file);
  const split = (await dnsCaches()).splitDnsCache(text);
  const rest = split?.rest ?? text;
  const kinds = wanted.kinds.filter((kind) => kind !== "ipconfig");
  const parts = await openParts(withText(file, rest), {
    bytes: new TextEncoder().encode(rest),
    wanted: { ...wanted, kinds },
  });
  const cache = split === null ? [] : [withText({ ...file, kind: "ipconfig" }, split.cache)];
  return [...parts ?? [withText(file, rest)], ...cache];
}

/** A file of which only a text counts. */
function withText(file: SavedFile, text: string): SavedFile {
  const chunks = () => both(new TextEncoder().encode(text));
  return { ...file, chunks, again: chunks };
}

/** The chunks of a file, where a refusal of the machine becomes an error with the file's name. */
async function* guarded(
  label: string,
  { chunks }: SavedText,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* chunks;
  } catch (error) {
    throw unreadable(label, error);
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

function unreadable(label: string, error: unknown): unknown {
  if (!(error instanceof HostError)) return error;
  const state = describeRefusal(error, { of: "fileOrFolder" });
  return new CaptureError(`Cannot read ${label}: ${state}`, { cause: error });
}
