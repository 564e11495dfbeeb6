/**
 * The zones that Windows prints ahead of a server which has no name.
 *
 * @module
 */
import { arpaName, parseAddress } from "../../address/address.ts";
import { Block, type Draft, type PrintedRecord } from "./exchange.ts";

/**
 * Drops the zone of a server's reverse name: where the server has no such name, Windows prints the
 * zone's SOA record ahead of the server's block, as if it were an answer.
 */
export class ServerZones {
  /** The zones so far: printed again, they are no answer either. */
  readonly #known = new Set<string>();

  /** Drops it from the draft before the last, which is that of the server. */
  drop(drafts: Draft[], { addresses: [address = ""] }: Block): void {
    const [before, draft] = [drafts.at(-2), drafts.at(-1)];
    const reverse = parseAddress(address);
    if (before === undefined || draft === undefined || reverse === null) return;
    const isServers = (zone: string) =>
      zone === "." || `.${arpaName(reverse)}`.endsWith(`.${zone}`);
    for (;;) {
      const zone = zoneOf(before.answers.at(-1));
      if (zone === null || !isServers(zone)) break;
      const isAnswer = before.server !== null && before.answers.length === 1;
      if (isAnswer && !this.#known.has(zone)) break;
      this.#known.add(zone);
      before.answers.pop();
    }
    if (before.server !== null || !before.isOpen) return;
    drafts.splice(-2, 1);
    // The question that a prompt shows goes on.
    if (before.query === null || draft.query !== null) return;
    const { query, type, isAsked, isGuess } = before;
    Object.assign(draft, { query, type, isAsked, isGuess });
  }
}

/** The zone of an SOA record. */
function zoneOf(answer: PrintedRecord | Block | undefined): string | null {
  if (answer === undefined || answer instanceof Block || answer.type !== "SOA") return null;
  return answer.name?.toLowerCase() ?? null;
}
