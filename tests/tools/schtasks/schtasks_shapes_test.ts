// Rows of schtasks that are damaged, cut, wrapped, or full of quotation marks.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseSchtasks } from "../../../lib/tools/schtasks/parse_schtasks.ts";
import { TOOLS } from "../../../lib/tools/tools.ts";

/** The 28 cells of a task. */
function cells(change: Readonly<Record<number, string>> = {}): string[] {
  const known: Readonly<Record<number, string>> = {
    0: "PC-7",
    1: "\\netwho\\log",
    2: "N/A",
    5: "N/A",
    6: "0",
    14: "anna",
    ...change,
  };
  return Array.from({ length: 28 }, (_, at) => known[at] ?? `cell ${at}`);
}
const row = (change?: Readonly<Record<number, string>>) => `"${cells(change).join('","')}"\r\n`;
const paths = (text: string) => parseSchtasks(text).rows.map(({ path }) => path);
const rejected = (text: string) => parseSchtasks(text).rejected.map(({ line }) => line);
const HEADER = `"${Array.from({ length: 28 }, (_, at) => `Head ${at}`).join('","')}"\r\n`;

Deno.test("an empty list, and one with headers alone, has no tasks", () => {
  for (const text of ["", "\r\n", HEADER, `\r\n${HEADER}\r\n${HEADER}`]) {
    assertEquals(parseSchtasks(text), { rows: [], rejected: [] });
  }
});

Deno.test("quotation marks inside cells are not doubled", () => {
  const command = 'reg query "HKLM\\SOFTWARE" /v "SD"';
  const [task] = parseSchtasks(row({ 8: command })).rows;
  assertEquals([task?.details?.command, task?.details?.user], [command, "anna"]);
});

Deno.test("a command that looks like two cells hides itself, but not what stands around it", () => {
  const [task] = parseSchtasks(row({ 8: 'tool "a","b"', 6: "1" })).rows;
  assertEquals(
    [task?.path, task?.details?.lastResult, task?.details?.command, task?.details?.user],
    ["\\netwho\\log", 1, null, "anna"],
  );
});

Deno.test("a comment may have lines, quoted and empty ones too", () => {
  const text = row({ 10: 'first\r\n"second"\r\n\r\nlast' }) + row({ 1: "\\netwho\\b" });
  assertEquals([paths(text), rejected(text)], [["\\netwho\\log", "\\netwho\\b"], []]);
});

Deno.test("a row that was cut does not take the next one with it", () => {
  const cut = row().slice(0, 60);
  for (const end of ["\r\n", '"\r\n', '","\r\n']) {
    const text = cut + end + row({ 1: "\\netwho\\b" });
    assertEquals(paths(text), ["\\netwho\\b"]);
    assertEquals(rejected(text), [1]);
  }
});

Deno.test("a row whose separators are lost when its lines are joined is rejected", () => {
  // As long as the others but for the spaces that the console may have lost, which come between `"` and `,"`.
  for (const text of [cells().join('"\n,"'), cells().join('",\n "')].map((inner) => `"${inner}"`)) {
    assertEquals(paths(text), []);
    assertEquals(rejected(text), cells().map((_, at) => at + 1));
  }
});

Deno.test("messages between the rows are rejected, with their lines", () => {
  const text = `${HEADER}${row()}FEHLER: Knoten.\r\n\r\nERREUR : "x"\r\n${row({ 1: "\\b" })}`;
  assertEquals([paths(text), rejected(text)], [["\\netwho\\log", "\\b"], [3, 5]]);
});

Deno.test("a task with several triggers is one task", () => {
  assertEquals(paths(row() + row({ 20: "other" }) + row({ 1: "\\x" })), ["\\netwho\\log", "\\x"]);
});

for (
  const [text, result] of [
    ["0", 0],
    ["1", 1],
    ["267009", 267009],
    ["-2147024894", -2147024894],
    ["2147942402", -2147024894],
    ["0x80070002", -2147024894],
    ["4294967295", -1],
    ["4294967296", null],
    ["-2147483649", null],
    ["N/A", null],
    ["", null],
    ["1.5", null],
  ] as const
) {
  Deno.test(`a result of "${text}" is ${result}`, () => {
    assertEquals(parseSchtasks(row({ 6: text })).rows[0]?.details?.lastResult, result);
  });
}

Deno.test("marks of the reading direction, LF and CR-CR-LF change nothing", () => {
  const text = HEADER + row();
  for (
    const changed of [text.replaceAll("\r", ""), text.replaceAll("\r", "\r\r"), `\ufeff${text}`]
  ) {
    assertEquals(paths(changed), ["\\netwho\\log"]);
  }
});

Deno.test("any tasks in any words come back", () => {
  const cell = fc.string({ unit: fc.constantFrom(...'ab é日\\",:-') })
    .filter((text) => !text.includes('","') && text.trim() === text && !/^,?"|",?$|^,$/.test(text));
  const name = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(fc.property(
    fc.uniqueArray(fc.tuple(name, fc.array(cell, { minLength: 28, maxLength: 28 })), {
      selector: ([name]) => name,
    }),
    (tasks) => {
      const text = tasks.map(([name, texts]) =>
        `"${texts.map((text, at) => at === 1 ? `\\netwho\\${name}` : text).join('","')}"\r\n`
      ).join(HEADER);
      const parsed = parseSchtasks(text);
      assertEquals(parsed.rejected, []);
      assertEquals(
        parsed.rows.map(({ path, details }) => [path, details?.command, details?.user]),
        tasks.map(([name, texts]) => [`\\netwho\\${name}`, texts[8], texts[14]]),
      );
    },
  ));
});

Deno.test("hostile texts take linear time", () => {
  for (const line of ['"', '"a","b', '","', '"a\\r\\n', '"\\a","b","c"\r\n', '"x\r\n"y"\r\n']) {
    const started = performance.now();
    parseSchtasks(line.repeat(100_000));
    assert(performance.now() - started < 5000, line);
  }
});

Deno.test("schtasks is a wrapped tool", () => {
  assertEquals(TOOLS.find(({ name }) => name === "schtasks")?.program, "schtasks.exe");
});
