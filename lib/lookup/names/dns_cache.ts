/**
 * Reads the DNS cache of Windows: the names that programs of this computer asked for.
 *
 * @module
 */
import { runTool, toolEncoding } from "../../capture/run_tool.ts";
import { CaptureError, NotRecordedError } from "../../errors.ts";
import type { Capture, Facts, Programs } from "../../host/host.ts";
import { decodeBytes } from "../../text/decode.ts";
import { shorten } from "../../text/terminal_text.ts";
import { countOf } from "../../text/wording.ts";
import { findCachedNames, type NameFinder } from "../../tools/ipconfig/cached_names.ts";
import {
  DISPLAYDNS_ARGUMENTS,
  type DnsCache,
  parseDisplayDns,
} from "../../tools/ipconfig/parse_displaydns.ts";

/** How to read the DNS cache. */
export interface DnsCacheOptions {
  /** The time for all look-ups; ipconfig may take half of it. */
  readonly totalMilliseconds: number;
  /** Cancels the call. */
  readonly signal?: AbortSignal;
}

/** The names of the DNS cache. */
export interface DnsCacheNames {
  /** Finds the name that was asked for. */
  readonly nameOf: NameFinder;
  /** Why there are none; null if they could be read. */
  readonly warning: string | null;
  /** What else to know about them; null for nothing. */
  readonly note: string | null;
}

/** Printing a large cache takes a second; a DNS service that hangs must not take all the time there is. */
const LONGEST_WAIT = 10_000;

/** Reads the DNS cache of a Windows machine, through ipconfig. Sends nothing. */
export async function readDnsCache(
  host: Programs & Facts,
  { totalMilliseconds, signal }: DnsCacheOptions,
): Promise<DnsCacheNames> {
  let capture: Capture;
  try {
    capture = await runTool(host, "ipconfig", {
      args: DISPLAYDNS_ARGUMENTS,
      timeoutMilliseconds: Math.min(totalMilliseconds / 2, LONGEST_WAIT),
      signal,
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof CaptureError) return noNames({ warning: error.message });
    if (!(error instanceof NotRecordedError)) throw error;
    // Recordings that were made before the cache was read lack it.
    return noNames({ note: "The recording holds no DNS cache: names come from the name server" });
  }
  const { stdout, stderr, code } = capture;
  const decoding = toolEncoding(host);
  const cache = parseDisplayDns(await decodeBytes(stdout, decoding));
  if (cache.rows.length > 0 || cache.negative.length > 0) {
    return { nameOf: findCachedNames(cache.rows), warning: null, note: describeRejected(cache) };
  }
  const said = cache.messages.at(-1) ??
    (await decodeBytes(stderr, decoding)).trim().split("\n")[0]!;
  const quoted = said === "" ? "" : `; it says: ${shorten(said, LONGEST_QUOTE)}`;
  if (code !== 0) {
    const state = `it exited with code ${code}${quoted}`;
    return noNames({ warning: `Cannot use ipconfig /displaydns: ${state}` });
  }
  const rejected = cache.rejected.length;
  if (rejected > 0) {
    const state = rejected === 1
      ? "its only record is damaged"
      : `none of its ${rejected} records could be read`;
    return noNames({ warning: `Cannot understand ipconfig /displaydns: ${state}` });
  }
  return noNames({ note: `ipconfig /displaydns tells no names${quoted}` });
}

const LONGEST_QUOTE = 150;

function noNames(
  { warning = null, note = null }: { warning?: string | null; note?: string | null },
): DnsCacheNames {
  const whole = warning && `${warning}. Names come from the name server alone`;
  return { nameOf: () => null, warning: whole, note };
}

function describeRejected({ rejected }: DnsCache): string | null {
  const [first] = rejected;
  if (first === undefined) return null;
  const { line, reason } = first;
  const count = countOf(rejected.length, "record");
  return `Left out ${count} of the DNS cache, the first in line ${line}: ${reason}`;
}
