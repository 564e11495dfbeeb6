/**
 * Looks up which ASes announce addresses and what they are called, in Team Cymru's zones and in the
 * cache.
 *
 * @module
 */
import { compareGroups } from "../../address/address.ts";
import type { AskedAddress } from "../../address/askable.ts";
import { parseCidr } from "../../address/range.ts";
import { CaptureError } from "../../errors.ts";
import { HostError } from "../../host/host.ts";
import type { NameRecord, NameStatus } from "../../model/name.ts";
import type { Cache, Cached } from "../cache.ts";
import { RESOLVER } from "../names/deno_answers.ts";
import type { LookUp, LookupOptions } from "../names/question.ts";
import {
  type AsName,
  asNameQuestion,
  type KnownOrigin,
  type Origin,
  originName,
  originZone,
  parseAsName,
  parseOrigin,
  saysDefaultRoute,
  spokenFor,
} from "./cymru_records.ts";
import { CachedNetworks, type Outcome } from "./network_table.ts";

/** How to query Team Cymru's zones, and what they said earlier; new answers are added. */
export interface CymruSources extends Omit<LookupOptions, "totalMilliseconds" | "onProgress"> {
  /** Queries name servers. */
  readonly lookUp: LookUp;
  /** The milliseconds left for all queries at the time of the call. */
  readonly remaining: () => number;
  /** Adds queries to the total, and returns the function that takes their progress. */
  readonly addProgress: (total: number) => (done: number, total: number) => void;
  /** Earlier answers about addresses. */
  readonly origins: Cache<KnownOrigin>;
  /** Earlier answers about ASes. */
  readonly asNames: Cache<AsName>;
}

/** Finds the AS that announces each address, by its text, and the name of each AS. */
export async function lookUpAnnouncements(
  addresses: readonly AskedAddress[],
  sources: CymruSources,
): Promise<{ origins: Map<string, Outcome<Origin>>; asNames: Map<number, Outcome<AsName>> }> {
  const origins = await lookUpOrigins(addresses, sources);
  const asns = [...origins.values()].flatMap((outcome) =>
    outcome.kind === "found" && outcome.value.asn !== null ? [outcome.value.asn] : []
  );
  return { origins, asNames: await lookUpAsNames(asns, sources) };
}

/**
 * All queries go out together; of addresses that one answer is valid for ({@linkcode spokenFor}) only
 * the lowest is queried, whatever their order. Where that gave no network for the others, each of
 * them is queried, unless nothing at all was answered.
 */
async function lookUpOrigins(
  addresses: readonly AskedAddress[],
  sources: CymruSources,
): Promise<Map<string, Outcome<Origin>>> {
  const outcomes = new Map<string, Outcome<KnownOrigin>>();
  const known = new CachedNetworks(sources.origins, ({ block }) => parseCidr(block));
  const ask = async (asked: readonly AskedAddress[]): Promise<void> => {
    const answers = await askTexts(asked.map(originName), sources);
    const found: KnownOrigin[] = [];
    asked.forEach((address, index) => {
      const outcome = readAnswer(answers[index]!, address);
      if ("network" in outcome) found.push({ ...outcome, block: spokenFor(address, outcome) });
      else outcomes.set(address.text, outcome);
    });
    known.add(found);
    // Also of those that were answered otherwise: what is known of the area counts.
    known.resolve(open, outcomes);
  };

  const open = known.resolve(addresses, outcomes);
  // The largest block that an answer about an address can be valid for.
  const areas = [
    ...Map.groupBy(open, (address) => spokenFor(address, { network: "0.0.0.0/0" })).values(),
  ].map((area) => area.toSorted((a, b) => compareGroups(a.groups, b.groups)));
  await ask(areas.map(([lowest]) => lowest!));
  const isAnswered = areas.some(([lowest]) => outcomes.get(lowest!.text)?.kind !== "failed");
  for (const [lowest, ...others] of isAnswered ? [] : areas) {
    for (const { text } of others) outcomes.set(text, outcomes.get(lowest!.text)!);
  }
  await ask(open.filter(({ text }) => !outcomes.has(text)));
  return outcomes;
}

function readAnswer(
  answer: TextAnswer,
  address: AskedAddress,
): Origin | Exclude<Outcome<Origin>, { kind: "found" }> {
  const zone = originZone(address.family);
  switch (answer.kind) {
    case "none":
      if (answer.status === "NXDOMAIN") {
        return { kind: "none", note: `not announced: ${zone} knows no AS for it` };
      }
      return { kind: "none", note: `${zone} says nothing about it` };
    case "unknown":
      return {
        kind: "failed",
        note: `${zone} says nothing about it, or the name server failed: nslookup would tell`,
      };
    case "failed":
      return { kind: "failed", note: `no answer from ${zone}: ${answer.reason}` };
    case "texts":
      if (saysDefaultRoute(answer.texts)) {
        return { kind: "none", note: `not announced: ${zone} names only a default route` };
      }
      return parseOrigin(answer.texts, address) ??
        { kind: "failed", note: `the answer from ${zone} was not understood` };
  }
}

async function lookUpAsNames(
  asns: readonly number[],
  sources: CymruSources,
): Promise<Map<number, Outcome<AsName>>> {
  const outcomes = new Map<number, Outcome<AsName>>();
  const setFound = (cached: Cached<AsName>) =>
    outcomes.set(cached.value.asn, { kind: "found", ...cached });
  const open = [...new Set(asns)].filter((asn) => {
    const cached = sources.asNames.get(String(asn));
    if (cached !== null) setFound(cached);
    return cached === null;
  });
  const answers = await askTexts(open.map(asNameQuestion), sources);
  const found: AsName[] = [];
  open.forEach((asn, index) => {
    const answer = answers[index]!;
    const asName = answer.kind === "texts" ? parseAsName(answer.texts, asn) : null;
    if (asName !== null) found.push({ asn, asName });
    else if (answer.kind !== "failed") {
      outcomes.set(asn, { kind: "none", note: `no name of AS${asn}` });
    } else outcomes.set(asn, { kind: "failed", note: `no name of AS${asn}: ${answer.reason}` });
  });
  sources.asNames.add(found).forEach(setFound);
  return outcomes;
}

/** The texts of a name's TXT records; that it has none; or why the query failed. */
type TextAnswer =
  | { readonly kind: "texts"; readonly texts: readonly string[] }
  | { readonly kind: "none"; readonly status: NameStatus }
  /** Deno's resolver does not tell a missing name from a server that fails. */
  | { readonly kind: "unknown" }
  | { readonly kind: "failed"; readonly reason: string };

/** Queries the TXT records of names: one answer for each, in their order. A failure is an answer. */
async function askTexts(
  names: readonly string[],
  { lookUp, remaining, addProgress, server, questionMilliseconds, signal }: CymruSources,
): Promise<readonly TextAnswer[]> {
  if (names.length === 0) return [];
  const totalMilliseconds = remaining();
  if (totalMilliseconds <= 0) return names.map(() => failed("no time was left to ask"));
  const part = addProgress(names.length);
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
}

function readTexts(rows: readonly NameRecord[]): TextAnswer {
  const texts = rows.flatMap(({ type, data }) => type === "TXT" && data !== null ? [data] : []);
  if (texts.length > 0) return { kind: "texts", texts };
  const row = rows[0];
  if (row?.server === RESOLVER && row.status === "NODATA") return { kind: "unknown" };
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
