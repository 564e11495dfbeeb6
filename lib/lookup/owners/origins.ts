/**
 * Who announces many addresses, by Team Cymru's zones and by what is known from earlier.
 *
 * @module
 */
import { parseCidr } from "../../address/cidr.ts";
import type { Cache } from "../cache/cache.ts";
import type { Cached } from "../cache/cache_content.ts";
import type { AskTexts, TextAnswer } from "./ask_texts.ts";
import type { AskedAddress } from "../../address/askable.ts";
import { type Origin, originName, originZone, parseOrigin } from "./cymru.ts";
import { type KnownOrigin, longestRouted, spokenFor } from "./origin_cache.ts";
import type { Outcome } from "./outcome.ts";
import { PrefixTable } from "./prefix_table.ts";

/** What finds origins. */
export interface OriginSources {
  /** Asks name servers. */
  readonly askTexts: AskTexts;
  /** What is known from earlier, and is added to. */
  readonly cache: Cache<KnownOrigin>;
}

/**
 * Finds the origin of each address, by its text. All questions go out together; of addresses that one
 * answer speaks for ({@linkcode spokenFor}) only the first is asked about.
 */
export async function lookUpOrigins(
  addresses: readonly AskedAddress[],
  { askTexts, cache }: OriginSources,
): Promise<Map<string, Outcome<Origin>>> {
  const outcomes = new Map<string, Outcome<Origin>>();
  const known = new PrefixTable<Cached<KnownOrigin>>();
  const learn = (cached: Cached<KnownOrigin>) => known.add(parseCidr(cached.value.block)!, cached);
  const isOpen = (address: AskedAddress): boolean => {
    const cached = known.find(address);
    if (cached === null) return true;
    outcomes.set(address.text, { kind: "found", ...cached });
    return false;
  };
  const ask = async (asked: readonly AskedAddress[]): Promise<void> => {
    const answers = await askTexts(asked.map(originName));
    const found: KnownOrigin[] = [];
    asked.forEach((address, index) => {
      const outcome = readAnswer(answers[index]!, address);
      if ("network" in outcome) found.push({ ...outcome, block: spokenFor(address, outcome) });
      else outcomes.set(address.text, outcome);
    });
    cache.add(found).forEach(learn);
  };

  cache.all().forEach(learn);
  const open = addresses.filter(isOpen);
  const firsts = new Map<string, AskedAddress>();
  for (const address of open) {
    const area = widestArea(address);
    if (!firsts.has(area)) firsts.set(area, address);
  }
  await ask([...firsts.values()]);
  // An answer about a network that is longer than usual says nothing about the addresses beside it.
  const left = open.filter(isOpen).filter((address) => {
    const outcome = outcomes.get(firsts.get(widestArea(address))!.text);
    if (outcome !== undefined && outcome.kind !== "found") outcomes.set(address.text, outcome);
    return !outcomes.has(address.text);
  });
  await ask(left);
  left.forEach(isOpen);
  return outcomes;
}

/** The most addresses that one answer about an address can speak for. */
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
      // Deno's resolver calls every failure NODATA: only the other is certain.
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
