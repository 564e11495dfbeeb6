/**
 * Looks up which ASes announce addresses and what they are called, in Team Cymru's zones and in the
 * cache.
 *
 * @module
 */
import { parseCidr } from "../../address/range.ts";
import { CaptureError } from "../../errors.ts";
import { HostError } from "../../host/host.ts";
import type { NameRecord, NameStatus } from "../../model/name.ts";
import type { Cache } from "../cache/cache.ts";
import type { Cached } from "../cache/cache_file.ts";
import type { LookUp, ServerChoice } from "../names/question.ts";
import type { ProgressCounter } from "../progress_counter.ts";
import type { AskedAddress } from "../../address/askable.ts";
import { CachedNetworks, type Outcome } from "./cached_networks.ts";
import {
  type AsName,
  asNameQuestion,
  type KnownOrigin,
  longestRouted,
  type Origin,
  originName,
  originZone,
  parseAsName,
  parseOrigin,
  spokenFor,
} from "./cymru_records.ts";

/**
 * Finds the origin of each address, by its text. All queries go out together; of addresses that one
 * answer is valid for ({@linkcode spokenFor}) only the first is queried.
 */
export async function lookUpOrigins(
  addresses: readonly AskedAddress[],
  { askTexts, cache }: { askTexts: AskTexts; cache: Cache<KnownOrigin> },
): Promise<Map<string, Outcome<Origin>>> {
  const outcomes = new Map<string, Outcome<KnownOrigin>>();
  const known = new CachedNetworks(cache, ({ block }) => parseCidr(block));
  const ask = async (asked: readonly AskedAddress[]): Promise<void> => {
    const answers = await askTexts(asked.map(originName));
    const found: KnownOrigin[] = [];
    asked.forEach((address, index) => {
      const outcome = readAnswer(answers[index]!, address);
      if ("network" in outcome) found.push({ ...outcome, block: spokenFor(address, outcome) });
      else outcomes.set(address.text, outcome);
    });
    known.add(found);
  };

  const open = known.resolve(addresses, outcomes);
  const firsts = new Map<string, AskedAddress>();
  for (const address of open) {
    const area = widestArea(address);
    if (!firsts.has(area)) firsts.set(area, address);
  }
  await ask([...firsts.values()]);
  // An answer about an unusually long prefix is not valid for the other addresses of the area.
  const left = known.resolve(open, outcomes).filter((address) => {
    const outcome = outcomes.get(firsts.get(widestArea(address))!.text);
    if (outcome !== undefined && outcome.kind !== "found") outcomes.set(address.text, outcome);
    return !outcomes.has(address.text);
  });
  await ask(left);
  known.resolve(left, outcomes);
  return outcomes;
}

/** The largest block that one answer about an address can be valid for. */
function widestArea(address: AskedAddress): string {
  return spokenFor(address, { network: `${address.text}/${longestRouted(address.family)}` });
}

function readAnswer(
  answer: TextAnswer,
  address: AskedAddress,
): Origin | Exclude<Outcome<Origin>, { kind: "found" }> {
  const zone = originZone(address.family);
  switch (answer.kind) {
    case "none":
      // Deno's resolver calls every failure NODATA: only NXDOMAIN is certain.
      return {
        kind: "none",
        note: answer.status === "NXDOMAIN"
          ? `not announced: ${zone} knows no AS for it`
          : `${zone} says nothing about it`,
      };
    case "failed":
      return { kind: "failed", note: `no answer from ${zone}: ${answer.reason}` };
    case "texts":
      return parseOrigin(answer.texts, address) ??
        { kind: "failed", note: `the answer from ${zone} was not understood` };
  }
}

/** Finds the name of each AS. */
export async function lookUpAsNames(
  asns: readonly number[],
  { askTexts, cache }: { askTexts: AskTexts; cache: Cache<AsName> },
): Promise<Map<number, Outcome<AsName>>> {
  const outcomes = new Map<number, Outcome<AsName>>();
  const setFound = (cached: Cached<AsName>) =>
    outcomes.set(cached.value.asn, { kind: "found", ...cached });
  const open = [...new Set(asns)].filter((asn) => {
    const cached = cache.get(String(asn));
    if (cached !== null) setFound(cached);
    return cached === null;
  });
  const answers = await askTexts(open.map(asNameQuestion));
  const found: AsName[] = [];
  open.forEach((asn, index) => {
    const answer = answers[index]!;
    const asName = answer.kind === "texts" ? parseAsName(answer.texts, asn) : null;
    if (asName !== null) found.push({ asn, asName });
    else if (answer.kind !== "failed") {
      outcomes.set(asn, { kind: "none", note: `no name of AS${asn}` });
    } else outcomes.set(asn, { kind: "failed", note: `no name of AS${asn}: ${answer.reason}` });
  });
  cache.add(found).forEach(setFound);
  return outcomes;
}

/** The texts of a name's TXT records; that it has none; or why the query failed. */
export type TextAnswer =
  | { readonly kind: "texts"; readonly texts: readonly string[] }
  | { readonly kind: "none"; readonly status: NameStatus }
  | { readonly kind: "failed"; readonly reason: string };

/** Queries the TXT records of names: one answer for each, in their order. */
export type AskTexts = (names: readonly string[]) => Promise<readonly TextAnswer[]>;

/** How to query TXT records. */
export interface AskTextsOptions {
  /** Queries name servers. */
  readonly lookUp: LookUp;
  /** The name server; null for the system's. */
  readonly server: ServerChoice | null;
  /** The time-out of one query in milliseconds. */
  readonly questionMilliseconds: number;
  /** The milliseconds left for all queries at the time of the call. */
  readonly remaining: () => number;
  /** Counts the queries. */
  readonly progress: ProgressCounter;
  /** Ends the call early. */
  readonly signal?: AbortSignal;
}

/** Makes the function that queries TXT records. A failed query is an answer, not an error. */
export function askTextsWith(
  { lookUp, server, questionMilliseconds, remaining, progress, signal }: AskTextsOptions,
): AskTexts {
  return async (names) => {
    if (names.length === 0) return [];
    const totalMilliseconds = remaining();
    if (totalMilliseconds <= 0) return names.map(() => failed("no time was left to ask"));
    const part = progress.part(names.length);
    const onProgress = (answered: number) => part(answered, names.length);
    const questions = names.map((name) => ({ query: name, name, type: "TXT" as const }));
    const limits = { questionMilliseconds, totalMilliseconds, signal };
    try {
      const answers = await lookUp(questions, { server, onProgress, ...limits });
      // Queries that the abort ended look like failed ones.
      signal?.throwIfAborted();
      return names.map((_, index) => readTexts(answers[index] ?? []));
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof CaptureError || error instanceof HostError)) throw error;
      const reason = error.message.replace(/^Cannot look up names: /, "");
      return names.map(() => failed(reason));
    } finally {
      onProgress(names.length);
    }
  };
}

function readTexts(rows: readonly NameRecord[]): TextAnswer {
  const texts = rows.flatMap(({ type, data }) => type === "TXT" && data !== null ? [data] : []);
  if (texts.length > 0) return { kind: "texts", texts };
  const row = rows[0];
  const reason = row === undefined ? "no answer" : FAILURES[row.status as NameStatus];
  return reason === undefined
    ? { kind: "none", status: row!.status as NameStatus }
    : failed(reason);
}

function failed(reason: string): TextAnswer {
  return { kind: "failed", reason };
}

/** The reasons in a note, after "no answer from …: ". */
const FAILURES: Readonly<Partial<Record<NameStatus, string>>> = {
  TIMEOUT: "timed out",
  SERVFAIL: "the name server failed",
  REFUSED: "the name server refused",
  ERROR: "the query failed",
};
