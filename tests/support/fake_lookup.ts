/**
 * A look-up for tests: answers from a table, and keeps what it was asked.
 *
 * @module
 */
import { emptyRecord } from "../../lib/model/field.ts";
import { NAME_FIELDS, type NameRecord, type NameStatus } from "../../lib/model/name.ts";
import type { LookUp, LookupOptions, Question } from "../../lib/lookup/names/question.ts";

/** What is said to a question: what records hold, or how it failed. */
export type Told = readonly string[] | Exclude<NameStatus, "NOERROR">;

/** A look-up that notes questions. */
export interface FakeLookUp {
  readonly lookUp: LookUp;
  /** The questions of each call, `NAME TYPE`. */
  readonly calls: string[][];
  /** The options of each call. */
  readonly options: LookupOptions[];
}

/** Makes one; names that the table does not have do not exist. */
export function fakeLookUp(table: Readonly<Record<string, Told>>): FakeLookUp {
  const calls: string[][] = [];
  const options: LookupOptions[] = [];
  return {
    calls,
    options,
    lookUp: (questions, given) => {
      calls.push(questions.map(({ name, type }) => `${name} ${type}`));
      options.push(given);
      questions.forEach((_, index) => given.onProgress?.(index + 1));
      return Promise.resolve(questions.map((question) => rowsOf(question, table[question.name])));
    },
  };
}

function rowsOf({ query, type, name }: Question, told: Told = "NXDOMAIN"): NameRecord[] {
  const row = { ...emptyRecord(NAME_FIELDS), query, type, server: "dns.example" };
  if (typeof told === "string") return [{ ...row, status: told }];
  return told.map((data) => ({ ...row, name, data, status: "NOERROR" as const }));
}
