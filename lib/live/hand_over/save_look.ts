/**
 * Saves a look of the watch screen as `netwho snapshot` writes it.
 *
 * @module
 */
import { describeSnapshot } from "../../capture/describe_snapshot.ts";
import { Diagnostics } from "../../capture/diagnostics.ts";
import { completeParents } from "../../capture/kinship.ts";
import { CaptureError } from "../../errors.ts";
import { HostError } from "../../host/host.ts";
import { describeRefusal } from "../../host/refusals.ts";
import { type Connection, CONNECTION_FIELDS } from "../../model/connection.ts";
import { FORMAT_DEFAULTS } from "../../output/format_rows.ts";
import { snapshotFormat } from "../../output/snapshot_format.ts";
import { type OutputHost, writeRows } from "../../output/write_rows.ts";
import { inBatches } from "../../rows/rows.ts";
import { countOf } from "../../text/wording.ts";
import type { LiveLook } from "../live_row.ts";
import type { HandedOver } from "./copy_rows.ts";

/** How to save. */
export interface SaveOptions {
  /** Adds the names and owners that are known. @default adds nothing */
  readonly fill?: <Row extends Connection>(row: Row) => Row;
}

/** Files of one second after which nobody looks for a free name any more. */
const MOST_NAMES = 1_000;

/** Saves a look in the current folder, in a file that nothing has the name of. */
export async function saveLook(
  host: OutputHost,
  { at, snapshot }: LiveLook,
  { fill = (row) => row }: SaveOptions = {},
): Promise<HandedOver> {
  let folder = "the current folder";
  let name = nameOf(at, 1);
  try {
    folder = host.currentFolder();
    const separator = folder.includes("\\") ? "\\" : "/";
    const prefix = folder.endsWith(separator) ? folder : folder + separator;
    name = freeName(at, (name) => host.pathKind(prefix + name) === "missing");
    if (!snapshot.isSaved) completeParents(snapshot);
    const head = describeSnapshot(snapshot, { host, diagnostics: new Diagnostics() });
    const destination = {
      format: snapshotFormat(head, snapshot),
      options: FORMAT_DEFAULTS,
      path: prefix + name,
      append: false,
    };
    const rows = inBatches(snapshot.connections.map(fill));
    await writeRows(rows, { fields: CONNECTION_FIELDS, destination }, host);
  } catch (error) {
    return { text: refusalOf(error, { name, folder }), isFailure: true };
  }
  const what = countOf(snapshot.connections.length, "connection");
  return { text: `Saved ${name} in ${folder}: ${what}`, isFailure: false };
}

/** `netwho-2026-11-26T14-20-00Z.json`, the next ones with `-2`, `-3`: names that Windows takes, too. */
function nameOf(at: number, number: number): string {
  const time = new Date(at).toISOString().slice(0, 19).replaceAll(":", "-");
  return `netwho-${time}Z${number === 1 ? "" : `-${number}`}.json`;
}

function freeName(at: number, isFree: (name: string) => boolean): string {
  for (let number = 1; number <= MOST_NAMES; number++) {
    const name = nameOf(at, number);
    if (isFree(name)) return name;
  }
  throw new CaptureError(`there are ${MOST_NAMES} files of this second already`);
}

function refusalOf(error: unknown, { name, folder }: { name: string; folder: string }): string {
  if (!(error instanceof HostError) && !(error instanceof CaptureError)) throw error;
  const refusal = error instanceof HostError ? error : error.cause;
  const state = refusal instanceof HostError
    ? describeRefusal(refusal, { of: "parent" })
    : error.message;
  const hint = refusal instanceof HostError ? refusal.hint : null;
  const advice = hint !== null
    ? `; ${hint}`
    : refusal instanceof HostError && refusal.kind === "noSpace"
    ? ""
    : "; start netwho in a folder of yours, or use netwho snapshot --out FILE";
  return `Cannot save ${name} in ${folder}: ${state}${advice}`;
}
