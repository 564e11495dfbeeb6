/**
 * Looks at the files of the programs that an audit judges, with a progress line, and asks who signed them
 * where that is wanted.
 *
 * @module
 */
import type { ProgramFile } from "../audit/engine/audit_view.ts";
import { readProgramFiles } from "../audit/read_program_files.ts";
import type { Diagnostics } from "../capture/diagnostics.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import type { Host } from "../host/host.ts";
import type { LookupPlan } from "../lookup/lookup.ts";
import { progress } from "./progress.ts";

/** What to read of files, and whom to tell. */
export interface AuditFilesOptions {
  readonly plan: LookupPlan;
  readonly diagnostics: Diagnostics;
  /** Whether to ask who signed them. */
  readonly signatures: boolean;
}

/** The files of programs by process ID. */
export async function readAuditFiles(
  host: Host,
  snapshot: WholeSnapshot,
  { plan, diagnostics, signatures }: AuditFilesOptions,
): Promise<ReadonlyMap<number, ProgramFile>> {
  const shown = progress(host, "looking at the files of programs");
  const { files, signable, limits, notes } = await readProgramFiles(host, snapshot, {
    timeoutMilliseconds: plan.totalMilliseconds,
    signal: plan.signal,
    onProgress: shown.update,
  }).finally(shown.end);
  diagnostics.limit(...limits);
  diagnostics.note(...notes);
  if (!signatures) return files;
  const { askSignatures } = await import("./ask_signatures.ts");
  const asked = await askSignatures(host, [...signable.values()], { plan, diagnostics });
  const signed = new Map(files);
  for (const [pid, { path }] of signable) {
    signed.set(pid, { ...files.get(pid)!, signature: asked.of(path) });
  }
  return signed;
}
