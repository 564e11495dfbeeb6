/**
 * The document of a snapshot as JSON: the facts first, then one row a line.
 *
 * @module
 */
import type { WholeSnapshot } from "../capture/snapshot.ts";
import {
  SAVED_PROCESS_FIELDS,
  SNAPSHOT_MARK,
  type SnapshotHead,
} from "../capture/snapshot_document.ts";
import { CONNECTION_FIELDS } from "../model/connection.ts";
import type { Field, ObjectRow } from "../model/field.ts";
import type { Format } from "./format.ts";
import { formatRows } from "./format_rows.ts";
import { json } from "./json.ts";

/**
 * The format of one document, whose rows are its connections. What could not be seen comes before
 * them, so that a document that was cut still tells it.
 */
export function snapshotFormat(
  head: SnapshotHead,
  { processes }: Pick<WholeSnapshot, "processes">,
): Format {
  return {
    name: "snapshot",
    summary: "one JSON document",
    extensions: ["json"],
    appendable: false,
    isAscii: true,
    open(fields) {
      const writer = json.open(fields);
      return {
        begin: () => `{\n${beginningOf(head)},\n"connections": `,
        rows: (rows) => writer.rows(rows),
        end: () => `${writer.end().trimEnd()},\n${endOf(head, processes)}\n}\n`,
      };
    },
  };
}

/**
 * Formats a snapshot as the document that `netwho snapshot` writes, and that `from` reads.
 *
 * @example
 * ```ts
 * import { denoHost, describeSnapshot, formatSnapshot, snapshot } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const host = denoHost();
 * const taken = await snapshot({ host });
 * const head = describeSnapshot(taken, { host, diagnostics: taken.diagnostics });
 * const { connections } = JSON.parse(formatSnapshot(taken, head));
 * assertEquals(connections.length, taken.connections.length);
 * ```
 */
export function formatSnapshot(snapshot: WholeSnapshot, head: SnapshotHead): string {
  const format = snapshotFormat(head, snapshot);
  return formatRows(snapshot.connections, format, { fields: CONNECTION_FIELDS });
}

function beginningOf(
  { format, version, observedAt, computer, os, elevated, unseen, warnings }: SnapshotHead,
): string {
  const { hiddenBy, owners, summary, processes, unreadable, refused } = unseen;
  const list = (pids: ReadonlySet<number> | undefined) => pids === undefined ? null : [...pids];
  return membersOf({
    [SNAPSHOT_MARK]: format,
    ...{ version, observedAt, computer, os, elevated },
    unseen: {
      ...{ hiddenBy, owners, summary, processes, unreadable, refused },
      unreadablePids: list(unseen.unreadablePids),
      otherNamespacePids: list(unseen.otherNamespacePids),
    },
    warnings,
  });
}

function endOf(
  { processNotes, holders }: SnapshotHead,
  processes: WholeSnapshot["processes"],
): string {
  const rows = processes === null ? "null" : listOf([...processes.values()], SAVED_PROCESS_FIELDS);
  return `"processes": ${rows},\n${membersOf({ processNotes, holders })}`;
}

function membersOf(members: Readonly<Record<string, unknown>>): string {
  return Object.entries(members)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(",\n");
}

function listOf(rows: readonly ObjectRow[], fields: readonly Field[]): string {
  return formatRows(rows, json, { fields }).trimEnd();
}
