/**
 * The code page in which the reader of standard output expects it.
 *
 * @module
 */
import { type Functions, orNull, windowsLibrary } from "./windows_library.ts";

const OUTPUT = {
  // A number, not a pointer: a handle may be -1, which is no pointer.
  GetStdHandle: { parameters: ["u32"], result: "usize" },
  GetFileType: { parameters: ["usize"], result: "u32" },
  GetConsoleOutputCP: { parameters: [], result: "u32" },
} as const;

/** The functions that tell what standard output is, and the console's page. */
export type OutputCalls = Functions<typeof OUTPUT>;

/** -11 as a DWORD. */
const STD_OUTPUT_HANDLE = 0xffff_fff5;
const FILE_TYPE_DISK = 1;

/** Tells the page of standard output; null where Windows cannot be asked. */
export function outputPage(): () => number | null {
  const kernel = windowsLibrary("kernel32.dll", OUTPUT);
  return () => orNull(() => pageOfOutput(kernel()));
}

/**
 * The console's code page, 0 without a console; null where standard output is a file on a disk: what
 * reads it later does not know of any console.
 */
export function pageOfOutput(calls: OutputCalls): number | null {
  return calls.GetFileType(calls.GetStdHandle(STD_OUTPUT_HANDLE)) === FILE_TYPE_DISK
    ? null
    : calls.GetConsoleOutputCP();
}
