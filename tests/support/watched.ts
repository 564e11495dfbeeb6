/**
 * The screen of `netwho watch` in tests: rows, looks and keys.
 *
 * @module
 */
import type { KeyPress } from "../../lib/host/host.ts";
import type { LiveLook, LiveRow } from "../../lib/live/live_row.ts";
import { startWatch, type WatchStart } from "../../lib/live/screen/start_watch.ts";
import { updateWatch } from "../../lib/live/screen/update_watch.ts";
import {
  DEFAULT_SETTINGS,
  type WatchEffect,
  type WatchEvent,
  type WatchSettings,
  type WatchState,
} from "../../lib/live/screen/watch_state.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";

/** What a test says of a connection: fields of the row, or of the connection itself. */
export interface RowFacts extends Partial<Omit<LiveRow, "id" | "connection">> {
  readonly connection?: Partial<Connection>;
}

/** A row of the program `app<id>.exe`, to 198.51.100.7:443. */
export function liveRow(id: number, { connection, ...facts }: RowFacts = {}): LiveRow {
  return {
    id,
    connection: {
      ...emptyRecord(CONNECTION_FIELDS),
      protocol: "TCP",
      localAddress: "192.0.2.10",
      localPort: 50_000 + id,
      localScope: "documentation",
      remoteAddress: "198.51.100.7",
      remotePort: 443,
      remoteScope: "documentation",
      state: "ESTABLISHED",
      direction: "outbound",
      pid: 1000 + id,
      process: `app${id}.exe`,
      ...connection,
    },
    mark: null,
    previousState: null,
    firstSeen: null,
    closedAt: null,
    processStartedAt: "2026-11-25T08:00:00Z",
    ...facts,
  };
}

/** A look at these rows. */
export function liveLook(
  rows: readonly LiveRow[],
  at: number = Date.UTC(2026, 10, 25, 9),
): LiveLook {
  return {
    at,
    rows,
    changes: [],
    snapshot: {
      observedAt: new Date(at).toISOString(),
      computer: "PC",
      isSaved: false,
      processes: null,
      connections: rows.map(({ connection }) => connection),
    } as unknown as LiveLook["snapshot"],
    opened: 0,
    closed: 0,
    tookMilliseconds: 10,
    missed: 0,
  };
}

/** A key by its name, with `ctrl+` or `alt+` in front. */
export function keyPress(name: string): KeyPress {
  const [, ctrl, alt, key] = /^(ctrl\+)?(alt\+)?(.+)$/s.exec(name)!;
  return { key: key!, ctrl: ctrl !== undefined, alt: alt !== undefined, shift: false };
}

/** A screen that events are sent to one after another. */
export class WatchedScreen {
  state: WatchState;
  /** What the program was to do, since the start. */
  readonly effects: WatchEffect[] = [];

  constructor(
    { settings, ...start }: Partial<Omit<WatchStart, "settings">> & {
      settings?: Partial<WatchSettings>;
    } = {},
  ) {
    this.state = startWatch({
      size: { columns: 100, rows: 20 },
      settings: { ...DEFAULT_SETTINGS, ...settings },
      given: { text: "", matches: () => true },
      title: "PC",
      limits: null,
      ...start,
    });
  }

  /** Takes in events in order. */
  send(...events: readonly WatchEvent[]): this {
    for (const event of events) {
      const { state, effects } = updateWatch(this.state, event);
      this.state = state;
      this.effects.push(...effects);
    }
    return this;
  }

  /** Looks at these rows. */
  look(...rows: readonly LiveRow[]): this {
    return this.send({ kind: "look", look: liveLook(rows) });
  }

  /** Presses keys by their names. */
  press(...names: readonly string[]): this {
    return this.send(...names.map((name) => ({ kind: "key", key: keyPress(name) } as const)));
  }

  /** Types a text, a key for each character. */
  type(text: string): this {
    return this.press(...text);
  }

  /** The lines as short texts: IDs of rows, keys of groups. */
  get lines(): (number | string)[] {
    return this.state.lines.map((line) => line.kind === "row" ? line.row.id : line.key);
  }

  /** The effects of one kind. */
  did<Kind extends WatchEffect["kind"]>(kind: Kind): Extract<WatchEffect, { kind: Kind }>[] {
    return this.effects.filter((effect): effect is Extract<WatchEffect, { kind: Kind }> =>
      effect.kind === kind
    );
  }
}
