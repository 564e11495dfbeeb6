/**
 * Turns rows that netwho wrote back into records, even after PowerShell or a spreadsheet has changed
 * them.
 *
 * @module
 */
import type { Field, FieldValue, RecordOf } from "../../model/field.ts";
import { PROCESS_FIELDS } from "../../model/process.ts";
import type { UnreadTally } from "../../model/unread_tally.ts";
import type { OwnKind } from "./own_columns.ts";
import type { RawRow } from "./own_rows.ts";
import { countUnread, readValue, remainder, UNREADABLE } from "./own_values.ts";

/** Why a row of somebody else cannot be read. */
export const NOT_OWN = "none of its fields is a netwho field";

/** Returns why a row cannot be read back; null if it can. */
export function faultOf(row: RawRow, kind: OwnKind): string | null {
  if (kind === null) return NOT_OWN;
  if (kind === "processes") {
    return toRecord(row, PID).pid === null ? "a process without a pid" : null;
  }
  const protocol = new ByName(row).get("protocol");
  return protocol === "TCP" || protocol === "UDP"
    ? null
    : "a socket whose protocol is neither TCP nor UDP";
}

const PID = PROCESS_FIELDS.filter(({ name }) => name === "pid");

/** Where values that cannot be read are counted, and the line of the row. */
export interface UnreadPlace {
  /** @default they are not counted */
  readonly tally?: UnreadTally | null;
  readonly line?: number;
}

/** Converts a row to a record with every field of a table; values that cannot be read become null. */
export function toRecord<const Fields extends readonly Field[]>(
  raw: RawRow,
  fields: Fields,
  { tally = null, line = 1 }: UnreadPlace = {},
): RecordOf<Fields> {
  const values = new ByName(raw);
  const entries = fields.map((field): [string, FieldValue] => {
    const value = values.get(field.name);
    const read = readValue(field, value);
    if (read !== UNREADABLE) return [field.name, read];
    if (tally !== null) countUnread(tally, field, { value, line });
    return [field.name, remainder(field, value)];
  });
  return Object.fromEntries(entries) as RecordOf<Fields>;
}

/** Looks up a row's values by name, ignoring case, which PowerShell may change. */
class ByName {
  readonly #row: RawRow;
  #caseless: ReadonlyMap<string, unknown> | null = null;

  constructor(row: RawRow) {
    this.#row = row;
  }

  get(name: string): unknown {
    if (Object.hasOwn(this.#row, name)) return this.#row[name];
    this.#caseless ??= new Map(
      Object.entries(this.#row).map(([name, value]) => [name.toLowerCase(), value]),
    );
    return this.#caseless.get(name.toLowerCase()) ?? null;
  }
}
