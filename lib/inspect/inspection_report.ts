/**
 * The report of an inspection for people: a block for each address and process, with its sockets.
 *
 * @module
 */
import { type Inspection, NO_INSPECTION, type Relation } from "../model/inspection.ts";
import { paintHeader } from "../output/colors.ts";
import type { Format } from "../output/format.ts";
import { textReport } from "../output/text_report.ts";
import { sanitize, wrap } from "../text/terminal_text.ts";
import { addressFacts, factLines, INDENT, type Lookups, processFacts } from "./report_facts.ts";
import { reservedHeading, reservedHint, servedHeading } from "./report_ports.ts";
import { type LineOptions, socketLines } from "./report_sockets.ts";
import { saysUnseen } from "./unseen_sockets.ts";

/** How to write a report. */
export interface ReportOptions {
  /** The width of the terminal; null for any width. */
  readonly columns: number | null;
  /** Whether to colour. */
  readonly color: boolean;
  /** Whether names and owners were looked up. */
  readonly lookups: Lookups;
}

/** Makes the format `text`, which writes inspections as a report, after the last row. */
export function reportFormat(lookups: Lookups): Format {
  return textReport((rows, { columns, color }) => {
    const inspections = rows.map((row): Inspection => ({ ...NO_INSPECTION, ...row }));
    return reportText(inspections, { columns, color, lookups });
  });
}

/**
 * Writes inspections as a report. Escapes text from outside; no line is wider than the terminal,
 * unless that has fewer than 8 columns. See {@linkcode inspectTargets} for an example.
 */
export function reportText(
  rows: readonly Inspection[],
  { columns, color, lookups }: ReportOptions,
): string {
  const width = columns ?? Infinity;
  const parts = blocksOf(rows).map((block) => blockLines(block, { width, color, lookups, rows }));
  const hint = hintFor(rows, lookups);
  if (hint !== null) parts.push(wrap(hint, width));
  return parts.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

/** Rows that belong together. */
interface Block {
  /**
   * The address or process, the program behind a port, or the first of the reservations of one; null
   * for sockets without a process and for neighbours.
   */
  readonly subject: Inspection | null;
  readonly sockets: Inspection[];
}

function blocksOf(rows: readonly Inspection[]): Block[] {
  const blocks: Block[] = [];
  for (const row of rows) {
    const last = blocks.at(-1);
    const isWithLast = last !== undefined && belongsTo(row, last);
    if (ALONE.has(row.relation) || (row.relation === "reservation" && !isWithLast)) {
      blocks.push({ subject: row, sockets: [] });
    } else if (isWithLast) last.sockets.push(row);
    else blocks.push({ subject: null, sockets: [row] });
  }
  return blocks;
}

/** What always begins a block. */
const ALONE: ReadonlySet<Relation> = new Set(["address", "process", "application"]);

function belongsTo(row: Inspection, { subject, sockets: [first] }: Block): boolean {
  const isNeighbour = row.relation === "neighbour";
  if (subject?.relation === "reservation") {
    return row.relation === "reservation" && subject.target === row.target;
  }
  if (subject !== null) {
    return !isNeighbour && subject.relation === "process" && subject.pid === row.pid;
  }
  return isNeighbour === (first?.relation === "neighbour") && first?.target === row.target;
}

function blockLines(
  { subject, sockets }: Block,
  { rows, lookups, ...options }: LineOptions & { rows: readonly Inspection[]; lookups: Lookups },
): string[] {
  const { width, color } = options;
  const headed = (heading: string) =>
    wrap(sanitize(heading), width).map((line) => color ? paintHeader(line) : line);
  const remark = (text: string) => wrap(text, width - INDENT).map((line) => `  ${line}`);
  if (subject === null && sockets[0]?.relation === "neighbour") {
    return [...headed("Neighbours in the same networks"), ...socketLines(sockets, options)];
  }
  if (subject?.relation === "address") {
    const isAlone = !rows.some((row) =>
      row !== subject && row.target === subject.target && row.relation !== "neighbour"
    );
    return [
      ...headed(subject.remoteAddress ?? ""),
      ...factLines(addressFacts(subject, lookups), width),
      ...isAlone ? remark("No socket of this computer has it at either end") : [],
    ];
  }
  if (subject?.relation === "reservation") {
    const reservations = [subject, ...sockets];
    const notes = reservations.flatMap(({ note }) =>
      wrap(sanitize(note ?? ""), width - 2 * INDENT).map((line, index) =>
        " ".repeat(index === 0 ? INDENT : 2 * INDENT) + line
      )
    );
    const hint = reservedHint(reservations);
    return [
      ...headed(reservedHeading(reservations)),
      ...notes,
      ...hint === null ? [] : remark(hint),
    ];
  }
  if (subject?.relation === "application") {
    return [...headed(servedHeading(subject)), ...factLines(processFacts(subject), width)];
  }
  const sections = TITLES.flatMap(([title, isMeant]) => {
    const chosen = sockets.filter(isMeant);
    return chosen.length === 0 ? [] : [`  ${title}`, ...socketLines(chosen, options)];
  });
  if (subject === null) return [...headed("Without a process"), ...sections];
  return [
    ...headed(`${subject.process ?? "Unknown program"}  PID ${subject.pid}`),
    ...factLines(processFacts(subject), width),
    ...sockets.length > 0
      ? sections
      : saysUnseen(subject.note)
      ? []
      : remark("No connections, and it listens nowhere"),
  ];
}

type Title = readonly [title: string, isMeant: (row: Inspection) => boolean];

const isPeer = ({ relation }: Inspection) => relation === "peer";
const isInbound = (row: Inspection) => isPeer(row) && row.direction === "inbound";
const isOutbound = (row: Inspection) => isPeer(row) && row.direction === "outbound";

/** Connections whose beginner nobody knows are neither from the other end nor to it. */
const TITLES: readonly Title[] = [
  ["Listens on", ({ relation }) => relation === "listener"],
  ["Connected from", isInbound],
  ["Connected to", isOutbound],
  ["Connected with", (row) => isPeer(row) && !isInbound(row) && !isOutbound(row)],
  ["Bound to", ({ relation }) => relation === "socket"],
];

/** The options that tell more about the other ends; null where none does. */
function hintFor(rows: readonly Inspection[], { resolve, owner }: Lookups): string | null {
  if ((resolve && owner) || !rows.some(({ remoteScope }) => remoteScope === "public")) return null;
  const about = (what: string, options: string) => `${what} of the other ends: add ${options}`;
  if (resolve) return about("Owners", "--owner");
  return owner ? about("Names", "--resolve") : about("Names and owners", "--resolve --owner");
}
