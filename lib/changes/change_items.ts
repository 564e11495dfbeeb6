/**
 * Changes as people are told of them: what happened, to which program, with whom. Connections of a
 * program to one peer are one item.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import { hasPeer, isWaiting } from "../model/peer.ts";
import { directionMark, writeEnd } from "../output/table/cells.ts";
import { sanitize } from "../text/terminal_text.ts";
import { countOf, joinPresent } from "../text/wording.ts";

/** The parts of a report, in order. */
const SECTIONS = [
  "listeners",
  "firstPeers",
  "peers",
  "sockets",
  "closedListeners",
  "closed",
  "changed",
] as const;

/** A part of a report. */
export type Section = typeof SECTIONS[number];

/** Changes that are told of together. */
export interface Item {
  readonly section: Section;
  /** The program in words, safe for a terminal. */
  readonly program: string;
  /** The changed rows, at least one. */
  readonly rows: [Change, ...Change[]];
}

/** The sign in front of the lines of a section. */
export function signOf(section: Section): "+" | "-" | "~" {
  if (section === "changed") return "~";
  return section.startsWith("closed") ? "-" : "+";
}

/** Puts changes together, in the order in which they come. */
export function itemsOf(
  changes: readonly Change[],
  hadPeers: (row: Change) => boolean,
): Map<Section, Item[]> {
  const items = new Map<string, Item>();
  for (const row of changes) {
    const section = sectionOf(row, hadPeers);
    const program = programOf(row);
    const states = section === "changed" ? [row.state, row.previousState] : [];
    const key = JSON.stringify([section, program, endOf(row), ...states]);
    const known = items.get(key);
    if (known === undefined) items.set(key, { section, program, rows: [row] });
    else known.rows.push(row);
  }
  const bySection = Map.groupBy(items.values(), ({ section }) => section);
  return new Map(SECTIONS.flatMap((section) => {
    const some = bySection.get(section);
    return some === undefined ? [] : [[section, some] as const];
  }));
}

function sectionOf(row: Change, hadPeers: (row: Change) => boolean): Section {
  if (row.change === "changed") return "changed";
  if (row.change === "closed") return isWaiting(row) ? "closedListeners" : "closed";
  if (isWaiting(row)) return "listeners";
  if (!hasPeer(row)) return "sockets";
  return hadPeers(row) ? "peers" : "firstPeers";
}

/** A program in words: its name, else its process ID. */
export function programOf(
  { process, pid, state }: Pick<Change, "process" | "pid" | "state">,
): string {
  if (process !== null) return sanitize(process);
  if (pid !== null && pid !== 0) return `PID ${pid}`;
  return state === "TIME_WAIT" ? "no program any more" : "unknown program";
}

/** The end that a change is about: where a socket waits, or its peer. */
export function endOf(row: Change): string {
  const { protocol } = row;
  const isLocal = !hasPeer(row);
  const end = isLocal
    ? writeEnd(row.localAddress ?? row.localHost, row.localPort)
    : isInbound(row)
    ? writeEnd(row.remoteAddress ?? row.remoteHost, null)
    : writeEnd(row.remoteAddress ?? row.remoteHost, row.remotePort);
  const served = !isLocal && isInbound(row) ? ` to port ${row.localPort ?? "?"}` : "";
  return sanitize(isLocal || protocol !== "TCP" ? `${protocol} ${end}${served}` : end + served);
}

function isInbound({ direction }: Change): boolean {
  return direction === "inbound";
}

/** The port that tells what a connection is for. */
export function portOf(row: Change): string {
  return isInbound(row) ? `its own port ${row.localPort}` : `port ${row.remotePort}`;
}

/** An item as cells; the cell of an absent value is empty. */
export interface ItemCells {
  /** Who, and with whom. */
  readonly head: readonly string[];
  /** What else is known. */
  readonly more: readonly string[];
}

/** Writes an item as cells, which are safe for a terminal. */
export function cellsOf(
  { section, program, rows }: Item,
  { ascii }: { readonly ascii: boolean },
): ItemCells {
  const [row] = rows;
  const pids = [...new Set(rows.map(({ pid }) => pid))].filter((pid) => pid !== null && pid !== 0);
  const isNamed = row.process !== null && pids.length > 0;
  const isTold = section === "listeners" || section === "firstPeers";
  const host = row.remoteAddress === null ? null : row.remoteHost;
  const texts = (cells: readonly (string | null)[]) => cells.map((cell) => sanitize(cell ?? ""));
  return {
    head: texts([
      program,
      isNamed ? pidsInWords(pids as number[]) : null,
      directionMark(row, { ascii }),
      endOf(row),
      hasPeer(row) && row.direction !== "inbound" ? row.remoteService : row.localService,
      statesOf(rows, { ascii }),
    ]),
    more: texts([
      host,
      row.remoteOwner,
      row.remoteCountry,
      rows.length > 1 ? countOf(rows.length, hasPeer(row) ? "connection" : "socket") : null,
      reachOf(row),
      section === "firstPeers" ? "had no peers before" : null,
      row.socketService,
      isTold ? row.path : null,
    ]),
  };
}

/** The most process IDs that are named. */
const MOST_PIDS = 3;

function pidsInWords(pids: readonly number[]): string {
  const named = pids.slice(0, MOST_PIDS).join(", ");
  const more = pids.length - MOST_PIDS;
  return `PID ${named}${more > 0 ? ` and ${more} more` : ""}`;
}

function statesOf(rows: readonly Change[], options: { readonly ascii: boolean }): string | null {
  return joinPresent([...new Set(rows.map((row) => stateOf(row, options)))], ", ");
}

/** The state of a change, with the one before where it is another one. */
export function stateOf(
  { change, state, previousState }: Change,
  { ascii }: { readonly ascii: boolean },
): string | null {
  if (change === "changed") {
    return `${previousState ?? "?"} ${ascii ? "->" : "\u2192"} ${state ?? "?"}`;
  }
  return change === "closed" || state === "LISTENING" ? null : state;
}

/** Who can reach a socket that waits, as far as its address tells. */
function reachOf(row: Change): string | null {
  if (!isWaiting(row)) return null;
  if (row.localScope === "any") return "on every address";
  return row.localScope === "loopback" ? "this computer only" : null;
}
