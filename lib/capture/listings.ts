/**
 * Reads netstat's listings. Apart from the other sources, so that the listing of a Linux machine does not
 * load netstat's parser.
 *
 * @module
 */
import { MOST_REJECTED } from "../model/parsed.ts";
import type { Socket } from "../model/socket.ts";
import type { ListingSummary } from "../tools/netstat/netstat_listing.ts";
import { NetstatScanner } from "../tools/netstat/netstat_scanner.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { Listeners } from "./direction.ts";
import type { SocketBatch } from "./source.ts";

/** Bytes in chunks. */
type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A netstat listing as UTF-8. */
export interface Listing {
  /** Its name in messages. */
  readonly label: string;
  /** Reads its bytes. Called once. */
  readonly chunks: () => Chunks;
  /** Reads them once more. @default that is not possible */
  readonly again?: () => Chunks;
  /** Whether it holds all sockets of its computer. @default false */
  readonly isWhole?: boolean;
}

/** What to do with the listings. */
interface ListingOptions {
  /** Is told what was read. */
  readonly diagnostics: Diagnostics;
  /** Whether to find the listeners of each listing before its rows are read. @default true */
  readonly directions?: boolean;
}

/**
 * Reads netstat listings one after another. A listener may stand behind the connections that came
 * through it, so with `directions` the rows of a listing come after its end; a large one is read
 * twice, so that memory does not grow with it.
 */
export async function* readListings(
  listings: readonly Listing[],
  { diagnostics, directions = true }: ListingOptions,
): AsyncIterable<SocketBatch> {
  for (const listing of listings) {
    const { chunks, listeners, kept } = directions
      ? await readAhead(listing)
      : { chunks: listing.chunks, listeners: undefined, kept: null };
    const report = ({ rows, rejected, rejectedCount, unread }: ListingSummary) =>
      diagnostics.report({ label: listing.label, rows, rejected, rejectedCount, unread });
    if (kept !== null) {
      for (const sockets of kept.batches) {
        yield { sockets: () => sockets, isPrinted: true, listeners };
      }
      report(kept.summary);
      continue;
    }
    const scanner = new NetstatScanner({ mostRejected: MOST_REJECTED });
    for await (const sockets of scan(scanner, chunks())) {
      yield { sockets: () => sockets, isPrinted: true, listeners };
    }
    report(scanner.seen);
  }
}

async function* scan(scanner: NetstatScanner, chunks: Chunks): AsyncIterable<Socket[]> {
  for await (const chunk of chunks) yield scanner.push(chunk);
  yield scanner.finish();
}

/** The most bytes of a listing whose rows are kept, rather than read again: about 200,000 rows. */
const MOST_KEPT = 10_000_000;

/** A listing that was read to its end. */
interface ReadAhead {
  readonly listeners: Listeners;
  /** Its rows; null where there are too many to keep. */
  readonly kept: { readonly batches: readonly Socket[][]; readonly summary: ListingSummary } | null;
  /** Reads its bytes once more. */
  readonly chunks: () => Chunks;
}

/** Finds the listeners of a listing. */
async function readAhead({ chunks, again, isWhole = false }: Listing): Promise<ReadAhead> {
  const listeners = new Listeners([], { isWhole });
  const scanner = new NetstatScanner({ mostRejected: MOST_REJECTED });
  const batches: Socket[][] = [];
  const bytes: Uint8Array[] = [];
  let size = 0;
  async function* noted(): AsyncIterable<Uint8Array> {
    for await (const chunk of chunks()) {
      size += chunk.length;
      if (again === undefined) bytes.push(chunk.slice());
      yield chunk;
    }
  }
  for await (const sockets of scan(scanner, noted())) {
    for (const socket of sockets) listeners.add(socket);
    if (size <= MOST_KEPT) batches.push(sockets);
    else batches.length = 0;
  }
  const kept = size <= MOST_KEPT ? { batches, summary: scanner.seen } : null;
  return { listeners, kept, chunks: again ?? (() => bytes) };
}
