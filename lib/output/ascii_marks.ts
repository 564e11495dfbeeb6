/**
 * Whether the place that the output goes to can show marks such as arrows.
 *
 * @module
 */
import type { Facts, Terminal } from "../host/host.ts";
import { UTF8_PAGE } from "../text/code_pages.ts";

/**
 * The code pages of East Asia. In a console with one of them, arrows and dots may take two columns,
 * which shifts whatever stands behind them.
 */
const EAST_ASIAN_PAGES: ReadonlySet<number> = new Set([932, 936, 949, 950, 1361, 54936]);

/** Names of locales whose characters are no more than ASCII, or those of another page than UTF-8. */
const OTHER_LOCALE = /^(?:C|POSIX)$|\.(?!utf-?8)/i;

/**
 * Whether marks must be ASCII: in a pipe that has a code page other than UTF-8, on a terminal with wide
 * marks, and where the locale is another than one of UTF-8.
 */
export function needsAscii(
  host: Pick<Facts & Terminal, "env" | "isTerminal" | "outputCodePage">,
  { toFile = false }: { toFile?: boolean } = {},
): boolean {
  if (toFile) return false;
  const page = host.outputCodePage();
  if (page !== null) {
    return host.isTerminal("stdout")
      ? EAST_ASIAN_PAGES.has(page)
      : page !== 0 && page !== UTF8_PAGE;
  }
  const locale = host.env("LC_ALL") || host.env("LC_CTYPE") || host.env("LANG") || "";
  return OTHER_LOCALE.test(locale);
}
