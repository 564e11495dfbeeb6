/**
 * The timeline for people: a bar for each program, as high as it had connections, along an axis in local
 * time. Where nobody looked stands a dot.
 *
 * @module
 */
import type { ObjectRow } from "../model/field.ts";
import type { TimelinePiece } from "../model/timeline.ts";
import { paintDim, paintHeader } from "../output/colors.ts";
import type { Format, FormatOptions } from "../output/format.ts";
import { table } from "../output/table/table.ts";
import { shortenName } from "../output/table/cut_text.ts";
import { lengthInWords, localTime } from "../text/local_time.ts";
import { displayWidth, sanitize, wrap } from "../text/terminal_text.ts";

/** The widest place for the names of programs. */
const WIDEST_NAME = 24;

/** The narrowest one. */
const NARROWEST_NAME = 8;

/** The columns of the highest number, with the spaces around it. */
const NUMBER_COLUMNS = 7;

/** The most parts of a chart that is not for a terminal. */
const PARTS_ELSEWHERE = 48;

/** Heights, and what stands where nobody looked. */
const MARKS = { heights: "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588", nobody: "\u00b7" };
const ASCII_MARKS: typeof MARKS = { heights: "_-=#", nobody: "." };

/** How many parts of a span fit next to the names; null for a place of any width. */
export function partsIn(columns: number | null): number {
  if (columns === null) return PARTS_ELSEWHERE;
  return Math.max(4, columns - nameColumns(columns) - NUMBER_COLUMNS);
}

function nameColumns(columns: number | null): number {
  return columns === null
    ? WIDEST_NAME
    : Math.min(WIDEST_NAME, Math.max(NARROWEST_NAME, Math.floor(columns / 4)));
}

/**
 * Makes the format that takes the place of the table.
 *
 * @param step the length of a part, in minutes by the clock.
 */
export function timelineChart(step: number): Format {
  return {
    ...table,
    summary: "a bar for each program, as wide as the terminal",
    open(fields, options) {
      const rows: ObjectRow[] = [];
      return {
        begin: () => "",
        rows(batch) {
          for (const row of batch) rows.push(row);
          return "";
        },
        end() {
          if (rows.length === 0) return table.open(fields, options).end();
          const lines = chartLines(rows as unknown as readonly TimelinePiece[], {
            ...options,
            step,
          });
          return lines.map((line) => `${line.trimEnd()}\n`).join("");
        },
      };
    },
  };
}

function chartLines(
  pieces: readonly TimelinePiece[],
  options: FormatOptions & { step: number },
): string[] {
  const { columns, ascii = false, color, header, step } = options;
  const marks = ascii ? ASCII_MARKS : MARKS;
  const programs = [...Map.groupBy(pieces, ({ process }) => process)];
  const labels = programs.map(([process]) => process === null ? "(unknown)" : sanitize(process));
  const width = Math.min(nameColumns(columns), Math.max(...labels.map(displayWidth)));
  const lines = programs.map(([, parts], index) => {
    const label = shortenName(labels[index]!, width);
    const most = Math.max(...parts.map(({ connections }) => connections ?? 0));
    const bar = parts.map(({ connections }) => markOf(connections, most, marks)).join("");
    const padding = " ".repeat(width - displayWidth(label));
    return `${label}${padding} ${`${most}`.padStart(NUMBER_COLUMNS - 2)} ${bar}`;
  });
  const left = width + NUMBER_COLUMNS;
  const axis = " ".repeat(left) +
    axisOf(programs[0]![1], { step, room: (columns ?? Infinity) - left });
  const paint = (text: string) => color ? paintHeader(text) : text;
  return [
    ...header ? [paint(axis.trimEnd())] : [],
    ...lines,
    ...wrap(legend(pieces, { step, marks }), columns ?? Infinity)
      .map((line) => color ? paintDim(line) : line),
  ];
}

/** The mark of a part: empty where there was nothing, the higher the more there was. */
function markOf(
  connections: number | null,
  most: number,
  { heights, nobody }: typeof MARKS,
): string {
  if (connections === null) return nobody;
  if (connections === 0) return " ";
  return heights[Math.ceil(connections / most * heights.length) - 1]!;
}

/** The distances between two labels that are below a day, in minutes by the clock. */
const LABEL_DISTANCES: readonly number[] = [5, 10, 15, 30, 60, 120, 180, 360, 720];

const DAY = 1440;

/** The columns that a label takes: `09:00` or `11-25`, and a space. */
const LABEL_COLUMNS = 6;

/** Times of day above the parts that begin at round ones; at midnight the day. */
function axisOf(
  parts: readonly TimelinePiece[],
  { step, room }: { step: number; room: number },
): string {
  const distance = LABEL_DISTANCES.find((length) => length / step >= LABEL_COLUMNS) ?? DAY;
  let axis = "";
  for (const [column, { since }] of parts.entries()) {
    const [day, time] = localTime(Date.parse(since)).split(" ") as [string, string];
    const isRound = step >= DAY || minutesOf(time) % distance === 0;
    const label = time === "00:00" ? day.slice(5) : time;
    const isFree = (axis === "" || axis.length < column) && column + label.length <= room;
    if (isRound && isFree) axis = axis.padEnd(column) + label;
  }
  return axis;
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number) as [number, number];
  return hours * 60 + minutes;
}

function legend(
  pieces: readonly TimelinePiece[],
  { step, marks }: { step: number; marks: typeof MARKS },
): string {
  const [since, until] = [pieces[0]!.since, pieces.at(-1)!.until].map((time) =>
    localTime(Date.parse(time))
  );
  const isIncomplete = pieces.some(({ connections }) => connections === null);
  return `${since} to ${until}, one column is ${lengthInWords(step * 60_000)}; the number is the ` +
    `most connections in one${isIncomplete ? `; ${marks.nobody} where nobody looked` : ""}`;
}
