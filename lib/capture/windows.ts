/**
 * Reads the sockets, processes and services of a Windows machine from netstat and tasklist.
 *
 * @module
 */
import { CaptureError } from "../errors.ts";
import type { Clock, Facts, Files, Programs, SystemSocket } from "../host/host.ts";
import type { Parsed } from "../model/parsed.ts";
import type { Process } from "../model/process.ts";
import { decodeBytes, decodeToUtf8 } from "../text/decode.ts";
import { netstatArguments } from "../tools/netstat/parse_netstat.ts";
import { parseTasklist, TASKLIST_ARGUMENTS } from "../tools/tasklist/parse_tasklist.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { addCommandLines, addParents } from "./kinship.ts";
import { readListings } from "./listings.ts";
import { noteMissingFiles } from "./missing_files.ts";
import { runTool, toolEncoding, toolFailure } from "./run_tool.ts";
import { type SnapshotOptions, type SnapshotSource, socketBatches } from "./source.ts";
import { readSocketServices, systemFactsFinder } from "./system_sockets.ts";

/** What to read from a Windows machine. */
export type WindowsOptions = Pick<
  SnapshotOptions,
  | "sockets"
  | "processes"
  | "fast"
  | "details"
  | "commandLines"
  | "directions"
  | "timeoutMilliseconds"
  | "signal"
>;

/**
 * Runs netstat and tasklist in parallel. Sockets are useful without processes, so a failure of
 * tasklist is only a warning.
 *
 * @throws {CaptureError} if netstat (or tasklist, if only processes are wanted) is missing, fails or
 * hangs.
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
  const [netstat, plain, hosted] = await Promise.all([
    options.sockets ? tools.readNetstat(readTable) : null,
    wantsProcesses
      ? orFailure(tools.readTasklist(options.details ? "verbose" : "processes"))
      : null,
    wantsProcesses && !options.fast ? orFailure(tools.readTasklist("services")) : null,
  ]);
  if (plain instanceof CaptureError) {
    if (!options.sockets) throw plain;
    diagnostics.warn(`${plain.message}; program names are missing`);
  } else if (hosted instanceof CaptureError) {
    diagnostics.warn(`${hosted.message}; services are missing`);
  }
  const listed = rowsOf(plain);
  const services = rowsOf(plain instanceof CaptureError ? null : hosted);
  const processes = new Map(listed.rows.map((row) => [row.pid, row]));
  // A process that started between the two calls is in only one of the lists.
  for (const { pid, services: names } of services.rows) {
    const process = processes.get(pid);
    if (process) process.services = names;
  }
  addFacts(host, processes);
  if (options.details) addParents(processes, host.parentPids());
  if (options.commandLines ?? options.details) {
    diagnostics.note(...addCommandLines(processes, host.commandLines([...processes.keys()])));
  }
  if (wantsProcesses) {
    const rejected = [...listed.rejected, ...services.rejected];
    diagnostics.report({ label: "tasklist", rows: processes.size, rejected });
  }
  const chunks = () => pieces(netstat?.listing ?? new Uint8Array());
  return {
    batches: netstat === null
      ? socketBatches([])
      : readListings([{ label: "netstat", chunks, again: chunks, isWhole: true }], {
        diagnostics,
        directions: options.directions,
      }),
    processes: wantsProcesses ? processes : null,
    parentOf: parentFinder(host),
    unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
    socketFacts: netstat === null || netstat.table.length === 0 ? undefined : systemFactsFinder({
      sockets: netstat.table,
      services: options.fast ? new Map() : readSocketServices(host, netstat.table, processes),
    }),
    processNotes: options.sockets ? await noteMissingFiles(host, processes.values()) : undefined,
  };
}

/** Returns a {@linkcode CaptureError} instead of throwing it. */
async function orFailure(
  list: Promise<Parsed<Process>>,
): Promise<Parsed<Process> | CaptureError> {
  try {
    return await list;
  } catch (error) {
    if (error instanceof CaptureError) return error;
    throw error;
  }
}

function rowsOf(list: Parsed<Process> | CaptureError | null): Parsed<Process> {
  return list === null || list instanceof CaptureError ? { rows: [], rejected: [] } : list;
}

/** Runs the tools and decodes their output; the code page is determined once for all of them. */
function toolReader(
  host: Programs & Facts,
  { timeoutMilliseconds, signal }: WindowsOptions,
) {
  const decoding = toolEncoding(host);
  const run = async (tool: string, args: readonly string[]) => {
    const { stdout, stderr, code } = await runTool(host, tool, {
      args,
      timeoutMilliseconds,
      signal,
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
    readTasklist: async (form: keyof typeof TASKLIST_ARGUMENTS) =>
      parseTasklist(
        await decodeBytes(await run("tasklist", TASKLIST_ARGUMENTS[form]), decoding),
      ),
  };
}

/** Adds paths and start times, which only the Windows API provides. */
function addFacts(host: Facts, processes: ReadonlyMap<number, Process>): void {
  if (processes.size === 0) return;
  for (const [pid, { path, startedAt }] of host.processFacts([...processes.keys()])) {
    const process = processes.get(pid);
    if (process) Object.assign(process, { path, startedAt });
  }
}

/** Makes a function that gives the PID of a process's parent; all are read when the first is asked for. */
function parentFinder(host: Facts): (pid: number) => number | null {
  let parents: ReadonlyMap<number, number> | undefined;
  return (pid) => (parents ??= host.parentPids()).get(pid) ?? null;
}

/** The bytes of a listing that are scanned at a time. */
const PIECE_BYTES = 64 * 1024;

function* pieces(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    yield bytes.subarray(at, at + PIECE_BYTES);
  }
}
