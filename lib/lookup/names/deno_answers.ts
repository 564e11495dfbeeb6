/**
 * Asking through Deno's own resolver, where there is no nslookup.
 *
 * @module
 */
import { type Host, HostError, type ResolvedRecord } from "../../host/host.ts";
import type { NameRecord, NameStatus, RecordType } from "../../model/name.ts";
import type { AnswerOptions, TakeAnswer } from "./asking.ts";
import { eachLimited } from "./limited.ts";
import { askedName, failedRow, nameRow } from "./name_row.ts";
import type { Question } from "./question.ts";
import { LIMIT } from "./sessions.ts";

/** What stands in `server`: nobody tells who answered. */
export const RESOLVER = "Deno";

/** The records of one type, or why there are none. */
type Outcome =
  | { readonly type: RecordType; readonly records: readonly ResolvedRecord[] }
  | { readonly type: RecordType; readonly records: null; readonly failure: Failure };

interface Failure {
  readonly status: NameStatus;
  readonly note: string;
}

/**
 * Asks through the host's resolver, {@linkcode LIMIT} questions at a time. Throws a
 * {@linkcode HostError} where that is not permitted.
 */
export async function denoAnswers(
  host: Host,
  { questions, take, ...options }: AnswerOptions & {
    questions: readonly Question[];
    take: TakeAnswer;
  },
): Promise<void> {
  const work = async ([place, question]: [number, Question]): Promise<void> => {
    const outcomes: Outcome[] = [];
    for (const type of typesOf(question)) outcomes.push(await ask(host, question, type, options));
    const from = { server: RESOLVER, serverAddress: options.server?.address ?? null };
    take(place, rowsOf(question, outcomes, from));
  };
  await eachLimited(questions.entries(), { limit: LIMIT, work });
}

function typesOf({ type }: Question): RecordType[] {
  return type === "ADDRESS" ? ["A", "AAAA"] : [type];
}

// deno-lint-ignore house/few-parameters -- the type of a question that may have two
async function ask(
  host: Host,
  question: Question,
  type: RecordType,
  { server, questionMilliseconds, deadline }: AnswerOptions,
): Promise<Outcome> {
  if (type === "ANY") return { type, records: null, failure: NO_ANY };
  // When the time is up a question is still asked, for no time, so that a recording has its answer.
  const left = deadline === null ? Infinity : Math.max(1, deadline - host.now());
  const timeoutMilliseconds = Math.min(questionMilliseconds, left);
  try {
    const records = await host.resolveDns(askedName(question), type, {
      server,
      timeoutMilliseconds,
    });
    return records.length > 0 ? { type, records } : { type, records: null, failure: NOTHING };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { type, records: null, failure: failureOf(error) };
  }
}

const NO_ANY: Failure = { status: "ERROR", note: "without nslookup there is no asking for ANY" };
const NOTHING: Failure = {
  status: "NODATA",
  note: "without nslookup a name that does not exist, or a server that fails, looks the same",
};

function failureOf(error: HostError): Failure {
  if (error.kind === "notFound") return NOTHING;
  if (error.kind === "timedOut") return { status: "TIMEOUT", note: "no answer in time" };
  if (error.kind === "other") return { status: "ERROR", note: error.message };
  throw error;
}

function rowsOf(
  question: Question,
  outcomes: readonly Outcome[],
  from: { server: string; serverAddress: string | null },
): NameRecord[] {
  const rows = outcomes.flatMap(({ type, records }) =>
    (records ?? []).map((record) =>
      nameRow({
        query: question.query,
        type,
        name: askedName(question),
        ...record,
        data: HOST_TYPES.has(type) ? withUsualEscapes(record.data) : record.data,
        ...from,
        status: "NOERROR",
      })
    )
  );
  if (rows.length > 0) return rows;
  // Of A and AAAA, one that failed says more than one that is not there.
  const failures = outcomes.flatMap((outcome) => outcome.records === null ? [outcome.failure] : []);
  const worst = failures.find(({ status }) => status !== "NODATA") ?? failures[0]!;
  return [failedRow(question, { ...worst, ...from })];
}

const HOST_TYPES: ReadonlySet<RecordType> = new Set(["CNAME", "MX", "NS", "PTR", "SRV"] as const);

/** Deno writes a strange byte in a name in octal, and a backslash before most signs. */
const DENO_ESCAPE = /\\(?:([0-7]{3})|(.))/gsu;
/** What keeps its backslash in zone files (RFC 1035, section 5.1), and in what other tools print. */
const SPECIAL = /[.;"@$()\\]/;

/** A name with the escapes of zone files, as nslookup writes it: bytes in decimal. */
function withUsualEscapes(name: string): string {
  return name.replace(DENO_ESCAPE, (_, octal: string | undefined, sign: string) => {
    if (octal !== undefined) return `\\${String(parseInt(octal, 8)).padStart(3, "0")}`;
    return SPECIAL.test(sign) ? `\\${sign}` : sign;
  });
}
