/**
 * Measures how long drawing a frame of the watch screen takes, with many connections in the list.
 *
 * @module
 */
import { ColumnWidths } from "../../lib/live/screen/draw/column_widths.ts";
import { drawScreen } from "../../lib/live/screen/draw/draw_screen.ts";
import type { WatchState } from "../../lib/live/screen/watch_state.ts";
import { liveRow, watchState } from "../../tests/support/watch_screens.ts";

const CONNECTIONS = 10_000;
const TURNS = 51;
const SIZES = [{ columns: 80, rows: 24 }, { columns: 300, rows: 100 }, { columns: 40, rows: 24 }];

/** The part of the page about the screen. */
export function screenTimes(): string {
  const rows = SIZES.map((size) => {
    const times = frameTimes(scrolledState(size)).sort((a, b) => a - b);
    const [least, median] = [times[0]!, times[TURNS >> 1]!];
    return `| ${size.columns} x ${size.rows} | ${median.toFixed(1)} ms (${least.toFixed(1)}) |`;
  });
  return `## A frame of the watch screen

One frame after a look at ${
    CONNECTIONS.toLocaleString("en")
  } connections, scrolled far down, in one process.

| terminal | time |
|---|---|
${rows.join("\n")}

Wanted: at most 10 ms.
`;
}

/** How long each of several frames takes that show another list than the one before. */
function frameTimes(state: WatchState): number[] {
  const widths = new ColumnWidths();
  return Array.from({ length: TURNS }, () => {
    const next = { ...state, lines: [...state.lines] };
    const began = performance.now();
    drawScreen(next, { color: true, ascii: false, widths });
    return performance.now() - began;
  });
}

function scrolledState(size: WatchState["size"]): WatchState {
  const rows = Array.from({ length: CONNECTIONS }, (_, at) =>
    liveRow(at + 1, {
      process: `program${at % 97}.exe`,
      pid: 1000 + at % 997,
      path: `C:\\Program Files\\Program ${at % 97}\\program${at % 97}.exe`,
      user: "PC\\anna",
      remoteAddress: at % 3 > 0
        ? `203.0.113.${at % 250}`
        : `2001:db8:${(at % 65_000).toString(16)}::${at % 9000}`,
    }));
  const place = CONNECTIONS - 1000;
  return { ...watchState(rows, { size }), selected: rows[place]!.id, top: place - 5 };
}

if (import.meta.main) console.log(screenTimes());
