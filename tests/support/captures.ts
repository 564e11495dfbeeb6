/**
 * Captures of real output, which are not part of the repository: `../shared/captures` beside the
 * checkout. Where it is missing, `tests/fixtures/languages/` and `tests/recordings/` hold the same
 * layouts with invented contents.
 *
 * @module
 */
import { namesIn } from "./folders.ts";

const CAPTURES = new URL("../../../shared/captures/", import.meta.url);

/**
 * Defines the tests that read captures. Where there are none, a single test is skipped in their place.
 *
 * @param tool The tool whose captures are read; null for all tools.
 * @param define Is given the folder and the names of its files in order.
 */
export function withCaptures(
  tool: "netstat" | "nslookup" | "tasklist" | "other" | null,
  define: (captures: { readonly folder: URL; readonly files: readonly string[] }) => void,
): void {
  const folder = tool === null ? CAPTURES : new URL(`${tool}/`, CAPTURES);
  const files = namesIn(folder);
  if (files !== null) define({ folder, files });
  else Deno.test.ignore(`captures of ${tool ?? "all tools"}: ../shared is missing`, () => {});
}
