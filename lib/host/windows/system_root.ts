/**
 * Where Windows is, as Windows itself says. The environment variable `SystemRoot` belongs to the user:
 * what an administrator runs must not come from a folder that it names.
 *
 * @module
 */
import { windowsFolder } from "./system32.ts";

const FOLDER = {
  GetSystemWindowsDirectoryW: { parameters: ["buffer", "u32"], result: "u32" },
} as const;

/** The function that tells the folder. */
export type FolderCalls = Deno.DynamicLibrary<typeof FOLDER>["symbols"];

let known: string | undefined;

/** The Windows folder of this machine, asked at the first call; `C:\Windows` where it is not told. */
export function systemRoot(): string {
  return known ??= windowsFolder(askKernel());
}

function askKernel(): string | undefined {
  // With less than all rights Deno makes an absolute path of the name, in the current folder.
  const { state, partial } = Deno.permissions.querySync({ name: "ffi" });
  if (state !== "granted" || partial) return undefined;
  try {
    // Windows has it in every process already: nothing is looked for.
    return toldFolder(Deno.dlopen("kernel32.dll", FOLDER).symbols);
  } catch {
    return undefined;
  }
}

/** What the function tells; undefined where it fails. */
export function toldFolder(calls: FolderCalls): string | undefined {
  const path = new Uint16Array(MAX_PATH);
  const length = calls.GetSystemWindowsDirectoryW(path, path.length);
  // 0: it failed; more than there is room for: how much it would need.
  if (length === 0 || length >= path.length) return undefined;
  return String.fromCharCode(...path.subarray(0, length));
}

const MAX_PATH = 260;
