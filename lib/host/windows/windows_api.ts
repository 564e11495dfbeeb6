/**
 * Facts from the Windows API. Each library is opened at its first use, by absolute path. Where FFI is
 * missing, not permitted or fails, a fact is null: nothing here throws.
 *
 * @module
 */
import { isPid } from "../../model/process.ts";
import type { Facts, ProcessFacts, VersionFacts } from "../host.ts";
import { queryCommandLine } from "./command_line.ts";
import { versionReader } from "./file_version.ts";
import { filetimeToIso } from "./filetime.ts";
import { SOCKET_OWNERS, SOCKET_TABLES, socketReader } from "./iphlpapi.ts";
import { networkPaths } from "./network_paths.ts";
import { readTokenUser } from "./security_id.ts";
import { readProcessList, TOOLHELP } from "./toolhelp.ts";
import { type Functions, orNull, windowsLibrary } from "./windows_library.ts";

/** The facts that netwho reads from Windows directly. */
export interface WindowsApi extends
  Pick<
    Facts,
    | "processFacts"
    | "listedProcesses"
    | "commandLines"
    | "computerName"
    | "systemSockets"
    | "socketServices"
    | "consoleCodePage"
    | "oemCodePage"
    | "ansiCodePage"
    | "elevated"
    | "userSid"
    | "leadsToNetwork"
  > {
  /** The facts in a file's version resource; null where Windows cannot be asked. */
  versionFacts(path: string): Promise<VersionFacts | null>;
}

const KERNEL32 = {
  OpenProcess: { parameters: ["u32", "i32", "u32"], result: "pointer" },
  CloseHandle: { parameters: ["pointer"], result: "i32" },
  GetCurrentProcess: { parameters: [], result: "pointer" },
  QueryFullProcessImageNameW: { parameters: ["pointer", "u32", "buffer", "buffer"], result: "i32" },
  GetProcessTimes: {
    parameters: ["pointer", "buffer", "buffer", "buffer", "buffer"],
    result: "i32",
  },
  ...TOOLHELP,
  GetConsoleOutputCP: { parameters: [], result: "u32" },
  GetOEMCP: { parameters: [], result: "u32" },
  GetACP: { parameters: [], result: "u32" },
  GetComputerNameExW: { parameters: ["u32", "buffer", "buffer"], result: "i32" },
} as const;

const NTDLL = {
  NtQueryInformationProcess: {
    parameters: ["pointer", "u32", "buffer", "u32", "buffer"],
    result: "u32",
  },
} as const;

const ADVAPI32 = {
  OpenProcessToken: { parameters: ["pointer", "u32", "buffer"], result: "i32" },
  GetTokenInformation: {
    // A number, not a pointer: it is read out of a buffer.
    parameters: ["usize", "u32", "buffer", "u32", "buffer"],
    result: "i32",
  },
} as const;

type Kernel = Functions<typeof KERNEL32>;
type Handle = NonNullable<ReturnType<Kernel["OpenProcess"]>>;
type Nt = Functions<typeof NTDLL>;
type Advapi = Functions<typeof ADVAPI32>;

const PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
const PROCESS_COMMAND_LINE_INFORMATION = 60;
const COMPUTER_NAME_PHYSICAL_DNS_HOSTNAME = 5;
const TOKEN_QUERY = 0x8;
const TOKEN_USER = 1;
const TOKEN_ELEVATION = 20;
// TOKEN_USER with the longest security identifier, in bytes.
const LONGEST_TOKEN_USER = 16 + 8 + 4 * 15;
// The longest path on Windows, in UTF-16 units.
const LONGEST_PATH = 32_768;
// The longest host name, with its NUL, in UTF-16 units.
const LONGEST_HOST_NAME = 256;

/** The Windows API. A library is opened at its first use. */
export function windowsApi(): WindowsApi {
  const kernel = windowsLibrary("kernel32.dll", KERNEL32);
  const advapi = windowsLibrary("advapi32.dll", ADVAPI32);
  const nt = windowsLibrary("ntdll.dll", NTDLL);
  const sockets = socketReader({
    tables: windowsLibrary("iphlpapi.dll", SOCKET_TABLES),
    owners: windowsLibrary("iphlpapi.dll", SOCKET_OWNERS),
  });
  return {
    computerName: () => orNull(() => computerNameOf(kernel())),
    systemSockets: () => orNull(() => sockets.systemSockets()),
    socketServices: (modules) => orNull(() => sockets.socketServices(modules)) ?? new Map(),
    commandLines: (pids) => orNull(() => commandLinesOf(kernel(), nt(), pids)) ?? new Map(),
    listedProcesses: () => orNull(() => readProcessList(kernel())) ?? new Map(),
    versionFacts: versionReader(),
    leadsToNetwork: networkPaths(),
    processFacts: (pids) => orNull(() => factsOf(kernel(), pids)) ?? new Map(),
    consoleCodePage: () => orNull(() => kernel().GetConsoleOutputCP()),
    oemCodePage: () => orNull(() => kernel().GetOEMCP()),
    ansiCodePage: () => orNull(() => kernel().GetACP()),
    elevated: () => orNull(() => isElevated(kernel(), advapi())),
    userSid: () => orNull(() => userSidOf(kernel(), advapi())),
  };
}

function isElevated(kernel: Kernel, advapi: Advapi): boolean | null {
  const elevation = tokenFact(kernel, advapi, { fact: TOKEN_ELEVATION, bytes: 4 });
  return elevation === null ? null : elevation.some((byte) => byte !== 0);
}

function userSidOf(kernel: Kernel, advapi: Advapi): string | null {
  const user = tokenFact(kernel, advapi, { fact: TOKEN_USER, bytes: LONGEST_TOKEN_USER });
  return user === null ? null : readTokenUser(user);
}

/** What the process's own token tells; null where it does not. */
function tokenFact(
  kernel: Kernel,
  advapi: Advapi,
  { fact, bytes }: { fact: number; bytes: number },
): Uint8Array | null {
  const token = new BigUint64Array(1);
  if (!advapi.OpenProcessToken(kernel.GetCurrentProcess(), TOKEN_QUERY, token)) return null;
  const buffer = new Uint8Array(bytes);
  const size = new Uint32Array(1);
  const told = advapi.GetTokenInformation(token[0]!, fact, buffer, bytes, size);
  kernel.CloseNumbered(token[0]!);
  return told ? buffer.subarray(0, size[0]!) : null;
}

/** Paths and start times of the processes that may be queried and still run. */
export function factsOf(
  kernel: Pick<
    Kernel,
    "OpenProcess" | "QueryFullProcessImageNameW" | "GetProcessTimes" | "CloseHandle"
  >,
  pids: readonly number[],
): Map<number, ProcessFacts> {
  const name = new Uint16Array(LONGEST_PATH);
  const length = new Uint32Array(1);
  // GetProcessTimes also returns the end and the processor times, which are not used.
  const created = new BigUint64Array(1);
  const unused = new BigUint64Array(1);
  const decoder = new TextDecoder("utf-16le");
  return ofEachProcess(kernel, pids, (handle) => {
    length[0] = name.length;
    const named = kernel.QueryFullProcessImageNameW(handle, 0, name, length);
    const timed = kernel.GetProcessTimes(handle, created, unused, unused, unused);
    return {
      // Registry, Memory Compression and vmmem have a name of no characters.
      path: named ? decoder.decode(name.subarray(0, length[0])) || null : null,
      startedAt: timed ? filetimeToIso(created[0]!) : null,
    };
  });
}

/** The command lines of the processes that may be queried and have one. */
function commandLinesOf(
  kernel: Kernel,
  { NtQueryInformationProcess }: Nt,
  pids: readonly number[],
): Map<number, string> {
  const kind = PROCESS_COMMAND_LINE_INFORMATION;
  return ofEachProcess(
    kernel,
    pids,
    (handle) =>
      queryCommandLine((buffer, needed) =>
        NtQueryInformationProcess(handle, kind, buffer, buffer.byteLength, needed)
      ),
  );
}

/**
 * Asks about each process that may be queried. One that cannot be asked about, or of which there is
 * nothing to tell, is left out, and takes nothing away from the others.
 */
function ofEachProcess<Answer>(
  kernel: Pick<Kernel, "OpenProcess" | "CloseHandle">,
  pids: readonly number[],
  ask: (handle: Handle) => Answer | null,
): Map<number, Answer> {
  const answers = new Map<number, Answer>();
  for (const pid of pids) {
    // FFI throws at a number that is no u32.
    if (!isPid(pid)) continue;
    const answer = orNull(() => {
      const handle = kernel.OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, pid);
      if (handle === null) return null;
      try {
        return ask(handle);
      } finally {
        kernel.CloseHandle(handle);
      }
    });
    if (answer !== null) answers.set(pid, answer);
  }
  return answers;
}

function computerNameOf(kernel: Kernel): string | null {
  const name = new Uint16Array(LONGEST_HOST_NAME);
  const length = Uint32Array.of(name.length);
  const isTold = kernel.GetComputerNameExW(COMPUTER_NAME_PHYSICAL_DNS_HOSTNAME, name, length);
  return isTold ? String.fromCharCode(...name.subarray(0, length[0])) || null : null;
}
