/**
 * The real host: this machine, through Deno.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import { refusedActions } from "../actions.ts";
import type { Clock, Host } from "../host.ts";
import { appendCache, cacheFolder, readCache, rewriteCache } from "./deno_cache.ts";
import { denoFacts, env } from "./deno_facts.ts";
import { denoFiles } from "./deno_files.ts";
import { denoNetwork } from "./deno_network.ts";
import { denoPrograms } from "./deno_programs.ts";
import { denoTerminal } from "./deno_terminal.ts";

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
  const facts = denoFacts();
  return {
    ...facts,
    ...denoPrograms(env),
    ...denoNetwork(),
    ...CLOCK,
    ...denoFiles(),
    cacheFolder: () => cacheFolder(facts.os, env),
    readCache,
    appendCache,
    rewriteCache,
    ...denoTerminal(),
    ...refusedActions("notSupported", "this version of netwho cannot do it yet"),
  };
}

const CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, options) => delay(milliseconds, options),
};
