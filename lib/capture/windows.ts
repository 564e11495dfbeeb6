/**
 * Sockets, processes and services of a Windows machine, from netstat and tasklist.
 *
 * @module
 */
import { CaptureError } from "../errors.ts";
import type { Facts, Programs } from "../host/host.ts";
import type { Rejected } from "../model/parsed.ts";
import type { Process } from "../model/process.ts";
import { decodeBytes, type DecodeOptions, decodeToUtf8 } from "../text/decode.ts";
import { netstatArguments, type NetstatOptions } from "../tools/netstat/parse_netstat.ts";
import { parseTasklist, TASKLIST_ARGUMENTS } from "../tools/tasklist/parse_tasklist.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { runTool, toolEncoding, type WaitOptions } from "./run_tool.ts";
import {
  readListings,
  type SnapshotOptions,
  type SnapshotSource,
  socketBatches,
} from "./source.ts";

/** The parts of the machine that are read here. */
export type WindowsHost = Programs & Facts;

/** The processes of a machine. */
export interface WindowsProcesses {
  /** By PID; empty where tasklist failed. */
  readonly processes: Map<number, Process>;
  /** Lines of tasklist's that were not understood. */
  readonly rejected: Rejected[];
  /** What the user should know although there are rows. */
  readonly warnings: string[];
}

/** Sockets and processes of a Windows machine. */
export interface WindowsState extends WindowsProcesses {
  /** netstat's listing as UTF-8. */
  readonly netstat: Uint8Array;
}

/** How to use a tool. */
export interface ToolOptions extends WaitOptions {
  /** How to decode what it prints. @default what {@linkcode toolEncoding} says */
  readonly decoding?: DecodeOptions;
}

/** How to read processes. */
export interface ProcessOptions extends ToolOptions {
  /** Leaves out services. @default false */
  readonly fast?: boolean;
  /** Asks for status, user, CPU time and window title too, which is slow. @default false */
  readonly verbose?: boolean;
}

/** How to read a whole machine. */
export interface WindowsOptions extends ProcessOptions, NetstatOptions {}

/** Bytes of a listing that are read at a time. */
const PIECE_BYTES = 128 * 1024;

/**
 * Runs what a snapshot needs.
 *
 * @throws {CaptureError} netstat, or tasklist where it is wanted alone, is missing, fails or hangs.
 */
export async function readWindowsSource(
  host: WindowsHost,
  options: Pick<
    SnapshotOptions,
    "sockets" | "processes" | "fast" | "details" | "timeoutMilliseconds" | "signal"
  >,
  diagnostics: Diagnostics,
): Promise<SnapshotSource> {
  const { sockets, fast, details, timeoutMilliseconds } = options;
  const asked = { fast, verbose: details, timeoutMilliseconds };
  const wantsProcesses = options.processes !== "none";
  const { netstat, processes, rejected, warnings } = sockets
    ? wantsProcesses
      ? await readWindows(host, asked)
      : { ...NO_PROCESSES, netstat: await readWindowsNetstat(host, asked) }
    : { netstat: null, ...await readWindowsProcesses(host, asked) };
  if (processes !== null) {
    diagnostics.report({ label: "tasklist", rows: processes.size, rejected });
  }
  diagnostics.warn(...warnings);
  return {
    batches: netstat === null
      ? socketBatches([])
      : readListings([{ label: "netstat", chunks: pieces(netstat) }], diagnostics),
    processes,
    unseen: { hiddenBy: "rights", processes: 0, unreadable: 0 },
  };
}

const NO_PROCESSES = { processes: null, rejected: [], warnings: [] } as const;

function* pieces(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    yield bytes.subarray(at, at + PIECE_BYTES);
  }
}

/**
 * Runs netstat and tasklist side by side. Without a process list there are still sockets: where
 * tasklist fails, that is a warning.
 *
 * @throws {CaptureError} where netstat is missing, fails or hangs.
 */
export async function readWindows(
  host: WindowsHost,
  options: WindowsOptions,
): Promise<WindowsState> {
  options = { decoding: toolEncoding(host), ...options };
  const [netstat, processes] = await Promise.all([
    readWindowsNetstat(host, options),
    readWindowsProcesses(host, options).catch(withoutProcesses),
  ]);
  return { netstat, ...processes };
}

/**
 * Runs netstat alone, and gives its listing as UTF-8.
 *
 * @throws {CaptureError} where it is missing, fails or hangs.
 */
export async function readWindowsNetstat(
  host: WindowsHost,
  { timeoutMilliseconds, decoding = toolEncoding(host), ...options }: ToolOptions & NetstatOptions,
): Promise<Uint8Array> {
  const args = netstatArguments(options);
  const stdout = await outputOf(host, "netstat", { args, timeoutMilliseconds, decoding });
  return await decodeToUtf8(stdout, decoding);
}

/**
 * Runs tasklist alone, for processes and, side by side, for their services; paths and start times
 * come from Windows itself.
 *
 * @throws {CaptureError} where it is missing, fails or hangs.
 */
export async function readWindowsProcesses(
  host: WindowsHost,
  options: ProcessOptions,
): Promise<WindowsProcesses> {
  const { timeoutMilliseconds, decoding = toolEncoding(host) } = options;
  const { fast = false, verbose = false } = options;
  const ask = async (args: readonly string[]) => {
    const stdout = await outputOf(host, "tasklist", { args, timeoutMilliseconds, decoding });
    return parseTasklist(await decodeBytes(stdout, decoding));
  };
  const warnings: string[] = [];
  const [plain, hosted] = await Promise.all([
    ask(verbose ? TASKLIST_ARGUMENTS.verbose : TASKLIST_ARGUMENTS.processes),
    fast ? null : ask(TASKLIST_ARGUMENTS.services).catch((error) => {
      warnings.push(`${messageOf(error)}; services are missing`);
      return null;
    }),
  ]);
  const processes = new Map(plain.rows.map((row) => [row.pid, row]));
  // A process that started between the two calls is in one list alone.
  for (const { pid, services } of hosted?.rows ?? []) {
    const process = processes.get(pid);
    if (process) process.services = services;
  }
  addFacts(host, processes);
  return { processes, rejected: [...plain.rejected, ...hosted?.rejected ?? []], warnings };
}

function addFacts(host: WindowsHost, processes: Map<number, Process>): void {
  for (const [pid, { path, startedAt }] of host.processFacts([...processes.keys()])) {
    const process = processes.get(pid);
    if (process) Object.assign(process, { path, startedAt });
  }
}

function withoutProcesses(error: unknown): WindowsProcesses {
  const warning = `${messageOf(error)}; programs' names are missing`;
  return { processes: new Map(), rejected: [], warnings: [warning] };
}

/** What went wrong on the machine; anything else is thrown on. */
function messageOf(error: unknown): string {
  if (error instanceof CaptureError) return error.message;
  throw error;
}

async function outputOf(
  host: WindowsHost,
  tool: string,
  { args, timeoutMilliseconds, decoding }: Required<ToolOptions> & { args: readonly string[] },
): Promise<Uint8Array> {
  const { stdout, stderr, code } = await runTool(host, tool, { args, timeoutMilliseconds });
  if (code === 0) return stdout;
  const said = (await decodeBytes(stderr.length > 0 ? stderr : stdout, decoding)).trim();
  throw new CaptureError(`Cannot use ${tool} ${args.join(" ")}: it ended with code ${code}`, {
    hint: said === "" ? null : `It says: ${said.split(/\r?\n/)[0]!.slice(0, 200)}`,
  });
}
