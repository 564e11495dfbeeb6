/**
 * The law that schtasks' parsers invent nothing: each value stands in the text.
 *
 * @module
 */
import { assert } from "@std/assert";
import { withoutMarks } from "../../lib/text/marks.ts";
import { parseSchtasks } from "../../lib/tools/schtasks/parse_schtasks.ts";
import { printedTimeReader } from "../../lib/tools/schtasks/printed_times.ts";
import { parseTaskDefinition } from "../../lib/tools/schtasks/task_definition.ts";

/** Checks what is read of a text. Throws if a value is not in it. */
export function checkTasks(text: string): void {
  const { rows, rejected } = parseSchtasks(text);
  const lines = text.split(/\r*\n|\r+/).length;
  assert(rows.length + rejected.length <= lines, "more rows and rejects than lines");
  const bare = withoutSpace(text);
  const texts = rows.flatMap(({ nextRun, details }) => [nextRun, details?.lastRun ?? ""]);
  const readTime = printedTimeReader(texts);
  for (const { line, path, nextRun, status, details } of rows) {
    assert(line >= 1 && line <= lines, `line ${line} of ${lines}`);
    assert(path.startsWith("\\"), path);
    const { host = "", user = "", author = "", command = null, lastRun = "" } = details ?? {};
    for (const value of [path, nextRun, status, host, user, author, command ?? "", lastRun]) {
      assert(bare.includes(withoutSpace(value)), `${value} is not in the text`);
    }
    const result = details?.lastResult ?? 0;
    assert(Number.isInteger(result) && Math.abs(result) <= 2 ** 31, `result ${result}`);
    for (const time of [readTime(nextRun), readTime(lastRun)]) {
      assert(time === null || !Number.isNaN(Date.parse(time)), `${time}`);
    }
  }
  const definition = parseTaskDefinition(text);
  for (const { kind } of definition?.triggers ?? []) assert(text.includes(kind), kind);
}

function withoutSpace(text: string): string {
  return withoutMarks(text).replaceAll(/\s/g, "");
}
