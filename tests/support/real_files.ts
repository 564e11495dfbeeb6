/**
 * The files of this computer for a fake host: recordings and saved output are read as they lie.
 *
 * @module
 */
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import type { Host } from "../../lib/host/host.ts";

/** What reads files. */
export type RealFiles = Pick<
  Host,
  "open" | "pathKind" | "listDirectory" | "readFile" | "readFileInBackground" | "readPart"
>;

/** What reads the files of this computer, and changes none. */
export function realFiles(): RealFiles {
  const { open, pathKind, listDirectory, readFile, readFileInBackground, readPart } = denoHost();
  return { open, pathKind, listDirectory, readFile, readFileInBackground, readPart };
}
