/**
 * The law that tasklist's parser invents nothing: each value of a row stands in the lines that the row
 * was made of.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Process } from "../../lib/model/process.ts";
import { withoutEntities } from "../../lib/text/markup.ts";
import { parseTasklist } from "../../lib/tools/tasklist/parse_tasklist.ts";
import { readTasklistLines } from "../../lib/tools/tasklist/tasklist_lines.ts";

/** Checks every row of a text. Throws if a value is not in its lines. */
export function checkProcesses(text: string): void {
  const { rows } = parseTasklist(text);
  if (rows.length === 0) return;
  const sources = linesOfRows(text);
  assertEquals(sources.length, rows.length, "a row without lines");
  rows.forEach((row, at) => checkProcess(row, sources[at]!));
}

/** The lines of each row, joined. */
function linesOfRows(text: string): string[] {
  const { lines, roles } = readTasklistLines(text);
  return roles.flatMap((role, at) => {
    if (role !== "row") return [];
    let end = at + 1;
    while (roles[end] === "continuation") end++;
    return [lines.slice(at, end).join("\n")];
  });
}

function checkProcess(row: Process, source: string): void {
  // A copy of a page's source has names in place of characters; NUL is a filler, in names as well.
  const printed = `${bare(source)}\n${bare(withoutEntities(source.replaceAll("\0", "")))}`;
  const texts = [row.process, row.sessionName, row.status, row.user, row.windowTitle];
  const numbers = [row.pid, row.sessionId].map((number) => number?.toString());
  for (const value of [...texts, ...numbers, ...row.services ?? [], ...row.modules ?? []]) {
    assert(printed.includes(bare(value ?? "")), `${value} is not in ${source}`);
  }
  const { memoryBytes, cpuSeconds } = row;
  if (memoryBytes !== null) assert(amountsOf(memoryBytes, printed), `${memoryBytes} in ${source}`);
  if (cpuSeconds !== null) {
    assert(timesIn(printed).includes(cpuSeconds), `${cpuSeconds} in ${source}`);
  }
}

/** Removes what wrapping, quotes and comment marks add. */
function bare(text: string): string {
  // deno-lint-ignore no-control-regex -- the parser takes NUL for a filler
  return text.replace(/[\s"#>\u0000\ufeff]/g, "");
}

/** Whether the digits of an amount in KB, MB, GB or TB stand in a text, separators aside. */
function amountsOf(bytes: number, printed: string): boolean {
  const digits = printed.replace(/\D/g, "");
  return [1, 2, 3, 4].some((power) => {
    const amount = bytes / 1024 ** power;
    return digits.includes(amount.toFixed(2).replace(/\.?0+$/, "").replace(".", "")) ||
      digits.includes(amount.toFixed(2).replace(".", ""));
  });
}

/** Every processor time in a text, in seconds. */
function timesIn(printed: string): number[] {
  const times = printed.matchAll(/(?=(\d{1,9})[:.](\d{2})[:.](\d{2}))/g);
  return [...times].map(([, hours, minutes, seconds]) =>
    Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  );
}
