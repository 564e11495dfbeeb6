/**
 * To whom the networks of many addresses are registered, by the registries themselves and by what is
 * known from earlier.
 *
 * @module
 */
import type { Cache } from "../cache/cache.ts";
import type { Cached } from "../cache/cache_content.ts";
import type { AskedAddress } from "../../address/askable.ts";
import type { Outcome } from "./outcome.ts";
import { PrefixTable } from "./prefix_table.ts";
import type { RdapAnswer } from "./rdap/rdap.ts";
import { rangeOf, type Registration } from "./registration_cache.ts";
import type { Tally } from "./tally.ts";

/** What finds registrations. */
export interface RegistrationSources {
  /** Asks the registry about an address. */
  readonly askRdap: (address: string) => Promise<RdapAnswer>;
  /** Which addresses are asked about at the same server, and so one after the other. */
  readonly serverOf: (address: string) => string | null;
  /** Milliseconds that are left, at the time of the call. */
  readonly remaining: () => number;
  /** What is known from earlier, and is added to. */
  readonly cache: Cache<Registration>;
  /** Where answers are counted. */
  readonly tally: Tally;
}

/**
 * Finds the registration of each address, by its text. Registries are asked side by side, each about
 * one address after the other, since it takes only one question a second: addresses within a network
 * that it has told of already need no question. That such a network can have parts that are
 * registered to others is the price; the smallest network that is known counts.
 */
export async function lookUpRegistrations(
  addresses: readonly AskedAddress[],
  { askRdap, serverOf, remaining, cache, tally }: RegistrationSources,
): Promise<Map<string, Outcome<Registration>>> {
  const known = new PrefixTable<Cached<Registration>>();
  const outcomes = new Map<string, Outcome<Registration>>();
  const learn = (cached: Cached<Registration>): void => {
    const range = rangeOf(cached.value);
    if (range !== null) known.add(range, cached);
  };
  const isOpen = (address: AskedAddress): boolean => {
    const cached = known.find(address);
    if (cached === null) return true;
    outcomes.set(address.text, { kind: "found", ...cached });
    return false;
  };
  const ask = async ({ text }: AskedAddress): Promise<void> => {
    if (remaining() <= 0) {
      const note = "no time was left to ask its registry";
      outcomes.set(text, { kind: "failed", note });
      return;
    }
    const answer = await askRdap(text);
    if (answer.kind !== "found") {
      outcomes.set(text, withoutNetwork(answer));
      return;
    }
    for (const cached of cache.add([toRegistration(answer)])) {
      learn(cached);
      outcomes.set(text, { kind: "found", ...cached });
    }
  };

  cache.all().forEach(learn);
  const open = addresses.filter(isOpen);
  tally.expect(open.length);
  const queues = Map.groupBy(open, ({ text }) => serverOf(text));
  await Promise.all([...queues.values()].map(async (queue) => {
    for (const address of queue) {
      if (isOpen(address)) await ask(address);
      tally.done(1);
    }
  }));
  return outcomes;
}

function withoutNetwork(
  answer: Exclude<RdapAnswer, { kind: "found" }>,
): Outcome<Registration> {
  return answer.kind === "failed"
    ? { kind: "failed", note: answer.reason }
    : { kind: "none", note: `${answer.host} knows no network that it is in` };
}

function toRegistration(answer: Registration): Registration {
  const { startAddress, endAddress, networks, organization, country } = answer;
  const { registry, allocated, abuseContact, host } = answer;
  return {
    ...{ startAddress, endAddress, networks, organization, country },
    ...{ registry, allocated, abuseContact, host },
  };
}
