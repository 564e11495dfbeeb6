/**
 * The way out: rows become text in a format, and bytes on standard output or in a file that appears
 * whole or not at all.
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

/** What to write, and where to. */
export interface WritePlan {
  /** The fields to write, in order. */
  readonly fields: readonly Field[];
  /** Where to. */
  readonly destination: Destination;
}

/** The parts of the machine that output goes through. */
export type OutputHost = Files & Facts & Terminal;

/**
 * Writes rows. One batch is written while the next one is read. Where reading or writing fails, no
 * file is left behind.
 *
 * @throws {UsageError} the file to add to holds something else.
 * @throws {CaptureError} the file cannot be created.
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
    // It is awaited before the next write; until then a failure must not end the program.
    written.catch(() => {});
  };
  try {
    // Nothing is written before it is certain that there are rows, or that none is no error.
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
    // The kind of another refusal, as of a full disk, leads to a hint.
    if (!(error instanceof HostError) || !/^(?:notFound|permissionDenied)$/.test(error.kind)) {
      throw error;
    }
    const state = describeRefusal(error, { of: "folder" });
    throw new CaptureError(`Cannot write ${path}: ${state}`, { cause: error });
  }
}

/**
 * Whether rows are added to a file that holds some already, so that it needs no header and no byte
 * order mark. Such a file must begin with the header that the rows would have.
 */
async function continuesFile({ fields, destination }: WritePlan, host: Files): Promise<boolean> {
  const { path, append, format, options } = destination;
  if (!append || path === null || host.pathKind(path) !== "file") return false;
  const expected = format.open(fields, { ...options, bom: false, excel: false }).begin();
  const beginning = await beginningOf(path, expected.length + 1, host);
  if (beginning === "") return false;
  if (beginning.startsWith(expected)) return true;
  throw new UsageError(`Cannot --append to ${path}: it does not begin with the same fields`, {
    hint: "Give the same --fields and --delimiter as for its first rows, or another --out FILE",
  });
}

/** At least so many characters of a file, without a byte order mark, if it has as many. */
async function beginningOf(path: string, length: number, host: Files): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of host.open(path)) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= length) break;
  }
  return text;
}
