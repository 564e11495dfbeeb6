/**
 * Sockets as lines.
 *
 * @module
 */
import { paintState } from "../../output/colors.ts";
import { sanitize } from "../../text/sanitize.ts";
import { displayWidth } from "../../text/width.ts";
import type { Inspection, Relation } from "../fields.ts";
import { wrap, wrapCells } from "./wrap.ts";

/** How to write lines. */
export interface LineOptions {
  /** Columns that fit; Infinity for as wide as it takes. */
  readonly width: number;
  /** Whether to colour. */
  readonly color: boolean;
}

/** A socket as cells; an empty cell is an absent value. */
interface Cells {
  /** The socket itself; of the same number in all lines. */
  readonly head: readonly string[];
  /** What is known of its other end; likewise. */
  readonly more: readonly string[];
  /** What to know about it; null where there is nothing. */
  readonly note: string | null;
  readonly state: string | null;
}

const INDENT = "    ";
const HANGING = "      ";

/**
 * The lines of sockets: in columns where they fit, else with what is known of the other end below
 * each, else wrapped. Nothing is left out.
 */
export function socketLines(
  sockets: readonly Inspection[],
  { width, color }: LineOptions,
): string[] {
  const all = sockets.map(cellsOf);
  const heads = columnsOf(all.map(({ head }) => head));
  const both = columnsOf(all.map(({ head, more }) => [...head, ...more]));
  const room = width - INDENT.length;
  const paint = (line: string, state: string | null) =>
    color && state !== null ? line.replace(` ${state}`, ` ${paintState(state, state)}`) : line;
  return all.flatMap(({ head, more, note, state }) => {
    const notes = note === null ? [] : indented(wrap(note, below(width)));
    if (both.width <= room) {
      return [paint(INDENT + aligned([...head, ...more], both), state), ...notes];
    }
    const rest = indented(wrapCells(filled(more), below(width)));
    if (heads.width <= room) {
      return [paint(INDENT + aligned(head, heads), state), ...rest, ...notes];
    }
    const [first = "", ...others] = wrapCells(filled(head), below(width));
    return [paint(INDENT + first, state), ...indented(others), ...rest, ...notes];
  });
}

/** The room of lines that hang; that of the first is a little more. */
function below(width: number): { width: number } {
  return { width: width - HANGING.length };
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => HANGING + line);
}

const HEADS: Readonly<Partial<Record<Relation, (row: Inspection) => (string | null)[]>>> = {
  listener: (row) => [endpoint("local", row), row.localService, reachOf(row)],
  socket: (row) => [endpoint("local", row), row.localService, row.state ?? reachOf(row)],
  peer: (row) => [endpoint("remote", row), row.remoteService, row.state, localPort(row)],
  neighbour: (row) => [
    endpoint("remote", row),
    row.remoteService,
    row.state,
    row.process ?? (row.pid === 0 ? "no process any more" : "unknown program"),
    row.pid === null || row.pid === 0 ? null : `PID ${row.pid}`,
  ],
};

function cellsOf(row: Inspection): Cells {
  const head = [row.protocol, ...HEADS[row.relation]?.(row) ?? []];
  // A host that stands for the address is there already.
  const host = row.remoteAddress === null ? null : row.remoteHost;
  const isFar = row.relation === "peer" || row.relation === "neighbour";
  const more = isFar ? [host, row.remoteOwner, row.remoteCountry, row.remoteNetwork] : [];
  return { head: head.map(safe), more: more.map(safe), note: safeNote(row), state: row.state };
}

function safe(value: string | null): string {
  return value === null ? "" : sanitize(value);
}

function safeNote({ note }: Inspection): string | null {
  return note === null ? null : sanitize(note);
}

/** An end as people write it: `192.0.2.1:443`, `[2001:db8::1]:443`, `host:443`, `*`. */
function endpoint(side: "local" | "remote", row: Inspection): string {
  const address = row[`${side}Address`];
  const host = address ?? row[`${side}Host`];
  const port = row[`${side}Port`];
  if (host === null) return port === null ? "*" : `*:${port}`;
  const written = address?.includes(":") ? `[${address}]` : host;
  return port === null ? written : `${written}:${port}`;
}

function localPort({ localPort }: Inspection): string | null {
  return localPort === null ? null : `local port ${localPort}`;
}

/** Who can reach what waits at an address, as far as the address tells. */
function reachOf({ localScope }: Inspection): string | null {
  if (localScope === "any") return "on every address";
  return localScope === "loopback" ? "this computer only" : null;
}

interface Columns {
  readonly widths: readonly number[];
  readonly width: number;
}

const GAP = 2;

/** The widths of columns; those that are empty in all rows have none. */
function columnsOf(rows: readonly (readonly string[])[]): Columns {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, displayWidth(row[column]!)), 0)
  );
  const used = widths.filter((width) => width > 0);
  return { widths, width: used.reduce((sum, width) => sum + width + GAP, -GAP) };
}

function aligned(cells: readonly string[], { widths }: Columns): string {
  return cells
    .map((cell, column) => {
      const width = widths[column]!;
      return width === 0 ? "" : cell + " ".repeat(width - displayWidth(cell) + GAP);
    })
    .join("")
    .trimEnd();
}

function filled(cells: readonly string[]): string[] {
  return cells.filter((cell) => cell !== "");
}
