/**
 * The report for people: a block for each address and process, with its sockets below it.
 *
 * @module
 */
import { paintHeader } from "../../output/colors.ts";
import { sanitize } from "../../text/sanitize.ts";
import type { Inspection, Relation } from "../fields.ts";
import { type Block, blocksOf, isAlone } from "./blocks.ts";
import { addressFacts, type Asked, factLines, processFacts } from "./facts.ts";
import { type LineOptions, socketLines } from "./sockets.ts";
import { wrap } from "./wrap.ts";

/** How to write a report. */
export interface ReportOptions {
  /** Columns that fit; null for as wide as it takes. */
  readonly columns: number | null;
  /** Whether to colour. */
  readonly color: boolean;
  /** What was asked of others. */
  readonly asked: Asked;
}

/** What stands above the sockets of a process, and above those that nobody owns. */
const TITLES: readonly (readonly [relation: Relation, title: string])[] = [
  ["listener", "Listens on"],
  ["peer", "Connected to"],
  ["socket", "Bound to"],
];

/**
 * Writes rows as a report. Text from outside is made safe to print; no line is wider than the
 * terminal, unless that is too narrow for anything.
 *
 * @example
 * ```ts
 * import { NO_INSPECTION, reportText } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const row = { ...NO_INSPECTION, relation: "process", pid: 71, process: "sshd" } as const;
 * const asked = { resolve: false, owner: false };
 * assertEquals(
 *   reportText([row], { columns: 80, color: false, asked }),
 *   "sshd  PID 71\n  No connections, and it listens nowhere\n",
 * );
 * ```
 */
export function reportText(
  rows: readonly Inspection[],
  { columns, color, asked }: ReportOptions,
): string {
  const options = { width: columns ?? Infinity, color };
  const blocks = blocksOf(rows).map((block) => blockLines(block, { ...options, asked, rows }));
  const hint = wrap(hintFor(rows, asked), { width: options.width });
  const parts = hint[0] === "" ? blocks : [...blocks, hint];
  return parts.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

interface BlockOptions extends LineOptions {
  readonly asked: Asked;
  readonly rows: readonly Inspection[];
}

const IDLE = "No connections, and it listens nowhere";
const UNCONNECTED = "No socket of this computer has it at either end";

function blockLines(block: Block, options: BlockOptions): string[] {
  const { subject, sockets, isNeighbours } = block;
  const sections = isNeighbours ? socketLines(sockets, options) : sectionLines(sockets, options);
  const heading = wrap(sanitize(headingOf(block)), options)
    .map((line) => options.color ? paintHeader(line) : line);
  if (subject === null) return [...heading, ...sections];
  if (subject.relation === "address") {
    const facts = factLines(addressFacts(subject, options.asked), options.width);
    return [
      ...heading,
      ...facts,
      ...isAlone(subject, options.rows) ? remark(UNCONNECTED, options) : [],
    ];
  }
  const facts = factLines(processFacts(subject), options.width);
  return [...heading, ...facts, ...sockets.length === 0 ? remark(IDLE, options) : sections];
}

function remark(text: string, { width }: LineOptions): string[] {
  return wrap(text, { width: width - 2 }).map((line) => `  ${line}`);
}

function headingOf({ subject, isNeighbours }: Block): string {
  if (subject === null) return isNeighbours ? "Neighbours in the same networks" : "Of no process";
  if (subject.relation === "address") return subject.remoteAddress ?? "";
  return `${subject.process ?? "Unknown program"}  PID ${subject.pid}`;
}

function sectionLines(sockets: readonly Inspection[], options: LineOptions): string[] {
  return TITLES.flatMap(([relation, title]) => {
    const chosen = sockets.filter((socket) => socket.relation === relation);
    return chosen.length === 0 ? [] : [`  ${title}`, ...socketLines(chosen, options)];
  });
}

/** How to learn more about the other ends; empty where there is no more, or no other end. */
function hintFor(rows: readonly Inspection[], { resolve, owner }: Asked): string {
  const isAbout = rows.some(({ remoteScope }) => remoteScope === "public");
  const missing = [...resolve ? [] : ["--resolve"], ...owner ? [] : ["--owner"]];
  if (!isAbout || missing.length === 0) return "";
  const what = missing.length === 2 ? "Names and owners" : owner ? "Names" : "Owners";
  return `${what} of the other ends: add ${missing.join(" ")}`;
}
