/**
 * What to tell people of connections that have ended and are counted: the group without a program is
 * not one that could not be seen.
 *
 * @module
 */
import type { Field, ObjectRow } from "../model/field.ts";
import { countOf } from "../text/wording.ts";

/** The fields that a connection has no value of once it has ended. */
const OF_PROCESS = ["process", "path", "services", "user"];

/** The fields by which such connections can be told apart. */
const OF_ENDS = ["localPort", "remoteAddress", "remotePort", "remoteHost"];

/** Counts the connections in TIME_WAIT, if rows are counted by what they do not have. */
export class EndedConnections {
  readonly #isMeant: boolean;
  #count = 0;

  /** @param counted the fields that rows are counted by. */
  constructor(counted: readonly Field[]) {
    const isCounted = (wanted: readonly string[]) =>
      counted.some(({ name }) => wanted.includes(name));
    this.#isMeant = isCounted(OF_PROCESS) && !isCounted(OF_ENDS);
  }

  /** Counts those among some rows. */
  add(rows: readonly ObjectRow[]): void {
    if (!this.#isMeant) return;
    for (const { state, process } of rows) {
      if (state === "TIME_WAIT" && process === null) this.#count++;
    }
  }

  /** What to tell, if anything. */
  advice(): readonly string[] {
    if (this.#count === 0) return [];
    const have = this.#count === 1
      ? "has ended, and no process owns it"
      : "have ended, and no process owns them";
    return [
      `${countOf(this.#count, "connection")} in TIME_WAIT ${have} any more; ` +
      "--state TIME_WAIT --count-by remoteAddress,remotePort or localPort shows what they were",
    ];
  }
}
