/**
 * Where Windows looks for libraries. Deno loads some of them by their bare names when it first needs them
 * (iphlpapi.dll, to find name servers), and Windows loads more for those. It looks beside the program
 * first, where a stranger may have put one of that name: in Downloads, say.
 *
 * @module
 */
import { system32File } from "./system32.ts";
import { systemRoot } from "./system_root.ts";

const SEARCH = {
  SetDefaultDllDirectories: { parameters: ["u32"], result: "i32" },
} as const;

/** LOAD_LIBRARY_SEARCH_SYSTEM32. */
const SYSTEM32 = 0x0800;

let isDone = false;

/**
 * Makes Windows look in System32 alone for each library that is loaded by name from now on. Only in the
 * executable: whoever runs a script with Deno may want other libraries.
 */
export function searchSystem32(): void {
  if (isDone || Deno.build.os !== "windows" || !Deno.build.standalone) return;
  isDone = true;
  try {
    Deno.dlopen(system32File("kernel32.dll", systemRoot()), SEARCH)
      .symbols.SetDefaultDllDirectories(SYSTEM32);
  } catch {
    // It stays as it is: with less than all rights.
  }
}
