/**
 * Opens a user's file that knows owners: a MaxMind database or a list of networks, whichever its
 * content is, also in gzip.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { CaptureError, ParseError } from "../../../errors.ts";
import { type Abortable, type Files, HostError } from "../../../host/host.ts";
import { describeRefusal } from "../../../host/refusals.ts";
import { sizeInWords } from "../../../text/size_in_words.ts";
import { MmdbOwners } from "./mmdb_owners.ts";
import type { OwnerFile } from "./owner_file.ts";
import { decoderFor, ListOwners } from "./list_owners.ts";
import { readLayout } from "./range_lines.ts";

/** The largest database; the largest that are sold have about 400 MB. */
const MOST_BYTES = 512 * 1024 * 1024;

/** How many bytes tell what a file is. */
const START_BYTES = 16 * 1024;

/** What to give instead of a file that is none of them. */
const WANTED = "Wanted: a MaxMind database (.mmdb), or a CSV list of networks with AS numbers or " +
  "countries";

/**
 * Opens a file.
 *
 * @throws {CaptureError} if it cannot be read.
 * @throws {ParseError} if it is neither a database nor a list, damaged, or without owners.
 */
export async function openOwnerFile(
  host: Files,
  path: string,
  options: Abortable = {},
): Promise<OwnerFile> {
  try {
    return await openFile(host, path, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof HostError)) throw error;
    const state = describeRefusal(error, { of: "file" });
    throw new CaptureError(`Cannot use ${path}: ${state}`, { cause: error });
  }
}

async function openFile(host: Files, path: string, options: Abortable): Promise<OwnerFile> {
  const kind = path === "-" ? "other" : host.pathKind(path);
  if (kind === "directory") {
    throw new CaptureError(`Cannot use ${path}: it is a folder, not a file`);
  }
  if (kind === "other") throw new CaptureError(`Cannot use ${path}: it is no plain file`);
  const open = () => unzip(path, host.open(path, options));
  const chunks = open();
  try {
    const { start, rest } = await readStart(chunks);
    const refused = foreignFormat(start);
    if (refused !== null) throw refuse(path, refused);
    const layout = readLayout(firstLines(start));
    if (typeof layout === "string") throw refuse(path, layout);
    if (layout !== null) return new ListOwners(path, { open, layout });
    const database = MmdbOwners.open(path, await readRest(path, start, rest));
    return typeof database === "string" ? Promise.reject(refuse(path, database)) : database;
  } finally {
    await chunks.return(undefined);
  }
}

function refuse(path: string, reason: string): ParseError {
  return new ParseError(`Cannot use ${path}: ${reason}`, { hint: WANTED });
}

/** Reads the first bytes, which may be fewer than wanted only at the end. */
async function readStart(
  chunks: AsyncGenerator<Uint8Array>,
): Promise<{ start: Uint8Array; rest: AsyncGenerator<Uint8Array> }> {
  const read: Uint8Array[] = [];
  let length = 0;
  while (length < START_BYTES) {
    const { done, value } = await chunks.next();
    if (done) break;
    // A chunk is valid until the next one is asked for.
    read.push(value.slice());
    length += value.length;
  }
  return { start: concat(read), rest: chunks };
}

async function readRest(
  path: string,
  start: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): Promise<Uint8Array> {
  const read = [start];
  let { length } = start;
  for await (const chunk of rest) {
    length += chunk.length;
    if (length > MOST_BYTES) {
      throw new CaptureError(`Cannot use ${path}: it is larger than ${sizeInWords(MOST_BYTES)}`);
    }
    read.push(chunk.slice());
  }
  return concat(read);
}

/** The lines of the first bytes, without the last, which may be cut. */
function firstLines(start: Uint8Array): string[] {
  const text = decoderFor(start).decode(start);
  const lines = text.split(/\r?\n/);
  return (start.length < START_BYTES ? lines : lines.slice(0, -1)).slice(0, MOST_FIRST_LINES);
}

const MOST_FIRST_LINES = 20;

/** What packed files begin with. */
const PACKED = [
  ["ZIP", "PK\x03\x04"],
  ["7z", "7z\xbc\xaf\x27\x1c"],
  ["xz", "\xfd7zXZ\0"],
  ["bzip2", "BZh"],
  ["zstd", "\x28\xb5\x2f\xfd"],
] as const;

/** Why a file of another known format cannot be used; null for any other. */
function foreignFormat(start: Uint8Array): string | null {
  if (start.length === 0) return "it is empty";
  const text = (from: number, length: number) =>
    String.fromCharCode(...start.subarray(from, from + length));
  if (text(257, 5) === "ustar") return "it is an archive; unpack it first: tar -xf FILE";
  if (/^\s*<(?:!doctype|html|\?xml|head)/i.test(text(0, 100))) {
    return "it is a web page; the download has failed";
  }
  const packed = PACKED.find(([, magic]) => text(0, magic.length) === magic);
  return packed === undefined ? null : `it is packed as ${packed[0]}; unpack it first`;
}

/** Unpacks gzip; passes on anything else. */
async function* unzip(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const { done, value: first } = await iterator.next();
  if (done) return;
  const all = rejoin(first.slice(), iterator);
  if (first[0] !== 0x1f || first[1] !== 0x8b) return yield* all;
  try {
    yield* ReadableStream.from(all).pipeThrough(new DecompressionStream("gzip"));
  } catch (error) {
    if (error instanceof TypeError) throw refuse(path, "its gzip data is damaged");
    throw error;
  }
}

async function* rejoin(
  first: Uint8Array<ArrayBuffer>,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      yield next.value.slice();
    }
  } finally {
    await rest.return?.();
  }
}
