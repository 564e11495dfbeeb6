import { cellViews } from "./cells.ts";

/** Where the heading of the PID column ends: on current systems, on Windows XP. */
const PID_ENDS = [34, 32];
const NAME_WIDTH = 25;

/**
 * Whether a line is a table's header without its ruler, as filters leave it: a heading without
 * digits, one that ends where PIDs do, and a third.
 */
export function isHeaderShape(line: string): boolean {
  return cellViews(line.trimStart()).some((view) =>
    PID_ENDS.some((end) =>
      /^[^\d\s][^\d]*\s$/.test(view.slice(0, NAME_WIDTH)) &&
      /^ +[^\s\d]+$/.test(view.slice(NAME_WIDTH, end)) &&
      /^ [^\s\d]/.test(view.slice(end, end + 2))
    )
  );
}
