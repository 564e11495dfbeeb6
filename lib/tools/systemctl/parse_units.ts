/**
 * The output of `systemctl show`: properties of units as `Name=value`, with an empty line between units.
 *
 * @module
 */

/** The properties of a unit by name. */
export type UnitProperties = ReadonlyMap<string, string>;

/** The properties that netwho asks for. */
export const UNIT_PROPERTIES = [
  "Id",
  "LoadState",
  "ActiveState",
  "SubState",
  "UnitFileState",
  "NeedDaemonReload",
  "Result",
  "ExecMainCode",
  "ExecMainStatus",
  "ExecMainStartTimestamp",
  "LastTriggerUSec",
  "NextElapseUSecRealtime",
] as const;

/** The arguments that ask for the properties of units. */
export function showArguments(units: readonly string[]): string[] {
  return ["show", `--property=${UNIT_PROPERTIES.join(",")}`, "--", ...units];
}

/** Parses the properties of units by their names. Never throws; other lines are left out. */
export function parseUnits(output: string): Map<string, UnitProperties> {
  const units = new Map<string, UnitProperties>();
  for (const block of output.split(/(?:\r?\n){2,}/)) {
    const properties = new Map<string, string>();
    for (const line of block.split(/\r?\n/)) {
      const at = line.indexOf("=");
      if (at > 0) properties.set(line.slice(0, at), line.slice(at + 1));
    }
    const id = properties.get("Id");
    if (id !== undefined) units.set(id, properties);
  }
  return units;
}

const TIMESTAMP =
  /^(?:\p{L}+ )?(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.\d+)?(?: ([A-Z]\w*|[+-]\d+))?$/u;

/**
 * Reads a time such as `Thu 2026-11-26 09:00:00 CET`, which is local unless it says UTC, as ISO 8601
 * in UTC; null for none.
 */
export function readTimestamp(text: string | undefined): string | null {
  const parts = TIMESTAMP.exec(text ?? "");
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as Six;
  const isUtc = parts[7] === "UTC" || parts[7] === "GMT";
  const time = isUtc
    ? new Date(Date.UTC(year, month - 1, day, hour, minute, second))
    : new Date(year, month - 1, day, hour, minute, second);
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24;
  return isDate && !Number.isNaN(time.getTime()) ? time.toISOString() : null;
}

type Six = [number, number, number, number, number, number];
