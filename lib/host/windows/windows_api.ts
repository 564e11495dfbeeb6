/**
 * Facts from the Windows API. Each library is opened at its first use, by absolute path. Where FFI is
 * missing, not permitted or fails, a fact is null: nothing here throws.
 *
 * @module
 */
import { system32File } from "./system32.ts";
import type { Facts, ProcessFacts } from "../host.ts";
import { queryCommandLine } from "./command_line.ts";
import { filetimeToIso } from "./filetime.ts";
import { SOCKET_OWNERS, SOCKET_TABLES, socketReader } from "./iphlpapi.ts";
import { readTokenUser } from "./security_id.ts";
import { readVersionResource, type VersionFacts } from "./version_resource.ts";

/** The facts that netwho reads from Windows directly. */
export interface WindowsApi extends
  Pick<
    Facts,
    | "processFacts"
    | "parentPids"
    | "commandLines"
    | "computerName"
    | "systemSockets"
    | "socketServices"
    | "consoleCodePage"
    | "oemCodePage"
    | "elevated"
    | "userSid"
  > {
  /** The facts in a file's version resource; null where it has none. */
  versionFacts(path: string): VersionFacts | null;
}

const KERNEL32 = {
  OpenProcess: { parameters: ["u32", "i32", "u32"], result: "pointer" },
  CloseNumbered: { name: "CloseHandle", parameters: ["usize"], result: "i32" },
  CloseHandle: { parameters: ["pointer"], result: "i32" },
  GetCurrentProcess: { parameters: [], result: "pointer" },
  QueryFullProcessImageNameW: { parameters: ["pointer", "u32", "buffer", "buffer"], result: "i32" },
  GetProcessTimes: {
    parameters: ["pointer", "buffer", "buffer", "buffer", "buffer"],
    result: "i32",
  },
  // The handle is returned as a number, not as a pointer: -1 is no pointer.
  CreateToolhelp32Snapshot: { parameters: ["u32", "u32"], result: "usize" },
  Process32FirstW: { parameters: ["usize", "buffer"], result: "i32" },
  Process32NextW: { parameters: ["usize", "buffer"], result: "i32" },
  GetConsoleOutputCP: { parameters: [], result: "u32" },
  GetOEMCP: { parameters: [], result: "u32" },
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
    // A number, not a pointer: making a pointer from one needs all FFI rights, not just these DLLs.
    parameters: ["usize", "u32", "buffer", "u32", "buffer"],
    result: "i32",
  },
} as const;

const VERSION = {
  GetFileVersionInfoSizeW: { parameters: ["buffer", "buffer"], result: "u32" },
  GetFileVersionInfoW: { parameters: ["buffer", "u32", "u32", "buffer"], result: "i32" },
} as const;

type Kernel = Deno.DynamicLibrary<typeof KERNEL32>["symbols"];
type Nt = Deno.DynamicLibrary<typeof NTDLL>["symbols"];
type Advapi = Deno.DynamicLibrary<typeof ADVAPI32>["symbols"];
type Version = Deno.DynamicLibrary<typeof VERSION>["symbols"];

const PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
const PROCESS_COMMAND_LINE_INFORMATION = 60;
const COMPUTER_NAME_PHYSICAL_DNS_HOSTNAME = 5;
const TOKEN_QUERY = 0x8;
const TOKEN_USER = 1;
const TOKEN_ELEVATION = 20;
// TOKEN_USER with the longest security identifier, in bytes.
const LONGEST_TOKEN_USER = 16 + 8 + 4 * 15;
const TH32CS_SNAPPROCESS = 0x2;
const INVALID_HANDLE = 0xffff_ffff_ffff_ffffn;
// PROCESSENTRY32W in a 64-bit process: dwSize, th32ProcessID and th32ParentProcessID, in bytes.
const ENTRY_BYTES = 568;
const ENTRY_PID = 8;
const ENTRY_PARENT = 32;
// The longest path on Windows, in UTF-16 units.
const LONGEST_PATH = 32_768;
// The longest host name, with its NUL, in UTF-16 units.
const LONGEST_HOST_NAME = 256;

/** The Windows API. `systemRoot` is read, and a library opened, at the first use. */
export function windowsApi(systemRoot: () => string | undefined): WindowsApi {
  const library = <Symbols extends Deno.ForeignLibraryInterface>(
    name: string,
    symbols: Symbols,
  ) => {
    let opened: Deno.DynamicLibrary<Symbols> | undefined;
    return () => (opened ??= Deno.dlopen(system32File(name, systemRoot()), symbols)).symbols;
  };
  const kernel = library("kernel32.dll", KERNEL32);
  const advapi = library("advapi32.dll", ADVAPI32);
  const version = library("version.dll", VERSION);
  const nt = library("ntdll.dll", NTDLL);
  const sockets = socketReader({
    tables: library("iphlpapi.dll", SOCKET_TABLES),
    owners: library("iphlpapi.dll", SOCKET_OWNERS),
  });
  return {
    computerName: () => orNull(() => computerNameOf(kernel())),
    systemSockets: () => orNull(() => sockets.systemSockets()),
    socketServices: (modules) => orNull(() => sockets.socketServices(modules)) ?? new Map(),
    commandLines: (pids) => orNull(() => commandLinesOf(kernel(), nt(), pids)) ?? new Map(),
    parentPids: () => orNull(() => parentsOf(kernel())) ?? new Map(),
    versionFacts: (path) => orNull(() => versionOf(version(), path)),
    processFacts: (pids) => orNull(() => factsOf(kernel(), pids)) ?? new Map(),
    consoleCodePage: () => orNull(() => kernel().GetConsoleOutputCP()),
    oemCodePage: () => orNull(() => kernel().GetOEMCP()),
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
  const facts = new Map<number, ProcessFacts>();
  for (const pid of pids) {
    // FFI throws at a number that is no u32.
    if (pid !== pid >>> 0) continue;
    const handle = kernel.OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, pid);
    if (handle === null) continue;
    length[0] = name.length;
    const named = kernel.QueryFullProcessImageNameW(handle, 0, name, length);
    const timed = kernel.GetProcessTimes(handle, created, unused, unused, unused);
    kernel.CloseHandle(handle);
    facts.set(pid, {
      path: named ? decoder.decode(name.subarray(0, length[0])) : null,
      startedAt: timed ? filetimeToIso(created[0]!) : null,
    });
  }
  return facts;
}

function parentsOf(kernel: Kernel): Map<number, number> | null {
  const snapshot = kernel.CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  if (snapshot === INVALID_HANDLE) return null;
  const entry = new DataView(new ArrayBuffer(ENTRY_BYTES));
  entry.setUint32(0, ENTRY_BYTES, true);
  const parents = new Map<number, number>();
  let found = kernel.Process32FirstW(snapshot, entry);
  while (found) {
    parents.set(entry.getUint32(ENTRY_PID, true), entry.getUint32(ENTRY_PARENT, true));
    found = kernel.Process32NextW(snapshot, entry);
  }
  kernel.CloseNumbered(snapshot);
  return parents;
}

/** The command lines of the processes that may be queried and have one. */
function commandLinesOf(
  kernel: Kernel,
  { NtQueryInformationProcess }: Nt,
  pids: readonly number[],
): Map<number, string> {
  const lines = new Map<number, string>();
  for (const pid of pids) {
    if (pid !== pid >>> 0) continue;
    const handle = kernel.OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, pid);
    if (handle === null) continue;
    const kind = PROCESS_COMMAND_LINE_INFORMATION;
    const line = queryCommandLine((buffer, needed) =>
      NtQueryInformationProcess(handle, kind, buffer, buffer.byteLength, needed)
    );
    kernel.CloseHandle(handle);
    if (line !== null) lines.set(pid, line);
  }
  return lines;
}

function computerNameOf(kernel: Kernel): string | null {
  const name = new Uint16Array(LONGEST_HOST_NAME);
  const length = Uint32Array.of(name.length);
  const isTold = kernel.GetComputerNameExW(COMPUTER_NAME_PHYSICAL_DNS_HOSTNAME, name, length);
  return isTold ? String.fromCharCode(...name.subarray(0, length[0])) || null : null;
}

function versionOf(version: Version, path: string): VersionFacts | null {
  const name = Uint16Array.from(`${path}\0`.split(""), (unit) => unit.charCodeAt(0));
  const size = version.GetFileVersionInfoSizeW(name, new Uint32Array(1));
  if (size === 0) return null;
  const resource = new Uint8Array(size);
  return version.GetFileVersionInfoW(name, 0, size, resource)
    ? readVersionResource(resource)
    : null;
}

function orNull<Value>(ask: () => Value): Value | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
