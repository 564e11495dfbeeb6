/**
 * Histories of simulated machines, recorded look by look as `netwho log` does.
 *
 * @module
 */
import { type History, openHistory } from "../../lib/history/open_history.ts";
import { recordRun } from "../../lib/history/record_run.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import type { WholeSnapshot } from "../../lib/capture/snapshot.ts";
import { fakeHost } from "./fake_host.ts";
import { temporaryFolder } from "./folders.ts";

/** A connection of a simulated machine: when it is made and closed, and what is known of it. */
export interface MachineConnection extends Partial<Connection> {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** A simulated machine, and when it is looked at. */
export interface Machine {
  readonly computer?: string | null;
  readonly connections: readonly MachineConnection[];
  /** Milliseconds since 1970, in order. */
  readonly looks: readonly number[];
  /** Whether it tells when connections were made, as Windows does. @default false */
  readonly tellsCreation?: boolean;
  /** How long closed connections stay in TIME_WAIT, without an owner. @default 120000 */
  readonly timeWait?: number;
}

/** A history in a folder of its own, which goes when it is disposed. */
export interface TestHistory extends Disposable {
  readonly history: History;
}

/** Makes an empty history. Nobody cuts the power, so that it need not wait for the disk. */
export async function testHistory(): Promise<TestHistory> {
  const folder = temporaryFolder();
  const history = await openHistory(fakeHost(), `${folder.path}/history.db`);
  history.database.execute("PRAGMA synchronous = OFF");
  return {
    history,
    [Symbol.dispose]() {
      history[Symbol.dispose]();
      folder[Symbol.dispose]();
    },
  };
}

const BLANK: Connection = {
  ...emptyRecord(CONNECTION_FIELDS),
  protocol: "TCP",
  localAddress: "192.0.2.10",
  remoteAddress: "203.0.113.7",
  remotePort: 443,
  state: "ESTABLISHED",
  direction: "outbound",
  pid: 4711,
  process: "agent.exe",
  path: "C:\\Agent\\agent.exe",
};

/** Records what the looks at a machine see. */
export async function recordMachine(history: History, machine: Machine): Promise<void> {
  const { computer = "PC-1", looks, timeWait = 120_000 } = machine;
  const waiting = machine.connections.map((connection, index) => ({
    localPort: 49_152 + index % 16_384,
    ...connection,
  })).sort((one, other) => one.from - other.from);
  let there: typeof waiting = [];
  let next = 0;
  for (const at of looks) {
    while (next < waiting.length && waiting[next]!.from <= at) there.push(waiting[next++]!);
    there = there.filter(({ to, protocol }) => at <= to + (protocol === "UDP" ? 0 : timeWait));
    const connections = there.map((connection) => rowAt(connection, at, machine));
    await recordRun(history, snapshotOf(connections, { at, computer }), {
      view: { netwho: "0.1.0", os: "linux", elevated: true },
    });
  }
}

function rowAt(
  { from, to, ...row }: MachineConnection,
  at: number,
  { tellsCreation = false }: Machine,
): Connection {
  if (at > to) {
    const nobody = { pid: 0, process: null, path: null, createdAt: null };
    return { ...BLANK, ...row, ...nobody, state: "TIME_WAIT" };
  }
  return { ...BLANK, createdAt: tellsCreation ? new Date(from).toISOString() : null, ...row };
}

function snapshotOf(
  connections: Connection[],
  { at, computer }: { at: number; computer: string | null },
): WholeSnapshot {
  return {
    observedAt: new Date(at).toISOString(),
    computer,
    isSaved: false,
    processes: null,
    connections,
    unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
  };
}
