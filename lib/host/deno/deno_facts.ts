/**
 * Facts about this machine that no wrapped tool prints.
 *
 * @module
 */
import type { Facts, FileFacts } from "../host.ts";
import { NO_VERSION, type VersionFacts } from "../windows/version_resource.ts";
import { type WindowsApi, windowsApi } from "../windows/windows_api.ts";

/** The facts about this machine. The Windows API is opened at its first use. */
export function denoFacts(): Facts {
  return Deno.build.os === "windows" ? windowsFacts() : linuxFacts();
}

function windowsFacts(): Facts {
  let opened: WindowsApi | undefined;
  const api = () => (opened ??= windowsApi(env("SystemRoot")));
  return {
    os: "windows",
    processFacts: (pids) => api().processFacts(pids),
    parentPids: () => api().parentPids() ?? new Map(),
    fileFacts: (path) => fileFacts(path, { version: api().versionFacts }),
    consoleCodePage: () => api().consoleCodePage(),
    outputCodePage: () => api().consoleCodePage(),
    oemCodePage: () => api().oemCodePage(),
    elevated: () => api().elevated(),
    env,
  };
}

function linuxFacts(): Facts {
  return {
    os: "linux",
    processFacts: () => new Map(),
    parentPids: () => new Map(),
    fileFacts: (path) => fileFacts(path),
    consoleCodePage: () => null,
    outputCodePage: () => null,
    oemCodePage: () => null,
    elevated: () => {
      const uid = Deno.uid();
      return uid === null ? null : uid === 0;
    },
    env,
  };
}

/** An environment variable, where permitted. */
export function env(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch {
    return undefined;
  }
}

/** Longer files are not hashed: it would take too long. */
const HASHED_BYTES = 2 ** 30;

/** Size, times, hash and version resource of a file; null where there is no file. */
export async function fileFacts(
  path: string,
  { version = () => null }: { version?: (path: string) => VersionFacts | null } = {},
): Promise<FileFacts | null> {
  const stat = await Deno.stat(path).catch(() => null);
  if (!stat?.isFile) return null;
  return {
    size: stat.size,
    // Some file systems of Linux say 1970 for an unknown time.
    createdAt: stat.birthtime?.getTime() ? stat.birthtime.toISOString() : null,
    modifiedAt: stat.mtime?.toISOString() ?? null,
    sha256: stat.size <= HASHED_BYTES ? await hashOf(path) : null,
    ...version(path) ?? NO_VERSION,
  };
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
