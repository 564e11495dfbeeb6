/**
 * Targets that cannot be what they look like, and what a name that no process has may be instead.
 *
 * @module
 */
import { parseAddress } from "../address/address.ts";
import { namedPort } from "../address/ports.ts";
import { UsageError } from "../errors.ts";
import { valueProblem } from "../rows/choose/filter_values.ts";
import { quoteSpaces } from "../text/wording.ts";

/** The forms of targets, for hints. */
export const WANTED = "Write a process ID or a port (443), a port alone (:443), a program " +
  "(chrome.exe, svchost*) or an address (203.0.113.7, 203.0.113.7:443, 203.0.113.0/24)";

/**
 * Refuses text that looks like an address or a port but is none.
 *
 * @throws {UsageError} says what it looks like, and what to write instead.
 */
export function checkTarget(text: string): void {
  checkValue(text);
  for (const [pattern, state, hint] of ODD) {
    const match = pattern.exec(text);
    if (match === null) continue;
    throw new UsageError(`Cannot inspect ${text}: ${state}`, { hint: hint(match) });
  }
}

/** Refuses quotes and names of variables, which a shell handed on. */
export function checkValue(text: string): void {
  const problem = valueProblem(text.trim());
  if (problem === null) return;
  throw new UsageError(`Cannot inspect ${text}: ${problem.state}`, { hint: problem.hint });
}

/** Text that is no program, why, and what to write instead. */
const ODD: readonly (readonly [
  pattern: RegExp,
  state: string,
  hint: (match: RegExpExecArray) => string,
])[] = [
  [/^\d+(?:\.\d+){3}$|^[\da-f]*(?::[\da-f]*){2,}$/i, "it is not an address", () => WANTED],
  [
    /^(\d+(?:\.\d+){3}|\[?[\da-f]*(?::[\da-f]*){2,}\]?)\/(\d*)$/i,
    "it is not a network",
    ([, address]) =>
      parseAddress(address!.replace(/^\[|\]$/g, "")) === null
        ? "Write a network like 203.0.113.0/24 or 2001:db8::/32"
        : `The number after the slash goes from 0 to ${address!.includes(":") ? 128 : 32}`,
  ],
  [
    /^\d+(?:\.\d+)*\.(?:\*\.?)+$|^\d+\.\d+\.$/,
    "it is not an address",
    () => "Write a network like 10.0.0.0/8 or a range like 10.0.0.1-10.0.0.99",
  ],
  [
    /^(\d+)-(\d+)$/,
    "it is a range of numbers",
    ([range]) => `Write :${range} for ports; for process IDs netwho --pid ${range}`,
  ],
  [/^(\d+)\/(?:tcp|udp)$/i, "it is not a target", ([, port]) => `For the port write :${port}`],
  [/^(?:tcp|udp)[/:](\d+)$/i, "it is not a target", ([, port]) => `For the port write :${port}`],
  [
    /^[a-z][a-z+.-]*:\/\/([^/:@\s]+)/i,
    "it is a URL",
    ([, host]) => `Find the addresses of the host with netwho nslookup ${host}, and inspect these`,
  ],
];

/** Says what a name may be that no process has; null if there is nothing to say. */
export function hintForName(name: string): string | null {
  const [, host, port] = /^([a-z\d.-]*[a-z][a-z\d.-]*):(\d{1,5})$/i.exec(name) ?? [];
  if (port !== undefined) {
    return `Write :${port} for the port; ${host} is a name, and netwho nslookup finds its addresses`;
  }
  if (/^(?:tcp|udp)$/i.test(name)) {
    return `For a protocol write netwho --protocol ${name.toLowerCase()} --port PORT`;
  }
  if (/^(?:h|b|if)?top$|^(?:nethogs|tcpview|cports|currports|refresh)(?:\.exe)?$/i.test(name)) {
    return "For connections as they come and go: netwho watch";
  }
  if (/^localhost$/i.test(name)) return "Inspect this computer by its addresses: 127.0.0.1 ::1";
  if (/\.(?:txt|csv|tsv|log|json|ndjson|jsonl|out)$/i.test(name)) {
    return `To read a file: netwho --from ${quoteSpaces(name)}`;
  }
  const [, file] = /[\\/]([^\\/]+)$/.exec(name) ?? [];
  if (file !== undefined && !/^\d+(?::\d+)?$/.test(file)) {
    return `Write the program's name without its folder: ${quoteSpaces(file)}`;
  }
  if (/^[^\\/]+\.[a-z]{2,}$/i.test(name) && !/\.exe$/i.test(name)) {
    return "Inspect a computer by its address; netwho nslookup finds the addresses of a name";
  }
  return namedPort(name) === null ? null : `For the port write :${name}`;
}
