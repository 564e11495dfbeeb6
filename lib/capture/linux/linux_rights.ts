/**
 * Finds out why processes cannot be looked into.
 *
 * @module
 */
import type { Facts, Files } from "../../host/host.ts";
import { lacksUsers, parseRights, type ProcRights } from "../../tools/proc/proc_process.ts";
import type { HiddenBy } from "../hidden_owners.ts";
import { textIfThere } from "./optional_reads.ts";

/** Returns why the owners of sockets cannot be seen, by the processes that can. */
export function whyHidden(
  host: Files & Pick<Facts, "elevated">,
  { pids, unreadable }: { pids: readonly number[]; unreadable: ReadonlySet<number> },
): HiddenBy {
  if (hidesProcesses(pids)) return "hidepid";
  if (unreadable.size === 0) return "elsewhere";
  const missing = missingRights(host);
  if (missing !== null) return missing;
  // The kernel hides a process that has more capabilities than the one that looks.
  const own = rightsOf(host, "self");
  const others = [...unreadable].slice(0, MOST_COMPARED).map((pid) => rightsOf(host, pid));
  const isEqual = own !== null &&
    others.every((other) => other !== null && (other.permitted & ~own.permitted) === 0n);
  return isEqual ? "module" : "moreRights";
}

/** What a program can lack to look into every process. */
export type MissingRights = "root" | "trace" | "search" | "userNamespace";

/** Returns what this program lacks to look into every process; null where that is nothing. */
export function missingRights(host: Files & Pick<Facts, "elevated">): MissingRights | null {
  const rights = rightsOf(host, "self");
  if (host.elevated() !== true && !(rights?.mayTrace && rights.mayList)) return "root";
  if (rights?.mayTrace === false) return "trace";
  if (rights?.mayList === false) return "search";
  return lacksUsers(textIfThere(host, "/proc/self/uid_map") ?? "") ? "userNamespace" : null;
}

/** The most processes whose capabilities are compared. */
const MOST_COMPARED = 10;

function rightsOf(host: Files, pid: number | "self"): ProcRights | null {
  const status = textIfThere(host, `/proc/${pid}/status`);
  return status === null ? null : parseRights(status);
}

/**
 * Whether `/proc` hides the processes of others (its option `hidepid`). Every machine and every
 * container has a first process; nothing else keeps it out of the list.
 */
export function hidesProcesses(pids: readonly number[]): boolean {
  return pids.length > 0 && !pids.includes(1);
}
