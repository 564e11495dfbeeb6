/**
 * What can stand in netstat's rows and not be read.
 *
 * @module
 */
import type { UnreadKind } from "../../model/unread_tally.ts";

/** Addresses of which netstat printed only the beginning. */
export const CUT_ADDRESSES: UnreadKind = {
  name: "addresses cut by netstat",
  reason: "an address that netstat cut",
  hint: "To have whole addresses, save the output of netstat -W",
};

/** Words that belong to no column. */
export const STRAY_WORDS: UnreadKind = { name: "words behind rows", reason: "words behind a row" };

/** Ports at the ends of lines that may have been cut. */
export const CUT_PORTS: UnreadKind = {
  name: "ports perhaps cut with their lines",
  reason: "the line ends in a port, which may be cut",
};
