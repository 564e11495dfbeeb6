/**
 * The check that rows of netwho's are read as they stand in their text.
 *
 * @module
 */
import { assert } from "@std/assert";
import { toRecord } from "../../lib/capture/saved/own_records.ts";
import type { PlacedRow } from "../../lib/capture/saved/own_rows.ts";
import { PROCESS_FIELDS } from "../../lib/model/process.ts";
import { SOCKET_FIELDS } from "../../lib/model/socket.ts";

/** Checks that every value of rows is in the text, but for times, which may be converted. */
export function checkOwnRows(rows: readonly PlacedRow[], text: string): void {
  if (rows.length === 0) return;
  const plain = unescaped(text);
  const numbers = new Set((text.match(/-?\d[\d.eE+-]*/g) ?? []).map(Number));
  const stands = (part: string) =>
    plain.includes(part.replaceAll('"', "")) || numbers.has(Number(part));
  for (const { row } of rows) {
    const record = { ...toRecord(row, SOCKET_FIELDS), ...toRecord(row, PROCESS_FIELDS) };
    for (const [name, value] of Object.entries(record)) {
      if (value === null || name === "startedAt") continue;
      const parts = typeof value === "object" ? value : [String(value)];
      for (const part of parts) assert(stands(part), `${name} ${part} is not in the text`);
    }
  }
}

/** Text without the escapes of JSON and without quotes and doubled semicolons, as CSV has them. */
function unescaped(text: string): string {
  const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
  const decoded = text.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.))/g,
    (_, code, other) =>
      code === undefined ? escapes[other] ?? other : String.fromCharCode(parseInt(code, 16)),
  );
  return [text, decoded, text.replace(/;+(?= |$|")/g, (run) => run.slice(run.length >> 1))]
    .map((version) => version.replaceAll('"', "")).join("\n");
}
