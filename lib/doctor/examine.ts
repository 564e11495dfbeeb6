/**
 * Checks what netwho needs on a machine.
 *
 * @module
 */
import { askChcp } from "../capture/run_tool.ts";
import { type Facts, type Files, type Host, HostError, type Programs } from "../host/host.ts";
import { describeRefusal } from "../host/refusals.ts";
import { system32File } from "../host/windows/system32.ts";
import { type Check, okCheck, warningCheck } from "../model/check.ts";
import { VERSION } from "../version.ts";
import { checkDatabases } from "./check_databases.ts";
import { checkHistory } from "./check_history.ts";
import { checkLinuxRights, checkProc } from "./check_linux.ts";
import { checkSurroundings } from "./check_surroundings.ts";
import { checkSystem } from "./check_system.ts";
import { checkTasks } from "./check_tasks.ts";
import { checkTools } from "./check_tools.ts";

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
  // Side by side, so that a sick machine takes one time-out and not the sum of all.
  const [proc, tools, windows, tasks] = await Promise.all([
    isWindows ? [] : checkProc(host, patience),
    checkTools(host, { ...patience, signal }),
    isWindows ? checkWindows(host, patience) : [],
    checkTasks(host),
  ]);
  return [
    checkSystem(host),
    okCheck("netwho", VERSION),
    ...proc,
    ...tools,
    ...windows,
    checkCache(host),
    ...await checkHistory(host),
    isWindows ? checkRights(host) : checkLinuxRights(host),
    ...tasks,
    ...checkSurroundings(host),
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

/** Whether the code page of the tools is known. */
async function checkCodePage(
  host: Programs & Facts,
  { timeoutMilliseconds }: Patience,
): Promise<Check> {
  const [console, oem] = [host.consoleCodePage(), host.oemCodePage()];
  const ansi = host.ansiCodePage();
  const chcp = await askChcp(host, timeoutMilliseconds);
  const name = (page: number | null) => page ?? "unknown";
  // Older recordings do not hold it.
  const others = ansi === null ? "" : `, ANSI ${ansi}`;
  const value = `console ${name(console)}, OEM ${name(oem)}${others}, chcp ${name(chcp)}`;
  if (console || oem || chcp) return okCheck("code page", value);
  const advice = "Names outside ASCII can come out wrong; for saved files use --encoding";
  return warningCheck("code page", { value, advice });
}

/** Without one of these Windows' own functions cannot be called. */
const NEEDS = "netwho needs Windows 10 version 1709 or later and, when run with Deno, --allow-all";

function checkWindowsApi(host: Facts): Check {
  if (host.oemCodePage() !== null) return okCheck("Windows API", "answers");
  const advice = `Programs' paths and start times are missing: ${NEEDS}`;
  return warningCheck("Windows API", { value: "does not answer", advice });
}

/** What inspect reads through version.dll, tried on a library that every Windows has. */
async function checkVersionResources(host: Facts): Promise<Check[]> {
  const facts = await host.fileFacts(system32File("kernel32.dll", host.env("SystemRoot")));
  if (facts === null) return []; // a recording that does not hold it
  if (facts.company !== null) return [okCheck("version.dll", "answers")];
  const advice = `Programs' companies and products are missing in inspect: ${NEEDS}`;
  return [warningCheck("version.dll", { value: "does not answer", advice })];
}

/** Whether Windows tells of its sockets what netstat does not print. */
function checkSocketTables(host: Facts): Check[] {
  const sockets = host.systemSockets();
  if (sockets === null) {
    const advice = `The times and services of sockets are missing: ${NEEDS}`;
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
