/**
 * The columns of the list: those of the table of connections, and what only a moving list has.
 *
 * @module
 */
import { CONNECTION_VIEW } from "../../../model/connection.ts";
import type { ObjectRow } from "../../../model/field.ts";
import { SEVERITIES, type Severity } from "../../../model/finding.ts";
import { isWaiting } from "../../../model/peer.ts";
import type { ViewColumn } from "../../../model/view.ts";
import { paintSeverity, paintState, paintStrong } from "../../../output/colors.ts";
import { type Cell, cellWriter, writeEnd } from "../../../output/table/cells.ts";
import { shortenHost, shortenName, shortenPath } from "../../../output/table/cut_text.ts";
import { shorten } from "../../../text/terminal_text.ts";
import { beganAt, type LiveRow } from "../../live_row.ts";
import type { WatchState } from "../watch_state.ts";
import type { Paint } from "./screen_text.ts";

/** What a cell is written from, besides its row. */
export interface CellContext {
  /** When the look was made, in milliseconds since 1970. */
  readonly at: number;
  readonly marks: WatchState["marks"];
  readonly showsNames: boolean;
  readonly ascii: boolean;
  /** Whether the local end has a column of its own. */
  readonly hasLocal: boolean;
}

/** A cell before it is cut. */
export interface LiveCell {
  readonly text: string;
  /** Whether it may be cut. */
  readonly isLoose: boolean;
  readonly paint?: Paint;
}

/** The names of the columns, from left to right; who began a connection stands between its ends. */
export const LIVE_COLUMNS = [
  "process",
  "pid",
  "proto",
  "local",
  "port",
  "direction",
  "remote",
  "state",
  "age",
  "finding",
  "owner",
  "country",
  "services",
  "user",
  "path",
] as const;

/** The name of a column. */
export type LiveColumnName = typeof LIVE_COLUMNS[number];

/** How a column is drawn. */
export interface LiveColumn {
  readonly heading: string;
  readonly isRight: boolean;
  /** Cuts a cell to a width. */
  cut(text: string, width: number): string;
  write(row: LiveRow, context: CellContext): LiveCell;
}

/** The columns by their names. */
export const COLUMN_BY_NAME: Readonly<Record<LiveColumnName, LiveColumn>> = {
  process: tableColumn("process", { cut: shortenName }),
  pid: tableColumn("pid", { isRight: true }),
  direction: tableColumn("direction"),
  proto: tableColumn("proto"),
  local: tableColumn("local"),
  port: {
    ...basics("local"),
    write: ({ connection: { localPort } }) => fixed(localPort === null ? "" : `:${localPort}`),
  },
  remote: { ...basics("remote"), cut: shortenHost, write: writeRemote },
  state: { ...basics("state"), cut: shorten, write: writeState },
  age: { ...basics("age"), isRight: true, write: (row, { at }) => fixed(ageText(row, at)) },
  finding: { ...basics("finding"), write: writeFinding },
  owner: tableColumn("owner", { cut: shorten }),
  country: tableColumn("country", { cut: shorten }),
  services: tableColumn("services", { cut: shorten }),
  user: tableColumn("user", { cut: shorten }),
  path: { ...basics("path"), cut: shortenPath, write: writePath },
};

function basics(heading: string): Omit<LiveColumn, "write"> {
  return { heading, isRight: false, cut: shorten };
}

/** A column of the table of connections. */
function tableColumn(
  name: string,
  { cut, isRight = false }: { cut?: LiveColumn["cut"]; isRight?: boolean } = {},
): LiveColumn {
  const write = writerOf(name);
  return {
    heading: specOf(name).heading ?? name,
    isRight,
    cut: cut ?? shorten,
    write: ({ connection }, { ascii }) => cellOf(write(connection, ascii), cut !== undefined),
  };
}

function specOf(name: string): ViewColumn {
  return CONNECTION_VIEW.columns.find((column) => column.name === name)!;
}

function writerOf(name: string): (row: ObjectRow, ascii: boolean) => string | Cell {
  const plain = cellWriter(specOf(name));
  const inAscii = cellWriter(specOf(name), { ascii: true });
  return (row, ascii) => ascii ? inAscii(row) : plain(row);
}

function cellOf(cell: string | Cell, mayCut: boolean): LiveCell {
  if (typeof cell === "string") return { text: cell, isLoose: mayCut };
  const { text, isLoose, isStrong } = cell;
  return { text, isLoose: isLoose || mayCut, paint: isStrong ? paintStrong : undefined };
}

function fixed(text: string): LiveCell {
  return { text, isLoose: false };
}

const writePeer = writerOf("remote");

/**
 * The other end; of a socket that waits the end at which it does, unless that has its own column. Only
 * an address must not be cut: the end of a name tells whose it is.
 */
function writeRemote({ connection }: LiveRow, context: CellContext): LiveCell {
  if (!context.hasLocal && isWaiting(connection)) {
    const { localAddress, localHost, localPort } = connection;
    const text = writeEnd(localAddress ?? localHost, localPort);
    return { text, isLoose: localAddress === null && localHost !== null };
  }
  const isNamed = context.showsNames || connection.remoteAddress === null;
  const row = isNamed ? connection : { ...connection, remoteHost: null };
  return cellOf(writePeer(row, context.ascii), row.remoteHost !== null);
}

/** The state; UDP has none, and says so in its place. */
function writeState({ connection: { state, protocol } }: LiveRow): LiveCell {
  if (state === null) return { text: protocol, isLoose: false };
  return { text: state, isLoose: true, paint: (text) => paintState(text, state) };
}

function writeFinding({ id }: LiveRow, { marks }: CellContext): LiveCell {
  const severity = marks.get(id);
  return severity === undefined
    ? fixed("")
    : { text: severity, isLoose: true, paint: (text) => paintMark(text, severity) };
}

/** Paints in the colour of a severity; text of an unknown one stays plain. */
export function paintMark(text: string, severity: string): string {
  return isSeverity(severity) ? paintSeverity(text, severity) : text;
}

function isSeverity(word: string): word is Severity {
  return (SEVERITIES as readonly string[]).includes(word);
}

function writePath({ connection: { path } }: LiveRow): LiveCell {
  return { text: path ?? "", isLoose: true };
}

/** How long a connection has lived, in its largest unit; empty where nobody knows when it began. */
function ageText(row: LiveRow, at: number): string {
  const began = beganAt(row);
  if (began === null) return "";
  const seconds = Math.max(0, Math.floor(((row.closedAt ?? at) - began) / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}
