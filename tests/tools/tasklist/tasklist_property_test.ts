import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import type { Process } from "../../../lib/model/process.ts";
import { looksLikeTasklist, parseTasklist } from "../../../lib/tools/tasklist/parse_tasklist.ts";
import { readTasklistLines } from "../../../lib/tools/tasklist/tasklist_lines.ts";
import {
  breakLines,
  LANGUAGES,
  type Layout,
  type Task,
  writeCsv,
  writeList,
  writeTable,
} from "../../support/tasklist_writer.ts";
import { checkProcesses } from "../../../scripts/fuzz/printed_processes.ts";
import { BLANK_PROCESS } from "../../support/blank_process.ts";

const word = fc.constantFrom(
  "svchost",
  "agent",
  "ollama app",
  "メモ帳",
  "диспетчер",
  "Überblick",
  "a1",
);
const image = fc.tuple(word, fc.constantFrom(".exe", "", ".EXE")).map(([name, end]) => name + end);
const user = fc.constantFrom("NT AUTHORITY\\SYSTEM", "PC-7\\山田 太郎", "HOME\\Анна", "PC\\ann");
const title = fc.constantFrom(
  'say "hi", ok',
  "Überblick – 12:30",
  'a","b","c',
  "メモ帳 - 無題",
  "0:00:01 left",
  "plain",
);
const service = fc.constantFrom(
  "Dnscache",
  "RpcSs",
  "SQLAgent$X",
  "Sample Host Service",
  "W32Time",
);
const moduleName = fc.constantFrom("ntdll.dll", "KERNEL32.DLL", "wow64.dll", "sample.drv");

function tasks(item: fc.Arbitrary<string>, { titles = title }: { titles?: typeof title } = {}) {
  return fc.uniqueArray(
    fc.record<Task>({
      image,
      pid: fc.integer({ min: 5, max: 99_999 }),
      sessionName: fc.constantFrom("Console", "Services", "RDP-Tcp#12", ""),
      sessionId: fc.integer({ min: 0, max: 12 }),
      memory: fc.option(fc.integer({ min: 0, max: 99_999_999 }), { freq: 9 }),
      status: fc.constantFrom("Running", "Unknown", "Not Responding", "Wird ausgeführt"),
      user: fc.option(user),
      cpuSeconds: fc.integer({ min: 0, max: 30_000_000 }),
      title: fc.option(titles),
      list: fc.array(item, { minLength: 1, maxLength: 12 }),
    }),
    { selector: ({ pid }) => pid, minLength: 1, maxLength: 8 },
  ).map(([first, ...others]) => [withEnding(first!), ...others]);
}

/** A listing of programs alone that have no ending is not told from other tables. */
function withEnding(task: Task): Task {
  return { ...task, image: task.image.replace(/(?:\.exe)?$/i, ".exe") };
}

const aLanguage = fc.constantFrom(...Object.values(LANGUAGES));
const aCount = fc.constantFrom("cells" as const, "characters" as const);

/** What a task is once read, by the columns that were printed. */
function expected(task: Task, columns: Layout["columns"]): Process {
  const head = { ...BLANK_PROCESS, process: task.image, pid: task.pid };
  if (columns === "services" || columns === "modules") {
    return { ...head, [columns]: [...task.list] };
  }
  const basic = {
    ...head,
    sessionName: task.sessionName || null,
    sessionId: task.sessionId,
    memoryBytes: task.memory === null ? null : task.memory * 1024,
  };
  if (columns === "plain") return basic;
  const { status, user, cpuSeconds, title } = task;
  return { ...basic, status, user, cpuSeconds, windowTitle: title };
}

function assertReadsBack(text: string, written: readonly Task[], columns: Layout["columns"]) {
  checkProcesses(text);
  const { rows, rejected } = parseTasklist(text);
  assertEquals(rejected, []);
  assertEquals(rows, written.map((task) => expected(task, columns)));
  assert(looksLikeTasklist(text));
}

const columnsAndTasks = fc.oneof(
  fc.record({ columns: fc.constant("plain" as const), written: tasks(service) }),
  fc.record({ columns: fc.constant("verbose" as const), written: tasks(service) }),
  fc.record({ columns: fc.constant("modules" as const), written: tasks(moduleName) }),
  // One service is not hosted twice, so each list is its own.
  fc.record({ columns: fc.constant("services" as const), written: tasks(service) }).map((made) => ({
    ...made,
    written: made.written.map((task) => ({
      ...task,
      list: task.list.map((item) => `${item}_${task.pid}`),
    })),
  })),
);

Deno.test("tasklist: CSV in any language reads back as written", () => {
  fc.assert(
    fc.property(
      columnsAndTasks,
      aLanguage,
      fc.boolean(),
      ({ columns, written }, language, header) => {
        assertReadsBack(writeCsv(written, { language, columns, header }), written, columns);
      },
    ),
  );
});

Deno.test("tasklist: a table in any language, with or without ruler, reads back as written", () => {
  fc.assert(
    fc.property(
      columnsAndTasks,
      fc.record({ language: aLanguage, header: fc.boolean(), count: aCount, xp: fc.boolean() }),
      ({ columns, written }, layout) => {
        assertReadsBack(writeTable(written, { ...layout, columns }), written, columns);
      },
    ),
  );
});

Deno.test("tasklist: a list in any language reads back as written", () => {
  fc.assert(
    fc.property(columnsAndTasks, aLanguage, ({ columns, written }, language) => {
      assertReadsBack(writeList(written, { language, columns, header: true }), written, columns);
    }),
  );
});

Deno.test("tasklist: a verbose table that a narrow console broke reads back as written", () => {
  const shown = tasks(service).map((made) =>
    made.map((task) => ({ ...task, memory: task.memory ?? 1 }))
  );
  fc.assert(
    fc.property(
      shown,
      fc.constantFrom(80, 100, 119, 120, 132, 160),
      fc.record({ language: aLanguage, header: fc.boolean() }),
      (written, width, { language, header: wanted }) => {
        // Behind cell 156 only the title is broken, and only a ruler tells that it was.
        const header = wanted || width > 156;
        const table = writeTable(written, { language, columns: "verbose", header });
        assertReadsBack(breakLines(table, width), written, "verbose");
      },
    ),
  );
});

Deno.test("tasklist: several outputs one after another read as each alone", () => {
  const output = fc.tuple(
    columnsAndTasks,
    aLanguage,
    fc.constantFrom(writeCsv, writeTable, writeList),
  )
    .map(([{ columns, written }, language, write]) =>
      write(written, { language, columns, header: true })
    );
  fc.assert(
    fc.property(output, output, (first, second) => {
      const rows = [...parseTasklist(first).rows, ...parseTasklist(second).rows];
      assertEquals(parseTasklist(first + second), { rows, rejected: [] });
    }),
  );
});

Deno.test("tasklist: any text gives rows and rejects, and each line has one part in them", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      '"',
      '","',
      '"a.exe","12","',
      "======",
      "========================= ======== ================",
      "a.exe                          12 Console                    1      1,024 K",
      "a.exe                          12 Dnscache, RpcSs,",
      "                                   W32Time",
      "PID: 12",
      "Name: a.exe",
      "INFO: No tasks are running.",
      "\uFEFF",
      "\0",
      "\r",
      "\r\r\n",
      "\n",
      "\n",
      "# ",
      "\t",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")), (text) => {
      const { lines, roles, blocks } = readTasklistLines(text);
      const { rows, rejected } = parseTasklist(text);
      looksLikeTasklist(text);
      checkProcesses(text);
      assertEquals(roles.length, lines.length);
      assertEquals(rows.length, roles.filter((role) => role === "row").length);
      assertEquals(rows.length, blocks.flat().length);
      assertEquals(
        rejected.map(({ line, text }) => [line, text]),
        roles.flatMap((role, at) => role === "unknown" ? [[at + 1, lines[at]]] : []),
      );
      // Nothing that holds text counts as blank, and nothing else is left out. NULs are no text, nor are marks of comments.
      roles.forEach((role, at) => {
        if (role === "blank") assertMatch(lines[at]!.replaceAll("\0", ""), /^[#>\s]*$/);
      });
    }),
    { numRuns: 1000 },
  );
});
