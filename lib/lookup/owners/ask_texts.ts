/**
 * TXT records of many names at once.
 *
 * @module
 */
import { CaptureError } from "../../errors.ts";
import { HostError } from "../../host/host.ts";
import type { NameRecord, NameStatus } from "../../model/name.ts";
import type { LookUp, ServerChoice } from "../names/question.ts";
import type { Tally } from "./tally.ts";

/** The texts of a name's TXT records; that it has none; or why they could not be had. */
export type TextAnswer =
  | { readonly kind: "texts"; readonly texts: readonly string[] }
  | { readonly kind: "none"; readonly status: NameStatus }
  | { readonly kind: "failed"; readonly reason: string };

/** Asks for the TXT records of names: an answer for each, in their order. */
export type AskTexts = (names: readonly string[]) => Promise<readonly TextAnswer[]>;

/** How to ask. */
export interface AskTextsOptions {
  /** What looks up. */
  readonly lookUp: LookUp;
  /** Whom to ask; null for the system's name server. */
  readonly server: ServerChoice | null;
  /** Milliseconds that one question may take. */
  readonly questionMilliseconds: number;
  /** Milliseconds that are left for all of them, at the time of the call. */
  readonly remaining: () => number;
  /** Where answers are counted. */
  readonly tally: Tally;
}

/** Makes the function that asks. What it gives never rejects for what the network does. */
export function askTextsWith(
  { lookUp, server, questionMilliseconds, remaining, tally }: AskTextsOptions,
): AskTexts {
  return async (names) => {
    if (names.length === 0) return [];
    const totalMilliseconds = remaining();
    if (totalMilliseconds <= 0) return names.map(() => failed("no time was left to ask"));
    tally.expect(names.length);
    let counted = 0;
    const onProgress = (answered: number): void => {
      tally.done(answered - counted);
      counted = answered;
    };
    const questions = names.map((name) => ({ query: name, name, type: "TXT" as const }));
    try {
      const options = { server, questionMilliseconds, totalMilliseconds, onProgress };
      const answers = await lookUp(questions, options);
      return names.map((_, index) => readAnswer(answers[index] ?? []));
    } catch (error) {
      if (!(error instanceof CaptureError || error instanceof HostError)) throw error;
      const reason = error.message.replace(/^Cannot look up names: /, "");
      return names.map(() => failed(reason));
    } finally {
      onProgress(names.length);
    }
  };
}

/** What a query that failed is said to have come to, after "no answer from …: ". */
export const FAILURES: Readonly<Partial<Record<NameStatus, string>>> = {
  TIMEOUT: "timed out",
  SERVFAIL: "the name server failed",
  REFUSED: "the name server refused",
  ERROR: "the query failed",
};

function readAnswer(rows: readonly NameRecord[]): TextAnswer {
  const texts = rows.flatMap(({ type, data }) => type === "TXT" && data !== null ? [data] : []);
  if (texts.length > 0) return { kind: "texts", texts };
  const row = rows[0];
  const reason = row === undefined ? "no answer" : FAILURES[row.status as NameStatus];
  return reason === undefined
    ? { kind: "none", status: row!.status as NameStatus }
    : failed(reason);
}

function failed(reason: string): TextAnswer {
  return { kind: "failed", reason };
}
