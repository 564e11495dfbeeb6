/**
 * Sockets as lines of a report.
 *
 * @module
 */
import type { Inspection, Relation } from "../model/inspection.ts";
import { paintState } from "../output/colors.ts";
import { writeEnd } from "../output/table/cells.ts";
import { displayWidth, sanitize, wrap, wrapCells } from "../text/terminal_text.ts";

/** How to write lines. */
export interface LineOptions {
  /** The width of a line; Infinity for any width. */
  readonly width: number;
  /** Whether to colour. */
  readonly color: boolean;
}

const INDENT = "    ";
/** What a line that belongs to the one above is further in. */
const STEP = "  ";

/**
 * Writes sockets in columns where they fit, else with the facts about the other end below each, else
 * wrapped. Nothing is left out. Sockets that share a note stand together below it.
 */
export function socketLines(
  sockets: readonly Inspection[],
  { width, color }: LineOptions,
): string[] {
  const all = sockets.map(cellsOf);
  const heads = columnsOf(all.map(({ head }) => head));
  const both = columnsOf(all.map(({ head, more }) => [...head, ...more]));
  const paint = (line: string, state: string | null) =>
    color && state !== null ? line.replace(` ${state}`, ` ${paintState(state, state)}`) : line;
  const linesOf = ({ head, more, note, state }: Cells, indent: string) => {
    const room = width - indent.length;
    const hanging = indent + STEP;
    const below = (cells: readonly string[]) => wrapCells(cells, width - hanging.length);
    const notes = note === null ? [] : wrap(note, width - hanging.length);
    const [first = "", ...others] = both.width <= room
      ? [aligned([...head, ...more], both)]
      : heads.width <= room
      ? [aligned(head, heads), ...below(more)]
      : [...below(head), ...below(more)];
    return [paint(indent + first, state), ...[...others, ...notes].map((line) => hanging + line)];
  };
  const groups = [...Map.groupBy(all, ({ note }) => note)].filter(([note, alike]) =>
    note !== null && alike.length > 1
  );
  const grouped = new Set(groups.map(([note]) => note));
  return [
    ...all.filter(({ note }) => !grouped.has(note)).flatMap((cells) => linesOf(cells, INDENT)),
    ...groups.flatMap(([note, alike]) => [
      ...wrap(asHeading(note!), width - INDENT.length).map((line) => INDENT + line),
      ...alike.flatMap((cells) => linesOf({ ...cells, note: null }, INDENT + STEP)),
    ]),
  ];
}

function asHeading(note: string): string {
  return note.includes(": ") ? note : `${note}:`;
}

/** A socket as cells; the cell of an absent value is empty. */
interface Cells {
  /** The socket itself. */
  readonly head: readonly string[];
  /** The facts about its other end. */
  readonly more: readonly string[];
  readonly note: string | null;
  readonly state: string | null;
}

const HEADS: Readonly<Partial<Record<Relation, (row: Inspection) => (string | null)[]>>> = {
  listener: (row) => [endpoint("local", row), row.localService, reachOf(row)],
  socket: (row) => [endpoint("local", row), row.localService, row.state ?? reachOf(row)],
  peer: (row) => [endpoint("remote", row), serviceOf(row), row.state, localPort(row)],
  neighbour: (row) => [
    endpoint("remote", row),
    serviceOf(row),
    row.state,
    row.process ?? (row.pid === 0 ? "no process any more" : "unknown program"),
    row.pid === null || row.pid === 0 ? null : `PID ${row.pid}`,
  ],
};

function cellsOf(row: Inspection): Cells {
  const { remoteAddress, remoteHost, note, state } = row;
  const head = [row.protocol, ...HEADS[row.relation]?.(row) ?? []];
  // Without an address, the host stands in its place already.
  const host = remoteAddress === null ? null : remoteHost;
  const isFar = row.relation === "peer" || row.relation === "neighbour";
  const more = isFar ? [host, row.remoteOwner, row.remoteCountry, row.remoteNetwork] : [];
  const safe = (value: string | null) => sanitize(value ?? "");
  return { head: head.map(safe), more: more.map(safe), note: note && sanitize(note), state };
}

function endpoint(side: "local" | "remote", row: Inspection): string {
  return writeEnd(row[`${side}Address`] ?? row[`${side}Host`], row[`${side}Port`]);
}

/** The service that the one who began the connection wanted. */
function serviceOf({ direction, localService, remoteService }: Inspection): string | null {
  return direction === "inbound" ? localService : remoteService;
}

function localPort({ localPort }: Inspection): string | null {
  return localPort === null ? null : `local port ${localPort}`;
}

/** Who can reach a listener, as far as its address tells. */
function reachOf({ localScope }: Inspection): string | null {
  if (localScope === "any") return "on every address";
  return localScope === "loopback" ? "this computer only" : null;
}

interface Columns {
  readonly widths: readonly number[];
  readonly width: number;
}

const GAP = 2;

/** The widths of columns; a column without any text takes none. */
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
