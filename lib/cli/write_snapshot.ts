/**
 * Takes a snapshot and writes its document: the run of `netwho snapshot`.
 *
 * @module
 */
import { describeSnapshot } from "../capture/describe_snapshot.ts";
import { Diagnostics } from "../capture/diagnostics.ts";
import { completeParents } from "../capture/kinship.ts";
import { readSnapshot, readWhole, type SnapshotOptions } from "../capture/snapshot.ts";
import type { LookupPlan } from "../lookup/lookup.ts";
import { CONNECTION_FIELDS } from "../model/connection.ts";
import type { ObjectRow } from "../model/field.ts";
import { FORMAT_DEFAULTS } from "../output/format_rows.ts";
import { snapshotFormat } from "../output/snapshot_format.ts";
import { checkOutput, writeRows } from "../output/write_rows.ts";
import { inBatches } from "../rows/rows.ts";
import type { Invocation } from "./command.ts";
import { tellDiagnostics } from "./messages.ts";
import { openLookup } from "./open_lookup.ts";

/** What to read, what to look up, and where the document goes. */
export interface SnapshotPlan {
  readonly reading: Omit<SnapshotOptions, "sockets" | "processes">;
  readonly lookups: LookupPlan;
  /** The file to write; null for standard output. */
  readonly out: string | null;
}

/** Takes a snapshot, writes its document and resolves to the exit code. */
export async function writeSnapshot(
  { host, verbose }: Pick<Invocation, "host" | "verbose">,
  { reading, lookups, out }: SnapshotPlan,
): Promise<number> {
  await checkOutput({ path: out, extension: "json" }, host);
  const diagnostics = new Diagnostics();
  const wanted = { ...reading, sockets: true, processes: "all" } as const;
  const snapshot = await readWhole(await readSnapshot(host, wanted, diagnostics));
  diagnostics.requireRows(snapshot.connections.length);
  if (!snapshot.isSaved) completeParents(snapshot);
  const rows = await lookUp(snapshot.connections, { host, lookups, diagnostics });
  const head = describeSnapshot(snapshot, { host, diagnostics });
  const destination = {
    format: snapshotFormat(head, snapshot),
    options: FORMAT_DEFAULTS,
    path: out,
    append: false,
  };
  await writeRows(inBatches(rows), { fields: CONNECTION_FIELDS, destination }, host);
  tellDiagnostics(diagnostics, host, { verbose });
  return diagnostics.exitCode;
}

async function lookUp(
  rows: readonly ObjectRow[],
  { host, lookups, diagnostics }: Pick<SnapshotPlan, "lookups"> & {
    host: Invocation["host"];
    diagnostics: Diagnostics;
  },
): Promise<readonly ObjectRow[]> {
  // Nothing is written before the look-ups have ended.
  const lookup = await openLookup(host, { lookups, diagnostics, sharesTerminal: false });
  if (lookup === null) return rows;
  const found = await lookup.addTo(rows);
  diagnostics.warn(...lookup.warnings());
  return found;
}
