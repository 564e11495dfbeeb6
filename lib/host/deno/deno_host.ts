/**
 * The real host: this machine, through Deno.
 *
 * @module
 */
import { createFile } from "./atomic_file.ts";
import { appendCache, cacheFolder, readCache, rewriteCache } from "./deno_cache.ts";
import { guarded, toHostError } from "./deno_error.ts";
import { getFromWeb } from "./deno_fetch.ts";
import { listDirectory, openFile, pathKind, readFile, readLink, readLinks } from "./deno_files.ts";
import { resolveDns } from "./deno_resolve.ts";
import { runProgram } from "./deno_run.ts";
import { fileFacts } from "./file_facts.ts";
import { type Host, HostError } from "../host.ts";
import { isToolName, linuxTool, windowsTool } from "../windows/system_tools.ts";
import { type WindowsApi, windowsApi } from "../windows/windows_api.ts";

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
  const os = Deno.build.os === "windows" ? "windows" : "linux";
  let api: WindowsApi | undefined;
  const windows = () => (api ??= windowsApi(env("SystemRoot")));
  return {
    os,
    run: async (tool, args, options) => await runProgram(toolPath(tool), args, options),
    resolveDns,
    fetch: getFromWeb,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    cacheFolder: () => cacheFolder(os, env),
    readCache,
    appendCache,
    rewriteCache,
    readFile,
    listDirectory,
    readLinks,
    readLink,
    open: openFile,
    pathKind,
    processFacts: (pids) => os === "windows" ? windows().processFacts(pids) : new Map(),
    parentPids: () => os === "windows" ? windows().parentPids() ?? new Map() : new Map(),
    fileFacts: (path) =>
      fileFacts(path, os === "windows" ? { version: windows().versionFacts } : {}),
    consoleCodePage: () => os === "windows" ? windows().consoleCodePage() : null,
    outputCodePage: () => os === "windows" ? windows().consoleCodePage() : null,
    oemCodePage: () => os === "windows" ? windows().oemCodePage() : null,
    elevated: () => os === "windows" ? windows().elevated() : isRoot(),
    env,
    now: () => Date.now(),
    isTerminal: (stream) => Deno[stream].isTerminal(),
    terminalColumns,
    write,
    writeError: (text) => writeWholeSync(new TextEncoder().encode(text)),
    createFile,
  };
}

function toolPath(tool: string): string {
  if (!isToolName(tool)) throw new HostError("notFound", `Cannot run ${tool}: not a tool's name`);
  if (Deno.build.os === "windows") return windowsTool(tool, env("SystemRoot"));
  const path = linuxTool(tool, (candidate) => pathKind(candidate) === "file");
  if (path === null) throw new HostError("notFound", `Cannot run ${tool}: it is not installed`);
  return path;
}

function env(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch {
    return undefined;
  }
}

function isRoot(): boolean | null {
  const uid = Deno.uid();
  return uid === null ? null : uid === 0;
}

function terminalColumns(): number | null {
  try {
    return Deno.stdout.isTerminal() ? Deno.consoleSize().columns : null;
  } catch {
    return null;
  }
}

/** Whether standard output takes everything at once; asked when it is first written to. */
let takesAll: boolean | undefined;

async function write(bytes: Uint8Array): Promise<void> {
  try {
    takesAll ??= isFileOrNothing("/dev/stdout");
    for (let at = 0; at < bytes.length;) {
      const rest = bytes.subarray(at);
      // A pipe can be full: then the program must go on to hear Ctrl+C.
      at += takesAll ? Deno.stdout.writeSync(rest) : await whenReady(() => Deno.stdout.write(rest));
    }
  } catch (thrown) {
    throw toHostError(thrown, "Cannot write to standard output");
  }
}

/** A file, or a device such as /dev/null; a terminal can be held up, as by Ctrl+S. */
function isFileOrNothing(path: string): boolean {
  try {
    const { isFile, isCharDevice } = Deno.statSync(path);
    return isFile || (isCharDevice === true && !Deno.stdout.isTerminal());
  } catch {
    return false;
  }
}

/** Writes again after a pause where the pipe is full and its other end made it non-blocking. */
async function whenReady(write: () => Promise<number>): Promise<number> {
  while (true) {
    try {
      return await write();
    } catch (thrown) {
      if (!(thrown instanceof Deno.errors.WouldBlock)) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}

function writeWholeSync(bytes: Uint8Array): void {
  guarded("Cannot write to standard error", () => {
    for (let at = 0; at < bytes.length;) at += Deno.stderr.writeSync(bytes.subarray(at));
  });
}
