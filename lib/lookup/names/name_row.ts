/**
 * Rows for questions.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import { emptyRecord } from "../../model/field.ts";
import {
  NAME_FIELDS,
  type NameRecord,
  type NameStatus,
  type RecordType,
} from "../../model/name.ts";
import { arpaName } from "../../address/arpa.ts";
import type { Question } from "./question.ts";

/** A row with nothing in it but what is given. */
export function nameRow(given: Partial<NameRecord> & { status: NameStatus }): NameRecord {
  return { ...emptyRecord(NAME_FIELDS), ...given };
}

/**
 * The row of a question without an answer. Its type is the one that was asked for; null for one that
 * asked for A and AAAA.
 */
export function failedRow(
  question: Question,
  given: Partial<NameRecord> & { status: NameStatus },
): NameRecord {
  return nameRow({ query: question.query, type: askedType(question), ...given });
}

/** The type that a question asks for; null for A and AAAA. */
export function askedType({ type }: Question): RecordType | null {
  return type === "ADDRESS" ? null : type;
}

/** The name that is really asked about: of an address, its name under in-addr.arpa or ip6.arpa. */
export function askedName({ name }: Question): string {
  const address = parseAddress(name);
  return address === null ? name : arpaName(address);
}

/** A name to compare by: in lower case, without a final dot. */
export function comparable(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
