/**
 * The report on changes for people: what is new first, with `+`, then what is gone, with `-`, then
 * what is in another state, with `~`; and the numbers in the last line.
 *
 * @module
 */
import { type Change, CHANGE_FIELDS } from "../model/change.ts";
import { emptyRecord } from "../model/field.ts";
import { paintChange, paintDim } from "../output/colors.ts";
import type { Format } from "../output/format.ts";
import { textReport } from "../output/text_report.ts";
import { sanitize } from "../text/terminal_text.ts";
import { countOf, listInWords } from "../text/wording.ts";
import { cellsOf, itemsOf, programOf, signOf } from "./change_items.ts";
import { itemLines, sentenceLines } from "./change_lines.ts";
import type { ComparedSides, SideSummary } from "./compare_sides.ts";
import { shortSections } from "./short_sections.ts";

/** What a report is about; filled once the rows are known. */
export interface ReportSource {
  /** The comparison that the rows come from. */
  compared: ComparedSides | null;
  /** How many rows without a change the filters choose; null where that is not known. */
  unchanged: number | null;
}

/** How to write a report on changes. */
export interface ChangesReportOptions {
  /** The width of the terminal; null for any width. */
  readonly columns: number | null;
  /** Whether to colour. */
  readonly color: boolean;
  /** Whether marks must be ASCII. @default false */
  readonly ascii?: boolean;
  /** The filters as typed. @default none */
  readonly filters?: string;
  /** How many rows without a change the filters choose. @default all; null: not known */
  readonly unchanged?: number | null;
}

/** Makes the format `text`, which writes changes as a report, after the last row. */
export function changesFormat(source: ReportSource): Format {
  return textReport((rows, options) => {
    if (source.compared === null) return "";
    const changes = rows.map((row): Change => ({ ...NO_CHANGE, ...row }));
    return changesText(changes, source.compared, { ...options, unchanged: source.unchanged });
  });
}

const NO_CHANGE: Change = { ...emptyRecord(CHANGE_FIELDS), change: "changed", protocol: "TCP" };

/** The most lines of items; with more, each section is told in a few sentences. */
const MOST_ITEMS = 12;

/**
 * Writes changes as a report. Escapes text from outside; no line is wider than the terminal but for an
 * address that is. See {@linkcode compareSides} for what it is about.
 *
 * @param changes those to tell of, which filters may have chosen.
 */
export function changesText(
  changes: readonly Change[],
  compared: ComparedSides,
  { columns, color, ascii = false, filters = "", unchanged = compared.unchanged.length }:
    ChangesReportOptions,
): string {
  const width = columns ?? Infinity;
  const sections = itemsOf(changes, compared.hadPeers);
  const all = [...sections.values()].flat();
  const isShort = all.length > MOST_ITEMS;
  const short = isShort ? shortSections(sections, { ascii }) : null;
  const told = [...sections].flatMap(([section, items]) => {
    const sign = signOf(section);
    const sentences = items.length > 1 ? short?.get(section) : undefined;
    const lines = sentences !== undefined
      ? sentences.flatMap((text) => sentenceLines(text, { sign, width }))
      : itemLines(items.map((item) => cellsOf(item, { ascii })), { sign, width });
    return color ? lines.map((line) => paintChange(line, sign)) : lines;
  });
  const sentence = (text: string) => sentenceLines(sanitize(text), { sign: null, width });
  const isFiltered = changes.length < compared.changes.length;
  const below = [
    ...compared.remarks,
    ...restartedLine(compared),
    ...isFiltered ? [chosenLine(changes, compared, filters)] : [],
    ...isShort ? ["Every one of them: --format table"] : [],
  ];
  const lines = [
    ...sentence(titleOf(compared, { hasChanges: changes.length > 0 || isFiltered })),
    ...told,
    ...below.flatMap(sentence).map((line) => color ? paintDim(line) : line),
    ...sentence(numbersLine(changes, { compared, unchanged })),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function titleOf(
  { old, current }: ComparedSides,
  { hasChanges }: { readonly hasChanges: boolean },
): string {
  const sides = [sideInWords(old), sideInWords(current)];
  return hasChanges ? `From ${sides.join(" to ")}:` : `No changes between ${sides.join(" and ")}`;
}

function sideInWords({ label, sockets, observedAt, computer }: SideSummary): string {
  const about = [
    ...observedAt === null ? [] : [`${observedAt.slice(0, 19).replace("T", " ")} UTC`],
    ...computer === null ? [] : [computer],
    countOf(sockets, "socket"),
  ];
  return `${label} (${about.join(", ")})`;
}

/** The most listeners that are named. */
const MOST_NAMED = 3;

function restartedLine({ restarted }: ComparedSides): string[] {
  if (restarted.length === 0) return [];
  const named = [
    ...new Set(restarted.map(([was, is]) => {
      const isTold = is.process !== null && was.pid !== null && was.pid !== is.pid;
      return programOf(is) + (isTold ? ` (PID ${was.pid}, now ${is.pid})` : "");
    })),
  ];
  const more = named.length - MOST_NAMED;
  const who = more > 0 ? [...named.slice(0, MOST_NAMED), `${more} more`] : named;
  return [`Listens again in the same place after a restart: ${listInWords(who)}`];
}

function chosenLine(
  changes: readonly Change[],
  compared: ComparedSides,
  filters: string,
): string {
  const all = countOf(compared.changes.length, "change");
  const chosen = filters === "" ? "shown" : `chosen by ${filters}`;
  return `${changes.length} of ${all} ${changes.length === 1 ? "is" : "are"} ${chosen}`;
}

function numbersLine(
  changes: readonly Change[],
  { compared, unchanged }: { compared: ComparedSides; unchanged: number | null },
): string {
  const count = (kind: Change["change"]) => changes.filter(({ change }) => change === kind).length;
  const numbers = [
    `${count("opened")} opened`,
    `${count("closed")} closed`,
    `${count("changed")} changed`,
    ...unchanged === null ? [] : [`${unchanged} unchanged`],
  ].join(", ");
  return compared.leftovers === 0
    ? numbers
    : `${numbers}; not compared: ${compared.leftovers} in TIME_WAIT (with --exact they are)`;
}
