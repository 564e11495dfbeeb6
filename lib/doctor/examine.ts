/**
 * Checks what netwho needs on a machine.
 *
 * @module
 */
import { askChcp } from "../capture/run_tool.ts";
import { NotRecordedError } from "../errors.ts";
import {
  type Clock,
  type Facts,
  type Files,
  type Host,
  HostError,
  type Programs,
} from "../host/host.ts";
import { describeRefusal } from "../host/refusals.ts";
import { system32File } from "../host/windows/system32.ts";
import { type Check, okCheck, warningCheck } from "../model/check.ts";
import { type ToolCheck, TOOLS } from "../tools/tools.ts";
import { VERSION } from "../version.ts";
import { checkDatabases } from "./check_databases.ts";
import { checkHistory } from "./check_history.ts";
import { checkLinuxRights, checkProc } from "./check_linux.ts";
import { checkTasks } from "./check_tasks.ts";

/** How to examine a machine. */
export interface ExamineOptions {
  /** The time-out of each tool, in milliseconds. @default 30000 */
  readonly timeoutMilliseconds?: number;
  /** The user's databases of owners to check. @default [] */
  readonly databases?: readonly string[];
  /** Ends the call early: it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

type Patience = Required<Pick<ExamineOptions, "timeoutMilliseconds">>;

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
export async function examine(
  host: Host,
  { timeoutMilliseconds = 30_000, databases = [], signal }: ExamineOptions = {},
): Promise<Check[]> {
  const isWindows = host.os === "windows";
  const patience = { timeoutMilliseconds };
  return [
    okCheck("system", isWindows ? "Windows" : "Linux"),
    okCheck("netwho", VERSION),
    ...isWindows ? [] : await checkProc(host, patience),
    ...await checkTools(host, patience),
    ...isWindows ? await checkWindows(host, patience) : [],
    checkCache(host),
    ...await checkHistory(host),
    isWindows ? checkRights(host) : checkLinuxRights(host),
    ...await checkTasks(host),
    ...await checkDatabases(host, databases, { signal }),
  ];
}

async function checkWindows(host: Programs & Facts, patience: Patience): Promise<Check[]> {
  return [
    await checkCodePage(host, patience),
    checkWindowsApi(host),
    ...await checkVersionResources(host),
    ...checkSocketTables(host),
  ];
}

/** One tool after another, so that the time of each is its own. */
async function checkTools(
  host: Programs & Clock & Facts,
  patience: Patience,
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { name, checks: wanted } of TOOLS) {
    for (const check of wanted) {
      const args = check.arguments[host.os];
      if (args !== undefined) {
        checks.push(...await checkTool(host, check, { program: name, args, ...patience }));
      }
    }
  }
  return checks;
}

type ToolCall = { program: string; args: readonly string[] } & Patience;

/** The check of a tool; none where an older recording lacks it. */
async function checkTool(
  host: Programs & Clock,
  check: ToolCheck,
  call: ToolCall,
): Promise<Check[]> {
  try {
    return [await tryTool(host, check, call)];
  } catch (error) {
    if (error instanceof NotRecordedError && check.isLater) return [];
    throw error;
  }
}

/** Whether a tool answers, and how fast. */
async function tryTool(
  host: Programs & Clock,
  { name, failure, advice, adviceIfSlow, exitCodeTells = true }: ToolCheck,
  { program, args, ...patience }: ToolCall,
): Promise<Check> {
  const began = host.now();
  try {
    const { code } = await host.run(program, args, patience);
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
async function checkCodePage(
  host: Programs & Facts,
  { timeoutMilliseconds }: Patience,
): Promise<Check> {
  const [console, oem] = [host.consoleCodePage(), host.oemCodePage()];
  const chcp = await askChcp(host, timeoutMilliseconds);
  const name = (page: number | null) => page ?? "unknown";
  const value = `console ${name(console)}, OEM ${name(oem)}, chcp ${name(chcp)}`;
  if (console || oem || chcp) return okCheck("code page", value);
  const advice = "Names outside ASCII can come out wrong; for saved files use --encoding";
  return warningCheck("code page", { value, advice });
}

function checkWindowsApi(host: Facts): Check {
  if (host.oemCodePage() !== null) return okCheck("Windows API", "answers");
  const advice = "Programs' paths and start times are missing; allow FFI (--allow-ffi)";
  return warningCheck("Windows API", { value: "does not answer", advice });
}

/** What inspect reads through version.dll, tried on a library that every Windows has. */
async function checkVersionResources(host: Facts): Promise<Check[]> {
  const facts = await host.fileFacts(system32File("kernel32.dll", host.env("SystemRoot")));
  if (facts === null) return []; // a recording that does not hold it
  if (facts.company !== null) return [okCheck("version.dll", "answers")];
  const advice = "Programs' companies and products are missing in inspect; allow FFI (--allow-ffi)";
  return [warningCheck("version.dll", { value: "does not answer", advice })];
}

/** Whether Windows tells of its sockets what netstat does not print. */
function checkSocketTables(host: Facts): Check[] {
  const sockets = host.systemSockets();
  if (sockets === null) {
    const advice = "The times and services of sockets are missing; allow FFI (--allow-ffi)";
    return [warningCheck("iphlpapi.dll", { value: "does not answer", advice })];
  }
  // A recording that does not hold it has none.
  return sockets.length === 0 ? [] : [okCheck("iphlpapi.dll", "answers")];
}

/** Whether answers can be cached. Leaves no file behind. */
function checkCache(host: Files): Check {
  const folder = host.cacheFolder();
  if (folder === null) return okCheck("cache", "none: answers are not kept");
  const isMade = host.pathKind(folder) !== "missing";
  try {
    host.createFile(`${isMade ? folder : firstFolderAbove(host, folder)}/check`).discard();
    return okCheck("cache", isMade ? `${folder}, writable` : `${folder}, not made yet`);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const value = isMade
      ? error.message
      : `${folder} cannot be made: ${describeRefusal(error, { of: "parent" })}`;
    const advice = "Everything is looked up anew each time; name another folder with --cache-dir";
    return warningCheck("cache", { value, advice });
  }
}

/** The nearest folder above a path that is there. */
function firstFolderAbove(host: Files, path: string): string {
  const above = path.replace(/[\\/][^\\/]*$/, "");
  if (above === path || above === "") return "";
  return host.pathKind(above) === "missing" ? firstFolderAbove(host, above) : above;
}

/** Whether the programs of all accounts can be seen. */
function checkRights(host: Facts): Check {
  const elevated = host.elevated();
  if (elevated === true) return okCheck("elevated", "yes");
  const advice = "Start it as administrator to see the programs of other accounts";
  return warningCheck("elevated", { value: elevated === null ? "unknown" : "no", advice });
}
