/**
 * What people see of `netwho schedule status`: a block for each task, with the end of its log.
 *
 * @module
 */
import type { TaskRow } from "../model/task.ts";
import { paintHeader } from "../output/colors.ts";
import type { Format } from "../output/format.ts";
import { textReport } from "../output/text_report.ts";
import { localTime } from "../text/local_time.ts";
import { sanitize, wrap } from "../text/terminal_text.ts";
import { joinPresent } from "../text/wording.ts";

/** The format `text` of tasks. */
export const TASK_REPORT: Format = textReport((rows, { columns, color }) => {
  const width = columns ?? Infinity;
  if (rows.length === 0) return `${wrap(NO_TASKS, width).join("\n")}\n`;
  return rows.map((row) => blockOf(row as TaskRow, { width, color })).join("\n");
});

const NO_TASKS = "No tasks of netwho. To add one: netwho schedule add --every 5m -- log";

/** The width of the widest label. */
const LABEL = "last run".length;

function blockOf(
  row: TaskRow,
  { width, color }: { width: number; color: boolean },
): string {
  const { name, status, command, trigger, nextRunAt, lastRunAt, lastResultText, user, log } = row;
  const next = nextRunAt === null ? "" : `, next ${localTime(Date.parse(nextRunAt))}`;
  const facts = [
    ["runs", command],
    ["starts", trigger === null ? null : trigger + next],
    [
      "last run",
      lastRunAt === null
        ? null
        : joinPresent([localTime(Date.parse(lastRunAt)), lastResultText], ", "),
    ],
    ["as", user],
    ["note", row.note],
    ["log", log],
  ] as const;
  const lines = facts.flatMap(([label, text]) => {
    if (text === null) return [];
    const [first = "", ...rest] = wrap(sanitize(text), width - LABEL - 4);
    return [
      `  ${label.padEnd(LABEL)}  ${first}`,
      ...rest.map((line) => `${" ".repeat(LABEL + 4)}${line}`),
    ];
  });
  const end = (row.logEnd ?? []).flatMap((line) => {
    const [, indent = "", text = ""] = /^( *)(.*)$/s.exec(line.replaceAll("\t", "  "))!;
    return wrap(sanitize(text), width - 4 - indent.length).map((part) => `    ${indent}${part}`);
  });
  const heading = `${color ? paintHeader(sanitize(name)) : sanitize(name)}  ${status}`;
  return `${[heading, ...lines, ...end].join("\n")}\n`;
}
