/**
 * What BIND's nslookup prints when it cannot reach a server.
 *
 * @module
 */
import type { Message } from "./exchange.ts";

/** A message about a server that was not reached. */
export interface Unreached extends Message {
  /** The server's address, if the message names it. */
  readonly tried: string | null;
}

/** Lines of dig and comments of other files begin with `;` too. */
const DIAGNOSIS =
  /^(?:communications error|connection (?:timed out|refused)|no servers could be|Got |Truncated|reply from|UDP setup|Warning:|Network|Connection to|.*no servers could be reached)/i;

/** Reads lines such as `;; communications error to 192.0.2.53#53: timed out`. */
export class BindDiagnosis {
  /** The last message that names a server. */
  #last: Unreached | null = null;

  /**
   * Reads a line: the failure if nslookup gave up; true if another try or another server may follow; false
   * for any other line.
   */
  take(text: string, line: number): Unreached | boolean {
    const said = text.replace(/^;+\s*/, "");
    if (!text.startsWith(";;") || !DIAGNOSIS.test(said)) return false;
    const tried = /^communications error to ([^\s#]+)/i.exec(said)?.[1] ?? null;
    const message = { text: said, line, tried, namesNoQuery: true as const };
    if (tried !== null) this.#last = message;
    if (!/\bno servers could be reached\b/i.test(said)) return true;
    // An earlier line says what was wrong; this one only that nslookup gave up.
    const failure = this.#last ?? message;
    this.#last = null;
    return failure;
  }
}
