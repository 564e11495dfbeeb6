/**
 * Which process holds which socket, by the links in `/proc/PID/fd`.
 *
 * @module
 */
import type { Host, Link } from "../../host/host.ts";
import { attempt } from "../../host/attempt.ts";
import type { ProcSocket } from "../../tools/proc/proc_net.ts";

/** Who holds what. */
export interface Owners {
  /** PIDs by the sockets' inodes; null where nobody was seen to hold it. */
  readonly owners: Map<number, number | null>;
  /** How many processes' descriptors could not be read. */
  readonly unreadable: number;
}

/** What the link of a socket's descriptor looks like: `socket:[INODE]`. */
const SOCKET_LINK = "socket:[";

/**
 * Programs that open sockets to hand them to others (socket activation) and keep them open: where
 * another program holds such a socket too, that one serves it.
 */
const ACTIVATORS: ReadonlySet<string> = new Set(["systemd"]);

/**
 * Finds the owner of each socket. Where several processes hold a socket it is that of the lowest
 * PID, which as a rule is the one the others were forked from, unless that one is an activator.
 */
export function findOwners(
  host: Host,
  { pids, rows }: { pids: readonly number[]; rows: readonly ProcSocket[] },
): Owners {
  const owners = new Map<number, number | null>();
  for (const { inode } of rows) if (inode !== 0) owners.set(inode, null);
  if (owners.size === 0) return { owners, unreadable: 0 };
  const isActivator = activatorTest(host);
  let unreadable = 0;
  for (const pid of pids) {
    const links = readDescriptors(host, pid);
    if (links === null) unreadable++;
    for (const [, target] of links ?? []) {
      if (!target.startsWith(SOCKET_LINK)) continue;
      const inode = Number(target.slice(SOCKET_LINK.length, -1));
      const owner = owners.get(inode);
      if (owner === undefined || owner === pid) continue;
      if (owner === null || isActivator(owner)) owners.set(inode, pid);
    }
  }
  return { owners, unreadable };
}

/** What a process's descriptors point to; null where that may not be read. */
function readDescriptors(host: Host, pid: number): Link[] | null {
  const directory = `/proc/${pid}/fd`;
  const { value: links, refusal } = attempt(() => host.readLinks(directory));
  if (refusal !== null) return refusal.kind === "permissionDenied" ? null : [];
  return links.length === 0 && hasEntries(host, directory) ? null : links;
}

/** Whether there are descriptors after all: then it is their targets that may not be read. */
function hasEntries(host: Host, directory: string): boolean {
  return (attempt(() => host.listDirectory(directory)).value ?? []).length > 0;
}

/** Makes a test for activators that reads each process's name once, and only when asked. */
function activatorTest(host: Host): (pid: number) => boolean {
  const known = new Map<number, boolean>();
  return (pid) => {
    let answer = known.get(pid);
    if (answer === undefined) {
      const { value } = attempt(() => host.readFile(`/proc/${pid}/comm`));
      answer = value !== null && ACTIVATORS.has(new TextDecoder().decode(value).trimEnd());
      known.set(pid, answer);
    }
    return answer;
  };
}
