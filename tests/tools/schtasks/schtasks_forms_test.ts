// The same two tasks as schtasks prints them in other forms, languages, and through a console.
import { assertEquals } from "@std/assert";
import { parseSchtasks } from "../../../lib/tools/schtasks/parse_schtasks.ts";
import { printedTimeReader } from "../../../lib/tools/schtasks/printed_times.ts";

/** What a language calls "ready" and "never", and how it prints 26 November 2026, 9:05 and 17:00:01. */
const LANGUAGES = {
  Russian: ["Готово", "Н/Д", "26.11.2026 9:05:00", "26.11.2026 17:00:01"],
  Polish: ["Gotowe", "Brak", "2026-11-26 09:05:00", "2026-11-26 17:00:01"],
  Turkish: ["Hazır", "Yok", "26.11.2026 09:05:00", "26.11.2026 17:00:01"],
  Chinese: ["就绪", "N/A", "2026/11/26 9:05:00", "2026/11/26 17:00:01"],
  Portuguese: ["Pronto", "N/D", "26/11/2026 09:05:00", "26/11/2026 17:00:01"],
  Czech: ["Připraveno", "Není k dispozici", "26.11.2026 9:05:00", "26.11.2026 17:00:01"],
  Slovenian: ["Pripravljeno", "N/V", "26. 11. 2026 09:05:00", "26. 11. 2026 17:00:01"],
  Croatian: ["Spreman", "Nije dostupno", "26.11.2026. 9:05:00", "26.11.2026. 17:00:01"],
  Arabic: ["\u200fجاهز", "غير متوفر", "26/11/2026 09:05:00 ص", "\u200f26/11/2026 05:00:01 م"],
  "Chinese (Taiwan)": ["就緒", "無", "2026/11/26 上午 09:05:00", "2026/11/26 下午 05:00:01"],
  Korean: ["준비", "해당 없음", "2026-11-26 오전 9:05:00", "2026-11-26 오후 5:00:01"],
} as const;

const COMMAND = 'C:\\Program Files\\a b\\x.exe "y: z" /q, 日本';

/** The 28 cells of a task. */
function cellsIn(language: keyof typeof LANGUAGES, name: string): string[] {
  const [ready, none, next, last] = LANGUAGES[language];
  return [
    ...["PC-7", name, next, ready, "Mode", last, "-2147024894", "PC-7\\anna", COMMAND, none],
    ...["Comment: x", "On", "Off", "", "anna", "Off", "72:00:00", none, "Daily", "9:05:00"],
    ...["start", none, "1", none, none, none, none, none],
  ];
}

const NAMES = ["\\netwho\\log", "\\Größe, 日本\\b: c"];
const csv = (cells: readonly string[]) => `"${cells.join('","')}"`;
const LONG_LABEL = "Arrêter la tâche si elle s'exécute pendant X heures et X minutes";
const list = (cells: readonly string[]) =>
  cells.map((cell, at) =>
    `${at > 23 ? "Repeat: Until" : at === 16 ? LONG_LABEL : "Etikett"}: `.padEnd(38) + cell
  ).join(
    "\n",
  );

/** What is read of a task. */
function readTasks(text: string) {
  const { rows, rejected } = parseSchtasks(text);
  const readTime = printedTimeReader(
    rows.flatMap(({ nextRun, details }) => [nextRun, details?.lastRun ?? ""]),
  );
  return {
    rejected: rejected.map(({ text }) => text),
    rows: rows.map(({ path, nextRun, details }) => [
      path,
      readTime(nextRun),
      readTime(details!.lastRun),
      details!.lastResult,
      details!.author,
      details!.command,
      details!.user,
      details!.startDate,
    ]),
  };
}

const EXPECTED = {
  rejected: [],
  rows: NAMES.map((name) => [
    name,
    "2026-11-26T09:05:00",
    "2026-11-26T17:00:01",
    -2147024894,
    "PC-7\\anna",
    COMMAND,
    "anna",
    "start",
  ]),
};

for (const language of Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[]) {
  const tasks = NAMES.map((name) => cellsIn(language, name));
  Deno.test(`schtasks in ${language}: CSV`, () => {
    assertEquals(readTasks(`\r\n${tasks.map(csv).join("\r\r\n")}\r\r\n`), EXPECTED);
  });

  Deno.test(`schtasks in ${language}: LIST`, () => {
    const blocks = tasks.map((cells) => `\nEtikett: \\netwho\n${list(cells)}\n`).join("");
    assertEquals(readTasks(blocks), EXPECTED);
    assertEquals(readTasks(tasks.map(list).join("\r\n\r\n")), EXPECTED);
  });
}

for (let width = 60; width <= 300; width++) {
  Deno.test(`schtasks: CSV that a console broke at ${width} columns`, () => {
    const broken = ["Header", ...NAMES].map((name) =>
      csv(cellsIn("Portuguese", name).map((cell) => cell.replaceAll(/日本|ö|ß/g, "-")))
        .match(new RegExp(`.{1,${width}}`, "g"))!.map((piece) => piece.trimEnd()).join("\r\n")
    ).join("\r\n");
    const plain = (text: unknown) => String(text).replaceAll(/日本|ö|ß/g, "-");
    const { rows, rejected } = readTasks(broken);
    assertEquals([rejected, rows.map((row) => row.map(plain))], [
      [],
      EXPECTED.rows.map((row) => row.map(plain)),
    ]);
  });
}

Deno.test("schtasks: a comment with lines as long as each other changes nothing around it", () => {
  const cells = cellsIn("Polish", NAMES[0]!);
  cells[10] = "one\ntwo";
  const expected = EXPECTED.rows[0]!;
  assertEquals(readTasks(csv(cells)), { rejected: [], rows: [expected] });
  assertEquals(readTasks(list(cells)), { rejected: [], rows: [expected] });
});

Deno.test("schtasks: the plain LIST form tells what the plain CSV does", () => {
  const text = "\r\nDossier : \\\r\nHôte :     PC\r\nNom :      \\Sauvegarde\r\n" +
    "Suivante : N/A\r\nStatut :   Prêt\r\nMode :     Interactif\r\n";
  assertEquals(parseSchtasks(text), {
    rows: [{ line: 3, path: "\\Sauvegarde", nextRun: "N/A", status: "Prêt", details: null }],
    rejected: [],
  });
});

Deno.test("schtasks: what is not read is rejected, not taken for a header", () => {
  const xp = csv(["PC", "daily", "09:00:00, 11/27/2026", ...Array(28).fill("Never")]);
  const header = csv(Array(31).fill("HostName"));
  const table = "log                                      11/26/2026 9:05:00 AM  Ready";
  for (const row of [xp, table, "HostName:  PC\nTaskName:  daily"]) {
    const { rows, rejected } = parseSchtasks(`${header}\r\n${row}\r\n`);
    assertEquals([rows.length, rejected.length], [0, row.split("\n").length], row);
  }
  assertEquals(parseSchtasks(`${header}\n\n${header}`), { rows: [], rejected: [] });
});
