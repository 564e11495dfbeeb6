/**
 * Reads netstat's listings. Apart from the other sources, so that the listing of a Linux machine does not
 * load netstat's parser.
 *
 * @module
 */
import type { Turn } from "../host/turns.ts";
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
  /** Whether to leave out all but the last of listings that netstat printed again. @default false */
  readonly lastListing?: boolean;
  /** Gives the event loop a turn in long work. @default there are no pauses */
  readonly turn?: Turn;
}

/**
 * Reads netstat listings one after another. A listener may stand behind the connections that came
 * through it, so with `directions` the rows of a listing come after its end; a large one is read
 * twice, so that memory does not grow with it.
 */
export async function* readListings(
  listings: readonly Listing[],
  { diagnostics, directions = true, lastListing = false, turn }: ListingOptions,
): AsyncIterable<SocketBatch> {
  for (const listing of listings) {
    const { listeners, batches, seen } = directions || lastListing
      ? await readAhead(listing, turn)
      : { listeners: undefined, ...scanned(listing.chunks()) };
    const { isRepeated, count, rowsBefore } = seen().listings;
    const isCut = lastListing && isRepeated;
    let before = isCut ? rowsBefore : 0;
    for await (const batch of batches) {
      const sockets = before === 0 ? batch : batch.slice(before);
      before = Math.max(0, before - batch.length);
      yield { sockets: () => sockets, isPrinted: true, listeners };
    }
    const { rows, rejected, rejectedCount, unread } = seen();
    const remarks = isCut
      ? [`holds ${count} listings, one below another: the last one is read`]
      : [];
    diagnostics.report({ label: listing.label, rows, rejected, rejectedCount, unread, remarks });
  }
}

/** The sockets of a listing. */
interface Scanned {
  /** Can be iterated once. */
  readonly batches: AsyncIterable<Socket[]> | Iterable<Socket[]>;
  /** What was read; whole when the batches have ended. */
  readonly seen: () => ListingSummary;
}

function scanned(chunks: Chunks): Scanned {
  const scanner = new NetstatScanner({ mostRejected: MOST_REJECTED });
  const scan = async function* () {
    for await (const chunk of chunks) yield scanner.push(chunk);
    yield scanner.finish();
  };
  return { batches: scan(), seen: () => scanner.seen };
}

/** The most bytes of a listing whose rows are kept, rather than read again: about 120,000 rows. */
const MOST_KEPT = 10_000_000;

/** Finds the listeners of a listing, and then gives its sockets. */
async function readAhead(
  { chunks, again, isWhole = false }: Listing,
  turn: Turn | undefined,
): Promise<Scanned & { readonly listeners: Listeners }> {
  const listeners = new Listeners([], { isWhole });
  const kept: Socket[][] = [];
  const bytes: Uint8Array[] = [];
  let size = 0;
  async function* noted(): AsyncIterable<Uint8Array> {
    for await (const chunk of chunks()) {
      size += chunk.length;
      if (again === undefined) bytes.push(chunk.slice());
      yield chunk;
    }
  }
  const { batches, seen } = scanned(noted());
  for await (const sockets of batches) {
    for (const socket of sockets) listeners.add(socket);
    if (size <= MOST_KEPT) kept.push(sockets);
    else kept.length = 0;
    await turn?.();
  }
  if (size <= MOST_KEPT) return { listeners, batches: kept, seen };
  // What was seen the first time is known before the rows come again.
  return { listeners, ...scanned(again?.() ?? bytes), seen };
}
