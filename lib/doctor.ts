/**
 * What netwho needs on a machine, checked, as plain data.
 *
 * @module
 */
import { VERSION } from "./cli/version.ts";
import { type Host, HostError } from "./host/host.ts";
import type { Field, RecordOf } from "./model.ts";
import { CHCP_ARGUMENTS, parseChcp } from "./tools/chcp.ts";
import { netstatArguments } from "./tools/netstat_arguments.ts";
import { TASKLIST_ARGUMENTS } from "./tools/tasklist.ts";

/** The fields of a check. */
export const CHECK_FIELDS = [
  { name: "check", kind: "text", about: "what was checked", weight: 99, required: true },
  { name: "status", kind: "text", about: "ok, warning or problem", weight: 98, required: true },
  { name: "value", kind: "text", about: "what was found", weight: 90 },
  { name: "advice", kind: "text", about: "what to do about it", weight: 80 },
] as const satisfies readonly Field[];

/** One check. */
export type Check = RecordOf<typeof CHECK_FIELDS> & {
  status: "ok" | "warning" | "problem";
};

/** How long a tool may take here. */
const TIMEOUT_MILLISECONDS = 30_000;
/** A tool slower than this makes netwho feel slow. */
const SLOW_MILLISECONDS = 5_000;

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
    elevation(host.elevated(), "Start it as administrator to see the programs of other accounts"),
  ];
}

async function examineLinux(host: Host): Promise<Check[]> {
  return [
    sockets(host),
    processes(host),
    await nslookup(host),
    elevation(host.elevated(), "Run it as root to see the programs of other users"),
  ];
}

interface ToolOptions {
  readonly args: readonly string[];
  readonly failure: "warning" | "problem";
}

async function tool(host: Host, name: string, { args, failure }: ToolOptions): Promise<Check> {
  const began = host.now();
  const [program = name] = name.split(" ");
  try {
    const { code } = await host.run(program, args, { timeoutMilliseconds: TIMEOUT_MILLISECONDS });
    const took = host.now() - began;
    const value = `ended with code ${code} after ${took} ms`;
    if (code !== 0) {
      return { check: name, status: failure, value, advice: `Try ${name} in a terminal` };
    }
    if (took < SLOW_MILLISECONDS) return ok(name, `answered in ${took} ms`);
    return {
      check: name,
      status: "warning",
      value: `answered in ${took} ms`,
      advice: name === "tasklist /svc" ? "Leave services out with --fast" : null,
    };
  } catch (error) {
    return {
      check: name,
      status: failure,
      value: refusalOf(error).message,
      advice: refusalOf(error).kind === "notFound"
        ? `Put ${program} back where the system keeps it`
        : `Try ${name} in a terminal`,
    };
  }
}

/** What makes nslookup say how it is used, or its version: neither asks a server anything. */
const NSLOOKUP_ARGUMENTS = { windows: ["/?"], linux: ["-version"] } as const;

async function nslookup(host: Host): Promise<Check> {
  const args = NSLOOKUP_ARGUMENTS[host.os];
  const check = await tool(host, "nslookup", { args, failure: "warning" });
  // Its exit code tells nothing: what counts is that it runs.
  return check.value?.startsWith("ended with code") ? ok("nslookup", check.value) : {
    ...check,
    advice: check.status === "ok" ? null : "This version does without it: it looks up no names",
  };
}

async function codePage(host: Host): Promise<Check> {
  const [console, oem, chcp] = [host.consoleCodePage(), host.oemCodePage(), await asksChcp(host)];
  const value = `console ${console ?? "unknown"}, OEM ${oem ?? "unknown"}, chcp ${
    chcp ?? "unknown"
  }`;
  if (console || oem || chcp) return ok("code page", value);
  return {
    check: "code page",
    status: "warning",
    value,
    advice: "Names outside ASCII can come out wrong; for saved files use --encoding",
  };
}

async function asksChcp(host: Host): Promise<number | null> {
  try {
    const { stdout } = await host.run("chcp", CHCP_ARGUMENTS, {
      timeoutMilliseconds: TIMEOUT_MILLISECONDS,
    });
    return parseChcp(stdout);
  } catch (error) {
    refusalOf(error);
    return null;
  }
}

function windowsApi(host: Host): Check {
  if (host.oemCodePage() !== null) return ok("Windows API", "answers");
  return {
    check: "Windows API",
    status: "warning",
    value: "does not answer",
    advice: "Programs' paths and start times are missing; allow FFI (--allow-ffi)",
  };
}

function elevation(elevated: boolean | null, advice: string): Check {
  if (elevated === true) return ok("elevated", "yes");
  return {
    check: "elevated",
    status: "warning",
    value: elevated === null ? "unknown" : "no",
    advice,
  };
}

function sockets(host: Host): Check {
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

function processes(host: Host): Check {
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

function ok(check: string, value: string): Check {
  return { check, status: "ok", value, advice: null };
}

/** Why the host refused. What a recording lacks, or a bug, is thrown on. */
function refusalOf(error: unknown): HostError {
  if (error instanceof HostError && error.kind !== "notRecorded") return error;
  throw error;
}
