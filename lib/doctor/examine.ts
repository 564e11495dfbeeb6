/**
 * What netwho needs on a machine, checked, as plain data.
 *
 * @module
 */
import { Diagnostics } from "../capture/diagnostics.ts";
import { readSnapshot } from "../capture/snapshot.ts";
import { CaptureError } from "../errors.ts";
import { type Host, HostError } from "../host/host.ts";
import { system32File } from "../host/deno/deno_programs.ts";
import { type Check, okCheck } from "../model/check.ts";
import { TOOLS } from "../tools/tools.ts";
import { VERSION } from "../version.ts";
import { checkCodePage, checkTool, TOOL_MILLISECONDS } from "./tool_checks.ts";

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
    okCheck("system", isWindows ? "Windows" : "Linux"),
    okCheck("netwho", VERSION),
    ...(isWindows ? await examineWindows(host) : await examineLinux(host)),
  ];
}

async function examineWindows(host: Host): Promise<Check[]> {
  return [
    ...await checkTools(host),
    await checkCodePage(host),
    checkWindowsApi(host),
    ...await checkVersionResources(host),
    checkCache(host),
    checkRights(host, "Start it as administrator to see the programs of other accounts"),
  ];
}

async function examineLinux(host: Host): Promise<Check[]> {
  return [
    ...await checkProc(host),
    ...await checkTools(host),
    checkCache(host),
    checkRights(host, "Run it as root to see the programs of other users"),
  ];
}

/** One tool after another, so that the time of each is its own. */
async function checkTools(host: Host): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { name, checks: wanted } of TOOLS) {
    for (const check of wanted) {
      const args = check.arguments[host.os];
      if (args !== undefined) checks.push(await checkTool(host, check, { program: name, args }));
    }
  }
  return checks;
}

/** Whether sockets can be read, and how many processes can be looked into. */
async function checkProc(host: Host): Promise<Check[]> {
  const options = {
    from: [],
    encoding: null,
    sockets: true,
    processes: "none",
    fast: true,
    details: false,
    timeoutMilliseconds: TOOL_MILLISECONDS,
  } as const;
  try {
    const { unseen } = await readSnapshot(host, options, new Diagnostics());
    const readable = unseen.processes - unseen.unreadable;
    const value = `${readable} of ${unseen.processes} processes readable`;
    return [
      okCheck("/proc/net", "readable"),
      unseen.unreadable === 0 ? okCheck("/proc/PID", value) : {
        check: "/proc/PID",
        status: "warning",
        value,
        advice: "The programs of the others stay unknown; run it as root",
      },
    ];
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    const advice =
      "netwho reads sockets and processes there: mount /proc, and run with --allow-all";
    return ["/proc/net", "/proc/PID"].map((check) => ({
      check,
      status: "problem",
      value: error.message,
      advice,
    }));
  }
}

function checkWindowsApi(host: Host): Check {
  if (host.oemCodePage() !== null) return okCheck("Windows API", "answers");
  return {
    check: "Windows API",
    status: "warning",
    value: "does not answer",
    advice: "Programs' paths and start times are missing; allow FFI (--allow-ffi)",
  };
}

/** What inspect reads through version.dll, tried on a library that every Windows has. */
async function checkVersionResources(host: Host): Promise<Check[]> {
  const facts = await host.fileFacts(system32File("kernel32.dll", host.env("SystemRoot")));
  if (facts === null) return []; // a recording that does not hold it
  if (facts.company !== null) return [okCheck("version.dll", "answers")];
  return [{
    check: "version.dll",
    status: "warning",
    value: "does not answer",
    advice: "Programs' companies and products are missing in inspect; allow FFI (--allow-ffi)",
  }];
}

/** Whether answers can be cached. Leaves nothing behind. */
function checkCache(host: Host): Check {
  const folder = host.cacheFolder();
  if (folder === null) return okCheck("cache", "none: answers are not kept");
  if (host.pathKind(folder) === "missing") return okCheck("cache", `${folder}, not made yet`);
  try {
    host.createFile(`${folder}/check`).discard();
    return okCheck("cache", `${folder}, writable`);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return {
      check: "cache",
      status: "warning",
      value: error.message,
      advice: "Everything is looked up anew each time; name another folder with --cache-dir",
    };
  }
}

/** Whether all processes can be seen; `advice` says how. */
function checkRights(host: Host, advice: string): Check {
  const elevated = host.elevated();
  if (elevated === true) return okCheck("elevated", "yes");
  return {
    check: "elevated",
    status: "warning",
    value: elevated === null ? "unknown" : "no",
    advice,
  };
}
