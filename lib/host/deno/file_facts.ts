/**
 * Facts about the files of programs.
 *
 * @module
 */
import { abortable } from "@std/async/abortable";
import { delay } from "@std/async/delay";
import {
  type FileFacts,
  HostError,
  type PatientOptions,
  type ProgramFacts,
  type VersionFacts,
} from "../host.ts";
import { NO_VERSION } from "../windows/version_resource.ts";

/** Reads a version resource; null where Windows cannot be asked. */
type ReadVersion = (path: string) => VersionFacts | null | Promise<VersionFacts | null>;

/** Longer files are not hashed: it would take too long. */
const HASHED_BYTES = 2 ** 30;

/**
 * Size, times, hash and version resource of a file; null where there is no file.
 *
 * @param version @default a system without version resources
 */
export async function fileFacts(
  path: string,
  version: ReadVersion = () => null,
): Promise<FileFacts | null> {
  const basics = await basicsOf(path);
  if (basics === null) return null;
  return {
    ...basics,
    sha256: basics.size <= HASHED_BYTES ? await hashOf(path) : null,
    ...await version(path) ?? NO_VERSION,
  };
}

/**
 * Size, times and version resource of a file; null where there is none.
 *
 * @throws {HostError} where the system does not answer in time.
 */
export async function programFacts(
  path: string,
  { timeoutMilliseconds, signal, version = () => null }: PatientOptions & {
    readonly version?: ReadVersion;
  },
): Promise<ProgramFacts | null> {
  signal?.throwIfAborted();
  const stop = new AbortController();
  const late = delay(timeoutMilliseconds, { signal: stop.signal }).then(() => "late" as const);
  late.catch(() => {}); // it is stopped when it is not needed any more
  const look = Promise.race([lookAt(path, version), late]);
  try {
    const facts = await (signal === undefined ? look : abortable(look, signal));
    if (facts !== "late") return facts;
    throw new HostError("timedOut", `Cannot look at ${path}: no answer in time`);
  } finally {
    stop.abort();
  }
}

async function lookAt(path: string, version: ReadVersion): Promise<ProgramFacts | null> {
  const basics = await basicsOf(path);
  if (basics === null) return null;
  const resource = await version(path);
  // Windows tells of a file that may not be read what it tells of one without a resource.
  const isSilent = resource !== null && Object.values(resource).every((value) => value === null);
  return { ...basics, resource: isSilent && !await canRead(path) ? null : resource };
}

async function basicsOf(path: string): Promise<Omit<ProgramFacts, "resource"> | null> {
  const stat = await Deno.stat(path).catch(() => null);
  if (!stat?.isFile) return null;
  return {
    size: stat.size,
    // Some file systems of Linux say 1970 for an unknown time.
    createdAt: stat.birthtime?.getTime() ? stat.birthtime.toISOString() : null,
    modifiedAt: stat.mtime?.toISOString() ?? null,
  };
}

async function canRead(path: string): Promise<boolean> {
  const file = await Deno.open(path).catch(() => null);
  file?.close();
  return file !== null;
}

async function hashOf(path: string): Promise<string | null> {
  try {
    // Web Crypto would take the whole file at once. Loaded on first use: few runs hash anything.
    const { createHash } = await import("node:crypto");
    const hash = createHash("sha256");
    const file = await Deno.open(path);
    for await (const chunk of file.readable) hash.update(chunk);
    return hash.digest("hex");
  } catch {
    return null;
  }
}
