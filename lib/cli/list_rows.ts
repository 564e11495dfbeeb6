/**
 * What all commands that list rows share: check the options, send the rows through the stages to the
 * output, and tell what there is to say besides.
 *
 * @module
 */
import { Diagnostics } from "../capture/diagnostics.ts";
import { EXIT, ParseError } from "../errors.ts";
import type { Lookups } from "../lookup/lookups.ts";
import type { Field } from "../model/field.ts";
import { chooseDestination, type Destination, type OutputOptions } from "../output/destination.ts";
import type { Format } from "../output/format.ts";
import { writeRows } from "../output/write_rows.ts";
import { buildSelection, chooseRows, type SelectionOptions } from "../rows/choose/selection.ts";
import { countRows, limitRows, type Rows, type Stage, throughStages } from "../rows/rows.ts";
import { checkSortKeys, sortsBy, sortStage } from "../rows/sort.ts";
import type { Invocation } from "./command.ts";
import { listFields, readFields } from "./options/shape_options.ts";
import { tellDiagnostics, tellRejectedLines } from "./tell_diagnostics.ts";

/** A use of a command that lists rows. */
export interface RowsInvocation extends Omit<Invocation, "options"> {
  /** The options about the output, and the filters that the command has. */
  readonly options: OutputOptions & SelectionOptions;
}

/** What a command lists. */
export interface Listing {
  /** The fields of its rows. */
  readonly fields: readonly Field[];
  /** Finds the rows. Called once the command line is known to be right. */
  readonly find: (diagnostics: Diagnostics) => Promise<Rows>;
  /** What to look up for the rows that are written. @default nothing */
  readonly lookups?: Lookups;
  /** The command's own format that people get instead of a table. @default none */
  readonly report?: Format;
}

/** Lists rows as the options ask and resolves to the exit code. */
export async function listRows(
  invocation: RowsInvocation,
  { fields, find, lookups, report }: Listing,
): Promise<number> {
  const { host, verbose, options } = invocation;
  const { sort = [], limit = null } = options;
  // Mistakes in the options show before any work is done.
  checkSortKeys(sort, fields);
  const selection = buildSelection(options);
  const chosen = readFields(options.fields, fields);
  const destination = chooseDestination(options, host, { report });
  if (options.fields === true) {
    await host.write(new TextEncoder().encode(listFields(fields)));
    return EXIT.ok;
  }
  const diagnostics = new Diagnostics();
  const rows = await find(diagnostics);
  const lookUp = await lookUpStage(invocation, { lookups, destination, diagnostics });
  const order: Stage[] = [
    ...sort.length > 0 ? [sortStage(sort, fields)] : [],
    ...limit !== null ? [limitRows(limit)] : [],
  ];
  const isSortedByFound = lookUp !== null && sortsBy(sort, lookUp.fields);
  const stages = [
    countRows((count) => diagnostics.requireRows(count)),
    ...selection.active ? [chooseRows(selection)] : [],
    // Nothing is asked about a row that is not written, unless the answers decide which those are.
    ...isSortedByFound ? [lookUp.stage, ...order] : [...order, ...lookUp ? [lookUp.stage] : []],
  ];
  try {
    const plan = { fields: pickFields(fields, chosen), destination };
    await writeRows(throughStages(rows, stages), plan, host);
  } catch (error) {
    if (verbose && error instanceof ParseError) tellRejectedLines(diagnostics, host);
    throw error;
  }
  lookUp?.finish();
  tellDiagnostics(diagnostics, host, { verbose });
  return diagnostics.exitCode;
}

function pickFields(fields: readonly Field[], names: readonly string[] | null): readonly Field[] {
  return names === null
    ? fields
    : names.map((name) => fields.find((field) => field.name === name)!);
}

/** Looking up, as a stage. */
interface LookUp {
  /** The fields that it fills. */
  readonly fields: readonly string[];
  readonly stage: Stage;
  /** Hands on what there is to say about look-ups that failed. */
  readonly finish: () => void;
}

async function lookUpStage(
  { host }: RowsInvocation,
  { lookups, destination, diagnostics }: {
    lookups: Lookups | undefined;
    destination: Destination;
    diagnostics: Diagnostics;
  },
): Promise<LookUp | null> {
  if (!lookups?.resolve && !lookups?.owner) return null;
  const { shownKnowledge } = await import("./asking.ts");
  const onNote = (note: string) => diagnostics.note(note);
  const { fields, addTo, warnings } = shownKnowledge(host, {
    lookups: lookups!,
    plan: { destination },
    onNote,
  })!;
  return {
    fields,
    async *stage(rows) {
      let waiting: typeof rows extends AsyncIterable<infer Batch> ? Batch : never = [];
      for await (const batch of rows) {
        waiting = [...waiting, ...batch];
        for (; waiting.length >= LOOKED_UP_AT_ONCE; waiting = waiting.slice(LOOKED_UP_AT_ONCE)) {
          yield await addTo(waiting.slice(0, LOOKED_UP_AT_ONCE));
        }
      }
      if (waiting.length > 0) yield await addTo(waiting);
    },
    finish: () => diagnostics.warn(...warnings()),
  };
}

/** Rows that are looked up together; those before them are written in the meantime. */
const LOOKED_UP_AT_ONCE = 2000;
