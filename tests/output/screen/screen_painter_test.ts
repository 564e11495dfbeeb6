import { assertEquals, assertMatch } from "@std/assert";
import * as fc from "fast-check";
import type { Frame } from "../../../lib/output/screen/frame.ts";
import { ScreenPainter } from "../../../lib/output/screen/screen_painter.ts";
import { type Emulator, openEmulator } from "../../support/emulator.ts";

const frame = (...lines: string[]): Frame => ({ lines, cursor: null });
const SIZE = { columns: 20, rows: 4 };
/** What a screen without wrapping shows, which is what a painter expects. */
async function newScreen(
  { columns, rows, clusters }: { columns: number; rows: number; clusters?: "codePoints" } = SIZE,
): Promise<Emulator> {
  const emulator = openEmulator(columns, rows, clusters);
  await emulator.write("\x1b[?1049h\x1b[?7l");
  return emulator;
}

Deno.test("only lines that differ are written, in a synchronised update", () => {
  const painter = new ScreenPainter();
  painter.paint(frame("one", "two", "three"), SIZE);
  assertEquals(painter.paint(frame("one", "two", "three"), SIZE), "");
  assertEquals(
    painter.paint(frame("one", "2", "three"), SIZE),
    "\x1b[?2026h\x1b[2;1H2\x1b[K\x1b[?2026l",
  );
  assertEquals(painter.paint(frame("one"), SIZE).split(";1H").length - 1, 2);
});

Deno.test("nothing is blank in between: neither the screen nor a line is cleared first", async () => {
  using emulator = await newScreen();
  const painter = new ScreenPainter();
  await emulator.write(painter.paint(frame("same", "abcdef", "한글 a→b"), SIZE));
  const text = painter.paint(frame("same", "ghi", "한국 c…d"), SIZE);
  painter.forget();
  const again = painter.paint(frame("same", "jkl", "중국 e→f"), SIZE);
  for (const character of text + again) {
    await emulator.write(character);
    const [first, second, third] = emulator.screen().lines;
    assertEquals(first, "same");
    assertMatch(second!, /^[a-l]{3}/);
    assertMatch(third!, /^\S{2,3}/);
  }
  assertEquals(emulator.screen().lines, ["same", "jkl", "중국 e→f", ""]);
});

Deno.test("the cursor is hidden while lines are drawn, and where the frame has none", async () => {
  using emulator = await newScreen();
  const painter = new ScreenPainter();
  const show = async (cursor: Frame["cursor"], line: string) => {
    const text = painter.paint({ lines: [line], cursor }, SIZE);
    await emulator.write(text);
    return [text, emulator.screen().cursor] as const;
  };
  assertEquals((await show(null, "a"))[1].isVisible, false);
  assertEquals((await show({ row: 0, column: 3 }, "a"))[1], { row: 0, column: 3, isVisible: true });
  const [text, cursor] = await show({ row: 0, column: 3 }, "ab");
  assertEquals(cursor, { row: 0, column: 3, isVisible: true });
  assertEquals([text.slice(0, 14), text.slice(-14)], [
    "\x1b[?2026h\x1b[?25l",
    "\x1b[?25h\x1b[?2026l",
  ]);
  assertEquals((await show({ row: 0, column: 3 }, "ab"))[0], "");
  assertEquals((await show({ row: 0, column: 90 }, "ab"))[1].column, 19);
  assertEquals((await show(null, "ab"))[1].isVisible, false);
  assertEquals((await show({ row: 9, column: 0 }, "ab"))[1].isVisible, false);
});

Deno.test("after forgetting, everything is drawn anew over whatever is there", async () => {
  using emulator = await newScreen();
  const painter = new ScreenPainter();
  await emulator.write(painter.paint(frame("one", "two"), SIZE));
  await emulator.write("\x1b[41m\x1b[2Jjunk\r\njunk\r\njunk\r\njunk\x1b[?25h");
  painter.forget();
  await emulator.write(painter.paint(frame("one", "two"), SIZE));
  const screen = emulator.screen();
  assertEquals(screen.lines, ["one", "two", "", ""]);
  assertEquals(screen.style({ row: 0, column: 0 }).background, null);
  assertEquals(screen.style({ row: 3, column: 19 }).background, null);
  assertEquals(screen.cursor.isVisible, false);
});

Deno.test("a full screen neither wraps nor scrolls", async () => {
  using emulator = await newScreen();
  const full = "x".repeat(20);
  const painter = new ScreenPainter();
  await emulator.write(painter.paint(frame(full, full, full, "y".repeat(40), "lost"), SIZE));
  assertEquals(emulator.screen().lines, [full, full, full, "y".repeat(20)]);
});

Deno.test("control characters are shown, not obeyed", async () => {
  using emulator = await newScreen();
  const text = new ScreenPainter().paint(
    frame("a\x1b[2Jb", "c\r\nd", "e\x1b]52;c;AA\x07f", "\x9b5mg\u202eh"),
    { columns: 40, rows: 4 },
  );
  emulator.resize(40, 4);
  await emulator.write(text);
  assertEquals(emulator.screen().lines, [
    String.raw`a\x1b[2Jb`,
    String.raw`c\r\nd`,
    String.raw`e\x1b]52;c;AA\x07f`,
    String.raw`\x9b5mg\u{202e}h`,
  ]);
});

Deno.test("a style that a line leaves on ends with the line, also where it was cut", async () => {
  using emulator = await newScreen();
  const painter = new ScreenPainter();
  await emulator.write(painter.paint(frame(`\x1b[41m${"x".repeat(30)}\x1b[0m`, "\x1b[7mab"), SIZE));
  const screen = emulator.screen();
  assertEquals(screen.lines, ["x".repeat(20), "ab", "", ""]);
  assertEquals(screen.style({ row: 0, column: 19 }).background, "red");
  assertEquals(screen.style({ row: 1, column: 1 }).isInverse, true);
  assertEquals(screen.style({ row: 1, column: 2 }).isInverse, false);
  assertEquals(screen.style({ row: 2, column: 0 }).background, null);
});

// What takes one place on the screen, and its columns.
const CLUSTERS: readonly (readonly [text: string, width: number])[] = [
  ...Array.from("ab 한글漢。ｶ", (character): readonly [string, number] => [
    character,
    "한글漢。".includes(character) ? 2 : 1,
  ]),
  [" ", 1],
  ["e\u0301", 1],
  ["…", 1],
  ["→", 1],
  ["😀", 2],
  ["👍🏽", 2],
  ["❤\ufe0f", 2],
  ["🇰🇷", 2],
  ["\u1112\u1161\u11ab", 2],
];
const STYLES = ["", "32", "31", "7", "1;33", "38;5;200", "48;2;1;2;3"] as const;

interface Cluster {
  readonly cluster: readonly [text: string, width: number];
  readonly style: (typeof STYLES)[number];
}
const lineOf = fc.array(
  fc.record({ cluster: fc.constantFrom(...CLUSTERS), style: fc.constantFrom(...STYLES) }),
  { maxLength: 24 },
);
const styled = (line: readonly Cluster[]) =>
  line.map(({ cluster: [text], style }) => style === "" ? text : `\x1b[${style}m${text}\x1b[0m`)
    .join("");

/** The text and the colours of a line, by thinking of a row of cells. */
function cellsOf(line: readonly Cluster[], columns: number): { text: string; green: boolean[] } {
  let text = "";
  const green: boolean[] = [];
  for (const { cluster: [characters, width], style } of line) {
    if (green.length + width > columns) break;
    text += characters;
    green.push(...Array<boolean>(width).fill(style === "32"));
  }
  return { text: text.trimEnd(), green };
}

const step = fc.record({
  lines: fc.array(lineOf, { maxLength: 6 }),
  columns: fc.integer({ min: 2, max: 22 }),
  rows: fc.integer({ min: 1, max: 5 }),
  /** Whether the size stays as it was, as it mostly does. */
  stays: fc.boolean(),
});

Deno.test("after any frames and sizes the screen shows the last frame", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      let size = { columns: steps[0]!.columns, rows: steps[0]!.rows };
      using emulator = await newScreen(size);
      const painter = new ScreenPainter();
      for (const { lines, columns, rows, stays } of steps) {
        if (!stays) {
          size = { columns, rows };
          emulator.resize(columns, rows);
        }
        await emulator.write(painter.paint(frame(...lines.map(styled)), size));
        const screen = emulator.screen();
        for (let row = 0; row < size.rows; row++) {
          const { text, green } = cellsOf(lines[row] ?? [], size.columns);
          assertEquals(screen.lines[row], text);
          for (let column = 0; column < size.columns; column++) {
            assertEquals(
              screen.style({ row, column }).foreground === "green",
              green[column] ?? false,
              `row ${row}, column ${column}`,
            );
          }
        }
      }
    }),
    { numRuns: 150 },
  );
});

Deno.test("where a terminal measures emoji otherwise, columns stay aligned and nothing old is left", async () => {
  using emulator = await newScreen({ ...SIZE, clusters: "codePoints" });
  const painter = new ScreenPainter();
  await emulator.write(painter.paint(frame("xxxxxxxxxxxxxxxxxxxx", "xxxxxxxxxxxxxxx"), SIZE));
  await emulator.write(painter.paint(frame("❤\ufe0f 👍🏽  12  ab", "abc  34  cd"), SIZE));
  const screen = emulator.screen();
  assertEquals(screen.find("ab"), { row: 0, column: 11 });
  assertEquals(screen.find("12"), { row: 0, column: 7 });
  assertEquals(screen.lines.join("").includes("x"), false);
});
