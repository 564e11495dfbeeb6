/**
 * Reads the sockets, processes and services of a Windows machine from netstat and tasklist.
 *
 * @module
 */
import type { Clock, Facts, Files, ListedProcess, Programs, SystemSocket } from "../host/host.ts";
import type { Process } from "../model/process.ts";
import { decodeBytes, decodeToUtf8 } from "../text/decode.ts";
import { netstatArguments } from "../tools/netstat/parse_netstat.ts";
import { readTasklist, TASKLIST_ARGUMENTS } from "../tools/tasklist/parse_tasklist.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { addCommandLines, addParents } from "./kinship.ts";
import { readListings } from "./listings.ts";
import { noteMissingFiles } from "./missing_files.ts";
import { nameIn, processOf } from "./process_lists.ts";
import { runTool, toolEncoding, toolFailure } from "./run_tool.ts";
import { type SnapshotOptions, type SnapshotSource, socketBatches } from "./source.ts";
import { readSocketServices, systemFactsFinder } from "./system_sockets.ts";
import { readWindowsProcesses } from "./windows_processes.ts";

/** What to read from a Windows machine. */
export type WindowsOptions = Pick<
  SnapshotOptions,
  | "sockets"
  | "processes"
  | "fast"
  | "oneList"
  | "hasWayAround"
  | "details"
  | "commandLines"
  | "directions"
  | "timeoutMilliseconds"
  | "signal"
  | "turn"
>;

/**
 * Runs netstat and tasklist in parallel. Sockets are useful without processes, so a failure of
 * tasklist is only a warning.
 *
 * @throws {CaptureError} if netstat is missing, fails or hangs, or tasklist does where only processes
 * are wanted and Windows itself does not list them.
 */
export async function readWindowsSource(
  host: Programs & Facts & Files & Clock,
  options: WindowsOptions,
  diagnostics: Diagnostics,
): Promise<SnapshotSource> {
  const tools = toolReader(host, options);
  const wantsProcesses = options.processes !== "none";
  // At once: sockets come and go.
  const readTable = () => wantsProcesses ? host.systemSockets() ?? [] : [];
  const [netstat, read] = await Promise.all([
    options.sockets ? tools.readNetstat(readTable) : null,
    wantsProcesses ? readWindowsProcesses(host, { ...options, ...tools }) : null,
  ]);
  const { processes, listed } = read ?? NO_PROCESSES;
  const owners = netstat?.table.map(({ pid }) => pid) ?? [];
  // Where processes are no rows of their own, all that Windows lists may be owners.
  addListed(processes, { pids: options.processes === "owners" ? listed.keys() : owners, listed });
  addFacts(host, processes);
  const parents = new Map([...listed].map(([pid, { parentPid }]) => [pid, parentPid]));
  if (options.details) addParents(processes, parents);
  if (options.commandLines ?? options.details) {
    diagnostics.note(...addCommandLines(processes, host.commandLines([...processes.keys()])));
  }
  if (read !== null) {
    const { warnings, rejected, remarks } = read;
    diagnostics.warn(...warnings);
    diagnostics.report({ label: "tasklist", rows: processes.size, rejected, remarks });
  }
  const chunks = () => pieces(netstat?.listing ?? new Uint8Array());
  return {
    batches: netstat === null
      ? socketBatches([])
      : readListings([{ label: "netstat", chunks, again: chunks, isWhole: true }], {
        diagnostics,
        directions: options.directions,
        turn: options.turn,
      }),
    processes: wantsProcesses ? processes : null,
    parentOf: read === null ? parentFinder(host) : (pid) => parents.get(pid) ?? null,
    unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
    socketFacts: netstat === null || netstat.table.length === 0 ? undefined : systemFactsFinder({
      sockets: netstat.table,
      services: options.fast ? new Map() : readSocketServices(host, netstat.table, processes),
    }),
    processNotes: options.sockets ? await noteMissingFiles(host, processes.values()) : undefined,
  };
}

const NO_PROCESSES = { processes: new Map<number, Process>(), listed: new Map() };

/** Adds processes that Windows lists and tasklist does not: they started or ended around its call. */
function addListed(
  processes: Map<number, Process>,
  { pids, listed }: {
    readonly pids: Iterable<number>;
    readonly listed: ReadonlyMap<number, ListedProcess>;
  },
): void {
  for (const pid of pids) {
    const name = processes.has(pid) ? null : nameIn(listed, pid);
    if (name !== null) processes.set(pid, processOf(pid, name));
  }
}

/** Runs the tools and decodes their output; the code page is determined once for all of them. */
function toolReader(
  host: Programs & Facts,
  { timeoutMilliseconds, signal, hasWayAround }: WindowsOptions,
) {
  const decoding = toolEncoding(host);
  const run = async (
    tool: string,
    args: readonly string[],
    limits: Pick<Partial<WindowsOptions>, "timeoutMilliseconds"> = {},
  ) => {
    const { stdout, stderr, code } = await runTool(host, tool, {
      args,
      timeoutMilliseconds,
      signal,
      hasWayAround,
      ...limits,
    });
    if (code === 0) return stdout;
    throw await toolFailure(`${tool} ${args.join(" ")}`, {
      code,
      said: stderr.length > 0 ? stderr : stdout,
      decoding,
    });
  };
  return {
    /** Returns netstat's listing as UTF-8, and the system's table of the same moment. */
    readNetstat: async (readTable: () => readonly SystemSocket[]) => {
      const printed = await run("netstat", netstatArguments());
      const table = readTable();
      return { listing: await decodeToUtf8(printed, decoding), table };
    },
    readTasklist: async (
      form: keyof typeof TASKLIST_ARGUMENTS,
      limits: Pick<Partial<WindowsOptions>, "timeoutMilliseconds"> = {},
    ) => {
      const args = TASKLIST_ARGUMENTS[form];
      const printed = await run("tasklist", args, limits);
      const list = readTasklist(await decodeBytes(printed, decoding), { isWhole: true });
      // It is a process itself, so this is a failure without an exit code.
      if (list.rows.length > 0) return list;
      throw await toolFailure(`tasklist ${args.join(" ")}`, {
        code: 0,
        state: "it lists no process",
        said: printed,
        decoding,
      });
    },
  };
}

/** Adds paths and start times, which only the Windows API provides. */
function addFacts(host: Facts, processes: ReadonlyMap<number, Process>): void {
  if (processes.size === 0) return;
  for (const [pid, { path, startedAt }] of host.processFacts([...processes.keys()])) {
    const process = processes.get(pid);
    if (process) Object.assign(process, { path: path || null, startedAt });
  }
}

/** Makes a function that gives the PID of a process's parent; all are read when the first is asked for. */
function parentFinder(host: Facts): (pid: number) => number | null {
  let listed: ReadonlyMap<number, ListedProcess> | undefined;
  return (pid) => (listed ??= host.listedProcesses()).get(pid)?.parentPid ?? null;
}

/** The bytes of a listing that are scanned at a time. */
const PIECE_BYTES = 64 * 1024;

function* pieces(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    yield bytes.subarray(at, at + PIECE_BYTES);
  }
}
