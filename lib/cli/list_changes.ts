/**
 * Reads two sides, compares them and lists the changes: the run of `netwho diff`.
 *
 * @module
 */
import { NOW, readSide } from "../capture/read_side.ts";
import { changesFormat, type ReportSource } from "../changes/changes_report.ts";
import { type ComparedSides, compareSides } from "../changes/compare_sides.ts";
import { EXIT, ParseError, UsageError } from "../errors.ts";
import type { LookupPlan } from "../lookup/lookup.ts";
import { CHANGE_FIELDS, CHANGE_VIEW } from "../model/change.ts";
import { isGiven } from "../model/option.ts";
import { buildSelection } from "../rows/choose/selection.ts";
import { inBatches } from "../rows/rows.ts";
import { countOf } from "../text/wording.ts";
import { listRows, type RowsInvocation, showsReport } from "./list_rows.ts";
import { LOOK_UPS } from "./options/count_options.ts";
import { parseReadOptions } from "./options/reading_options.ts";

/** One use of the command. */
export type ChangesInvocation = RowsInvocation & Parameters<typeof parseReadOptions>[0] & {
  readonly options: {
    readonly exact: boolean;
    readonly failOnChange: boolean;
    readonly record: string | null;
    readonly replay: string | null;
  };
};

/**
 * Lists the changes and resolves to the exit code.
 *
 * @throws {UsageError} unless the two sides can be compared.
 */
export async function listChanges(
  invocation: ChangesInvocation,
  lookups: LookupPlan,
): Promise<number> {
  const { host, own, signal } = invocation;
  const words = readWords(invocation.positionals);
  const saved = words.filter((word) => word !== NOW);
  checkMachine(invocation, { isRead: saved.length < words.length });
  // Saved output stands for --from: encodings apply to it, and it may hold names and owners.
  const options = { ...invocation.options, from: saved };
  const { encoding, fast, details, timeoutMilliseconds } = parseReadOptions({ options, signal });
  const report: ReportSource = { compared: null, unchanged: null };
  let count = 0;
  const code = await listRows({ ...invocation, options }, {
    fields: CHANGE_FIELDS,
    view: CHANGE_VIEW,
    lookups,
    report: changesFormat(report),
    onWritten: (rows) => {
      count += rows.length;
    },
    find: async (diagnostics) => {
      const how = { encoding, fast, details, timeoutMilliseconds, signal, own, diagnostics };
      const read = (word: string) => readSide(word, host, how).catch(rethrowReworded);
      const old = await read(words[0]);
      const current = await read(words[1]);
      const compared = compareSides(old, current, options);
      report.compared = compared;
      report.unchanged = countUnchanged(compared, options);
      // Each side has rows; that nothing changed is an answer.
      diagnostics.isNoneFine = true;
      diagnostics.owners.hiddenBy = current.snapshot.unseen.hiddenBy;
      if (!showsReport(invocation)) {
        diagnostics.limit(...compared.remarks);
        diagnostics.advise(...leftoverAdvice(compared));
      }
      return inBatches(compared.changes);
    },
  });
  return count > 0 && options.failOnChange && code === EXIT.ok ? EXIT.findings : code;
}

/** @throws {UsageError} unless there are two words that can be compared. */
function readWords([old, current]: readonly string[]): readonly [old: string, current: string] {
  if (old === undefined) {
    throw new UsageError("Cannot compare: OLD and NEW are missing", {
      hint: "Name two files, as in: netwho diff netstat_log1.txt netstat_log2.txt",
    });
  }
  if (current === undefined) {
    const hint = old === NOW
      ? "OLD comes first, as in: netwho diff before.json now"
      : `To compare with this computer as it is: netwho diff ${old} now`;
    throw new UsageError(`Cannot compare ${old}: NEW is missing`, { hint });
  }
  if (old === "-" && current === "-") {
    throw new UsageError("Cannot compare - with -: standard input can be read only once");
  }
  if (old === NOW && current === NOW) {
    throw new UsageError("Cannot compare now with now: that is one moment", {
      hint: "Save one first: netwho snapshot --out before.json; later: netwho diff before.json now",
    });
  }
  return [old, current];
}

/** @throws {UsageError} for options that have an effect on one side only, which is not there. */
function checkMachine(
  { options }: Pick<ChangesInvocation, "options">,
  { isRead }: { isRead: boolean },
): void {
  for (const name of ["record", "replay", "fast", "details"] as const) {
    if (isGiven(options[name]) && !isRead) {
      throw new UsageError(
        `Cannot use --${name} without now: nothing is read from this computer`,
      );
    }
  }
}

/** Here the output of several tools is one side: a folder. */
function rethrowReworded(error: unknown): never {
  if (!(error instanceof ParseError) || error.hint?.endsWith("with another --from") !== true) {
    throw error;
  }
  throw new ParseError(error.message, {
    hint: "Put it into a folder with the output of netstat -ano, and name the folder",
  });
}

/** What the last line of the report says. */
function leftoverAdvice({ leftovers }: ComparedSides): string[] {
  if (leftovers === 0) return [];
  const are = leftovers === 1 ? "is" : "are";
  return [`${countOf(leftovers, "connection")} in TIME_WAIT ${are} not compared: --exact does`];
}

/** What is not known of rows that did not change: they are not looked up. */
const NOT_KNOWN: ReadonlySet<string> = new Set([
  "change",
  ...LOOK_UPS.flatMap(({ fields }) => [...fields]),
]);

/** Counts the rows without a change that the filters choose; null where that is not known. */
function countUnchanged(
  { unchanged }: ComparedSides,
  options: RowsInvocation["options"],
): number | null {
  const { active, groups, matches } = buildSelection(options);
  if (!active) return unchanged.length;
  if (groups.some(({ fields }) => fields.some((name) => NOT_KNOWN.has(name)))) return null;
  return unchanged.filter(matches).length;
}
