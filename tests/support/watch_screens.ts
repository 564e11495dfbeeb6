/**
 * States of the watch screen, for tests and the picture in docs/watch.md. All names are invented and all
 * addresses are of documentation networks.
 *
 * @module
 */
import type { LiveLook, LiveRow } from "../../lib/live/live_row.ts";
import { startWatch } from "../../lib/live/screen/start_watch.ts";
import { updateWatch } from "../../lib/live/screen/update_watch.ts";
import {
  DEFAULT_SETTINGS,
  type WatchSettings,
  type WatchState,
} from "../../lib/live/screen/watch_state.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";

/** A moment that every clock shows as 2026-11-26 14:05:09, wherever the test runs. */
export const LOOKED_AT = new Date(2026, 10, 26, 14, 5, 9).getTime();

/** Makes a row; an outbound TCP connection unless it says otherwise. */
export function liveRow(
  id: number,
  connection: Partial<Connection>,
  more: Partial<Omit<LiveRow, "id" | "connection">> = {},
): LiveRow {
  return {
    id,
    connection: {
      ...emptyRecord(CONNECTION_FIELDS),
      protocol: "TCP",
      localAddress: "192.0.2.7",
      localPort: 50_100 + id,
      remoteAddress: "203.0.113.20",
      remotePort: 443,
      state: "ESTABLISHED",
      direction: "outbound",
      pid: 7340,
      process: "browser.exe",
      ...connection,
    },
    mark: null,
    previousState: null,
    firstSeen: null,
    closedAt: null,
    processStartedAt: null,
    ...more,
  };
}

/** Makes a look at some rows. */
export function lookAt(rows: readonly LiveRow[], more: Partial<LiveLook> = {}): LiveLook {
  return {
    at: LOOKED_AT,
    rows,
    changes: [],
    snapshot: {
      observedAt: new Date(LOOKED_AT).toISOString(),
      computer: "DESK-7",
      isSaved: false,
      processes: null,
      unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
      connections: rows.map(({ connection }) => connection),
    },
    opened: 0,
    closed: 0,
    tookMilliseconds: 120,
    missed: 0,
    ...more,
  };
}

/** Makes a state that shows a look. */
export function watchState(
  rows: readonly LiveRow[] | null,
  { size = { columns: 80, rows: 24 }, settings = {}, look = {}, ...more }: {
    readonly settings?: Partial<WatchSettings>;
    readonly look?: Partial<LiveLook>;
  } & Partial<Omit<WatchState, "settings" | "look">> = {},
): WatchState {
  const start = startWatch({
    size,
    settings: { ...DEFAULT_SETTINGS, ...settings },
    given: { text: "", matches: () => true },
    title: "DESK-7",
    limits: null,
  });
  const seen = { ...start, ...more };
  return rows === null
    ? seen
    : { ...updateWatch(seen, { kind: "look", look: lookAt(rows, look) }).state, ...more };
}
