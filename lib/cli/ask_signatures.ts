/**
 * Asks Windows who signed programs, for `--signatures`, with a progress line.
 *
 * @module
 */
import type { Diagnostics } from "../capture/diagnostics.ts";
import type { Host } from "../host/host.ts";
import { lookUpSignatures, type Signatures } from "../lookup/signatures/look_up_signatures.ts";
import type { SignedFile } from "../lookup/signatures/signature_cache.ts";
import type { LookupPlan } from "../lookup/lookup.ts";
import { progress } from "./progress.ts";

/** Asks about files, and tells what was not answered. */
export async function askSignatures(
  host: Host,
  files: readonly SignedFile[],
  { plan, diagnostics }: {
    plan: Pick<LookupPlan, "cacheFolder" | "totalMilliseconds" | "signal">;
    diagnostics: Diagnostics;
  },
): Promise<Signatures> {
  const shown = progress(host, "asking who signed the programs");
  const { cacheFolder, totalMilliseconds: timeoutMilliseconds, signal } = plan;
  const options = { cacheFolder, timeoutMilliseconds, signal, onProgress: shown.update };
  const signatures = await lookUpSignatures(host, files, options).finally(shown.end);
  diagnostics.warn(...signatures.warnings);
  diagnostics.limit(...signatures.limits);
  diagnostics.note(...signatures.notes);
  return signatures;
}
