import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { ColumnWidths } from "../../../../lib/live/screen/draw/column_widths.ts";
import { drawScreen } from "../../../../lib/live/screen/draw/draw_screen.ts";
import { rowHeight } from "../../../../lib/live/screen/draw/row_height.ts";
import { screenLayout } from "../../../../lib/live/screen/screen_layout.ts";
import type { Pane, WatchState } from "../../../../lib/live/screen/watch_state.ts";
import type { LiveRow } from "../../../../lib/live/live_row.ts";
import { screenWidth } from "../../../support/screen_width.ts";
import { liveRow, LOOKED_AT, watchState } from "../../../support/watch_screens.ts";

/** Text from outside: plain, wide, and what must never reach a terminal. */
const outside = fc.array(
  fc.constantFrom(
    "browser",
    "무선",
    "日本",
    "🙂",
    ".exe",
    "\x1b[31m",
    "\n",
    "\x07",
    "\u202e",
    " ",
    "é",
  ),
  { minLength: 1, maxLength: 8 },
).map((parts) => parts.join(""));

const ipv4 = fc.integer({ min: 0, max: 255 }).map((last) => `203.0.113.${last}`);
const group = fc.integer({ min: 0x1000, max: 0xffff }).map((value) => value.toString(16));
const ipv6 = fc.oneof(
  fc.array(group, { minLength: 6, maxLength: 6 }).map((groups) => `2001:db8:${groups.join(":")}`),
  fc.constantFrom("2001:db8::1", "fe80::1ff:fe23:4567:890a%12"),
);
const address = fc.oneof(ipv4, ipv6);
const port = fc.integer({ min: 1, max: 65_535 });
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null });

const row: fc.Arbitrary<Omit<LiveRow, "id">> = fc.record({
  connection: fc.record({
    process: maybe(outside),
    pid: maybe(fc.integer({ min: 0, max: 4_194_304 })),
    protocol: fc.constantFrom("TCP", "UDP"),
    localAddress: address,
    localPort: port,
    remoteAddress: maybe(address),
    remotePort: port,
    state: fc.constantFrom(null, "ESTABLISHED", "LISTENING", "SYN_RECEIVED", "TIME_WAIT"),
    direction: fc.constantFrom(null, "inbound", "outbound"),
    createdAt: fc.constantFrom(null, "2026-11-20T00:00:00.000Z"),
    remoteHost: maybe(fc.oneof(outside, fc.constant("long-label.".repeat(12)))),
    remoteOwner: maybe(outside),
    remoteCountry: fc.constantFrom(null, "KR"),
    user: maybe(outside),
    path: maybe(outside),
  }),
  mark: fc.constantFrom(null, "opened", "closed", "changed"),
  closedAt: fc.constantFrom(null, LOOKED_AT),
}).map(({ connection: { state, ...connection }, ...more }) => {
  const known = connection.protocol === "UDP" ? null : state;
  return liveRow(0, { ...connection, state: known, ...known === "LISTENING" ? NO_PEER : {} }, more);
});

/** Nobody is at the other end of a listener. */
const NO_PEER = { remoteAddress: null, remotePort: null, direction: null };

const texts = fc.array(fc.oneof(outside, fc.lorem({ maxCount: 30 })), { maxLength: 20 });
const top = fc.integer({ min: 0, max: 100 });

const pane: fc.Arbitrary<Pane> = fc.oneof(
  fc.constant<Pane>({ kind: "none" }),
  fc.record({ kind: fc.constant("help"), top }),
  fc.record({ kind: fc.constant("details"), about: fc.constant(1), lines: maybe(texts), top }),
  fc.record({
    kind: fc.constant("preparing"),
    number: fc.constant(1),
    action: fc.constant("kill"),
  }),
  fc.record({
    kind: fc.constant("question"),
    isShown: fc.boolean(),
    question: fc.record({
      number: fc.constant(1),
      action: fc.constantFrom("kill", "close", "closeAll"),
      lines: texts,
      refusal: maybe(outside),
      canForce: fc.boolean(),
    }),
  }),
  fc.tuple(texts, fc.nat()).map(([words, at]): Pane => {
    const text = words.join(" ");
    return { kind: "filter", text, cursor: at % (text.length + 1) };
  }),
) as fc.Arbitrary<Pane>;

const state: fc.Arbitrary<WatchState> = fc.record({
  size: fc.record({
    columns: fc.integer({ min: 1, max: 300 }),
    rows: fc.integer({ min: 1, max: 100 }),
  }),
  rows: maybe(fc.array(row, { maxLength: 30 })),
  settings: fc.record({
    isGrouped: fc.boolean(),
    showsNames: fc.boolean(),
    showsOwners: fc.boolean(),
    showsAudit: fc.boolean(),
    showsLoopback: fc.boolean(),
    only: fc.constantFrom([], ["tcp"] as const),
    sort: fc.constantFrom(null, "pid"),
  }),
  pane,
  top,
  selected: fc.nat(),
  trouble: maybe(outside),
  limits: maybe(outside),
  message: maybe(fc.record({ text: outside, kind: fc.constantFrom("done", "failed") })),
  filterError: maybe(outside),
  isPaused: fc.boolean(),
  isLate: fc.boolean(),
  isLookingUp: fc.boolean(),
  title: outside,
  marks: fc.constantFrom(new Map(), new Map([[1, "high"], [2, "odd\x1b"]])),
}).map(({ rows, selected, ...more }): WatchState => {
  const made = watchState(rows?.map((row, at) => ({ ...row, id: at + 1 })) ?? null, more);
  const line = made.lines[selected % Math.max(1, made.lines.length)];
  const key = line === undefined ? null : line.kind === "row" ? line.row.id : line.key;
  return { ...made, selected: key };
});

const style = fc.record({ color: fc.boolean(), ascii: fc.boolean() });

// deno-lint-ignore no-control-regex
const SGR = /\x1b\[(\d+)m/g;

/** The line without its styles. */
function plain(line: string): string {
  return line.replace(SGR, "");
}

/** The styles that are still on at the end of a line. */
function leftOn(line: string): string[] {
  const on = new Map<string, string>();
  for (const [, code = ""] of line.matchAll(SGR)) {
    const value = Number(code);
    if (value >= 30 && value <= 37) on.set("colour", code);
    else if (value === 39) on.delete("colour");
    else if (value === 1 || value === 2) on.set("weight", code);
    else if (value === 22) on.delete("weight");
    else if (value === 7) on.set("inverse", code);
    else if (value === 27) on.delete("inverse");
    else on.set(code, code);
  }
  return [...on.values()];
}

Deno.test("drawScreen: any state at any size fills the terminal exactly, with nothing that it would interpret", () => {
  fc.assert(
    fc.property(state, style, (state, style) => {
      const { lines, cursor } = drawScreen(state, style);
      assertEquals(lines.length, state.size.rows);
      for (const line of lines) {
        const text = plain(line);
        assert(screenWidth(text) <= state.size.columns, `${screenWidth(text)}: ${text}`);
        assertEquals(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.exec(text), null, JSON.stringify(line));
        assertEquals(leftOn(line), [], JSON.stringify(line));
        if (!style.color) assertEquals(line, text);
      }
      const hasRoom = state.size.columns >= 20 && state.size.rows > 2;
      assertEquals(cursor !== null, state.pane.kind === "filter" && hasRoom);
      if (cursor !== null) {
        assert(cursor.row < lines.length && cursor.column < state.size.columns);
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("drawScreen: the text is the same with and without colour", () => {
  fc.assert(
    fc.property(state, fc.boolean(), (state, ascii) => {
      const text = (color: boolean) =>
        drawScreen(state, { color, ascii }).lines.map((line) => plain(line).trimEnd());
      assertEquals(text(true), text(false));
    }),
    { numRuns: 200 },
  );
});

Deno.test("drawScreen: the selected line shows wherever the list does, and no other is marked as it", () => {
  fc.assert(
    fc.property(state, style, (state, style) => {
      const size = { ...state.size, columns: Math.max(20, state.size.columns) };
      const shown: WatchState = { ...state, size, pane: { kind: "none" } };
      const { header, headings, list } = screenLayout(shown);
      const lines = drawScreen(shown, style).lines.slice(header + headings).slice(0, list).map(
        plain,
      );
      const selected = lines.filter((line) => line.startsWith(">"));
      assertEquals(
        selected.length,
        shown.lines.length === 0 || list === 0 ? 0 : 1,
        lines.join("\n"),
      );
    }),
    { numRuns: 200 },
  );
});

Deno.test("drawScreen: no address, port or process ID is cut from 40 columns on", () => {
  const single = fc.record({
    row,
    columns: fc.integer({ min: 40, max: 300 }),
    ascii: fc.boolean(),
    showsOwners: fc.boolean(),
    showsAudit: fc.boolean(),
  });
  fc.assert(
    fc.property(single, ({ row, columns, ascii, ...settings }) => {
      const size = { columns, rows: 20 };
      const { lines } = drawScreen(watchState([row as LiveRow], { size, settings }), {
        color: false,
        ascii,
      });
      const from = lines.findIndex((line) => line.startsWith(">"));
      const text = lines.slice(from, from + rowHeight(size)).join("\n");
      const { state, pid, localAddress, localPort, remoteAddress, remotePort } = row.connection;
      const waits = state === "LISTENING";
      const [address, port] = waits ? [localAddress, localPort] : [remoteAddress, remotePort];
      if (address !== null) assert(text.includes(address), text);
      assert(new RegExp(`:${port}(?!\\d)`).test(text), text);
      if (pid !== null) assert(new RegExp(`(?<![\\d:])${pid}(?!\\d)`).test(text), text);
    }),
    { numRuns: 500 },
  );
});

Deno.test("drawScreen: columns stay where they are while rows come and go", () => {
  const headingsOf = (lines: readonly string[]) => lines.find((line) => /^ +process/.test(line));
  const wide = liveRow(1, {
    process: "a-rather-long-name.exe",
    remoteAddress: "2001:db8::1:2:3:4",
  });
  const narrow = liveRow(2, { process: "a" });
  const size = { columns: 120, rows: 20 };
  const widths = new ColumnWidths();
  const draw = (rows: readonly LiveRow[]) =>
    headingsOf(
      drawScreen(watchState(rows, { size }), { color: false, ascii: false, widths }).lines,
    );
  const before = draw([wide, narrow]);
  assertEquals(draw([narrow]), before);
  assertEquals(draw([narrow, wide]), before);
});
