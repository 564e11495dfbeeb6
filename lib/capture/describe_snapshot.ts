/**
 * Describes a snapshot for its document: what that says besides its rows.
 *
 * @module
 */
import type { Facts, Files } from "../host/host.ts";
import { countOf } from "../text/wording.ts";
import { VERSION } from "../version.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { networkNamespace } from "./linux/optional_reads.ts";
import type { WholeSnapshot } from "./snapshot.ts";
import { SNAPSHOT_FORMAT, type SnapshotHead, WARNING_REMARK } from "./snapshot_document.ts";

/**
 * Describes a snapshot for its document.
 *
 * @param options `host` is the machine that it was read from; `diagnostics` those of the reading.
 */
export function describeSnapshot(
  snapshot: WholeSnapshot,
  { host, diagnostics }: {
    host: Files & Pick<Facts, "os" | "elevated">;
    diagnostics: Diagnostics;
  },
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
      otherNamespacePids: unseen.otherNamespacePids ?? otherNamespaces(snapshot, host),
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

/** The processes whose sockets another network namespace has; undefined where that is not known. */
export function otherNamespaces(
  { isSaved, processes }: Pick<WholeSnapshot, "isSaved" | "processes">,
  host: Files & Pick<Facts, "os">,
): ReadonlySet<number> | undefined {
  const own = isSaved || host.os !== "linux" ? null : networkNamespace(host, "self");
  if (own === null || processes === null) return undefined;
  return new Set([...processes.keys()].filter((pid) => {
    const theirs = networkNamespace(host, pid);
    return theirs !== null && theirs !== own;
  }));
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
