/**
 * The real host: this machine, through Deno.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import { refusedActions } from "../actions.ts";
import type { Facts, FileFacts, Host } from "../host.ts";
import { NO_VERSION, type VersionFacts } from "../windows/version_resource.ts";
import { windowsApi } from "../windows/windows_api.ts";
import { appendCache, cacheFolder, dataFolder, readCache, rewriteCache } from "./deno_cache.ts";
import { denoDatabases } from "./deno_database.ts";
import { denoFiles } from "./deno_files.ts";
import { denoLogs } from "./deno_logs.ts";
import { denoNetwork } from "./deno_network.ts";
import { denoPrograms } from "./deno_programs.ts";
import { denoTerminal } from "./deno_terminal.ts";
import { ownCommand } from "./own_command.ts";

/**
 * The machine that netwho runs on. Making one costs nothing: whatever is slow (the Windows API
 * through FFI) starts at its first use.
 *
 * @example
 * ```ts
 * import { denoHost } from "@netwho/netwho";
 * import { assert } from "@std/assert";
 *
 * assert(denoHost().now() > Date.UTC(2020, 0, 1));
 * ```
 */
export function denoHost(): Host {
  const facts = Deno.build.os === "windows" ? windowsFacts() : LINUX_FACTS;
  return {
    ...facts,
    ...denoPrograms(env),
    ...denoNetwork(),
    now: () => Date.now(),
    sleep: (milliseconds, options) => delay(milliseconds, options),
    ...denoFiles(),
    cacheFolder: () => cacheFolder(facts.os, env),
    dataFolder: () => dataFolder(facts.os, env),
    readCache,
    appendCache,
    rewriteCache,
    ...denoDatabases,
    ...denoLogs(),
    ...denoTerminal(),
    ...refusedActions("notSupported", "this version of netwho cannot do it yet"),
  };
}

function windowsFacts(): Facts {
  const { versionFacts, ...api } = windowsApi(() => env("SystemRoot"));
  return {
    os: "windows",
    ...api,
    fileFacts: (path) => fileFacts(path, { version: versionFacts }),
    outputCodePage: api.consoleCodePage,
    ownCommand,
    env,
  };
}

const LINUX_FACTS: Facts = {
  os: "linux",
  processFacts: () => new Map(),
  parentPids: () => new Map(),
  commandLines: linuxCommandLines,
  computerName: hostName,
  systemSockets: () => [],
  socketServices: () => new Map(),
  fileFacts: (path) => fileFacts(path),
  consoleCodePage: () => null,
  outputCodePage: () => null,
  oemCodePage: () => null,
  elevated: () => {
    const uid = Deno.uid();
    return uid === null ? null : uid === 0;
  },
  ownCommand,
  userSid: () => null,
  env,
};

/** The command lines that may be read; the kernel has them as bytes, in any encoding. */
function linuxCommandLines(pids: readonly number[]): Map<number, string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const lines = new Map<number, string>();
  for (const pid of pids) {
    try {
      const line = decoder.decode(Deno.readFileSync(`/proc/${pid}/cmdline`));
      if (line !== "") lines.set(pid, line);
    } catch {
      // It has ended, or may not be read.
    }
  }
  return lines;
}

function hostName(): string | null {
  try {
    return Deno.hostname() || null;
  } catch {
    return null;
  }
}

/** An environment variable, where permitted. */
function env(name: string): string | undefined {
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
