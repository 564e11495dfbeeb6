/**
 * Documents of JSON that hold lists of rows among other things, as `netwho snapshot` writes them: how
 * they are told from rows.
 *
 * @module
 */
import { type Fields, isObject } from "../../text/untrusted_json.ts";
import { SNAPSHOT_MARK } from "../snapshot_document.ts";
import { namesOwnRows } from "./own_columns.ts";
import { skipSpace } from "./json_ends.ts";

/** The members of a document that are lists of rows. */
export type RowList = "connections" | "processes";

/** A document, filled as it is read. */
export interface JsonDocument {
  /** The number of its first line. */
  readonly line: number;
  /** Its members but for the rows; a list of rows that is null is among them. */
  readonly members: Map<string, unknown>;
  /** The lists that it has, even if they are empty or were cut. */
  readonly lists: Set<RowList>;
  /** Those of its lists that have nothing in them, and were not cut. */
  readonly emptyLists: Set<RowList>;
  /** Whether its end was read. */
  isWhole: boolean;
}

/** Makes a document of which nothing was read yet. */
export function emptyDocument(line: number): JsonDocument {
  return { line, members: new Map(), lists: new Set(), emptyLists: new Set(), isWhole: false };
}

/** Whether a member of a document is a list of rows. */
export function isRowList(name: string): name is RowList {
  return name === "connections" || name === "processes";
}

/** Whether the object that begins at `start` is a snapshot's document: its mark comes first. */
export function startsWithMark(text: string, start: number): boolean {
  return text.startsWith(QUOTED_MARK, skipSpace(text, start + 1));
}

const QUOTED_MARK = `"${SNAPSHOT_MARK}"`;

/**
 * Whether an object is a document: it has the mark, which may stand behind its lists where another
 * program has sorted the members; or what is left of one, a list whose rows are netwho's.
 */
export function isDocument(object: Fields): boolean {
  if (SNAPSHOT_MARK in object) return true;
  return hasOwnRows(object.connections) || hasOwnRows(object.processes);
}

function hasOwnRows(list: unknown): boolean {
  if (!Array.isArray(list)) return false;
  const [first] = list;
  return isObject(first) && namesOwnRows(Object.keys(first));
}

/** The beginning of a document whose members another program has sorted, up to its first row. */
const SORTED_START = /^\{[^[\]{}]*"(?:connections|processes)"\s*:\s*\[\s*\{/;
const LONGEST_START = 4000;

/** Whether the object that begins at `start`, and was cut, seems to be a document. */
export function seemsDocument(text: string, start: number): boolean {
  return SORTED_START.test(text.slice(start, start + LONGEST_START));
}

/**
 * Why a row, or a whole list of them, is text: ConvertTo-Json of PowerShell goes two levels deep
 * unless it is told otherwise.
 */
export const CUT_BY_DEPTH = "ConvertTo-Json has made text of it";

/** Whether a value is what ConvertTo-Json makes of an object that is too deep for it. */
export function isCutByDepth(value: unknown): boolean {
  return typeof value === "string" && /^(?:@\{|System\.|\s*$)/.test(value);
}
