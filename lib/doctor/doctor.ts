/**
 * What netwho needs on a machine, checked, as plain data.
 *
 * @module
 */
import { VERSION } from "../version.ts";
import { type Check, ok } from "./check.ts";
import { cache, elevation, versionResources, windowsApi } from "./machine_checks.ts";
import { processes, sockets } from "./proc_checks.ts";
import { codePage, nslookup, tool } from "./tool_checks.ts";
import type { Host } from "../host/host.ts";
import { netstatArguments } from "../tools/netstat/netstat_arguments.ts";
import { TASKLIST_ARGUMENTS } from "../tools/tasklist/parse_tasklist.ts";

export { type Check, CHECK_FIELDS } from "./check.ts";

/**
 * Checks everything that netwho needs. A `problem` is something that the main job cannot do without;
 * a `warning` costs some of what it shows. Asks no server anything.
 *
 * @example
 * ```ts
 * import { denoHost, examine } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const checks = await examine(denoHost());
 * assertEquals(checks[0]?.check, "system");
 * ```
 */
export async function examine(host: Host): Promise<Check[]> {
  const isWindows = host.os === "windows";
  return [
    ok("system", isWindows ? "Windows" : "Linux"),
    ok("netwho", VERSION),
    ...(isWindows ? await examineWindows(host) : await examineLinux(host)),
  ];
}

async function examineWindows(host: Host): Promise<Check[]> {
  // One after another: each tool's time is its own.
  return [
    await tool(host, "netstat", { args: netstatArguments(), failure: "problem" }),
    await tool(host, "tasklist", { args: TASKLIST_ARGUMENTS.processes, failure: "warning" }),
    await tool(host, "tasklist /svc", { args: TASKLIST_ARGUMENTS.services, failure: "warning" }),
    await nslookup(host),
    await codePage(host),
    windowsApi(host),
    ...await versionResources(host),
    cache(host),
    elevation(host.elevated(), "Start it as administrator to see the programs of other accounts"),
  ];
}

async function examineLinux(host: Host): Promise<Check[]> {
  return [
    sockets(host),
    processes(host),
    await nslookup(host),
    cache(host),
    elevation(host.elevated(), "Run it as root to see the programs of other users"),
  ];
}
