/**
 * Cuts file paths.
 *
 * @module
 */
import { shorten } from "../../text/width.ts";

/**
 * Cuts a path at its beginning, where a directory begins if not too much is lost by that:
 * `…\System32\svchost.exe` rather than `…ws\System32\svchost.exe`.
 */
export function shortenPath(path: string, width: number): string {
  const cut = shorten(path, width, "end");
  if (cut === path) return path;
  const separator = cut.search(/[\\/]/);
  return separator > 0 && separator < cut.length / 2 ? `…${cut.slice(separator)}` : cut;
}
