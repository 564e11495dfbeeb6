/**
 * Cuts cells so that what identifies them stays.
 *
 * @module
 */
import { shorten } from "../../text/terminal_text.ts";

/** The columns that a name's ending gets, such as `.exe`. */
const ENDING = 5;

/**
 * Cuts the middle of a program's name, so that its ending stays: a name that shows as `invoice.pdf…`
 * may end in `.exe`. Very narrow names keep their start alone.
 */
export function shortenName(name: string, width: number): string {
  const cut = shorten(name, width);
  if (cut === name || width < 2 * ENDING) return cut;
  return shorten(name, width - ENDING) + shorten(name, ENDING + 1, "end").slice(1);
}

/**
 * Cuts the start of a path, at a directory if that keeps more than half of the width:
 * `…\System32\svchost.exe` rather than `…ws\System32\svchost.exe`.
 */
export function shortenPath(path: string, width: number): string {
  const cut = shorten(path, width, "end");
  if (cut === path) return path;
  const separator = cut.search(/[\\/]/);
  return separator > 0 && separator < cut.length / 2 ? `…${cut.slice(separator)}` : cut;
}

/** Cuts the start, so that the end of a host name and its port stay. */
export function shortenHost(host: string, width: number): string {
  return shorten(host, width, "end");
}
