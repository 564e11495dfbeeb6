/**
 * The system's own list of processes, by a Toolhelp snapshot. It takes about a millisecond, needs no
 * service and no rights, and holds the names of the files that the processes were started from, which
 * no window title can imitate.
 *
 * @module
 */
import type { ListedProcess } from "../host.ts";
import type { Functions } from "./windows_library.ts";

/** The functions of kernel32.dll that list processes. */
export const TOOLHELP = {
  // The handle is returned as a number, not as a pointer: -1 is no pointer.
  CreateToolhelp32Snapshot: { parameters: ["u32", "u32"], result: "usize" },
  Process32FirstW: { parameters: ["usize", "buffer"], result: "i32" },
  Process32NextW: { parameters: ["usize", "buffer"], result: "i32" },
  CloseNumbered: { name: "CloseHandle", parameters: ["usize"], result: "i32" },
} as const;

const TH32CS_SNAPPROCESS = 0x2;
const INVALID_HANDLE = 0xffff_ffff_ffff_ffffn;
// PROCESSENTRY32W in a 64-bit process: dwSize, th32ProcessID, th32ParentProcessID, szExeFile; in bytes.
const ENTRY_BYTES = 568;
const ENTRY_PID = 8;
const ENTRY_PARENT = 32;
const ENTRY_NAME = 44;
// Of szExeFile, in UTF-16 units with its NUL.
const LONGEST_NAME = 260;

/** Lists all processes; null where Windows makes no snapshot. */
export function readProcessList(
  kernel: Functions<typeof TOOLHELP>,
): Map<number, ListedProcess> | null {
  const snapshot = kernel.CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  if (snapshot === INVALID_HANDLE) return null;
  const entry = new DataView(new ArrayBuffer(ENTRY_BYTES));
  entry.setUint32(0, ENTRY_BYTES, true);
  const processes = new Map<number, ListedProcess>();
  try {
    let found = kernel.Process32FirstW(snapshot, entry);
    while (found) {
      processes.set(entry.getUint32(ENTRY_PID, true), {
        parentPid: entry.getUint32(ENTRY_PARENT, true),
        name: nameIn(entry),
      });
      found = kernel.Process32NextW(snapshot, entry);
    }
  } finally {
    kernel.CloseNumbered(snapshot);
  }
  return processes;
}

/** The name in an entry, which earlier and longer ones may have left characters behind; null if empty. */
function nameIn(entry: DataView): string | null {
  let name = "";
  for (let at = 0; at < LONGEST_NAME; at++) {
    const unit = entry.getUint16(ENTRY_NAME + 2 * at, true);
    if (unit === 0) break;
    name += String.fromCharCode(unit);
  }
  return name.toWellFormed() || null;
}
