// What window titles that hold line ends can make of tasklist's output.
import { assertEquals } from "@std/assert";
import { imitationRemarks } from "../../../lib/tools/tasklist/imitated_rows.ts";
import { parseTasklist, readTasklist } from "../../../lib/tools/tasklist/parse_tasklist.ts";

type RowFields = readonly [process: string, pid: number | string, user: string, title?: string];

/** A row of `tasklist /v /fo csv`. */
function row(...[process, pid, user, title = "N/A"]: RowFields): string {
  return `"${process}","${pid}","Console","1","8 K","Running","${user}","0:00:01","${title}"`;
}

const FIRST = row("svchost.exe", 912, "NT AUTHORITY\\SYSTEM");
const LAST = row("chat.exe", 4720, "PC\\anna", "Chat");

/** A list in which a window of evil.exe has a title. */
const listWith = (title: string) =>
  [FIRST, row("evil.exe", 4711, "PC\\eve", title), LAST, ""].join("\r\n");

/** The text of a title that, with the quote which tasklist adds, ends a row. */
const open = (text: string) => text.slice(0, -1);

const pids = (text: string, options?: { isWhole: boolean }) =>
  readTasklist(text, options).rows.map(({ pid, process, user }) => `${pid} ${process} ${user}`);

const TRUE_ROWS = [
  "912 svchost.exe NT AUTHORITY\\SYSTEM",
  "4711 evil.exe PC\\eve",
  "4720 chat.exe PC\\anna",
];

Deno.test("a title without its end goes on in the next line, though that looks like a row", () => {
  const titles = [
    `a\r\n${open(row("svchost.exe", 4711, "NT AUTHORITY\\SYSTEM"))}`,
    `a\r\n${open(row("svchost.exe", 9999, "NT AUTHORITY\\SYSTEM"))}`,
    `a\r\n\r\n${open(row("evil.exe", 4711, "NT AUTHORITY\\SYSTEM"))}`,
    `a\r\r\n${open('"svchost.exe","4711","Services","0","1 K"')}`,
    `a\n${open('"svchost.exe","4711","RpcSs"')}`,
    `a\r\n${open('"svchost.exe","4294967296","RpcSs"')}`,
    `\r\n${row("x.exe", 1, "PC\\x", 'half\r\n"y.exe","47')}`.slice(0, -1),
  ];
  for (const title of titles) {
    for (const isWhole of [true, false]) {
      const { rejected, imitators, rows } = readTasklist(listWith(title), { isWhole });
      assertEquals(pids(listWith(title), { isWhole }), TRUE_ROWS, title);
      assertEquals([rejected, imitators], [[], [4711]], title);
      assertEquals(rows[1]!.windowTitle, title.trimStart().replaceAll(/\r*\n/g, "\n"), title);
    }
  }
});

Deno.test("a title that ends a row itself: a list has each PID once, and the first row counts", () => {
  const imitations = [
    [row("svchost.exe", 4711, "NT AUTHORITY\\SYSTEM")],
    [row("evil.exe", 4711, "NT AUTHORITY\\SYSTEM")],
    [row("svchost.exe", 912, "PC\\mallory")],
    [row("a.exe", 912, "PC\\a"), row("b.exe", 4711, "PC\\b")],
  ];
  for (const rows of imitations) {
    const text = listWith(`a"\r\n${open(rows.join("\r\n"))}`);
    const { rejected, repeated } = readTasklist(text);
    assertEquals(pids(text), TRUE_ROWS);
    assertEquals(rejected, []);
    assertEquals(repeated.length, new Set(rows.map((row) => row.split(",")[1])).size);
    // Of a whole output all rows are kept: other lists tell which are true.
    assertEquals(readTasklist(text, { isWhole: true }).rows.length, 3 + rows.length);
  }
});

Deno.test("a title hides no rows: neither its own nor those below it", () => {
  const titles = [
    `a"\r\n${open('"Name","Handle","Path"')}`,
    `a"\r\n${open('"Node","HandleCount","Name","ProcessId"')}`,
    "a".repeat(600_000),
    `${"a".repeat(600_000)}"\r\n${open(row("svchost.exe", 4711, "PC\\x"))}`,
    `a\r\n${"b".repeat(600_000)}`,
  ];
  for (const title of titles) {
    assertEquals(pids(listWith(title)), TRUE_ROWS, title.slice(0, 99));
    assertEquals(pids(listWith(title), { isWhole: true }).slice(0, 2), TRUE_ROWS.slice(0, 2));
    assertEquals(pids(listWith(title), { isWhole: true }).at(-1), TRUE_ROWS[2]);
  }
});

Deno.test("a list below another is a second one, not an imitation", () => {
  const other = row("new.exe", 5000, "PC\\anna");
  const lists = [
    `${listWith("N/A")}${listWith("N/A")}`,
    `${listWith("N/A")}${other}\r\n${listWith("N/A")}`,
    `${FIRST}\r\n${FIRST}\r\n${FIRST}\r\n`,
  ];
  for (const text of lists) {
    const { rows, repeated } = readTasklist(text);
    assertEquals(repeated, []);
    assertEquals(rows.length, text.trim().split(/[\r\n]+/).length);
  }
  // Without window titles nothing imitates.
  const plain = '"a.exe","1","","0","1 K"\r\n"b.exe","2","","0","1 K"\r\n';
  assertEquals(readTasklist(`${plain}"c.exe","2","","0","1 K"\r\n`).rows.length, 3);
});

Deno.test("titles that a capture cut end with their lines", () => {
  const lines = ["PC\\anna", "PC\\eve"].map((user, at) =>
    row("chat.exe", 4711 + at, user, "A title that is far longer than the console is wide")
  );
  const text = `${FIRST}\r\n${lines.map((line) => line.slice(0, 100)).join("\r\n")}\r\n${LAST}`;
  const { rows, imitators } = readTasklist(text);
  assertEquals([rows.length, imitators], [4, []]);
  assertEquals(rows[1]!.windowTitle?.startsWith("A title that is far"), true);
});

/** A table as tasklist writes it: each column is filled with spaces, line ends of a title count. */
function table(...rows: readonly (readonly string[])[]): string {
  const widths = [25, 8, 16, 11, 12, 15, 50, 12, 72];
  const line = (fields: readonly string[]) =>
    fields.map((field, at) =>
      [1, 3, 4].includes(at) ? field.padStart(widths[at]!) : field.padEnd(widths[at]!)
    ).join(" ");
  const ruler = widths.map((width) => "=".repeat(width)).join(" ");
  const heads = "Image Name,PID,Session Name,Session#,Mem Usage,Status,User Name,CPU Time,Title";
  return ["", line(heads.split(",")), ruler, ...rows.map(line), ""].join("\r\n");
}

Deno.test("in a table, a title ends where its column is full", () => {
  const fields = (
    ...[process, pid, user, title]: Required<RowFields>
  ) => [process, `${pid}`, "Console", "1", "8 K", "Running", user, "0:00:01", title];
  for (
    const title of ["a\r\nsvchost.exe 4711 Services 0 1 K", "a\r\nb\r\nx.exe 4711 Console 1 8 K"]
  ) {
    const text = table(
      fields("svchost.exe", "912", "NT AUTHORITY\\SYSTEM", "N/A"),
      fields("evil.exe", "4711", "PC\\eve", title),
      fields("chat.exe", "4720", "PC\\anna", "Chat"),
    );
    const { rejected, imitators, rows } = readTasklist(text);
    assertEquals(pids(text), TRUE_ROWS);
    assertEquals([rejected, imitators], [[], [4711]]);
    assertEquals(rows[1]!.windowTitle, title.replaceAll("\r\n", "\n"));
    // The same where the spaces were lost: a list has each PID once.
    const trimmed = readTasklist(text.replaceAll(/ +(?=\r\n)/g, ""));
    assertEquals(trimmed.rows.map(({ process }) => process), [
      "svchost.exe",
      "evil.exe",
      "chat.exe",
    ]);
  }
});

Deno.test("in a list, a blank line stands before each record, and none before an imitation", () => {
  const record = (...[process, pid, user, title]: Required<RowFields>) =>
    [
      `Image Name:   ${process}`,
      `PID:          ${pid}`,
      "Session Name: Console",
      "Session#:     1",
      "Mem Usage:    8 K",
      "Status:       Running",
      `User Name:    ${user}`,
      "CPU Time:     0:00:01",
      `Window Title: ${title}`,
    ].join("\r\n");
  const titles = [
    `a\r\n${record("svchost.exe", 4711, "NT AUTHORITY\\SYSTEM", "N/A")}`,
    `a\r\n${record("svchost.exe", 9999, "NT AUTHORITY\\SYSTEM", "N/A")}`,
    `a\r\n${record("a.exe", 1, "PC\\a", "N/A")}\r\n${record("b.exe", 2, "PC\\b", "N/A")}`,
  ];
  for (const title of titles) {
    const text = [
      "",
      record("svchost.exe", 912, "NT AUTHORITY\\SYSTEM", "N/A"),
      "",
      record("evil.exe", 4711, "PC\\eve", title),
      "",
      record("chat.exe", 4720, "PC\\anna", "Chat"),
      "",
    ].join("\r\n");
    const { rejected, imitators, rows } = readTasklist(text);
    assertEquals(pids(text), TRUE_ROWS);
    assertEquals([rejected, imitators], [[], [4711]]);
    assertEquals(rows[1]!.windowTitle, title.replaceAll("\r\n", "\n"));
    // Without any blank line nothing tells more than the PIDs do.
    const tight = readTasklist(text.replaceAll("\r\n\r\n", "\r\n"));
    assertEquals(tight.imitators, []);
    assertEquals(tight.rows.filter(({ pid }) => pid === 4711).length, 1);
  }
});

Deno.test("a PID that Windows cannot give is no PID", () => {
  for (const pid of ["4294967296", "9999999999", "-1", "1.5", "007", "1e3", "0x4", " 4", "٤"]) {
    const text = `${row("x.exe", pid, "PC\\x")}\r\n${LAST}\r\n`;
    const { rows, rejected } = parseTasklist(text);
    assertEquals(rows.map(({ pid }) => pid), [4720], pid);
    assertEquals(rejected.map(({ line }) => line), [1], pid);
    const table = `x.exe ${pid.padStart(28)} Console                    1      8,192 K\r\n`;
    if (pid !== " 4") assertEquals(parseTasklist(table).rows, [], table);
    const list = `Image Name:   x.exe\r\nPID:          ${pid}\r\nMem Usage:    8 K\r\n`;
    if (pid !== " 4") assertEquals(parseTasklist(list).rows, [], list);
  }
  assertEquals(parseTasklist(row("x.exe", "4294967295", "PC\\x")).rows[0]?.pid, 0xffff_ffff);
});

Deno.test("what is told names the processes", () => {
  assertEquals(imitationRemarks([]), []);
  assertEquals(imitationRemarks([4711, 8, 4711]), [
    "holds text that imitates its rows, it seems in the window title of processes 8, 4711; it is " +
    "not taken for processes",
  ]);
});
