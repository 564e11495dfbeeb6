/**
 * What people see of `netwho schedule status`: a block for each task, with the end of its log.
 *
 * @module
 */
import type { TaskRow } from "../model/task.ts";
import { paintHeader } from "../output/colors.ts";
import type { Format } from "../output/format.ts";
import { localTime } from "../text/local_time.ts";
import { sanitize, wrap } from "../text/terminal_text.ts";

/** The format `text` of tasks. */
export const TASK_REPORT: Format = {
  name: "text",
  summary: "a report for people, as wide as the terminal",
  extensions: ["txt"],
  appendable: false,
  isAscii: false,
  open(_fields, { columns, color }) {
    const width = columns ?? Infinity;
    const blocks: string[] = [];
    return {
      begin: () => "",
      rows(rows) {
        for (const row of rows) blocks.push(blockOf(row as TaskRow, { width, color }));
        return "";
      },
      end: () => blocks.length === 0 ? `${wrap(NO_TASKS, width).join("\n")}\n` : blocks.join("\n"),
    };
  },
};

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
      lastRunAt === null ? null : joined([localTime(Date.parse(lastRunAt)), lastResultText]),
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

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(", ");
}
