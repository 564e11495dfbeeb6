/**
 * Whether this run has the rights of an administrator or of root.
 *
 * @module
 */
import { windowsApi } from "../windows/windows_api.ts";

/** Whether the program may do more than the one who started it; null where the system does not tell. */
export function elevation(): boolean | null {
  if (Deno.build.os === "windows") return windowsApi().elevated();
  try {
    return Deno.uid() === 0;
  } catch {
    return null; // not permitted
  }
}

let known: boolean | undefined;

/** The same; false where nobody knows. */
export function isElevated(): boolean {
  return known ??= elevation() === true;
}
