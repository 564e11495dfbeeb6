/**
 * The real host: this machine, through Deno.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import type { Facts, Host, Network } from "../host.ts";
import { windowsConsole } from "../windows/console_mode.ts";
import { outputPage } from "../windows/output_page.ts";
import { systemRoot } from "../windows/system_root.ts";
import { windowsApi } from "../windows/windows_api.ts";
import { denoActions } from "./deno_actions.ts";
import {
  appendCache,
  cacheFolder,
  configFolder,
  dataFolder,
  ownCacheFolder,
  readCache,
  rewriteCache,
} from "./deno_cache.ts";
import { denoDatabases } from "./deno_database.ts";
import { denoFiles } from "./deno_files.ts";
import { denoLogs } from "./deno_logs.ts";
import { denoNetwork } from "./deno_network.ts";
import { denoPrograms } from "./deno_programs.ts";
import { type ConsoleOptions, denoTerminal } from "./deno_terminal.ts";
import { elevation } from "./elevation.ts";
import { env } from "./environment.ts";
import { fileFacts, programFacts } from "./file_facts.ts";
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
    ...denoPrograms(),
    ...facts.os === "windows" ? windowsNetwork() : denoNetwork(env),
    now: () => Date.now(),
    sleep: (milliseconds, options) => delay(milliseconds, options),
    ...denoFiles(),
    cacheFolder: () => ownCacheFolder(cacheFolder(facts.os, env)),
    dataFolder: () => dataFolder(facts.os, env),
    configFolder: () => configFolder(facts.os, env),
    readCache,
    appendCache,
    rewriteCache,
    ...denoDatabases,
    ...denoLogs(),
    ...denoTerminal(facts.os === "windows" ? WINDOWS_CONSOLE : {}),
    ...denoActions(),
  };
}

const WINDOWS_CONSOLE: ConsoleOptions = {
  openConsole: windowsConsole,
  loadKeys: async () => (await import("../windows/console_keys.ts")).consoleReader(),
};

function windowsFacts(): Facts {
  const { versionFacts, ...api } = windowsApi();
  return {
    os: "windows",
    ...api,
    systemVersion,
    fileFacts: (path) => fileFacts(path, versionFacts),
    programFacts: (path, options) => programFacts(path, { ...options, version: versionFacts }),
    outputCodePage: outputPage(),
    ownPid: () => Deno.pid,
    ownCommand,
    // Whatever the environment says.
    env: (name) => name === "SystemRoot" ? systemRoot() : env(name),
  };
}

/** Sockets load the libraries that `%SystemRoot%` leads to, in this process too. */
function windowsNetwork(): Network {
  const network = denoNetwork(env);
  const correctRoot = () => {
    try {
      Deno.env.set("SystemRoot", systemRoot());
    } catch {
      // Not permitted.
    }
  };
  return {
    fetch(url, options) {
      correctRoot();
      return network.fetch(url, options);
    },
    resolveDns(name, type, options) {
      correctRoot();
      return network.resolveDns(name, type, options);
    },
  };
}

const LINUX_FACTS: Facts = {
  os: "linux",
  systemVersion,
  processFacts: () => new Map(),
  listedProcesses: () => new Map(),
  commandLines: linuxCommandLines,
  computerName: hostName,
  systemSockets: () => [],
  socketServices: () => new Map(),
  fileFacts: (path) => fileFacts(path),
  programFacts,
  leadsToNetwork: () => false,
  consoleCodePage: () => null,
  outputCodePage: () => null,
  oemCodePage: () => null,
  ansiCodePage: () => null,
  elevated: elevation,
  ownPid: () => Deno.pid,
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

function systemVersion(): string | null {
  try {
    return Deno.osRelease() || null;
  } catch {
    return null; // not permitted
  }
}

function hostName(): string | null {
  try {
    return Deno.hostname() || null;
  } catch {
    return null;
  }
}
