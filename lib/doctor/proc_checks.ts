/**
 * Checks of `/proc`.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import { type Check, ok, refusalOf } from "./check.ts";

/** Whether sockets can be read. */
export function sockets(host: Host): Check {
  try {
    host.readFile("/proc/net/tcp");
    return ok("/proc/net", "readable");
  } catch (error) {
    return {
      check: "/proc/net",
      status: "problem",
      value: refusalOf(error).message,
      advice: "netwho reads sockets there: mount /proc, and run with --allow-all",
    };
  }
}

/** How many processes can be looked into. */
export function processes(host: Host): Check {
  try {
    const pids = host.listDirectory("/proc").filter((name) => /^\d+$/.test(name));
    const refused = pids.filter((pid) => isRefused(() => host.readLinks(`/proc/${pid}/fd`)));
    const value = `${pids.length - refused.length} of ${pids.length} processes readable`;
    if (refused.length === 0) return ok("/proc/PID", value);
    return {
      check: "/proc/PID",
      status: "warning",
      value,
      advice: "The programs of the others stay unknown; run it as root",
    };
  } catch (error) {
    return {
      check: "/proc/PID",
      status: "problem",
      value: refusalOf(error).message,
      advice: "netwho finds programs there: mount /proc, and run with --allow-all",
    };
  }
}

function isRefused(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    return refusalOf(error).kind === "permissionDenied";
  }
}
