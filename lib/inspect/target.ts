/**
 * What is to be inspected.
 *
 * @module
 */
import { formatAddress, parseAddress } from "../address/address.ts";
import { parseAddressFilter, parseCidr } from "../address/range.ts";
import { servicePort } from "../address/ports.ts";
import { UsageError } from "../errors.ts";
import { globTest, inRange, type NumberRange, readNumbers } from "../rows/choose/filter_values.ts";

/** What is to be inspected, with `text` as it was written. */
export type Target =
  | { readonly kind: "pid"; readonly text: string; readonly pid: number }
  | {
    readonly kind: "port";
    readonly text: string;
    /** Whether a port is meant. */
    readonly matches: (port: number | null) => boolean;
  }
  | {
    readonly kind: "process";
    readonly text: string;
    /** Whether an image name is meant, with or without `.exe`. */
    readonly matches: (process: string | null) => boolean;
  }
  | {
    readonly kind: "address";
    readonly text: string;
    /** The address in the one way to write it. */
    readonly address: string;
    /** Whether an address is meant. */
    readonly matches: (address: string | null) => boolean;
  };

const HIGHEST_PID = 0xffff_ffff;
const HIGHEST_PORT = 65_535;
const WANTED = "Write a process ID (1234), a port (:443), a program (chrome.exe, svchost*) or an " +
  "address (203.0.113.7)";

/**
 * Reads what is to be inspected: `1234`, `:443`, `:53-60`, `:https`, `chrome.exe`, `svchost*`,
 * `203.0.113.7`, `2001:db8::7`, `[2001:db8::7]`.
 *
 * @throws {UsageError} where it can be none of these.
 *
 * @example
 * ```ts
 * import { readTarget } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(readTarget("443").kind, "pid");
 * assertEquals(readTarget(":443").kind, "port");
 * assertEquals(readTarget("::1").kind, "address");
 * assertEquals(readTarget("chrome").kind, "process");
 * ```
 */
export function readTarget(text: string): Target {
  const trimmed = text.trim();
  if (trimmed === "") throw new UsageError("Cannot inspect nothing", { hint: WANTED });
  const address = parseAddress(withoutBrackets(trimmed));
  if (address !== null) return addressTarget(text, formatAddress(address));
  if (/^\d+$/.test(trimmed)) return pidTarget(text, Number(trimmed));
  if (trimmed.startsWith(":")) return portTarget(text, trimmed.slice(1));
  refuseAddresses(trimmed);
  const matches = globTest(trimmed);
  return {
    kind: "process",
    text,
    matches: (name) => name !== null && (matches(name) || matches(name.replace(/\.exe$/i, ""))),
  };
}

function withoutBrackets(text: string): string {
  return /^\[(.*)\]$/.exec(text)?.[1] ?? text;
}

function addressTarget(text: string, address: string): Target {
  const filter = parseAddressFilter(address);
  return {
    kind: "address",
    text,
    address,
    matches: (other) => other !== null && filter.matches(other),
  };
}

function pidTarget(text: string, pid: number): Target {
  if (pid <= HIGHEST_PID) return { kind: "pid", text, pid };
  throw new UsageError(`Cannot inspect ${text}: no process ID is above ${HIGHEST_PID}`);
}

function portTarget(text: string, ports: string): Target {
  const range = readPorts(ports);
  return { kind: "port", text, matches: (port) => inRange(range, port) };
}

function readPorts(ports: string): NumberRange {
  const port = servicePort("TCP", ports) ?? servicePort("UDP", ports);
  if (port !== null) return { first: port, last: port };
  return readNumbers(ports, { option: "the port", highest: HIGHEST_PORT });
}

/** What looks like an address and is none, or is more than one, is no program's name. */
function refuseAddresses(text: string): void {
  if (parseCidr(text) !== null) {
    throw new UsageError(`Cannot inspect ${text}: one address was wanted`, {
      hint: `All connections of a network: netwho connections --address ${text}`,
    });
  }
  const [, host = "", port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (parseAddress(withoutBrackets(host)) !== null) {
    throw new UsageError(`Cannot inspect ${text}: an address or a port alone was wanted`, {
      hint: `Write ${withoutBrackets(host)} or :${port}`,
    });
  }
  if (/^\d+(?:\.\d+){3}$/.test(text) || /^[\da-f]*(?::[\da-f]*){2,}$/i.test(text)) {
    throw new UsageError(`Cannot inspect ${text}: it is not an address`, { hint: WANTED });
  }
}
