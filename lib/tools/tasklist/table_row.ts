import { lastPiece, widthFromSecondLine } from "./broken.ts";
import { joinBroken } from "./cells.ts";
import { startsCsvRow } from "./csv.ts";
import type { State, Taken } from "./state.ts";
import { isBroken, readTableRow, startsTableRow } from "./table.ts";

/** Reads a row of a table, broken by a narrow console or not. */
export function tableRow(state: State, at: number): Taken | null {
  const { lines, columns } = state;
  if (columns?.brokenAt) {
    const joined = joinedRow(state, { at, width: columns.brokenAt });
    if (joined) return joined;
  }
  const draft = readTableRow(lines[at]!, columns);
  if (draft === null) return null;
  const width = isBroken(draft) ? widthFromSecondLine(lines[at]!, lines[at + 1] ?? "") : null;
  const joined = width === null ? null : joinedRow(state, { at, width });
  return joined ?? { lines: 1, role: "row", form: "table", draft };
}

/** A row that a narrow console broke into several lines. */
function joinedRow(
  state: State,
  { at, width }: { at: number; width: number },
): Taken | null {
  if (!startsTableRow(state.lines[at]!)) return null;
  const pieces = piecesFrom(state, at);
  const end = lastPiece(pieces, width);
  if (end === 0) return null;
  const draft = readTableRow(joinBroken(pieces.slice(0, end + 1), width), state.columns);
  if (draft === null || isBroken(draft)) return null;
  return { lines: end + 1, role: "row", form: "table", draft };
}

const MOST_PIECES = 6;

function piecesFrom({ lines, roles }: State, at: number): string[] {
  const pieces = [lines[at]!];
  while (pieces.length < MOST_PIECES) {
    const next = lines[at + pieces.length];
    if (next === undefined || roles[at + pieces.length] !== "unknown") break;
    if (startsCsvRow(next) || startsTableRow(next)) break;
    pieces.push(next);
  }
  return pieces;
}
