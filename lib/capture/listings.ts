/**
 * Reads netstat's listings. Apart from the other sources, so that the listing of a Linux machine does not
 * load netstat's parser.
 *
 * @module
 */
import { MOST_REJECTED } from "../model/parsed.ts";
import { ListenerScanner } from "../tools/netstat/listener_scanner.ts";
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

/** Reads netstat listings one after another, in constant memory where they can be read twice. */
export async function* readListings(
  listings: readonly Listing[],
  { diagnostics, directions = true }: ListingOptions,
): AsyncIterable<SocketBatch> {
  for (const listing of listings) {
    const { chunks, listeners } = directions
      ? await findListeners(listing)
      : { chunks: listing.chunks, listeners: undefined };
    const scanner = new NetstatScanner({ mostRejected: MOST_REJECTED });
    for await (const chunk of chunks()) {
      const sockets = scanner.push(chunk);
      yield { sockets: () => sockets, isPrinted: true, listeners };
    }
    const last = scanner.finish();
    yield { sockets: () => last, isPrinted: true, listeners };
    const { rows, rejected, rejectedCount, unread } = scanner.seen;
    diagnostics.report({ label: listing.label, rows, rejected, rejectedCount, unread });
  }
}

/** The most bytes of a listing that are kept, rather than read again. */
const MOST_KEPT = 1 << 24;

/** Finds the listeners of a listing, which may stand anywhere in it, and how to read it after that. */
async function findListeners(
  { chunks, again, isWhole = false }: Listing,
): Promise<{ listeners: Listeners; chunks: () => Chunks }> {
  const kept: Uint8Array[] = [];
  let size = 0;
  const isTooLarge = () => again !== undefined && size > MOST_KEPT;
  async function* keep(): AsyncIterable<Uint8Array> {
    for await (const chunk of chunks()) {
      size += chunk.length;
      if (isTooLarge()) kept.length = 0;
      else kept.push(chunk.slice());
      yield chunk;
    }
  }
  const reread = () => isTooLarge() ? again!() : kept;
  let listeners = new Listeners([], { isWhole });
  const found = await scanFor(listeners, keep(), { withUdp: false });
  if (found.hasUdpPeers) {
    // Few listings have one, and many have nothing but UDP sockets without another end.
    listeners = new Listeners([], { isWhole });
    await scanFor(listeners, reread(), { withUdp: true });
  }
  return { listeners, chunks: reread };
}

async function scanFor(
  listeners: Listeners,
  chunks: Chunks,
  options: { readonly withUdp: boolean },
): Promise<ListenerScanner> {
  const scanner = new ListenerScanner(options);
  for await (const chunk of chunks) {
    for (const socket of scanner.push(chunk)) listeners.add(socket);
  }
  for (const socket of scanner.finish()) listeners.add(socket);
  return scanner;
}
