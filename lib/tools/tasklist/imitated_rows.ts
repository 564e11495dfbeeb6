/**
 * Window titles that imitate rows. tasklist prints a title as it is, line ends too, so that the rest of
 * one can read like rows of other processes.
 *
 * @module
 */

import type { Draft } from "./tasklist_process.ts";

/** A row, where its output starts with a PID that the one before has too. */
interface Row {
  readonly draft: Draft;
  /** Whether its PID alone made it the first of its output. */
  readonly repeats: boolean;
}

/**
 * Joins outputs that are one list, in which a window title imitates rows. An output that begins with a
 * PID of the one before is a second list where most of its processes are there again.
 *
 * @returns the outputs, and the rows that were left out: a list has each PID once, and the first counts.
 */
export function settleRepeats<R extends Row>(
  blocks: readonly (readonly R[])[],
): { outputs: R[][]; repeats: R[] } {
  const outputs: R[][] = [];
  const repeats: R[] = [];
  let before = outputOf<R>([]);
  for (const block of blocks) {
    if (!block[0]!.repeats || isSecondList(block, before)) {
      before = outputOf(block);
      outputs.push(before.rows);
      continue;
    }
    for (const row of block) {
      const { pid, process } = row.draft;
      if (before.names.has(pid)) {
        repeats.push(row);
        continue;
      }
      before.rows.push(row);
      before.names.set(pid, process);
    }
  }
  return { outputs, repeats };
}

/** The rows of a list, and the names in it by PID. */
interface Output<R> {
  readonly rows: R[];
  readonly names: Map<string, string>;
  readonly hasTitles: boolean;
}

function outputOf<R extends Row>(block: readonly R[]): Output<R> {
  return {
    rows: [...block],
    names: new Map(block.map(({ draft: { pid, process } }) => [pid, process])),
    hasTitles: block.some(({ draft }) => draft.windowTitle !== undefined),
  };
}

/** The fewest rows that a list has of the one before, where it has not all of them. */
const FEWEST_REPEATS = 3;

/** Whether rows are a second list. Only where rows have window titles can a list have a PID again. */
function isSecondList(
  block: readonly Row[],
  { rows, names, hasTitles }: Output<Row>,
): boolean {
  if (!hasTitles) return true;
  const repeats = block.filter(({ draft }) => names.get(draft.pid) === draft.process).length;
  return (repeats === block.length && repeats >= rows.length) ||
    (repeats >= FEWEST_REPEATS && repeats * 2 >= block.length);
}

/**
 * What to know about a list in which the window titles of these processes imitate rows: the end of a
 * sentence that starts with the name of the list. None without such titles.
 */
export function imitationRemarks(pids: Iterable<number>): string[] {
  const whose = processesOf(pids);
  if (whose === null) return [];
  return [
    `holds text that imitates its rows, it seems in the window title of ${whose}; ` +
    "it is not taken for processes",
  ];
}

/** The same of a list that has processes more than once. */
export function repetitionRemarks(pids: Iterable<number>): string[] {
  const which = processesOf(pids);
  return which === null
    ? []
    : [`lists ${which} more than once, as a window title can make it seem; the first row counts`];
}

const MOST_SHOWN = 10;

function processesOf(pids: Iterable<number>): string | null {
  const numbers = [...new Set(pids)].sort((one, other) => one - other);
  if (numbers.length === 0) return null;
  const shown = numbers.slice(0, MOST_SHOWN).join(", ");
  const more = numbers.length > MOST_SHOWN ? ` and ${numbers.length - MOST_SHOWN} more` : "";
  return `${numbers.length === 1 ? "process" : "processes"} ${shown}${more}`;
}
