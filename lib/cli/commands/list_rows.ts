/**
 * What all commands that list rows have in common: read the options, find the rows, write them, tell
 * what was not understood.
 *
 * @module
 */
import type { Format } from "../../output/format.ts";
import { type CaptureError, EXIT } from "../../errors.ts";
import type { LookupPlan } from "../../lookup/lookup.ts";
import type { Field } from "../../model/field.ts";
import type { RowSource } from "../../rows/row_source.ts";
import type { OnRead } from "../../capture/diagnostics.ts";
import { sanitize } from "../../text/sanitize.ts";
import type { Invocation } from "../command.ts";
import { Misread } from "../misread.ts";
import { planRows, writeFieldList, writeRows } from "../write_rows.ts";

/** What a command found. */
export interface FoundRows {
  /** The rows; of what type is between the source and its shape. */
  readonly source: RowSource<never>;
  /** What the user should know although there are rows. They lead to exit code 3. */
  readonly warnings?: readonly string[];
  /** What does no harm to the rows; told with --verbose. */
  readonly notes?: readonly string[];
  /** What to end with where there are no rows, and all was understood. @default nothing */
  readonly whenEmpty?: CaptureError | null;
}

/** What a command lists. */
export interface Listing {
  /** The fields of its rows. */
  readonly fields: readonly Field[];
  /** Finds them. Called once the command line was found to be right. */
  readonly find: (onRead: OnRead) => Promise<FoundRows>;
  /** What to find out about the remote ends of the rows that are written. @default nothing */
  readonly lookups?: LookupPlan;
  /** A format of its own that people get instead of a table. @default none */
  readonly people?: Format;
}

/** Lists rows as the options ask and resolves to the exit code. */
export async function listRows(
  invocation: Invocation,
  { fields, find, lookups, people }: Listing,
): Promise<number> {
  const { host, verbose } = invocation;
  const plan = planRows(invocation, fields, { people });
  if (plan.onlyFields) {
    await writeFieldList(invocation, fields);
    return EXIT.ok;
  }
  const misread = new Misread();
  const found = await find((report) => misread.add(report));
  const notes = new Set(found.notes);
  const onNote = (note: string) => notes.add(note);
  const knowledge = lookups?.resolve || lookups?.owner
    ? (await import("../asking.ts")).shownKnowledge(host, { lookups, plan, onNote })
    : null;
  await writeRows(found.source, {
    plan,
    host,
    check: (rows) => {
      misread.report(host, { verbose, rows });
      if (rows === 0 && found.whenEmpty) throw found.whenEmpty;
    },
    knowledge,
  });
  if (verbose) { for (const note of notes) host.writeError(`netwho: ${sanitize(note)}\n`); }
  const warnings = [...found.warnings ?? [], ...knowledge?.warnings() ?? []];
  for (const warning of warnings) host.writeError(`netwho: ${sanitize(warning)}\n`);
  return warnings.length > 0 ? EXIT.capture : EXIT.ok;
}
