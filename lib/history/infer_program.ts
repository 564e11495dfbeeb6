/**
 * Whose connection was it that nobody owns any more? A connection that polling missed leaves a
 * TIME_WAIT row for two minutes, which names no program. Where one program alone was seen at the same
 * end before, it is taken to be this one's, and the note says so.
 *
 * @module
 */
import type { Connection } from "../model/connection.ts";
import { hasPeer } from "../model/peer.ts";
import type { Prepare } from "./interning.ts";
import type { Seen } from "./match_episodes.ts";

/** The note of a connection whose program was inferred. */
export const INFERRED_NOTE =
  "no process owns it any more; inferred: no other program was seen at this address and port before";

/** Adds the program of a connection that has none any more, where earlier ones tell it. */
export function inferProgram(
  prepare: Prepare,
  seen: Seen,
  { computer }: { readonly computer: number | null },
): Seen {
  const { row } = seen;
  if (row.state !== "TIME_WAIT" || row.process !== null || !hasPeer(row)) return seen;
  const isInbound = row.direction === "inbound";
  const port = isInbound ? row.localPort : row.remotePort;
  if (port === null || row.remoteAddress === null) return seen;
  const found = prepare(isInbound ? BY_LOCAL_PORT : BY_REMOTE_PORT).all(
    row.remoteAddress,
    port,
    row.protocol,
    computer,
  ) as unknown as Program[];
  const programs = Map.groupBy(found, ({ process, path }) => JSON.stringify([process, path]));
  if (programs.size !== 1) return seen;
  const { process, path } = found[0]!;
  return { ...seen, row: { ...row, process, path, note: INFERRED_NOTE } };
}

type Program = Pick<Connection, "process" | "path">;

/** The port that other connections of the program share. */
function programsAt(port: "local_port" | "remote_port", direction: string): string {
  return `SELECT DISTINCT process.value AS process, path.value AS path
FROM text AS address
JOIN flow ON flow.remote_address = address.id
JOIN program ON program.id = flow.program
LEFT JOIN text AS process ON process.id = program.process
LEFT JOIN text AS path ON path.id = program.path
WHERE address.value = ? AND flow.${port} = ?
  AND flow.protocol = (SELECT id FROM text WHERE value = ?)
  AND flow.computer IS ? AND process.value IS NOT NULL AND ${direction}`;
}

const INBOUND = "(SELECT id FROM text WHERE value = 'inbound')";
const BY_LOCAL_PORT = programsAt("local_port", `flow.direction = ${INBOUND}`);
const BY_REMOTE_PORT = programsAt("remote_port", `flow.direction IS NOT ${INBOUND}`);
