/**
 * A program that heads its connections in the list.
 *
 * @module
 */
import { paintHeader } from "../../../output/colors.ts";
import { shortenName } from "../../../output/table/cut_text.ts";
import { GAP } from "../../../output/table/fit_columns.ts";
import { displayWidth, sanitize } from "../../../text/terminal_text.ts";
import { countOf } from "../../../text/wording.ts";
import type { ListLine } from "../watch_state.ts";
import { groupIndent, groupName } from "./column_widths.ts";
import { prefixWidth, type RowsPlan } from "./row_lines.ts";
import { asciiCut, changeMark, lineOf, padTo, paintSelected, type Style } from "./screen_text.ts";
import { stateCounts } from "./state_counts.ts";

/** A line for a program. */
type GroupLine = Extract<ListLine, { readonly kind: "group" }>;

/** Draws the program in its column, its process ID, and how many connections it has in each state. */
export function groupLines(
  group: GroupLine,
  { isSelected, plan }: { isSelected: boolean; plan: RowsPlan },
): string[] {
  const { style, columns, height, placed } = plan;
  const prefix = prefixOf(group, { isSelected, plan });
  const pidColumn = placed.find(({ name }) => name === "pid")!;
  const name = nameOf(group, { style, width: pidColumn.offset - prefix.length - GAP });
  const pid = String(group.pid ?? "").padStart(pidColumn.width);
  const head = `${prefix}${padTo(name, pidColumn.offset - prefix.length)}${pid}`;
  const indent = height === 1 ? displayWidth(head) + GAP : prefix.length;
  const counts = lineOf(countsOf(group).map((text) => ({ text })), columns - indent, {
    ...style,
    color: false,
  });
  const lines = height === 1 ? [`${head}  ${counts}`] : [head, " ".repeat(indent) + counts];
  while (lines.length < height) lines.push("");
  return lines.map((line, at) => {
    if (!style.color) return line.trimEnd();
    if (isSelected) return paintSelected(padTo(line, columns));
    return at === 0 ? paintHeader(line.trimEnd()) : line;
  });
}

/** A closed group tells what happened to its rows. */
function prefixOf(
  { isOpen, rows }: GroupLine,
  { isSelected, plan }: { isSelected: boolean; plan: RowsPlan },
): string {
  const { context, showsAudit } = plan;
  const marked = isOpen ? undefined : rows.find(({ mark }) => mark !== null);
  const isFound = !isOpen && rows.some(({ id }) => context.marks.has(id));
  const prefix = (isSelected ? ">" : " ") + changeMark(marked?.mark ?? null) +
    (showsAudit && isFound ? "!" : "");
  return prefix.padEnd(prefixWidth({ showsAudit }));
}

function nameOf(
  group: GroupLine,
  { style, width }: { style: Style; width: number },
): string {
  const [open, closed] = style.ascii ? ["[-]", "[+]"] : ["\u25bc", "\u25ba"];
  const sign = group.isOpen ? open! : closed!;
  const name = sanitize(groupName(group));
  return `${sign} ${asciiCut(shortenName(name, width - groupIndent(style)), name, style)}`;
}

function countsOf({ rows }: GroupLine): string[] {
  const closed = rows.filter(({ closedAt }) => closedAt !== null).length;
  return [
    countOf(rows.length - closed, "connection"),
    ...stateCounts(rows),
    ...closed === 0 ? [] : [`closed ${closed}`],
  ];
}
