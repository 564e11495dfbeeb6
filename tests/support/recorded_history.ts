/**
 * Histories for tests, filled as `netwho log` fills them.
 *
 * @module
 */
import type { WholeSnapshot } from "../../lib/capture/snapshot.ts";
import { openHistory } from "../../lib/history/open_history.ts";
import { recordRun } from "../../lib/history/record_run.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import { fakeHost } from "./fake_host.ts";

/** A look: when, at which computer, and what was there. */
export interface TestLook {
  /** ISO 8601. */
  readonly at: string;
  /** @default "PC-7" */
  readonly computer?: string | null;
  readonly rows: readonly Partial<Connection>[];
}

/** A connection with an unknown value in each field that is not given. */
export function connection(row: Partial<Connection>): Connection {
  return { ...emptyRecord(CONNECTION_FIELDS), protocol: "TCP", ...row };
}

/** A connection that a program of the computer began. */
export function outbound(
  process: string,
  remoteAddress: string,
  more: Partial<Connection> = {},
): Connection {
  return connection({
    process,
    pid: 4711,
    localAddress: "192.0.2.10",
    localPort: 50001,
    remoteAddress,
    remotePort: 443,
    state: "ESTABLISHED",
    direction: "outbound",
    ...more,
  });
}

/** A listener of a program. */
export function listener(
  process: string,
  port: number,
  more: Partial<Connection> = {},
): Connection {
  return connection({
    process,
    pid: 812,
    localAddress: "0.0.0.0",
    localPort: port,
    remoteAddress: "0.0.0.0",
    remotePort: 0,
    state: "LISTENING",
    ...more,
  });
}

/** Records looks in a new history, and returns its path. */
export async function recordHistory(
  folder: string,
  looks: readonly TestLook[],
  { name = "history.db" } = {},
): Promise<string> {
  const path = `${folder}/${name}`;
  using history = await openHistory(fakeHost(), path);
  for (const { at, computer = "PC-7", rows } of looks) {
    const connections = rows.map((row) => connection({ computer, observedAt: at, ...row }));
    const snapshot = {
      observedAt: at,
      computer,
      isSaved: false,
      processes: null,
      unseen: { hiddenBy: "rights" },
      connections,
    } as unknown as WholeSnapshot;
    const view = { netwho: "0.0.0", os: "windows", elevated: true };
    await recordRun(history, snapshot, { view });
  }
  return path;
}

/** Makes a folder for the time of a test. */
export async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
