/**
 * What is asked of a name server.
 *
 * @module
 */
import type { NameRecord, RecordType } from "../../model/name.ts";

/** The type of a question; `ADDRESS` asks for A and AAAA at once, as nslookup does unasked. */
export type QuestionType = RecordType | "ADDRESS";

/** One question. */
export interface Question {
  /** As the user put it; stands in {@linkcode NameRecord}'s `query`. */
  readonly query: string;
  /**
   * What goes to the tool: a literal address without a zone (then `type` is PTR), or a valid host
   * name in ASCII.
   */
  readonly name: string;
  /** The type of record that is wanted. */
  readonly type: QuestionType;
}

/** The name server that the user wants asked: `192.0.2.53`, `dns.example`, port 53 unless told. */
export interface ServerChoice {
  /** A literal address, or a valid host name in ASCII. */
  readonly host: string;
  /** Its port; null for the usual one. */
  readonly port: number | null;
}

/** How to look up. */
export interface LookupOptions {
  /** Whom to ask; null for the system's name server. */
  readonly server: ServerChoice | null;
  /** Milliseconds that one question may take. */
  readonly questionMilliseconds: number;
  /**
   * Milliseconds that all questions may take together; what is open then gets the status TIMEOUT.
   * @default no limit but each question's own
   */
  readonly totalMilliseconds?: number;
  /** Is told now and then how many questions are answered. */
  readonly onProgress?: (answered: number) => void;
}

/** Looks up: rows for each question, in the order of the questions, at least one each. */
export type LookUp = (
  questions: readonly Question[],
  options: LookupOptions,
) => Promise<readonly (readonly NameRecord[])[]>;
