/**
 * Whether the program has a console.
 *
 * @module
 */
import { orNull, windowsLibrary } from "./windows_library.ts";

const kernel = windowsLibrary("kernel32.dll", {
  GetConsoleOutputCP: { parameters: [], result: "u32" },
});

/** Whether the program has a console, seen or not: it has a code page. Null where Windows does not tell. */
export function hasConsole(): boolean | null {
  return orNull(() => kernel().GetConsoleOutputCP() !== 0);
}
