/**
 * Rows from what nslookup printed about a question.
 *
 * @module
 */
import type { NameRecord } from "../../model/name.ts";
import { type Exchange, nameRecords } from "../../tools/nslookup/nslookup.ts";
import { askedType } from "./name_row.ts";
import type { Question } from "./question.ts";

/** The rows of a question that was answered: a record each, or one that says why there is none. */
export function answerRows(question: Question, exchange: Exchange): NameRecord[] {
  const type = askedType(question);
  return nameRecords({ ...exchange, query: question.name, type }).map((row) => ({
    ...row,
    query: question.query,
    type: row.status === "NOERROR" ? row.type : type,
  }));
}
