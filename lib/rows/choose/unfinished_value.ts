/**
 * Tells a value that is wrong from one that is still being typed: `time_w`, `192.0.2`, `53-`.
 *
 * @module
 */
import { SERVICE_LISTS } from "../../address/ports.ts";
import { SCOPES } from "../../address/scope.ts";
import { UsageError } from "../../errors.ts";
import { CHANGES } from "../../model/change.ts";
import { STATES } from "../../model/socket.ts";
import type { Filter } from "./filters.ts";

/** Whether more characters at its end can make a value one that the filter reads. */
export function canBecomeValue(
  list: string,
  { readValue, name }: Pick<Filter, "readValue" | "name">,
): boolean {
  const value = list.slice(list.lastIndexOf(",") + 1).trim().replace(/^!\s*/, "");
  if (value === "") return true;
  // All that is wrong is searched for in the names of countries, which takes long.
  if (name === "country") return /^[a-z]$/i.test(value);
  const reads = (text: string) => {
    try {
      readValue(text, `--${name}`);
      return true;
    } catch (error) {
      if (error instanceof UsageError) return false;
      throw error;
    }
  };
  // The end of a range can grow: 53-1 becomes 53-139.
  const [, first, last] = /^(.+?)\s*-\s*([\da-f.:]*)$/i.exec(value) ?? [];
  if (first !== undefined && reads(first)) return last === "" || canGrow(last!, reads);
  return canGrow(value, reads);
}

function canGrow(value: string, reads: (text: string) => boolean): boolean {
  const start = bare(value);
  return reads(value) || ENDINGS.some((ending) => reads(value + ending)) ||
    WORDS.some((word) => bare(word).startsWith(start) && start !== "" && reads(word)) ||
    (/^[a-z][\w-]*$/i.test(value) && beginsService(value) && reads("https"));
}

/** What can follow: the rest of a number, an address or a block. */
const ENDINGS: readonly string[] = [
  ..."0123456789a",
  ...[".1", ".0.1", ".0.0.1", "1.1", "1.1.1"],
  ...[":1", "::1", "::", "]"],
];

const WORDS: readonly string[] = [
  ...STATES,
  ...SCOPES,
  ...CHANGES,
  "tcpv4",
  "tcpv6",
  "udpv4",
  "udpv6",
];

/** Whether a service of a port begins so. */
function beginsService(value: string): boolean {
  const start = ` ${value.toLowerCase()}`;
  return SERVICE_LISTS.some((list) =>
    ` ${list.toLowerCase()}`.replace(/\s+/g, " ").includes(start)
  );
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^a-z\d]/g, "");
}
