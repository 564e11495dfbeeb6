/**
 * What the commands that look something up share.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Lookups } from "../../lookup/lookups.ts";
import { readServer } from "../../lookup/names/question.ts";
import type { Invocation } from "../command.ts";
import { readTimeout } from "./read_options.ts";

export type { Lookups } from "../../lookup/lookups.ts";

/** Milliseconds that one question may take. */
const QUESTION_MILLISECONDS = 2_000;

/** Options that make no sense where nothing is looked up. */
const ABOUT_LOOKUPS = ["server", "no-cache", "cache-dir"] as const;

/** What there is to ask for. */
export interface LookupOptions {
  /**
   * The command's switches that ask for look-ups, at least one of which must then be given with
   * `--server` and the like; empty for a command that looks something up anyway.
   */
  readonly switches: readonly ("resolve" | "owner")[];
}

/**
 * Reads the options about looking up. `--timeout` is also what all look-ups may take together.
 *
 * @throws {UsageError} where they do not fit together, or the name server cannot be read.
 */
export function readLookups(
  { options, host }: Invocation,
  { switches }: LookupOptions = { switches: ["resolve", "owner"] },
): Lookups {
  const [resolve, rdap] = [options.flag("resolve"), options.flag("rdap")];
  const owner = options.flag("owner") || rdap;
  const asks = resolve || owner || switches.length === 0;
  if (!asks) {
    const useless = ABOUT_LOOKUPS.find((name) => options.has(name));
    if (useless !== undefined) throw nothingToLookUp(useless, switches);
  }
  if (options.flag("no-cache") && options.has("cache-dir")) {
    throw new UsageError("Cannot use --no-cache with --cache-dir: one is for a cache, one against");
  }
  const recording = ["record", "replay"].find((name) => options.has(name));
  if (recording !== undefined && options.has("cache-dir")) {
    throw new UsageError(
      `Cannot use --cache-dir with --${recording}: a recording holds every question and its answer`,
    );
  }
  const server = options.text("server");
  const isCached = asks && !options.flag("no-cache");
  return {
    resolve,
    owner,
    rdap,
    server: server === null ? null : readServer(server),
    cacheFolder: isCached ? options.text("cache-dir") ?? host.cacheFolder() : null,
    questionMilliseconds: QUESTION_MILLISECONDS,
    totalMilliseconds: readTimeout(options),
  };
}

function nothingToLookUp(option: string, switches: readonly string[]): UsageError {
  const wanted = switches.map((name) => `--${name}`).join(" or ");
  return new UsageError(`Cannot use --${option} without ${wanted}: nothing is looked up`);
}
