/**
 * Names of many addresses, from the name server, with a cache.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import { EMBEDDINGS, type Scope, scopeOf } from "../../address/scope.ts";
import { openCache } from "../cache/cache.ts";
import { CaptureError } from "../../errors.ts";
import { type Host, HostError } from "../../host/host.ts";
import type { NameRecord } from "../../model/name.ts";
import { carriedAddress, withText } from "../owners/asked_address.ts";
import { RESOLVER } from "./deno_answers.ts";
import { lookUp } from "./look_up.ts";
import { type KnownName, LONGEST_NAME, NAMES } from "./name_cache.ts";
import type { LookUp, ServerChoice } from "./question.ts";
import { serverText } from "./server_text.ts";

/** Whom to ask for names, and for how long. */
export interface ReverseOptions {
  /** Whom to ask; null for the system's name server. */
  readonly server: ServerChoice | null;
  /** Where answers are kept; null to keep none. */
  readonly cacheFolder: string | null;
  /** Milliseconds that one question may take. */
  readonly questionMilliseconds: number;
  /** Milliseconds that all of them may take together; what is open then has no name. */
  readonly totalMilliseconds: number;
  /** Is told how many questions are answered, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Is told what does no harm to what is found: that a cache is of no use. */
  readonly onNote?: (note: string) => void;
  /** What looks up. @default lookUp, by nslookup or Deno's resolver */
  readonly lookUp?: LookUp;
}

/** What was found. */
export interface ReverseNames {
  /** The name of each address that was given, by its text; null where it has none, or none is known. */
  readonly names: ReadonlyMap<string, string | null>;
  /** What went wrong as a whole: nobody at all answered. */
  readonly warnings: readonly string[];
}

/**
 * Looks up the names of addresses (PTR). Each is asked about once, without its zone; an IPv4-mapped or
 * NAT64 one by the IPv4 address in it. Asked are those that a name server can know, which is not only
 * public ones ({@linkcode isAskable}). Of several names the first in the alphabet counts, since
 * servers turn their order about. Never throws for what others answer.
 *
 * @example
 * ```ts
 * import { denoHost, reverseNames } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { names } = await reverseNames(denoHost(), ["127.0.0.1"], {
 *   server: null,
 *   cacheFolder: null,
 *   questionMilliseconds: 2_000,
 *   totalMilliseconds: 30_000,
 * });
 * assertEquals(names.get("127.0.0.1"), null);
 * ```
 */
export async function reverseNames(
  host: Host,
  addresses: readonly string[],
  options: ReverseOptions,
): Promise<ReverseNames> {
  const { server, cacheFolder, totalMilliseconds, questionMilliseconds } = options;
  const ask = options.lookUp ?? ((questions, options) => lookUp(host, questions, options));
  const cache = openCache(host, {
    folder: cacheFolder,
    kind: NAMES,
    server: server && serverText(server),
  });
  const asked = new Map(addresses.map((address) => [address, askedAs(address)]));
  const known = new Map<string, string | null>();
  const open = [...new Set(asked.values())].filter((address) => address !== null)
    .filter((address) => {
      const cached = cache.get(address);
      if (cached !== null) known.set(address, cached.value.name);
      return cached === null;
    });

  const warnings: string[] = [];
  const total = open.length;
  const onProgress = (done: number) => options.onProgress?.(done, total);
  const questions = open.map((name) => ({ query: name, name, type: "PTR" as const }));
  try {
    const limits = { server, questionMilliseconds, totalMilliseconds, onProgress };
    const answers = total > 0 ? await ask(questions, limits) : [];
    const learnt: KnownName[] = [];
    open.forEach((address, index) => {
      const name = nameIn(answers[index] ?? []);
      if (name === undefined) return;
      known.set(address, name);
      if (!dependsOnPlace(address)) learnt.push({ address, name });
    });
    cache.add(learnt);
    if (total > 0 && answers.every(isUnanswered)) {
      warnings.push(`Cannot look up names: the name server answered none of ${total} questions`);
    }
  } catch (error) {
    if (!(error instanceof CaptureError || error instanceof HostError)) throw error;
    const { message } = error;
    warnings.push(message.startsWith("Cannot ") ? message : `Cannot look up names: ${message}`);
  }
  for (const note of cache.warnings) options.onNote?.(note);
  return {
    names: new Map(
      addresses.map((address) => [address, known.get(asked.get(address) ?? "") ?? null]),
    ),
    warnings,
  };
}

/**
 * Whether a name server can know an address. The user's own knows those of the user's network; those
 * of a link, of this computer and of no computer nobody knows.
 */
export function isAskable(address: string): boolean {
  const scope = scopeOf(address);
  return scope !== null && ASKABLE.has(scope);
}

const ASKABLE: ReadonlySet<Scope> = new Set(
  ["public", "private", "shared", "documentation"] as const,
);
/** The prefixes of addresses that are an IPv4 host as seen through a translator. */
const SAME_HOST = EMBEDDINGS.filter(({ cidr }) => cidr.endsWith("/96"));

function askedAs(text: string): string | null {
  const address = parseAddress(text);
  if (address === null || !isAskable(text)) return null;
  return withText(carriedAddress(address, SAME_HOST) ?? address).text;
}

/** Whether another network may give the address to another computer: then its name is not kept. */
function dependsOnPlace(address: string): boolean {
  const scope = scopeOf(address);
  return scope === "private" || scope === "shared";
}

/** A server that failed on one name has answered for itself. */
function isUnanswered(rows: readonly NameRecord[]): boolean {
  const status = rows[0]?.status;
  return status === undefined || status === "TIMEOUT" || status === "REFUSED" || status === "ERROR";
}

/** The name; null where the server says that there is none; undefined where it does not say. */
function nameIn(rows: readonly NameRecord[]): string | null | undefined {
  const names = rows.flatMap(({ type, data }) => type === "PTR" && data !== null ? [data] : []);
  const [first] = names.map((name) => name.replace(/\.$/, "").slice(0, LONGEST_NAME)).sort();
  if (first !== undefined && first !== "") return first;
  const { status, server } = rows[0] ?? {};
  // Deno's resolver does not tell a server that failed from one that knows no name.
  if (server === RESOLVER && status === "NODATA") return undefined;
  return status === "NOERROR" || status === "NXDOMAIN" || status === "NODATA" ? null : undefined;
}
