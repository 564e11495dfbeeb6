/**
 * Reads what a snapshot's document says besides its rows, even after PowerShell has changed it.
 *
 * @module
 */
import type { Connection } from "../../model/connection.ts";
import type { Field } from "../../model/field.ts";
import { isObject, itemsOf, objectOf } from "../../text/untrusted_json.ts";
import { type Holder, isHiddenBy } from "../hidden_owners.ts";
import {
  SNAPSHOT_FORMAT,
  SNAPSHOT_MARK,
  type SnapshotHead,
  type SocketHolder,
  WARNING_REMARK,
} from "../snapshot_document.ts";
import type { SocketBatch } from "../source.ts";
import type { JsonDocument } from "./json_documents.ts";
import { readValue, UNREADABLE } from "./own_values.ts";

/** The most items of a list that are read. */
const MOST_ITEMS = 100_000;
/** A document comes from anywhere: what it says of itself must not fill the screen. */
const [MOST_WARNINGS, LONGEST_WARNING] = [20, 500];

/** Reads the head of a document; null for what is not a snapshot's, but only has rows in it. */
export function readHead({ members }: JsonDocument): SnapshotHead | null {
  const format = valueOf(members.get(SNAPSHOT_MARK), "integer");
  if (format === null) return null;
  const unseen = objectOf(members.get("unseen"));
  const os = members.get("os");
  return {
    format,
    version: valueOf(members.get("version"), "text"),
    observedAt: valueOf(members.get("observedAt"), "time"),
    computer: valueOf(members.get("computer"), "text"),
    os: os === "windows" || os === "linux" ? os : null,
    elevated: valueOf(members.get("elevated"), "boolean"),
    unseen: {
      hiddenBy: isHiddenBy(unseen.hiddenBy) ? unseen.hiddenBy : "notSaved",
      owners: countIn(unseen.owners),
      summary: valueOf(unseen.summary, "text"),
      processes: countIn(unseen.processes),
      unreadable: countIn(unseen.unreadable),
      refused: countIn(unseen.refused),
      unreadablePids: pidsIn(unseen.unreadablePids),
      otherNamespacePids: pidsIn(unseen.otherNamespacePids),
    },
    warnings: listIn(members.get("warnings")).filter((item) => typeof item === "string")
      .slice(0, MOST_WARNINGS).map((warning) => warning.slice(0, LONGEST_WARNING)),
    processNotes: listIn(members.get("processNotes")).flatMap((item) => {
      const { pid, note } = objectOf(item);
      return isNumber(pid) && typeof note === "string" ? [{ pid, note }] : [];
    }),
    holders: listIn(members.get("holders")).flatMap(readHolder),
  };
}

/** A list; one that PowerShell has made of it, or a single item. */
function listIn(value: unknown): readonly unknown[] {
  if (isObject(value) && Array.isArray(value.value)) return listIn(value.value);
  if (Array.isArray(value)) return itemsOf(value, MOST_ITEMS);
  return value === null || value === undefined || value === "" ? [] : [value];
}

interface ValueOf {
  readonly text: string;
  readonly time: string;
  readonly integer: number;
  readonly boolean: boolean;
}

/** Null for what cannot be read too. */
function valueOf<Kind extends keyof ValueOf>(
  value: unknown,
  kind: Kind,
): ValueOf[Kind] | null {
  const field: Field = { name: "", kind, about: "" };
  const read = readValue(field, value);
  return read === UNREADABLE ? null : read as ValueOf[Kind] | null;
}

function countIn(value: unknown): number {
  return valueOf(value, "integer") ?? 0;
}

function pidsIn(value: unknown): ReadonlySet<number> | undefined {
  if (value === null || value === undefined) return undefined;
  return new Set(listIn(value).filter(isNumber));
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function readHolder(item: unknown): SocketHolder[] {
  if (!isObject(item)) return [];
  const [holderPid, protocol] = [valueOf(item.holderPid, "integer"), item.protocol];
  if (holderPid === null || typeof protocol !== "string") return [];
  return [{
    protocol,
    localAddress: valueOf(item.localAddress, "text"),
    localPort: valueOf(item.localPort, "integer"),
    remoteAddress: valueOf(item.remoteAddress, "text"),
    remotePort: valueOf(item.remotePort, "integer"),
    pid: valueOf(item.pid, "integer"),
    holderPid,
    holderProcess: valueOf(item.holderProcess, "text"),
  }];
}

/** Makes a function that finds the holders of a connection, the owner first; none where none are told. */
export function holderFinder({ holders }: SnapshotHead): SocketBatch["holdersOf"] {
  if (holders.length === 0) return undefined;
  const byKey = Map.groupBy(holders, keyOf);
  return (row) => {
    const others = byKey.get(keyOf(row)) ?? [];
    if (others.length === 0 || row.pid === null) return undefined;
    const owner: Holder = { pid: row.pid, process: row.process };
    return [owner, ...others.map((it) => ({ pid: it.holderPid, process: it.holderProcess }))];
  };
}

function keyOf(row: Pick<SocketHolder & Connection, (typeof KEY)[number]>): string {
  return KEY.map((name) => row[name]).join(" ");
}

const KEY = [
  "protocol",
  "localAddress",
  "localPort",
  "remoteAddress",
  "remotePort",
  "pid",
] as const satisfies readonly (keyof SocketHolder & keyof Connection)[];

/** What to know about a file with documents, each the end of a sentence that starts with its name. */
export function remarksOnHead({ format, version, warnings }: SnapshotHead): string[] {
  const newer = format <= SNAPSHOT_FORMAT ? [] : [
    `is a snapshot of a newer netwho${version === null ? "" : ` (${version})`}: ` +
    "what this one does not know is left out",
  ];
  return [...newer, ...warnings.map((warning) => WARNING_REMARK + warning)];
}
