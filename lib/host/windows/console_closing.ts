/**
 * Hearing that Windows closes the console, logs off or shuts down. Windows ends the program as soon as
 * its handler returns. Deno's own only notes the signal and returns: what listens to that may come too
 * late.
 *
 * @module
 */
import { orNull, windowsLibrary } from "./windows_library.ts";

const HANDLING = {
  SetConsoleCtrlHandler: { parameters: ["function", "i32"], result: "i32" },
} as const;
const HANDLER = { parameters: ["u32"], result: "i32" } as const;

/** CTRL_CLOSE_EVENT, CTRL_LOGOFF_EVENT and CTRL_SHUTDOWN_EVENT. */
const ENDS: readonly number[] = [2, 5, 6];

let handler: Deno.UnsafeCallback<typeof HANDLER> | undefined;

/**
 * Has something done before Windows ends the program, which waits some seconds for it. Where Windows
 * cannot be asked, it is not done.
 */
export function beforeClosing(action: () => void): void {
  if (handler !== undefined) return;
  orNull(() => {
    const kernel = windowsLibrary("kernel32.dll", HANDLING)();
    // Windows calls it in a thread of its own, which waits.
    handler = Deno.UnsafeCallback.threadSafe(HANDLER, (event) => {
      if (ENDS.includes(event)) action();
      return 0; // Deno's handler has its turn
    });
    kernel.SetConsoleCtrlHandler(handler.pointer, 1);
  });
}
