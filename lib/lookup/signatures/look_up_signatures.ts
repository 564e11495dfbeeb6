/**
 * Asks Windows who signed files, through PowerShell.
 *
 * @module
 */
import { runTool, toolEncoding, toolFailure } from "../../capture/run_tool.ts";
import { CaptureError, NotRecordedError } from "../../errors.ts";
import type { Clock, Facts, Files, PatientOptions, Programs } from "../../host/host.ts";
import type { FileSignature } from "../../model/file_signature.ts";
import { decodeBytes } from "../../text/decode.ts";
import { countOf } from "../../text/wording.ts";
import { commonName } from "../../tools/signatures/common_name.ts";
import { parseSignatures, type PrintedSignature } from "../../tools/signatures/parse_signatures.ts";
import { SIGNATURE_ARGUMENTS, signatureInput } from "../../tools/signatures/signature_call.ts";
import { openCache } from "../cache.ts";
import { fileKey, isKept, SIGNATURE_CACHE, type SignedFile } from "./signature_cache.ts";

/** How to ask; the time-out is that of all files together. */
export interface SignaturesOptions extends PatientOptions {
  /** The folder of the cache; null for none. */
  readonly cacheFolder: string | null;
  /** Is told how many files have been answered. @default nothing */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Signatures of files. */
export interface Signatures {
  /** The signature of the file at a path; null where Windows did not tell. */
  readonly of: (path: string) => FileSignature | null;
  /** Why answers are missing. */
  readonly warnings: readonly string[];
  /** What Windows did not say of single files. */
  readonly limits: readonly string[];
  /** Remarks that do not affect the answers. */
  readonly notes: readonly string[];
}

/** The files of one call: a few hundred take some seconds, and the progress is seen. */
const FILES_OF_A_CALL = 200;

/** Asks Windows about files, about each once. */
export async function lookUpSignatures(
  host: Programs & Facts & Files & Clock,
  files: readonly SignedFile[],
  { timeoutMilliseconds, signal, cacheFolder, onProgress }: SignaturesOptions,
): Promise<Signatures> {
  const known = new Map<string, FileSignature>();
  const warnings: string[] = [];
  const notes: string[] = [];
  const cache = openCache(host, { folder: cacheFolder, kind: SIGNATURE_CACHE, server: null });
  const wanted = new Map(files.map((file) => [file.path.toLowerCase(), file]));
  const unknown = [...wanted].flatMap(([key, file]) => {
    const kept = cache.get(fileKey(file));
    if (kept === null) return [file];
    known.set(key, { status: "Valid", signer: kept.value.signer });
    return [];
  });
  // In one order, so that a recording answers.
  unknown.sort((one, other) => one.path < other.path ? -1 : 1);
  const until = host.now() + timeoutMilliseconds;
  const result = { known, problems: [] as string[], missing: 0, isLate: false };
  onProgress?.(0, unknown.length);
  try {
    for (let at = 0; at < unknown.length; at += FILES_OF_A_CALL) {
      const asked = unknown.slice(at, at + FILES_OF_A_CALL);
      const left = until - host.now();
      const printed = left > 0
        ? await askPowerShell(host, asked, { timeoutMilliseconds: left, signal })
        : LATE;
      keepAnswers(asked, printed, result);
      onProgress?.(Math.min(at + FILES_OF_A_CALL, unknown.length), unknown.length);
    }
  } catch (error) {
    if (error instanceof NotRecordedError) {
      notes.push("powershell was not recorded: who signed the programs is missing");
    } else if (error instanceof CaptureError) {
      warnings.push(`${error.message}; who signed the programs is missing${hintOf(error)}`);
    } else throw error;
  } finally {
    cache.add(unknown.flatMap((file) => {
      const signature = known.get(file.path.toLowerCase());
      return signature !== undefined && isKept(file, signature) ? [keptOf(file, signature)] : [];
    }));
  }
  const untold = tellMissing(result, { asked: unknown.length, timeoutMilliseconds });
  return {
    of: (path) => known.get(path.toLowerCase()) ?? null,
    warnings: [...warnings, ...untold.warnings],
    limits: untold.limits,
    notes: [...notes, ...cache.warnings],
  };
}

function keptOf({ path, size, createdAt, modifiedAt }: SignedFile, { signer }: FileSignature) {
  return { path, size, createdAt, modifiedAt, signer };
}

function hintOf({ hint }: CaptureError): string {
  return hint === null ? "" : `. ${hint}`;
}

/** What PowerShell printed. */
interface Printed {
  readonly rows: readonly PrintedSignature[];
  readonly isLate: boolean;
}

/** It was not asked: the time was over. */
const LATE: Printed = { rows: [], isLate: true };

/** @throws {CaptureError} where PowerShell is missing, or answers nothing at all. */
async function askPowerShell(
  host: Programs & Facts,
  files: readonly SignedFile[],
  { timeoutMilliseconds, signal }: PatientOptions,
): Promise<Printed> {
  const ran = await runTool(host, "powershell", {
    args: SIGNATURE_ARGUMENTS,
    input: signatureInput(files.map(({ path }) => path)),
    timeoutMilliseconds,
    signal,
    keepPartial: true,
    hasWayAround: false,
  });
  const isLate = ran.timedOut ?? false;
  // What cannot be ASCII was not printed by the program that was given.
  const { rows } = parseSignatures(new TextDecoder().decode(ran.stdout));
  if (rows.length > 0 || isLate) return { rows, isLate };
  const said = ran.stderr.length > 0 ? ran.stderr : ran.stdout;
  const call = "powershell (Get-AuthenticodeSignature)";
  if (ran.code !== 0) {
    throw await toolFailure(call, { code: ran.code, said, decoding: toolEncoding(host) });
  }
  const [line = ""] = (await decodeBytes(said, toolEncoding(host))).trim().split(/\r?\n/);
  throw new CaptureError(`Cannot understand ${call}: it named no signature`, {
    hint: line === "" ? null : `It says: ${line.slice(0, 200)}`,
  });
}

/** The answers so far. */
interface Answers {
  readonly known: Map<string, FileSignature>;
  /** Why there is no answer, in Windows' words. */
  readonly problems: string[];
  missing: number;
  isLate: boolean;
}

function keepAnswers(
  asked: readonly SignedFile[],
  { rows, isLate }: Printed,
  answers: Answers,
): void {
  const answered = new Set<number>();
  for (const { index, status, subject, problem } of rows) {
    const file = asked[index];
    // Only the first line of a file counts.
    if (file === undefined || answered.has(index)) continue;
    if (status === null) {
      if (problem) answers.problems.push(problem);
      continue;
    }
    answered.add(index);
    answers.known.set(file.path.toLowerCase(), { status, signer: commonName(subject) });
  }
  answers.missing += asked.length - answered.size;
  answers.isLate ||= isLate;
}

/** Says how many answers are missing: a failure where all are, or the time was over. */
function tellMissing(
  { missing, isLate, problems: [problem] }: Answers,
  { asked, timeoutMilliseconds }: { asked: number; timeoutMilliseconds: number },
): Pick<Signatures, "warnings" | "limits"> {
  if (missing === 0) return { warnings: [], limits: [] };
  const unsaid = `Windows did not say who signed ${countOf(missing, "program")}`;
  if (isLate) {
    const advice = "Wait longer with --timeout SECONDS";
    return {
      warnings: [`${unsaid} within ${timeoutMilliseconds / 1000} s. ${advice}`],
      limits: [],
    };
  }
  const [line = ""] = problem?.trim().split(/\r?\n/) ?? [];
  const told = line === "" ? unsaid : `${unsaid}. It says: ${line.slice(0, 200)}`;
  return missing === asked ? { warnings: [told], limits: [] } : { warnings: [], limits: [told] };
}
