/**
 * Snapshots to record, and what a history then holds, read with statements of the tests' own.
 *
 * @module
 */
import { BLANK_PROCESS } from "./blank_process.ts";
import type { WholeSnapshot } from "../../lib/capture/snapshot.ts";
import type { Database } from "../../lib/host/databases.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";

/** What netwho and the machine are in these tests. */
export const VIEW = { netwho: "1.2.3", os: "windows", elevated: true } as const;

/** A connection with some fields; the others are null. */
export function connection(fields: Partial<Connection>): Connection {
  return { ...emptyRecord(CONNECTION_FIELDS), protocol: "TCP", ...fields };
}

/** A connection from one end to another, `192.0.2.7:50123 198.51.100.1:443`. */
export function between(ends: string, fields: Partial<Connection> = {}): Connection {
  const [local, remote] = ends.split(" ").map((end) => /^(.*):(\d+)$/.exec(end)!);
  return connection({
    localAddress: local![1]!,
    localPort: Number(local![2]),
    remoteAddress: remote![1]!,
    remotePort: Number(remote![2]),
    state: "ESTABLISHED",
    ...fields,
  });
}

/** How a snapshot of a test differs from others. */
export interface LookOptions {
  /** @default "PC-7" */
  readonly computer?: string | null;
  /** When processes were started, by PID. @default unknown */
  readonly starts?: Readonly<Record<number, string>>;
}

/** A snapshot of connections at a time. */
export function lookAt(
  time: string,
  connections: readonly Connection[],
  { computer = "PC-7", starts = {} }: LookOptions = {},
): WholeSnapshot {
  const processes = Object.entries(starts).map(([pid, startedAt]) =>
    [Number(pid), { ...BLANK_PROCESS, process: null, pid: Number(pid), startedAt }] as const
  );
  return {
    observedAt: time,
    computer,
    isSaved: false,
    processes: new Map(processes),
    unseen: { hiddenBy: "root", processes: 0, unreadable: 0, refused: 0 },
    connections,
  };
}

/** An episode as a history holds it. */
export interface Held {
  readonly computer: string | null;
  readonly first: string;
  /** Null while it is open. */
  readonly last: string | null;
  readonly times: number;
  /** `TCP 192.0.2.7:50123 198.51.100.1:443`. */
  readonly ends: string;
  readonly pid: number | null;
  readonly process: string | null;
  readonly state: string | null;
  readonly note: string | null;
}

/** All episodes, or those of one computer, by their first look and their ends. */
export function episodesIn(database: Database, computer: string | null = null): Held[] {
  return database.prepare(`
WITH latest AS (SELECT computer, max(number) AS number FROM run GROUP BY computer)
SELECT (SELECT value FROM text WHERE id = flow.computer) AS computer, a.at AS first, z.at AS last,
  coalesce(z.number, (SELECT number FROM latest WHERE latest.computer IS flow.computer)) -
    a.number + 1 AS times,
  (SELECT value FROM text WHERE id = protocol) || ' ' ||
    coalesce((SELECT value FROM text WHERE id = local_address), '*') || ':' ||
    coalesce(CASE WHEN d.value = 'inbound' THEN local_port ELSE ifnull(local_port, port) END, '*') ||
    ' ' || coalesce((SELECT value FROM text WHERE id = remote_address), '*') || ':' ||
    coalesce(CASE WHEN d.value = 'inbound' THEN port ELSE remote_port END, '*') AS ends,
  process.pid AS pid, (SELECT value FROM text WHERE id = program.process) AS process,
  (SELECT value FROM text WHERE id = state) AS state,
  (SELECT value FROM text WHERE id = note) AS note
FROM episode JOIN flow ON flow.id = episode.flow JOIN run AS a ON a.id = episode.first_run
LEFT JOIN run AS z ON z.id = episode.last_run LEFT JOIN text AS d ON d.id = direction
LEFT JOIN process ON process.id = episode.process LEFT JOIN program ON program.id = flow.program
WHERE ?1 IS NULL OR flow.computer = (SELECT id FROM text WHERE value = ?1)
ORDER BY a.at, ends, z.at`).all(computer).map((found) => ({
    ...found,
    first: new Date(found.first as number).toISOString(),
    last: found.last === null ? null : new Date(found.last as number).toISOString(),
  } as unknown as Held));
}

/** What a sound history has nothing of: references to what is not there, and other damage. */
export function damageIn(database: Database): unknown[] {
  return [
    ...database.prepare("PRAGMA foreign_key_check").all(),
    ...database.prepare("PRAGMA integrity_check").all()
      .filter(({ integrity_check: found }) => found !== "ok"),
    ...database.prepare(`SELECT b.id FROM episode AS a JOIN episode AS b ON b.id =
      (SELECT min(id) FROM episode WHERE id > a.id) WHERE b.first_run < a.first_run`).all(),
    ...database.prepare(
      "SELECT id FROM flow WHERE NOT EXISTS (SELECT 1 FROM episode WHERE flow = flow.id)",
    ).all(),
    ...database.prepare(`SELECT computer, count(*) AS n, max(number) - min(number) + 1 AS span
      FROM run GROUP BY computer HAVING count(DISTINCT number) <> count(*)`).all(),
  ];
}
