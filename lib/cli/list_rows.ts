/**
 * The run of a command that lists rows: checks the options, sends the rows through the stages to the
 * output, and prints warnings.
 *
 * @module
 */
import { Diagnostics } from "../capture/diagnostics.ts";
import { isInSummary } from "../capture/hidden_owners.ts";
import { EXIT, ParseError } from "../errors.ts";
import type { LookupPlan } from "../lookup/lookup.ts";
import type { Field, ObjectRow } from "../model/field.ts";
import type { OptionsOf } from "../model/option.ts";
import type { TableView } from "../model/view.ts";
import { chooseDestination, type Destination, type OutputOptions } from "../output/destination.ts";
import type { Format, FormatOptions } from "../output/format.ts";
import { checkOutput, writeRows } from "../output/write_rows.ts";
import { type COUNT_OPTIONS, FIELDS_OF_OWNERS } from "../rows/choose/filters.ts";
import { buildSelection, type SelectionOptions } from "../rows/choose/selection.ts";
import { writeFilters } from "../rows/choose/written_filters.ts";
import { type Rows, tellRows, throughStages } from "../rows/rows.ts";
import { checkSortKeys } from "../rows/sort.ts";
import { stagesOf } from "../rows/stages.ts";
import type { Invocation } from "./command.ts";
import { EndedConnections } from "./ended_connections.ts";
import { openLookup } from "./open_lookup.ts";
import { type CountContext, readCountBy } from "./options/count_options.ts";
import { checkFormatEffects } from "./options/option_effects.ts";
import {
  checkLooseNames,
  listFields,
  readFields,
  REPORT_SHAPE_OPTIONS,
  SHAPE_OPTIONS,
} from "./options/shape_options.ts";
import { tellDiagnostics, tellRejectedCounts, tellRejectedLines } from "./messages.ts";

/** One use of a command that lists rows. */
export interface RowsInvocation extends Omit<Invocation, "options"> {
  /** The output options and the command's filters. */
  readonly options:
    & OutputOptions
    & SelectionOptions
    & Partial<OptionsOf<typeof COUNT_OPTIONS>>
    & CountContext["options"];
}

/** The rows that a command lists. */
export interface Listing {
  /** The fields of its rows. */
  readonly fields: readonly Field[];
  /** What a table shows people of them. */
  readonly view: TableView;
  /** Finds the rows. Called after the command line is checked. */
  readonly find: (diagnostics: Diagnostics) => Promise<Rows>;
  /** What to look up for the written rows. @default nothing */
  readonly lookups?: LookupPlan;
  /** The command's report, which people get instead of a table. @default none */
  readonly report?: Format;
  /** The formats that no other command has. @default none */
  readonly formats?: readonly Format[];
  /** Whether filters do not judge a row, which is written in any case. @default they judge each */
  readonly isAlwaysWritten?: (row: ObjectRow) => boolean;
  /** Is told of the rows as they are written. @default nobody */
  readonly onWritten?: (rows: readonly ObjectRow[]) => void;
  /** Whether the filters and the limit chose what the rows are made of. @default false */
  readonly isChosen?: boolean;
}

/** Lists rows according to the options and resolves to the exit code. */
export async function listRows(
  invocation: RowsInvocation,
  { fields, view, find, lookups, report, formats, isAlwaysWritten, onWritten, isChosen = false }:
    Listing,
): Promise<number> {
  const { host, verbose, options } = invocation;
  const { sort = [], limit = null, countBy = [] } = options;
  // All options are checked before any work starts.
  checkLooseNames(invocation, fields);
  const selection = buildSelection(isChosen ? {} : options);
  const filtered = selection.groups.flatMap(({ fields }) => fields);
  const counted = readCountBy(countBy, { fields, filtered, lookups, options });
  const written = counted ?? fields;
  checkSortKeys(sort, written);
  const chosen = readFields(options.fields, fields);
  const isCounted = counted !== null;
  const plain = chooseDestination(options, host, { report, own: formats, isCounted });
  // Reports and filters by zone tell of other sockets in place of the summary.
  const isSummed = report === undefined && selection.inAnyZone === null &&
    plain.path === null && host.isTerminal("stdout") && host.isTerminal("stderr");
  const destination = forPeople(plain, {
    ...counted !== null
      ? { view: { noun: view.noun, columns: [] }, allFields: true }
      : { view: isSummed ? withoutSummary(view) : view },
    filters: writeFilters(options),
    sorted: sort.length > 0,
  });
  if (options.fields === true) {
    await host.write(new TextEncoder().encode(listFields(fields)));
    return EXIT.ok;
  }
  const shape = report === undefined ? SHAPE_OPTIONS : REPORT_SHAPE_OPTIONS;
  checkFormatEffects(options, { table: shape, format: destination.format.name });
  await checkOutput(
    {
      path: destination.path,
      extension: destination.format.extensions[0],
      append: destination.append,
    },
    host,
  );
  const diagnostics = new Diagnostics();
  diagnostics.owners.isCounted = counted?.some(({ name }) => FIELDS_OF_OWNERS.has(name)) ?? false;
  const rows = await find(diagnostics);
  const lookup = await openLookup(host, {
    lookups,
    diagnostics,
    sharesTerminal: destination.path === null && host.isTerminal("stdout"),
  });
  const ended = counted === null ? null : new EndedConnections(counted);
  const stages = stagesOf({
    fields,
    onRead: (count) => diagnostics.requireRows(count),
    selection,
    isAlwaysWritten,
    watch: diagnostics.owners,
    count: counted === null
      ? undefined
      : { fields: counted, onCounted: (rows) => ended?.add(rows) },
    sort,
    limit: isChosen ? null : limit,
    lookup,
  });
  try {
    const plan = { fields: pickFields(written, chosen), destination };
    const told = onWritten === undefined ? stages : [...stages, tellRows(onWritten)];
    await writeRows(throughStages(rows, told), plan, host);
  } catch (error) {
    if (verbose && error instanceof ParseError) tellRejectedLines(diagnostics, host);
    if (error === diagnostics.emptyError) tellRejectedCounts(diagnostics, host, { verbose });
    throw error;
  }
  diagnostics.advise(...ended?.advice() ?? []);
  if (lookup !== null) diagnostics.warn(...lookup.warnings());
  tellDiagnostics(diagnostics, host, { verbose });
  return diagnostics.exitCode;
}

/** Adds what a table tells people besides the fields. */
function forPeople(
  destination: Destination,
  about: Partial<Pick<FormatOptions, "view" | "allFields" | "filters" | "sorted">>,
): Destination {
  return { ...destination, options: { ...destination.options, ...about } };
}

/** Leaves out of the notes what a line on standard error says once for all rows. */
function withoutSummary(view: TableView): TableView {
  return {
    ...view,
    columns: view.columns.map((column) =>
      column.shows === "note" ? { ...column, hides: isInSummary } : column
    ),
  };
}

function pickFields(fields: readonly Field[], names: readonly string[] | null): readonly Field[] {
  return names === null
    ? fields
    : names.map((name) => fields.find((field) => field.name === name)!);
}

/** Whether people read the command's report on the terminal. */
export function showsReport(
  { options, host }: Pick<RowsInvocation, "host"> & {
    readonly options: Pick<RowsInvocation["options"], "format" | "out" | "fields" | "countBy">;
  },
): boolean {
  const { format, out, fields, countBy = [] } = options;
  return (format ?? "text") === "text" && (out ?? "-") === "-" && fields === null &&
    countBy.length === 0 && host.isTerminal("stdout");
}
