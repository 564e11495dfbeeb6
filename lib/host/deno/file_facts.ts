/**
 * What is known of a program's file.
 *
 * @module
 */
import type { FileFacts } from "../host.ts";
import { NO_VERSION, type VersionFacts } from "../windows/version_resource.ts";

/** Longer files are not hashed: nobody waits for it. */
const HASHED_BYTES = 2 ** 30;

/** Size, times and hash of a file, with what its version resource tells; null where it is no file. */
export async function fileFacts(
  path: string,
  { version = () => null }: { version?: (path: string) => VersionFacts | null } = {},
): Promise<FileFacts | null> {
  const stat = await statOf(path);
  if (!stat?.isFile) return null;
  return {
    size: stat.size,
    // Some file systems of Linux tell 1970 for what they do not know.
    createdAt: stat.birthtime?.getTime() ? stat.birthtime.toISOString() : null,
    modifiedAt: stat.mtime?.toISOString() ?? null,
    sha256: stat.size <= HASHED_BYTES ? await hashOf(path) : null,
    ...version(path) ?? NO_VERSION,
  };
}

async function statOf(path: string): Promise<Deno.FileInfo | null> {
  try {
    return await Deno.stat(path);
  } catch {
    return null;
  }
}

async function hashOf(path: string): Promise<string | null> {
  try {
    // Web Crypto would take the whole file at once. Few calls come here: it is loaded only then.
    const { createHash } = await import("node:crypto");
    const hash = createHash("sha256");
    const file = await Deno.open(path);
    for await (const chunk of file.readable) hash.update(chunk);
    return hash.digest("hex");
  } catch {
    return null;
  }
}
