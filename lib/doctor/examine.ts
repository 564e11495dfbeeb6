/**
 * Checks what netwho needs on a machine.
 *
 * @module
 */
import { Diagnostics } from "../capture/diagnostics.ts";
import { listPids } from "../capture/linux/linux_processes.ts";
import { askChcp } from "../capture/run_tool.ts";
import { readSnapshot } from "../capture/snapshot.ts";
import { CaptureError } from "../errors.ts";
import {
  type Clock,
  type Facts,
  type Files,
  type Host,
  HostError,
  type Programs,
} from "../host/host.ts";
import { attempt } from "../host/refusals.ts";
import { system32File } from "../host/windows/system32.ts";
import { type Check, okCheck } from "../model/check.ts";
import { type ToolCheck, TOOLS } from "../tools/tools.ts";
import { VERSION } from "../version.ts";

/** The time-out of a tool. */
const TOOL_MILLISECONDS = 30_000;

/** A slower tool makes netwho feel slow. */
const SLOW_MILLISECONDS = 5_000;

/**
 * Checks everything that netwho needs. Without what is a `problem`, it cannot list connections; a
 * `warning` costs some of what it shows. Sends no query.
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
  const advice = isWindows
    ? "Start it as administrator to see the programs of other accounts"
    : "Run it as root to see the programs of other users";
  return [
    okCheck("system", isWindows ? "Windows" : "Linux"),
    okCheck("netwho", VERSION),
    ...isWindows ? [] : await checkProc(host),
    ...await checkTools(host),
    ...isWindows ? await checkWindows(host) : [],
    checkCache(host),
    checkRights(host, advice),
  ];
}

async function checkWindows(host: Programs & Facts): Promise<Check[]> {
  return [await checkCodePage(host), checkWindowsApi(host), ...await checkVersionResources(host)];
}

function warning(check: string, value: string, advice: string): Check {
  return { check, status: "warning", value, advice };
}

/** One tool after another, so that the time of each is its own. */
async function checkTools(host: Programs & Clock & Facts): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { name, checks: wanted } of TOOLS) {
    for (const check of wanted) {
      const args = check.arguments[host.os];
      if (args !== undefined) checks.push(await checkTool(host, check, { program: name, args }));
    }
  }
  return checks;
}

/** Whether a tool answers, and how fast. */
async function checkTool(
  host: Programs & Clock,
  { name, failure, advice, adviceIfSlow, exitCodeTells = true }: ToolCheck,
  { program, args }: { program: string; args: readonly string[] },
): Promise<Check> {
  const began = host.now();
  try {
    const { code } = await host.run(program, args, { timeoutMilliseconds: TOOL_MILLISECONDS });
    const took = host.now() - began;
    if (code !== 0) {
      const value = `ended with code ${code} after ${took} ms`;
      if (!exitCodeTells) return okCheck(name, value);
      return { check: name, status: failure, value, advice: advice ?? `Try ${name} in a terminal` };
    }
    const value = `answered in ${took} ms`;
    if (took < SLOW_MILLISECONDS) return okCheck(name, value);
    return { check: name, status: "warning", value, advice: advice ?? adviceIfSlow ?? null };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const whatToDo = error.kind === "notFound"
      ? `Put ${program} back where the system keeps it`
      : `Try ${name} in a terminal`;
    return { check: name, status: failure, value: error.message, advice: advice ?? whatToDo };
  }
}

/** Whether the code page of the tools is known. */
async function checkCodePage(host: Programs & Facts): Promise<Check> {
  const [console, oem] = [host.consoleCodePage(), host.oemCodePage()];
  const chcp = await askChcp(host, TOOL_MILLISECONDS);
  const name = (page: number | null) => page ?? "unknown";
  const value = `console ${name(console)}, OEM ${name(oem)}, chcp ${name(chcp)}`;
  if (console || oem || chcp) return okCheck("code page", value);
  const advice = "Names outside ASCII can come out wrong; for saved files use --encoding";
  return warning("code page", value, advice);
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
    const { unseen: { processes, refused } } = await readSnapshot(host, options, new Diagnostics());
    const value = `${processes - refused} of ${processes} processes readable`;
    const advice = "The programs of the others stay unknown; run it as root";
    const ofProcesses = refused === 0
      ? okCheck("/proc/PID", value)
      : warning("/proc/PID", value, advice);
    return [okCheck("/proc/net", "readable"), ofProcesses];
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    const ofProcesses = checkProcesses(host);
    return [checkSockets(host, { error, ofProcesses }), ofProcesses];
  }
}

/** Whether sockets could be read, after an error that was about them or about processes. */
function checkSockets(
  host: Files,
  { error, ofProcesses }: { error: CaptureError; ofProcesses: Check },
): Check {
  const isReadable = attempt(() => host.readFile("/proc/net/tcp")).refusal === null;
  if (isReadable && ofProcesses.status !== "ok") return okCheck("/proc/net", "readable");
  const advice = "netwho reads sockets there: mount /proc, and run with --allow-all";
  return { check: "/proc/net", status: "problem", value: error.message, advice };
}

/** Whether processes can be found at all. */
function checkProcesses(host: Files): Check {
  try {
    return okCheck("/proc/PID", `${listPids(host).length} processes`);
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    const advice = "netwho finds programs there: mount /proc, and run with --allow-all";
    return { check: "/proc/PID", status: "problem", value: error.message, advice };
  }
}

function checkWindowsApi(host: Facts): Check {
  if (host.oemCodePage() !== null) return okCheck("Windows API", "answers");
  const advice = "Programs' paths and start times are missing; allow FFI (--allow-ffi)";
  return warning("Windows API", "does not answer", advice);
}

/** What inspect reads through version.dll, tried on a library that every Windows has. */
async function checkVersionResources(host: Facts): Promise<Check[]> {
  const facts = await host.fileFacts(system32File("kernel32.dll", host.env("SystemRoot")));
  if (facts === null) return []; // a recording that does not hold it
  if (facts.company !== null) return [okCheck("version.dll", "answers")];
  const advice = "Programs' companies and products are missing in inspect; allow FFI (--allow-ffi)";
  return [warning("version.dll", "does not answer", advice)];
}

/** Whether answers can be cached. Leaves no file behind. */
function checkCache(host: Files): Check {
  const folder = host.cacheFolder();
  if (folder === null) return okCheck("cache", "none: answers are not kept");
  if (host.pathKind(folder) === "missing") return okCheck("cache", `${folder}, not made yet`);
  try {
    host.createFile(`${folder}/check`).discard();
    return okCheck("cache", `${folder}, writable`);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const advice = "Everything is looked up anew each time; name another folder with --cache-dir";
    return warning("cache", error.message, advice);
  }
}

/** Whether all processes can be seen; `advice` says how. */
function checkRights(host: Facts, advice: string): Check {
  const elevated = host.elevated();
  if (elevated === true) return okCheck("elevated", "yes");
  return warning("elevated", elevated === null ? "unknown" : "no", advice);
}
