/**
 * Asks Windows for the version resources of files, beside the program, which goes on: a disk may take
 * long to answer.
 *
 * @module
 */
import { longPath } from "../file_paths.ts";
import type { VersionFacts } from "../host.ts";
import { NO_VERSION, readVersionResource } from "./version_resource.ts";
import { wideText } from "./wide_text.ts";
import { type Functions, windowsLibrary } from "./windows_library.ts";

const VERSION = {
  GetFileVersionInfoSizeW: { parameters: ["buffer", "buffer"], result: "u32", nonblocking: true },
  GetFileVersionInfoW: {
    parameters: ["buffer", "u32", "u32", "buffer"],
    result: "i32",
    nonblocking: true,
  },
} as const;

/** The functions that read version resources. */
export type VersionCalls = Functions<typeof VERSION>;

/** A resource says of itself that it has 64 KiB at most; a file may claim more. */
const LARGEST_RESOURCE = 1 << 20;

/** Reads a file's version resource; null where Windows cannot be asked. */
export function versionReader(): (path: string) => Promise<VersionFacts | null> {
  const calls = windowsLibrary("version.dll", VERSION);
  return async (path) => {
    try {
      return await readVersion(calls(), path);
    } catch {
      return null;
    }
  };
}

/** The same, with these functions. */
export async function readVersion(
  { GetFileVersionInfoSizeW, GetFileVersionInfoW }: VersionCalls,
  path: string,
): Promise<VersionFacts> {
  const name = wideText(longPath(path));
  const handle = new Uint32Array(1);
  const size = await GetFileVersionInfoSizeW(name, handle);
  if (size === 0 || size > LARGEST_RESOURCE) return NO_VERSION;
  const resource = new Uint8Array(size);
  const isRead = await GetFileVersionInfoW(name, 0, size, resource);
  // The calls hold addresses alone: what is used afterwards is still there meanwhile.
  return isRead !== 0 && name.length > 0 && handle.length > 0
    ? readVersionResource(resource)
    : NO_VERSION;
}
