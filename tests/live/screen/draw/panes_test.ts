import { assert, assertEquals } from "@std/assert";
import { drawScreen } from "../../../../lib/live/screen/draw/draw_screen.ts";
import { filterLine } from "../../../../lib/live/screen/draw/filter_line.ts";
import { paneTextCount } from "../../../../lib/live/screen/draw/panes.ts";
import { WATCH_KEYS } from "../../../../lib/live/screen/watch_keys.ts";
import type { Question, WatchState } from "../../../../lib/live/screen/watch_state.ts";
import { screenWidth } from "../../../support/screen_width.ts";
import { liveRow, watchState } from "../../../support/watch_screens.ts";

const PLAIN = { color: false, ascii: false };
const ROWS = [liveRow(1, {}), liveRow(2, { process: "mail", pid: 902 })];
const SIZE = { columns: 80, rows: 14 };

const QUESTION: Question = {
  number: 1,
  action: "kill",
  lines: [
    "browser.exe, process ID 7340, started 2026-11-26 09:00:00",
    "C:\\Program Files\\Browser\\browser.exe",
  ],
  refusal: null,
  canForce: true,
};

function asking(
  question: Partial<Question>,
  more: Partial<Pick<WatchState, "size">> = {},
): string[] {
  const pane = {
    kind: "question",
    question: { ...QUESTION, ...question },
    isShown: false,
  } as const;
  return [...drawScreen(watchState(ROWS, { size: SIZE, pane, ...more }), PLAIN).lines];
}

Deno.test("question: it is framed, names what it is about, and the last line has the answers", () => {
  const lines = asking({});
  const rule = "─".repeat(80);
  assertEquals(lines.slice(-5), [
    `── End this process? ${rule.slice(21)}`,
    "browser.exe, process ID 7340, started 2026-11-26 09:00:00",
    "C:\\Program Files\\Browser\\browser.exe",
    rule,
    "y end it  f force it  n no",
  ]);
  assertEquals(lines[3]!.startsWith(">  browser.exe"), true, "the list stays above it");
});

Deno.test("question: only what can be done is offered", () => {
  assertEquals(asking({ canForce: false }).at(-1), "y end it  n no");
  assertEquals(asking({ action: "close", canForce: false }).at(-1), "y close it  n no");
  assertEquals(asking({ action: "closeAll", canForce: false }).at(-1), "y close them  n no");
  const refused = asking({ refusal: "Cannot end csrss.exe: Windows would stop with it" });
  assertEquals(refused.at(-1), "Esc back");
  assertEquals(refused.at(-3), "! Cannot end csrss.exe: Windows would stop with it");
});

Deno.test("question: a narrow terminal breaks its lines and loses none of the path", () => {
  const path = "C:\\Program Files\\A Folder With A Long Name\\Another One\\browser.exe";
  const lines = asking({ lines: [`in ${path}`] }, { size: { columns: 40, rows: 20 } });
  assert(lines.join(" ").replaceAll(/ +/g, " ").includes(path), lines.join("\n"));
});

Deno.test("question: where it has more lines than the terminal, it says how many are not shown", () => {
  const many = Array.from({ length: 30 }, (_, at) => `connection ${at + 1}`);
  const lines = asking({ action: "closeAll", lines: many });
  // 14 lines: 2 of the head, the headings, the frame above and below, the answers.
  assertEquals(lines[4], "connection 1");
  assertEquals(lines[10], "connection 7");
  assertEquals(lines[11], "and 23 more lines: make the window larger");
});

Deno.test("question: text from outside cannot reach the terminal", () => {
  const lines = asking({ lines: ["evil\x1b[2J\u202eexe.exe"], refusal: "no\x07" }).join("\n");
  assert(lines.includes(String.raw`evil\x1b[2J\u{202e}exe.exe`), lines);
  assert(lines.includes(String.raw`! no\x07`), lines);
});

Deno.test("help: every key is there, at any width, and scrolling reaches the last one", () => {
  for (const columns of [20, 40, 80, 200]) {
    const state = watchState(ROWS, { size: { columns, rows: 12 } });
    const shown = new Set<string>();
    const count = paneTextCount({ ...state, pane: { kind: "help", top: 0 } });
    for (let top = 0; top < count; top++) {
      const { lines } = drawScreen({ ...state, pane: { kind: "help", top } }, PLAIN);
      for (const line of lines) shown.add(line.trim());
    }
    const all = [...shown].join("\n");
    for (const { shown: keys } of WATCH_KEYS) assert(all.includes(keys), `${columns}: ${keys}`);
    assert(all.replaceAll(/\s+/g, " ").includes("quit; Ctrl+C"), `${columns}`);
  }
});

Deno.test("help: the title tells where one is, and the last line how to go back", () => {
  const { lines } = drawScreen(
    watchState(ROWS, { size: SIZE, pane: { kind: "help", top: 1000 } }),
    PLAIN,
  );
  const count = paneTextCount(watchState(ROWS, { size: SIZE, pane: { kind: "help", top: 0 } }));
  // 14 lines without two of the head, the title, the status and the keys.
  assert(lines[2]!.startsWith(`── Keys, ${count - 8}-${count} of ${count} ─`), lines[2]);
  assertEquals(lines[11]!.trim(), "q           quit; Ctrl+C does so everywhere");
  assertEquals(lines[13], "q back  ↓ more  PgDn page");
});

Deno.test("details: they stand below the list and scroll; until they are read they say so", () => {
  const details = (lines: readonly string[] | null, top = 0) =>
    drawScreen(
      watchState(ROWS, { size: SIZE, pane: { kind: "details", about: 1, lines, top } }),
      PLAIN,
    ).lines;
  assertEquals(details(null).slice(7, 9).map((line) => line.slice(0, 12)), [
    "── Details ─",
    "Reading…",
  ]);
  assertEquals(details([])[8], "Nothing is known about it");
  const many = Array.from({ length: 9 }, (_, at) => `line ${at + 1}`);
  const scrolled = details(many, 5);
  assertEquals(scrolled[3]!.slice(0, 14), ">  browser.exe");
  assert(scrolled[7]!.startsWith("── Details, 6-9 of 9 ─"), scrolled[7]);
  assertEquals(scrolled.slice(8, 12), ["line 6", "line 7", "line 8", "line 9"]);
});

Deno.test("filter: it is typed in the line above the last, where the cursor stands", () => {
  const text = "process 브라우저";
  const pane = { kind: "filter", text, cursor: text.length } as const;
  const frame = drawScreen(watchState(ROWS, { size: SIZE, pane }), PLAIN);
  assertEquals(frame.lines[12], "Filter: process 브라우저");
  // Eight columns of the label, eight of `process `, two of each syllable.
  assertEquals(frame.cursor, { row: 12, column: 8 + 8 + 8 });
  assertEquals(frame.lines[13], "Enter keep  Esc clear  Ctrl+U write another");
});

Deno.test("filter: a mistake is told below it", () => {
  const pane = { kind: "filter", text: "prot 4", cursor: 6 } as const;
  const filterError = "Unknown filter prot; did you mean port?";
  const { lines } = drawScreen(watchState(ROWS, { size: SIZE, pane, filterError }), PLAIN);
  assertEquals(lines[13], "! Unknown filter prot; did you mean port?");
});

Deno.test("filter: a text longer than the line scrolls with the cursor", () => {
  const text = "abcdefghijklmnopqrstuvwxyz";
  const shown = (cursor: number) => filterLine({ text, cursor }, { columns: 20, ascii: false });
  // 20 columns: the label, 11 columns of text, and one for the cursor behind it.
  assertEquals(shown(0), { line: "Filter: abcdefghij…", cursor: 8 });
  assertEquals(shown(26), { line: "Filter: …qrstuvwxyz", cursor: 19 });
  assertEquals(shown(13).line.startsWith("Filter: …"), true);
  assertEquals(shown(13).line[shown(13).cursor], "n", "the cursor stands on the next character");
});

Deno.test("filter: wide characters are never halved", () => {
  const text = "한국어필터는길수있다그리고더";
  for (let cursor = 0; cursor <= text.length; cursor++) {
    const { line, cursor: column } = filterLine({ text, cursor }, { columns: 19, ascii: false });
    assert(screenWidth(line) <= 19, line);
    assert(column < 19 && column >= 8, `${column}`);
  }
});

Deno.test("question: in a small terminal it takes the place of the head, and names the path", () => {
  const size = { columns: 40, rows: 8 };
  const lines = asking({}, { size });
  // Before it, the names of the columns; the computer and the totals have no room.
  assertEquals(lines.slice(2), [
    "── End this process? ───────────────────",
    "browser.exe, process ID 7340, started",
    "2026-11-26 09:00:00",
    "C:\\Program Files\\Browser\\browser.exe",
    "─".repeat(40),
    "y end it  f force it  n no",
  ]);
});

Deno.test("question: where it cannot say what it is about, yes is not offered", () => {
  assertEquals(asking({}, { size: { columns: 40, rows: 5 } }).at(-1), "n no");
});

Deno.test("details: in a small terminal they take the place of the head, beside the selected row", () => {
  const pane = {
    kind: "details",
    about: 1,
    lines: ["one", "two", "three", "four"],
    top: 0,
  } as const;
  const { lines } = drawScreen(watchState(ROWS, { size: { columns: 40, rows: 10 }, pane }), PLAIN);
  assertEquals(lines[0]!.slice(0, 14), ">  browser.exe");
  assertEquals(lines.slice(4, 8), ["one", "two", "three", "four"]);
});

Deno.test("details: the last line tells no key that does nothing new there", () => {
  const pane = { kind: "details", about: 1, lines: [], top: 0 } as const;
  const last = drawScreen(watchState(ROWS, { size: SIZE, pane }), PLAIN).lines.at(-1)!;
  assert(last.startsWith("q back  ↓ more  PgDn page  ? help  / filter"), last);
  assert(!last.includes("Enter"), last);
});
