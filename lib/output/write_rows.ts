/**
 * Writes rows in a format to standard output, or to a file that appears complete or not at all.
 *
 * @module
 */
import { CaptureError, UsageError } from "../errors.ts";
import { type Facts, type Files, type FileWriter, HostError, type Terminal } from "../host/host.ts";
import { describeRefusal } from "../host/refusals.ts";
import type { Field } from "../model/field.ts";
import type { Rows } from "../rows/rows.ts";
import type { Destination } from "./destination.ts";
import { type Encode, encodeAscii, encodeUtf8, encodingOfPipe } from "./encode.ts";

/** What to write, and where. */
export interface WritePlan {
  /** The fields to write, in order. */
  readonly fields: readonly Field[];
  /** The destination and the format. */
  readonly destination: Destination;
}

/** The parts of the host that output needs. */
export type OutputHost = Files & Facts & Terminal;

/**
 * Writes rows. One batch is written while the next one is read. If reading or writing fails, no
 * partial file remains.
 *
 * @throws {UsageError} if the file to append to has another header.
 * @throws {CaptureError} if the file cannot be created.
 */
export async function writeRows(rows: Rows, plan: WritePlan, host: OutputHost): Promise<void> {
  const { fields, destination } = plan;
  const resumed = await continuesFile(plan, host);
  const writer = destination.format.open(fields, { ...destination.options, resumed });
  const output = openOutput(destination, host);
  let written = Promise.resolve();
  const write = async (text: string) => {
    await written;
    if (text === "") return;
    written = output.write(text);
    // The next write awaits it. Until then a failure must not count as an unhandled rejection.
    written.catch(() => {});
  };
  try {
    // Writes nothing until the first row, or until the rows end without an error.
    let text = writer.begin();
    for await (const batch of rows) {
      if (batch.length === 0) continue;
      await write(text + writer.rows(batch));
      text = "";
    }
    await write(text + writer.end());
    await written;
    output.finish();
  } catch (error) {
    output.discard();
    throw error;
  }
}

/** An open output. */
interface Output {
  write(text: string): Promise<void>;
  finish(): void;
  discard(): void;
}

function openOutput({ format, options, path, append }: Destination, host: OutputHost): Output {
  const { isAscii } = format;
  if (path !== null) return fileOutput(createFile(path, { append, host }), isAscii);
  const encode = encodingOfPipe({ isAscii, hasMark: options.bom || options.excel }, host);
  return {
    write: async (text) => await host.write(await encode(text)),
    finish() {},
    discard() {},
  };
}

function fileOutput(file: FileWriter, isAscii: boolean): Output {
  const encode: Encode = isAscii ? encodeAscii : encodeUtf8;
  return {
    write: async (text) => file.write(await encode(text)),
    finish: () => file.commit(),
    discard: () => file.discard(),
  };
}

function createFile(path: string, { append, host }: { append: boolean; host: Files }): FileWriter {
  try {
    return host.createFile(path, { append });
  } catch (error) {
    // Other kinds, such as a full disk, have their own hint.
    if (!(error instanceof HostError) || !/^(?:notFound|permissionDenied)$/.test(error.kind)) {
      throw error;
    }
    const state = describeRefusal(error, { of: "folder" });
    throw new CaptureError(`Cannot write ${path}: ${state}`, { cause: error });
  }
}

/**
 * Whether rows are appended to a file that already has content, and so need no header and no byte order
 * mark. The file must start with the header of these rows.
 */
async function continuesFile({ fields, destination }: WritePlan, host: Files): Promise<boolean> {
  const { path, append, format, options } = destination;
  if (!append || path === null || host.pathKind(path) !== "file") return false;
  const expected = format.open(fields, { ...options, bom: false, excel: false }).begin();
  const beginning = await beginningOf(path, expected.length + 1, host);
  if (beginning === "") return false;
  if (beginning.startsWith(expected)) return true;
  throw new UsageError(`Cannot append to ${path}: it does not start with the same header`, {
    hint: "Use the --fields and --delimiter of its first rows, or another --out FILE",
  });
}

/** Reads the start of a file, without a byte order mark: `length` characters or more, if it has them. */
async function beginningOf(path: string, length: number, host: Files): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of host.open(path)) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= length) break;
  }
  return text;
}
