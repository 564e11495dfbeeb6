/**
 * Which columns the list has, and how wide they are.
 *
 * The table for people reads every cell before it decides. A screen that is drawn many times a second
 * over thousands of rows measures cheaply instead, once for each list, and only ever widens: columns
 * that jump at each look cannot be read.
 *
 * @module
 */
import type { Connection } from "../../../model/connection.ts";
import { GAP } from "../../../output/table/fit_columns.ts";
import { displayWidth, sanitize } from "../../../text/terminal_text.ts";
import type { ListLine, WatchSettings, WatchState } from "../watch_state.ts";
import { LIVE_COLUMNS, type LiveColumnName } from "./live_columns.ts";
import { rowHeight } from "./row_height.ts";

/** A column, where it begins and how wide it is. */
export interface PlacedColumn {
  readonly name: LiveColumnName;
  readonly offset: number;
  readonly width: number;
}

/** What was seen of the rows: the widest cells, and which columns have any. */
interface Seen {
  process: number;
  pid: number;
  local: number;
  port: number;
  remote: number;
  host: number;
  state: number;
  owner: number;
  services: number;
  user: number;
  path: number;
}

const NOTHING_SEEN: Readonly<Seen> = {
  process: 8,
  pid: 5,
  local: 0,
  port: 0,
  remote: 0,
  host: 0,
  state: 11,
  owner: 0,
  services: 0,
  user: 0,
  path: 0,
};

/** The widths of the columns. The loop keeps one, so that columns stay where they are. */
export class ColumnWidths {
  #seen: Seen = { ...NOTHING_SEEN };
  #lines: readonly ListLine[] | null = null;
  #columns = 0;

  /** Places the columns of a list, from `start` on. */
  place(state: WatchState, { start, ascii }: { start: number; ascii: boolean }): PlacedColumn[] {
    const { columns } = state.size;
    // Another size moves all columns anyway, so that they may become narrower as well.
    if (columns !== this.#columns) this.#seen = { ...NOTHING_SEEN };
    if (state.lines !== this.#lines || columns !== this.#columns) this.#look(state.lines);
    this.#lines = state.lines;
    this.#columns = columns;
    const { settings, size } = state;
    const room = columns - start;
    const wanted = narrowDemands(this.#seen, { settings, ascii, room });
    if (rowHeight(size) === 1) wanted.push(...wideDemands(this.#seen, { settings, ascii }));
    return placeColumns(wanted.toSorted(heavierFirst), { start, room });
  }

  #look(lines: readonly ListLine[]): void {
    const names = new Set<string>();
    for (const line of lines) {
      if (line.kind === "group") widen(this.#seen, "process", textWidth(groupName(line)));
      for (const { connection } of line.kind === "row" ? [line.row] : line.rows) {
        seeConnection(this.#seen, connection, { names });
      }
    }
  }
}

/** Widens what is too narrow for a row. Comparing costs less than writing, and nearly none is wider. */
function seeConnection(seen: Seen, row: Connection, { names }: { names: Set<string> }): void {
  const { process, pid, state, localPort, remotePort, remoteHost } = row;
  if (process !== null && !names.has(process)) {
    names.add(process);
    widen(seen, "process", textWidth(process));
  }
  if (pid !== null) widen(seen, "pid", digits(pid));
  if (localPort !== null) widen(seen, "port", 1 + digits(localPort));
  widen(seen, "local", endWidth(row.localAddress ?? row.localHost, localPort));
  widen(seen, "remote", endWidth(row.remoteAddress, remotePort));
  if (remoteHost !== null) widen(seen, "host", endWidth(remoteHost, remotePort));
  if (state !== null) widen(seen, "state", state.length);
  if (row.remoteOwner !== null) widen(seen, "owner", row.remoteOwner.length);
  const services = row.socketService ?? row.services?.[0];
  if (services !== undefined) widen(seen, "services", services.length);
  if (row.user !== null) widen(seen, "user", row.user.length);
  if (row.path !== null) widen(seen, "path", row.path.length);
}

function widen(seen: Seen, name: keyof Seen, width: number): void {
  if (width > seen[name]) seen[name] = width;
}

function textWidth(text: string): number {
  return displayWidth(sanitize(text));
}

/** How many digits a number has; ports and most process IDs are counted without being written. */
function digits(value: number): number {
  if (value >= 100_000) return String(value).length;
  if (value >= 1000) return value < 10_000 ? 4 : 5;
  return value < 10 ? 1 : value < 100 ? 2 : 3;
}

function endWidth(where: string | null, port: number | null): number {
  const brackets = where !== null && where.includes(":") ? 2 : 0;
  return (where?.length ?? 1) + brackets + (port === null ? 0 : 1 + digits(port));
}

/** What a program that heads its connections is called. */
export function groupName(
  { process, pid }: { readonly process: string | null; readonly pid: number | null },
): string {
  return process ?? (pid === 0 ? "no process" : "unknown");
}

/** The width of the sign before a program that heads its connections. */
export function groupIndent({ ascii }: { readonly ascii: boolean }): number {
  return ascii ? 4 : 2;
}

/** A width that a column would like to have. The heavier demand is met first. */
interface Demand {
  readonly name: LiveColumnName;
  readonly width: number;
  readonly weight: number;
}

const ALWAYS = Infinity;
const IPV4_END = 21;

/** The most that a column gets: more helps nobody. */
const WIDEST = { process: 24, host: 40, owner: 20, services: 20, user: 20, path: 48, state: 12 };

/** What the columns ask for that every row has in its first line. */
function narrowDemands(
  seen: Readonly<Seen>,
  { settings, ascii, room }: { settings: WatchSettings; ascii: boolean; room: number },
): Demand[] {
  const process = seen.process + (settings.isGrouped ? groupIndent({ ascii }) : 0);
  const wanted: Demand[] = [
    { name: "process", width: Math.min(process, 8, room - GAP - seen.pid), weight: ALWAYS },
    { name: "pid", width: seen.pid, weight: ALWAYS },
    { name: "state", width: Math.min(seen.state, WIDEST.state), weight: 95 },
    { name: "age", width: 4, weight: 90 },
    { name: "process", width: Math.min(process, 16), weight: 88 },
    { name: "process", width: Math.min(process, WIDEST.process), weight: 64 },
  ];
  if (settings.showsAudit) wanted.push({ name: "finding", width: 8, weight: 89 });
  return wanted;
}

/** What the other columns ask for: each first what it needs, then what is comfortable. */
function wideDemands(
  seen: Readonly<Seen>,
  { settings, ascii }: { settings: WatchSettings; ascii: boolean },
): Demand[] {
  const upTo = (name: keyof typeof WIDEST) => Math.min(seen[name], WIDEST[name]);
  const atLeast = (width: number, heading: string) => width && Math.max(width, heading.length);
  const wanted: Demand[] = [
    { name: "direction", width: ascii ? 2 : 1, weight: ALWAYS },
    { name: "remote", width: IPV4_END, weight: ALWAYS },
    { name: "remote", width: Math.min(seen.remote, 30), weight: 83 },
    { name: "port", width: atLeast(seen.port, "local"), weight: 80 },
    { name: "remote", width: seen.remote, weight: 79 },
    { name: "local", width: seen.local, weight: 75 },
    { name: "proto", width: 5, weight: 60 },
    { name: "user", width: atLeast(upTo("user"), "user"), weight: 55 },
    { name: "path", width: atLeast(Math.min(seen.path, 22), "path"), weight: 50 },
    { name: "services", width: atLeast(upTo("services"), "services"), weight: 45 },
    { name: "path", width: atLeast(upTo("path"), "path"), weight: 40 },
  ];
  if (settings.showsNames) wanted.push({ name: "remote", width: upTo("host"), weight: 62 });
  if (settings.showsOwners) {
    wanted.push({ name: "owner", width: 12, weight: 87 });
    wanted.push({ name: "country", width: 7, weight: 86 });
    wanted.push({ name: "owner", width: Math.max(12, upTo("owner")), weight: 65 });
  }
  return wanted;
}

function heavierFirst(a: Demand, b: Demand): number {
  return Number(a.weight < b.weight) - Number(a.weight > b.weight);
}

/** Gives the columns what there is room for. The local end takes the place of the local port. */
function placeColumns(
  wanted: readonly Demand[],
  { start, room }: { start: number; room: number },
): PlacedColumn[] {
  const widths = new Map<LiveColumnName, number>();
  let left = room + GAP;
  for (const { name, width, weight } of wanted) {
    const had = widths.get(name);
    const replaced = name === "local" ? costOf(widths.get("port")) : 0;
    const cost = width + GAP - costOf(had) - replaced;
    if (width === 0 || width <= (had ?? 0) || (cost > left && weight !== ALWAYS)) continue;
    if (had === undefined && isComfort(wanted, { name, weight })) continue;
    if (name === "local") widths.delete("port");
    widths.set(name, width);
    left -= cost;
  }
  let offset = start;
  return LIVE_COLUMNS.filter((name) => widths.has(name)).map((name) => {
    const placed = { name, offset, width: widths.get(name)! };
    offset += placed.width + (name === "direction" ? 1 : GAP);
    return placed;
  });
}

/** Whether a column has a demand that is met before, without which more is of no use. */
function isComfort(
  wanted: readonly Demand[],
  { name, weight }: { name: LiveColumnName; weight: number },
): boolean {
  return wanted.some((other) => other.name === name && other.weight > weight);
}

function costOf(width: number | undefined): number {
  return width === undefined ? 0 : width + GAP;
}
