import { isCsvHeader, readCsvRow } from "./csv.ts";
import { isHeaderShape } from "./header.ts";
import type { Lines } from "./lines.ts";
import { readListRecord } from "./list.ts";
import { hangingItems, unfinishedItems } from "./list_items.ts";
import { messageLines } from "./message.ts";
import { findRulers } from "./ruler.ts";
import { type Reading, State, type Taken } from "./state.ts";
import { tableRow } from "./table_row.ts";

type Reader = (state: State, at: number) => Taken | null;

/** In this order: a line that continues a list can look like a row, and a message like a record. */
const READERS: readonly Reader[] = [
  csvRow,
  csvHeader,
  hangingItems,
  tableRow,
  unfinishedItems,
  listRecord,
  message,
  header,
  damagedRuler,
];

/** Finds out what each line is. Every line has exactly one role, so that nothing is lost. */
export function readLines({ text }: Lines): Reading {
  const state = new State(text);
  for (const ruler of findRulers(text)) state.setRuler(ruler);
  for (let at = 0; at < text.length;) {
    const taken = state.roles[at] === "unknown" ? readAt(state, at) : null;
    at = taken ? state.take(taken, at) : state.skip(at);
  }
  state.judgeMessages();
  const { roles, blocks, columnsAt, bareHeaders } = state;
  return { roles, blocks, tables: columnsAt.size + bareHeaders };
}

function readAt(state: State, at: number): Taken | null {
  for (const reader of READERS) {
    const taken = reader(state, at);
    if (taken) return taken;
  }
  return null;
}

function csvRow(state: State, at: number): Taken | null {
  const row = readCsvRow(state.lines, at, { width: () => state.width });
  return row && { ...row, role: "row", form: "csv" };
}

function csvHeader({ lines }: State, at: number): Taken | null {
  return isCsvHeader(lines[at]!) ? { lines: 1, role: "header" } : null;
}

function listRecord({ lines }: State, at: number): Taken | null {
  const record = readListRecord(lines, at);
  return record && { ...record, role: "row", form: `list ${record.lastLabel}` };
}

function message({ lines }: State, at: number): Taken | null {
  const count = messageLines(lines, at);
  return count === 0 ? null : { lines: count, role: "message" };
}

function header(state: State, at: number): Taken | null {
  if (!isHeaderShape(state.lines[at]!)) return null;
  state.bareHeaders++;
  return { lines: 1, role: "header" };
}

/** A ruler of which a copy lost a part, or that slid behind its header. */
function damagedRuler({ lines }: State, at: number): Taken | null {
  return /={20}$/.test(lines[at]!) ? { lines: 1, role: "ruler" } : null;
}
