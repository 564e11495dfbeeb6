/**
 * Describes a snapshot for its document: what that says besides its rows.
 *
 * @module
 */
import type { Facts } from "../host/host.ts";
import { countOf } from "../text/wording.ts";
import { VERSION } from "../version.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { WholeSnapshot } from "./snapshot.ts";
import { SNAPSHOT_FORMAT, type SnapshotHead, WARNING_REMARK } from "./snapshot_document.ts";

/**
 * Describes a snapshot for its document.
 *
 * @param options `host` is the machine that it was read from; `diagnostics` those of the reading.
 */
export function describeSnapshot(
  snapshot: WholeSnapshot,
  { host, diagnostics }: { host: Pick<Facts, "os" | "elevated">; diagnostics: Diagnostics },
): SnapshotHead {
  const { observedAt, computer, isSaved, origin, unseen, owners, connections } = snapshot;
  const { hiddenBy, processes, unreadable, refused, unreadablePids } = unseen;
  return {
    format: SNAPSHOT_FORMAT,
    version: VERSION,
    observedAt,
    computer,
    os: isSaved ? origin?.os ?? null : host.os,
    elevated: isSaved ? origin?.elevated ?? null : host.elevated(),
    unseen: {
      hiddenBy,
      owners: owners?.hidden ?? 0,
      summary: owners?.summary ?? null,
      ...{ processes, unreadable, refused, unreadablePids },
    },
    warnings: warningsOf(diagnostics),
    processNotes: [...snapshot.processNotes ?? []].map(([pid, note]) => ({ pid, note })),
    holders: connections.flatMap((row) => {
      const { protocol, localAddress, localPort, remoteAddress, remotePort, pid } = row;
      const [, ...others] = owners?.shared.get(row) ?? [];
      return others.map((holder) => ({
        ...{ protocol, localAddress, localPort, remoteAddress, remotePort, pid },
        holderPid: holder.pid,
        holderProcess: holder.process,
      }));
    }),
  };
}

function warningsOf({ warnings, limits, reports }: Diagnostics): string[] {
  const rejected = reports.flatMap(({ label, rejectedCount }) =>
    rejectedCount === 0 ? [] : [`${countOf(rejectedCount, "line")} of ${label} not understood`]
  );
  const remarks = reports.flatMap(({ label, remarks }) =>
    remarks.map((remark) =>
      remark.startsWith(WARNING_REMARK) ? remark.slice(WARNING_REMARK.length) : `${label} ${remark}`
    )
  );
  return [...warnings, ...limits, ...rejected, ...remarks];
}
