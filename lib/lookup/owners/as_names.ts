/**
 * What many ASes are called, by Team Cymru's zone and by what is known from earlier.
 *
 * @module
 */
import type { Cache } from "../cache/cache.ts";
import type { Cached } from "../cache/cache_content.ts";
import type { AskTexts } from "./ask_texts.ts";
import { asNameQuestion, parseAsName } from "./cymru.ts";
import type { AsName } from "./origin_cache.ts";
import type { Outcome } from "./outcome.ts";

/** Finds the name of each AS. */
export async function lookUpAsNames(
  asns: readonly number[],
  { askTexts, cache }: { askTexts: AskTexts; cache: Cache<AsName> },
): Promise<Map<number, Outcome<AsName>>> {
  const outcomes = new Map<number, Outcome<AsName>>();
  const learn = (cached: Cached<AsName>) =>
    outcomes.set(cached.value.asn, { kind: "found", ...cached });
  const open = [...new Set(asns)].filter((asn) => {
    const cached = cache.get(String(asn));
    if (cached !== null) learn(cached);
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
  cache.add(found).forEach(learn);
  return outcomes;
}
