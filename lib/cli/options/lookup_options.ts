/**
 * The options of the commands that look up names and owners.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import type { LookupPlan } from "../../lookup/lookup.ts";
import { readServer } from "../../lookup/names/question.ts";
import { firstGiven, type Option, type OptionsOf } from "../../model/option.ts";
import { type READING_OPTIONS, readTimeout } from "./reading_options.ts";

/** The heading of these options in the help. */
export const LOOKUP_GROUP = "Look-ups";

/** The names of remote addresses. */
export const RESOLVE_OPTIONS = [
  {
    name: "resolve",
    about:
      "add the names of remote addresses: first those that programs asked for, from Windows' " +
      "DNS cache (ipconfig /displaydns); then asks your name server, or --server, about each other " +
      "address outside your network segment",
    group: LOOKUP_GROUP,
  },
] as const satisfies readonly Option[];

/** The owners of remote addresses. */
export const OWNER_OPTIONS = [
  {
    name: "owner",
    about: "add the owners of public remote addresses: queries Team Cymru's zone " +
      "origin.asn.cymru.com through your name server",
    group: LOOKUP_GROUP,
  },
  {
    name: "rdap",
    about: "like --owner, and also query the address registries over HTTPS, each for at most one " +
      "address per second",
    group: LOOKUP_GROUP,
  },
] as const satisfies readonly Option[];

/** The user's files that know owners. */
export const DATABASE_OPTIONS = [
  {
    name: "mmdb",
    value: "FILE",
    repeatable: true,
    about:
      "look up owners in FILE, a MaxMind database (.mmdb) or a CSV list of networks, and ask " +
      "nobody; implies --owner; repeatable: the first that knows a value counts",
    group: LOOKUP_GROUP,
  },
] as const satisfies readonly Option[];

/** The name server. */
export const SERVER_OPTIONS = [
  {
    name: "server",
    value: "SERVER",
    about: "the name server to use instead of the system's: 192.0.2.53, [2001:db8::53]:5353 or " +
      "dns.example",
    group: LOOKUP_GROUP,
  },
] as const satisfies readonly Option[];

/** The switch that asks Windows who signed programs. */
export const SIGNATURES_OPTION = {
  name: "signatures",
  about: "ask Windows who signed the programs (PowerShell's Get-AuthenticodeSignature, 1 to 3 " +
    "seconds)",
  effect: {
    os: "windows",
    without: "from",
    because: "only Windows can tell who signed the programs of its own computer",
  },
  group: LOOKUP_GROUP,
} as const satisfies Option;

/** The cache of answers. */
export const CACHE_OPTIONS = [
  {
    name: "no-cache",
    about: "neither read nor write the cache of answers",
    group: LOOKUP_GROUP,
  },
  {
    name: "cache-dir",
    value: "FOLDER",
    about: "cache answers in FOLDER instead of netwho's folder in your cache folder",
    group: LOOKUP_GROUP,
  },
] as const satisfies readonly Option[];

/** The time-out of one query. */
const QUESTION_MILLISECONDS = 2_000;

/** The options of a command with look-ups; a command may lack some. */
type GivenLookupOptions = Partial<
  & OptionsOf<typeof RESOLVE_OPTIONS>
  & OptionsOf<typeof OWNER_OPTIONS>
  & OptionsOf<typeof DATABASE_OPTIONS>
  & OptionsOf<typeof SERVER_OPTIONS>
  & OptionsOf<readonly [typeof SIGNATURES_OPTION]>
  & OptionsOf<typeof CACHE_OPTIONS>
  & OptionsOf<typeof READING_OPTIONS>
>;

/** The kinds of look-ups that a command offers. */
export interface LookupSwitches {
  /**
   * The command's switches for look-ups; `--server` and the cache options require one of them. Empty
   * for a command that always looks something up.
   */
  readonly switches: readonly ("resolve" | "owner")[];
}

/**
 * Checks the look-up options. `--timeout` limits all look-ups together.
 *
 * @throws {UsageError} if they conflict or the name server is invalid.
 */
export function readLookups(
  { options, host, signal }: {
    options: GivenLookupOptions;
    host: Pick<Host, "cacheFolder">;
    signal?: AbortSignal;
  },
  { switches }: LookupSwitches = { switches: ["resolve", "owner"] },
): LookupPlan {
  const { resolve = false, rdap = false, noCache = false, cacheDir = null, server = null } =
    options;
  const databases = options.mmdb ?? [];
  const isOffline = databases.length > 0;
  if (isOffline && rdap) throw nobodyIsAsked("rdap");
  const owner = options.owner || rdap || isOffline;
  const asks = resolve || (!isOffline && (owner || switches.length === 0));
  const caches = asks || (options.signatures ?? false);
  const useless = caches
    ? firstGiven(options, ["server"])
    : firstGiven(options, ["server", "no-cache", "cache-dir"]);
  if (!asks && useless !== undefined) {
    throw isOffline ? nobodyIsAsked(useless) : nothingToLookUp(useless, switches);
  }
  if (noCache && cacheDir !== null) {
    throw new UsageError("Cannot use --no-cache with --cache-dir: they contradict each other");
  }
  const recording = firstGiven(options, ["record", "replay"]);
  if (recording !== undefined && cacheDir !== null) {
    throw new UsageError(
      `Cannot use --cache-dir with --${recording}: a recording holds every query and its answer`,
    );
  }
  return {
    resolve,
    // Saved output may come from another computer, of whose programs this one's cache knows nothing.
    ...(options.from ?? []).length > 0 && { dnsCache: false },
    owner,
    rdap,
    ...isOffline && { databases },
    server: server === null ? null : readServer(server),
    cacheFolder: caches && !noCache ? cacheDir ?? host.cacheFolder() : null,
    questionMilliseconds: QUESTION_MILLISECONDS,
    totalMilliseconds: readTimeout(options),
    signal,
  };
}

function nothingToLookUp(option: string, switches: readonly string[]): UsageError {
  const wanted = switches.map((name) => `--${name}`).join(" or ");
  return new UsageError(`Cannot use --${option} without ${wanted}: nothing is looked up`);
}

/** The error for an option that only has an effect on questions, where files answer. */
export function nobodyIsAsked(option: string): UsageError {
  return new UsageError(
    `Cannot use --${option} with --mmdb: owners come from the file, and nobody is asked`,
  );
}
