/**
 * Finds out why processes cannot be looked into.
 *
 * @module
 */
import type { Facts, Files } from "../../host/host.ts";
import { mapsEveryUser, parseRights } from "../../tools/proc/proc_process.ts";
import type { HiddenBy } from "../hidden_owners.ts";
import { textIfThere } from "./optional_reads.ts";

/** Returns why the owners of sockets cannot be seen, by the processes that can. */
export function whyHidden(
  host: Files & Pick<Facts, "elevated">,
  { pids, unreadable }: { pids: readonly number[]; unreadable: ReadonlySet<number> },
): HiddenBy {
  if (hidesProcesses(pids)) return "hidepid";
  if (unreadable.size === 0) return "elsewhere";
  const status = textIfThere(host, "/proc/self/status");
  const rights = status === null ? null : parseRights(status);
  if (host.elevated() !== true && !rights?.mayTrace) return "root";
  if (rights?.mayTrace === false) return "trace";
  if (rights?.mayList === false) return "search";
  const uidMap = textIfThere(host, "/proc/self/uid_map");
  return uidMap !== null && !mapsEveryUser(uidMap) ? "userNamespace" : "moreRights";
}

/**
 * Whether `/proc` hides the processes of others (its option `hidepid`). Every machine and every
 * container has a first process; nothing else keeps it out of the list.
 */
export function hidesProcesses(pids: readonly number[]): boolean {
  return pids.length > 0 && !pids.includes(1);
}
