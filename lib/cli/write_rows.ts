/**
 * The way out that all commands share: rows are chosen, sorted, and written in a format.
 *
 * @module
 */
import { ByteWriter } from "../output/byte_writer.ts";
import { objectShape, type RowShape } from "../output/row_shape.ts";
import { giveRows, type RowSource } from "../rows/row_source.ts";
import { UsageError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import {
  buildSelection,
  limitRows,
  type Selection,
  type SelectionOptions,
  sortRows,
} from "../rows/choose/selection.ts";
import { chooseRows } from "./choose_rows.ts";
import type { Invocation } from "./command.ts";
import { listFields, readFields } from "./options/shape_options.ts";
import { knownReader, type RowKnowledge } from "./known_rows.ts";
import { openOutput } from "../output/output.ts";
import {
  type Destination,
  type DestinationOptions,
  type OutputOptions,
  readDestination,
} from "../output/destination.ts";
import { chosenFields, openStream, type Stream } from "../output/row_stream.ts";

/** What a command's output is to be; read before any work is done, so that mistakes show at once. */
export interface RowPlan {
  /** Whether only the fields were asked for. */
  readonly onlyFields: boolean;
  readonly selection: Selection;
  readonly sort: readonly string[];
  readonly limit: number | undefined;
  readonly fields: readonly string[] | null;
  readonly destination: Destination;
}

/** A use of a command that lists rows. */
export interface RowsInvocation extends Omit<Invocation, "options"> {
  /** The options about the output, and the filters that the command has. */
  readonly options: OutputOptions & SelectionOptions;
}

/** Reads all options about the output of rows with the given fields. */
export function planRows(
  { options, host }: RowsInvocation,
  fields: RowShape<never>["fields"],
  own: DestinationOptions = {},
): RowPlan {
  const { sort = [], limit } = options;
  // An empty list shows whether the fields to sort by exist.
  sortRows([], sort, { fields });
  return {
    onlyFields: options.fields === true,
    selection: buildSelection(options),
    sort,
    limit: limit ?? undefined,
    fields: readFields(options.fields, fields),
    destination: readDestination(options, host, own),
  };
}

/** Prints what `--fields` without a value asks for. */
export async function writeFieldList(
  { host }: Pick<Invocation, "host">,
  fields: RowShape<never>["fields"],
): Promise<void> {
  await host.write(new TextEncoder().encode(listFields(fields)));
}

/** What rows are written with. */
export interface WriteOptions {
  readonly plan: RowPlan;
  readonly host: Host;
  /**
   * Is told how many rows were read, before the output is completed: throwing then leaves nothing
   * half-written.
   */
  readonly check: (rows: number) => void;
  /** What is to be found out about the rows that are written; null for nothing. @default null */
  readonly knowledge?: RowKnowledge | null;
}

/**
 * Writes the rows of a source as planned.
 *
 * @throws {UsageError} where the file to add to holds something else.
 */
export async function writeRows<Row>(
  source: RowSource<Row>,
  { plan, host, check, knowledge = null }: WriteOptions,
): Promise<void> {
  const destination = await continueFile(plan, source.shape, host);
  const output = await openOutput(destination, host);
  try {
    await readerFor(plan, knowledge)(source, {
      plan,
      check,
      open: (shape) => openStream(shape, plan, { destination, output }),
    });
    output.finish();
  } catch (error) {
    output.abandon();
    throw error;
  }
}

function readerFor(plan: RowPlan, knowledge: RowKnowledge | null): RowReader {
  if (knowledge !== null) return knownReader(knowledge);
  return plan.sort.length > 0 ? readSorted : plan.selection.active ? readChosen : readAll;
}

/** Reads the rows of a source, and writes those that are wanted. */
export type RowReader = <Row>(source: RowSource<Row>, reading: Reading) => Promise<void>;

/** How a source's rows are to be read. */
export interface Reading {
  readonly plan: RowPlan;
  readonly check: (rows: number) => void;
  readonly open: <Row>(shape: RowShape<Row>) => Stream<Row>;
}

async function readAll<Row>(source: RowSource<Row>, { check, open }: Reading): Promise<void> {
  const stream = open(source.shape);
  check(await source.read(stream));
  await stream.end();
}

async function readChosen<Row>(
  source: RowSource<Row>,
  { plan: { selection }, check, open }: Reading,
): Promise<void> {
  const stream = open(objectShape(source.shape.fields));
  const rows = await source.read({
    row(row) {
      const object = source.toObject(row);
      if (selection.matches(object)) stream.row(object);
    },
    pause: stream.pause,
  });
  check(rows);
  await stream.end();
}

async function readSorted<Row>(
  source: RowSource<Row>,
  reading: Reading,
): Promise<void> {
  const { plan: { sort, limit }, open } = reading;
  const chosen = await chooseRows(source, reading);
  const { fields } = source.shape;
  const stream = open(objectShape(fields));
  const sorted = limitRows(sortRows(chosen, sort, { fields }), limit);
  await giveRows(sorted, { taker: stream, make: (row) => row });
  await stream.end();
}

/**
 * What is added to a file that holds rows needs no header and no byte order mark again, but the file
 * must begin with the header that the rows have.
 */
async function continueFile<Row>(
  { destination, fields }: RowPlan,
  shape: RowShape<Row>,
  host: Host,
): Promise<Destination> {
  const { path, append, format, options } = destination;
  if (!append || path === null || host.pathKind(path) !== "file") return destination;
  const header = new ByteWriter();
  const plain = { ...options, bom: false, excel: false, allFields: true };
  format.open(chosenFields(shape, fields), header, plain);
  const expected = new TextDecoder().decode(header.take());
  const begin = await beginningOf(path, expected.length + 1, host);
  if (begin === "") return destination;
  if (begin.startsWith(expected)) return { ...destination, options: { ...options, resumed: true } };
  throw new UsageError(`Cannot --append to ${path}: it does not begin with the same fields`, {
    hint: "Give the same --fields and --delimiter as for its first rows, or another --out FILE",
  });
}

/** At least so many characters of a file, without a byte order mark, if it has as many. */
async function beginningOf(path: string, length: number, host: Host): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of host.open(path)) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= length) break;
  }
  return text;
}
