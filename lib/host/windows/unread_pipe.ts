/**
 * Whether somebody still reads the pipe that standard output is.
 *
 * @module
 */
import { type Functions, orNull, windowsLibrary } from "./windows_library.ts";

const HANDLES = {
  // A number, not a pointer: a handle may be -1, which is no pointer.
  GetStdHandle: { parameters: ["u32"], result: "usize" },
} as const;

const FILES = {
  NtQueryInformationFile: {
    parameters: ["usize", "buffer", "buffer", "u32", "u32"],
    result: "i32",
  },
} as const;

/** The functions that tell what standard output is, and the state of a pipe. */
export type PipeCalls = Functions<typeof HANDLES> & Functions<typeof FILES>;

/** -11 as a DWORD. */
const STD_OUTPUT_HANDLE = 0xffff_fff5;
const FILE_PIPE_LOCAL_INFORMATION = 24;
const BYTES = 40; // ten numbers of 4 bytes
const NAMED_PIPE_STATE = 32;
/** The other end is disconnected from it, or has closed it. */
const GONE: readonly number[] = [1, 4];

/** Tells whether standard output is a pipe that nobody reads any more; false where nobody knows. */
export function unreadPipe(): () => boolean {
  const kernel = windowsLibrary("kernel32.dll", HANDLES);
  const ntdll = windowsLibrary("ntdll.dll", FILES);
  return () => orNull(() => isUnreadPipe({ ...kernel(), ...ntdll() })) ?? false;
}

/**
 * The same, with these functions. Nothing is written: Windows leaves open what a write of no bytes does
 * to a pipe.
 */
export function isUnreadPipe({ GetStdHandle, NtQueryInformationFile }: PipeCalls): boolean {
  const information = new DataView(new ArrayBuffer(BYTES));
  const status = NtQueryInformationFile(
    GetStdHandle(STD_OUTPUT_HANDLE),
    new Uint8Array(16), // an IO_STATUS_BLOCK
    new Uint8Array(information.buffer),
    BYTES,
    FILE_PIPE_LOCAL_INFORMATION,
  );
  // Of what is no pipe there is nothing to know: the status is negative.
  return status >= 0 && GONE.includes(information.getUint32(NAMED_PIPE_STATE, true));
}
