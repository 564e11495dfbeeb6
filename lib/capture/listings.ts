/**
 * Reads netstat's listings. Apart from the other sources, so that the listing of a Linux machine does not
 * load netstat's parser.
 *
 * @module
 */
import { MOST_REJECTED } from "../model/parsed.ts";
import { NetstatScanner } from "../tools/netstat/netstat_scanner.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { SocketBatch } from "./source.ts";

/** A netstat listing as UTF-8. */
export interface Listing {
  /** Its name in messages. */
  readonly label: string;
  /** Its bytes. */
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Reads netstat listings one after another, in constant memory. */
export async function* readListings(
  listings: readonly Listing[],
  diagnostics: Diagnostics,
): AsyncIterable<SocketBatch> {
  for (const { label, chunks } of listings) {
    const scanner = new NetstatScanner({ mostRejected: MOST_REJECTED });
    for await (const chunk of chunks) {
      const sockets = scanner.push(chunk);
      yield { sockets: () => sockets, isPrinted: true };
    }
    const last = scanner.finish();
    yield { sockets: () => last, isPrinted: true };
    const { rows, rejected, rejectedCount, unread } = scanner.seen;
    diagnostics.report({ label, rows, rejected, rejectedCount, unread });
  }
}
