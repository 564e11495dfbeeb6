/**
 * Asks through Deno's own resolver, where there is no nslookup.
 *
 * @module
 */
import { type Clock, HostError, type Network, type ResolvedRecord } from "../../host/host.ts";
import type { NameRecord, NameStatus, RecordType } from "../../model/name.ts";
import {
  type AnswerOptions,
  failedRow,
  forEachLimited,
  nameRow,
  type OpenQuestions,
} from "./name_answers.ts";
import { askedName, type Question } from "./question.ts";

/** The `server` of its rows: the resolver does not tell which server answered. */
export const RESOLVER = "Deno";

/** Why there are no records of a type. */
interface Failure {
  readonly status: NameStatus;
  readonly note: string;
}

/** Asks through the host's resolver. Throws a {@linkcode HostError} if that is not permitted. */
export async function denoAnswers(
  host: Network & Clock,
  { questions, take, ...options }: AnswerOptions & OpenQuestions,
): Promise<void> {
  const from = { server: RESOLVER, serverAddress: options.server?.address ?? null };
  await forEachLimited(questions.entries(), async ([index, question]) => {
    const types = question.type === "ADDRESS" ? ["A", "AAAA"] as const : [question.type];
    const common = { query: question.query, name: askedName(question), ...from };
    const rows: NameRecord[] = [];
    const failures: Failure[] = [];
    for (const type of types) {
      const result = await ask(host, { question, type }, options);
      if (!Array.isArray(result)) failures.push(result);
      else {
        for (const record of result) {
          const data = HOST_TYPES.has(type) ? withUsualEscapes(record.data) : record.data;
          rows.push(nameRow({ ...common, type, ...record, data, status: "NOERROR" }));
        }
      }
    }
    // If A failed and AAAA does not exist, the failure says more; likewise the other way round.
    const worst = failures.find(({ status }) => status !== "NODATA") ?? failures[0]!;
    take(index, rows.length > 0 ? rows : [failedRow(question, { ...worst, ...from })]);
  });
}

async function ask(
  host: Network & Clock,
  { question, type }: { question: Question; type: RecordType },
  { server, questionMilliseconds, deadline, signal }: AnswerOptions,
): Promise<ResolvedRecord[] | Failure> {
  if (type === "ANY") return NO_ANY;
  // After the deadline each question is still asked, for 1 ms: a recording needs its answer.
  const left = deadline === null ? Infinity : Math.max(1, deadline - host.now());
  const timeoutMilliseconds = Math.min(questionMilliseconds, left);
  try {
    const limits = { server, timeoutMilliseconds, signal };
    const records = await host.resolveDns(askedName(question), type, limits);
    return records.length > 0 ? [...records] : NOTHING;
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof HostError)) throw error;
    if (error.kind === "notFound") return NOTHING;
    if (error.kind === "timedOut") return { status: "TIMEOUT", note: "no answer in time" };
    if (error.kind === "other") return { status: "ERROR", note: error.message };
    throw error;
  }
}

const NO_ANY: Failure = { status: "ERROR", note: "ANY can only be asked through nslookup" };
const NOTHING: Failure = {
  status: "NODATA",
  note: "without nslookup a name that does not exist, or a server that fails, looks the same",
};

const HOST_TYPES: ReadonlySet<RecordType> = new Set(["CNAME", "MX", "NS", "PTR", "SRV"] as const);

/** Deno writes an unusual byte of a name in octal, and a backslash before most symbols. */
const DENO_ESCAPE = /\\(?:([0-7]{3})|(.))/gsu;
/**
 * Symbols that keep their backslash in zone files (RFC 1035, section 5.1) and other tools' output.
 */
const SPECIAL = /[.;"@$()\\]/;

/** The name with the escapes of zone files, as nslookup prints it: bytes in decimal. */
function withUsualEscapes(name: string): string {
  return name.replace(DENO_ESCAPE, (_, octal: string | undefined, sign: string) => {
    if (octal !== undefined) return `\\${String(parseInt(octal, 8)).padStart(3, "0")}`;
    return SPECIAL.test(sign) ? `\\${sign}` : sign;
  });
}
