// schtasks' lists of one invented machine, printed by Windows in five languages: the same tasks in each.
import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { decode } from "iconv-lite";
import { parseSchtasks } from "../../../lib/tools/schtasks/parse_schtasks.ts";
import { printedTimeReader } from "../../../lib/tools/schtasks/printed_times.ts";
import { withCaptures } from "../../support/captures.ts";

const FIXTURES = new URL("../../fixtures/schtasks/", import.meta.url);

function readFixture(name: string): string {
  const page = /\.(cp\d+)\./.exec(name)![1]!;
  return decode(Buffer.from(Deno.readFileSync(new URL(name, FIXTURES))), page);
}

const LANGUAGES = [
  { file: "en-v.cp437.csv", rejected: "ERROR: The task XML contains an unexpected node." },
  {
    file: "de-v.cp850.csv",
    rejected: "FEHLER: Die Aufgaben-XML enthält einen unerwarteten Knoten.",
  },
  {
    file: "fr-v.cp850.csv",
    rejected: "ERREUR : Le code XML de la tâche contient un noeud inattendu.",
  },
  { file: "ko-v.cp949.csv", rejected: "오류: 작업 XML에 예기치 않은 노드가 있습니다." },
  {
    file: "ja-v.cp932.csv",
    rejected: "エラー: タスク XML に予期しないノードが含まれています。",
  },
] as const;

const CONHOST = "C:\\WINDOWS\\System32\\conhost.exe --headless C:\\Tools\\netwho.exe";

for (const { file, rejected } of LANGUAGES) {
  Deno.test(`schtasks: ${file}`, () => {
    const parsed = parseSchtasks(readFixture(file));
    assertEquals(
      parsed.rows.map(({ line, path, details }) => [
        line,
        path,
        details?.lastResult,
        details?.user,
        details?.command,
      ]),
      [
        [
          3,
          "\\Backup",
          0,
          "anna",
          '"C:\\Program Files\\Backup\\backup.exe" "D:\\My Files" /quiet',
        ],
        [11, "\\netwho\\log", 0, "anna", `${CONHOST} schedule exec log -- log`],
        [
          12,
          "\\netwho\\watch",
          267009,
          "anna",
          `${CONHOST} schedule exec watch -- log --every 10s`,
        ],
        [
          13,
          "\\netwho\\new",
          267011,
          "SYSTEM",
          "C:\\Tools\\netwho.exe schedule exec new -- snapshot",
        ],
        [14, "\\netwho\\gone", -2147024894, "anna", `${CONHOST} schedule exec gone -- log`],
        [16, "\\Microsoft\\Windows\\Sync\\Poll", -2147020576, "INTERACTIVE", "COM handler"],
      ],
    );
    assertEquals(parsed.rejected.map(({ line, text }) => [line, text]), [[9, rejected]]);
  });

  Deno.test(`schtasks: times in ${file}`, () => {
    const { rows } = parseSchtasks(readFixture(file));
    const texts = rows.flatMap(({ nextRun, details }) => [nextRun, details!.lastRun]);
    const read = printedTimeReader(texts);
    assertEquals(rows.map(({ nextRun, details }) => [read(nextRun), read(details!.lastRun)]), [
      ["2026-11-06T12:30:00", "2026-11-06T12:30:00"],
      ["2026-11-26T09:05:00", "2026-11-26T09:00:01"],
      [null, "2026-11-26T09:00:01"],
      ["2026-11-26T09:05:00", null],
      [null, "2026-11-26T09:00:01"],
      [null, "2026-11-26T09:00:01"],
    ]);
  });
}

Deno.test("schtasks: the plain form tells name, next run and status", () => {
  assertEquals(parseSchtasks(readFixture("de-plain.cp850.csv")), {
    rows: [
      {
        line: 3,
        path: "\\Sicherung",
        nextRun: "26.11.2026 20:00:00",
        status: "Bereit",
        details: null,
      },
      {
        line: 5,
        path: "\\netwho\\log",
        nextRun: "26.11.2026 09:05:00",
        status: "Bereit",
        details: null,
      },
      {
        line: 6,
        path: "\\netwho\\watch",
        nextRun: "Nicht zutreffend",
        status: "Wird ausgeführt",
        details: null,
      },
    ],
    rejected: [],
  });
});

withCaptures("other", ({ folder, files }) => {
  for (const name of files.filter((name) => /schtasks.*\.txt$/.test(name))) {
    Deno.test(`schtasks: every line of ${name} is read`, () => {
      const text = Deno.readTextFileSync(new URL(name, folder));
      const { rows, rejected } = parseSchtasks(text);
      assertEquals(rejected, []);
      // Each row has its task's name in the second cell.
      const paths = text.split(/\r?\n/).flatMap((line) =>
        /^"[^"]*","(\\[^"]+)"/.exec(line)?.[1] ?? []
      );
      assertEquals(rows.map(({ path }) => path), [...new Set(paths)]);
    });
  }

  const english = "en-schtasks-query-csv-v-01.txt";
  Deno.test({
    name: `schtasks: a weekly task in ${english}`,
    ignore: !files.includes(english),
    fn() {
      const { rows } = parseSchtasks(Deno.readTextFileSync(new URL(english, folder)));
      const [task] = rows;
      assertEquals(
        [task?.path, task?.status, task?.details?.lastResult, task?.details?.startDate],
        ["\\resticprofile backup\\self backup", "Ready", -2147024894, "13/02/2025"],
      );
      assertEquals(
        [task?.details?.host, task?.details?.author, task?.details?.user],
        ["WIN-7060", "resticprofile", "user"],
      );
      const read = printedTimeReader([task!.nextRun, task!.details!.lastRun]);
      assertEquals(read(task!.nextRun), "2025-02-13T17:30:00");
    },
  });
});
