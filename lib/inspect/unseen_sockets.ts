/**
 * Says of which processes the sockets could not be seen. Where netwho could not look, it must never
 * read as if there were none.
 *
 * @module
 */
import { nameOf, namesOf, reasonOf } from "../capture/hidden_owners.ts";
import { networkNamespace } from "../capture/linux/optional_reads.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import type { Facts, Files } from "../host/host.ts";
import type { Connection } from "../model/connection.ts";

const COULD_NOT = "its sockets could not be seen";
const CANNOT = "its sockets cannot be seen from here";
const OTHERS_CANNOT = "its other sockets cannot be seen from here";

/** Whether a note says that the sockets of the process could not be seen. */
export function saysUnseen(note: string | null): boolean {
  return [COULD_NOT, CANNOT].some((words) => note?.includes(words));
}

/**
 * Makes a function that returns the note on a process whose sockets could not be seen; null where all
 * were.
 */
export function unseenReader(
  host: Files & Pick<Facts, "os">,
  { isSaved, unseen, owners, processes }: WholeSnapshot,
): (pid: number, sockets: number) => string | null {
  const isLinux = !isSaved && host.os === "linux";
  const own = isLinux ? networkNamespace(host, "self") : null;
  return (pid, sockets) => {
    if (!isLinux && unseen.unreadablePids === undefined) {
      // Among the sockets without an owner may be all that the process has.
      const doubt = sockets > 0 ? null : owners?.doubt ?? null;
      return doubt === null ? null : `${COULD_NOT}: ${doubt}`;
    }
    if (processes?.get(pid)?.status === "Zombie") return null; // it has closed them all
    if (unseen.unreadablePids?.has(pid)) return `${COULD_NOT}: ${reasonOf(unseen.hiddenBy)}`;
    const theirs = own === null ? null : networkNamespace(host, pid);
    const isElsewhere = unseen.otherNamespacePids?.has(pid) ?? (theirs !== null && theirs !== own);
    if (!isElsewhere) return null;
    return `it is in another network namespace: ${sockets > 0 ? OTHERS_CANNOT : CANNOT}`;
  };
}

/** A process whose sockets could not be seen, and the note that says so. */
export interface UnseenProcess {
  readonly pid: number;
  readonly process: string | null;
  readonly note: string;
}

/** Says it in a line for each reason. */
export function unseenLines(processes: readonly UnseenProcess[]): string[] {
  return [...Map.groupBy(processes, ({ note }) => note)].map(([note, alike]) => {
    const pids = new Map(alike.map((process) => [process.pid, process]));
    const names = namesOf([...pids.values()]);
    if (pids.size === 1) return `process ${names}: ${note}`;
    const plural = note.replace("it is in", "they are in").replace("its ", "their ");
    return `${pids.size} processes (${names}): ${plural}`;
  });
}

/** Whether a process holds a socket that is listed under another, its owner. */
export function isHeldBy(
  socket: Connection,
  { pid, snapshot }: { pid: number; snapshot: WholeSnapshot },
): boolean {
  const [, ...others] = snapshot.owners?.shared.get(socket) ?? [];
  return others.some((holder) => holder.pid === pid);
}

/** The note on a socket, as it is shown with a process that holds it and is not its owner. */
export function heldNote(
  socket: Connection,
  { pid, snapshot }: { pid: number; snapshot: WholeSnapshot },
): string {
  const [owner, ...others] = snapshot.owners!.shared.get(socket)!;
  const rest = others.filter((holder) => holder.pid !== pid);
  return `shared: its owner is ${nameOf(owner!)}` +
    (rest.length === 0 ? "" : `, and it is also held by ${namesOf(rest)}`);
}
