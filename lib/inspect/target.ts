/**
 * What `netwho inspect` is asked for: reads targets.
 *
 * @module
 */
import { formatAddress, parseAddress } from "../address/address.ts";
import { parseAddressPort } from "../address/address_port.ts";
import { namedPort } from "../address/ports.ts";
import { parseAddressFilter, parseCidr } from "../address/range.ts";
import { UsageError } from "../errors.ts";
import { HIGHEST_PID, HIGHEST_PORT } from "../model/limits.ts";
import { imageNameTest, inRange, readNumbers } from "../rows/choose/filter_values.ts";
import { checkTarget, checkValue, WANTED } from "./odd_targets.ts";

/** What to inspect; `text` is the target as it was written. */
export type Target =
  & { readonly text: string }
  & (
    | {
      readonly kind: "pid";
      readonly pid: number;
      /** Whether a port of this number is meant too, as by a bare number (ADR 20). */
      readonly orPort: boolean;
    }
    | { readonly kind: "port"; readonly matches: (port: number | null) => boolean }
    /** Matches an image name with or without `.exe`. */
    | { readonly kind: "process"; readonly matches: (process: string | null) => boolean }
    | {
      readonly kind: "address";
      /** In its canonical form. */
      readonly address: string;
      /** The port at this address; null for all. */
      readonly port: number | null;
      readonly matches: (address: string | null) => boolean;
    }
    /** A CIDR block or a range of addresses. */
    | { readonly kind: "network"; readonly matches: (address: string | null) => boolean }
  );

/**
 * Reads targets. Commas separate several of them, as in the values of filters: `443,chrome`.
 *
 * @throws {UsageError} for text that can be no target.
 */
export function readTargets(texts: readonly string[]): Target[] {
  return texts.flatMap((text) => {
    checkValue(text);
    const pieces = text.split(",").filter((piece) => piece.trim() !== "");
    return pieces.length < 2 ? readTarget(pieces[0] ?? "") : pieces.map(readTarget);
  });
}

/**
 * Reads a target: `443` (a process ID or a port), `pid:1234`, `:443`, `:53-60`, `:https`,
 * `chrome.exe`, `svchost*`, `203.0.113.7`, `2001:db8::7`, `[2001:db8::7]`, `203.0.113.7:443`,
 * `[2001:db8::7]:443`, `203.0.113.0/24`.
 *
 * @throws {UsageError} for text that can be none of these.
 *
 * @example
 * ```ts
 * import { readTarget } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(readTarget("443").kind, "pid");
 * assertEquals(readTarget(":443").kind, "port");
 * assertEquals(readTarget("::1").kind, "address");
 * assertEquals(readTarget("10.0.0.0/8").kind, "network");
 * assertEquals(readTarget("chrome").kind, "process");
 * ```
 */
export function readTarget(text: string): Target {
  const trimmed = text.trim();
  if (trimmed === "") {
    throw new UsageError("Cannot inspect the target: it is empty", { hint: WANTED });
  }
  const target = readAddress(trimmed) ?? readPid(trimmed) ?? readPort(trimmed) ??
    readNetwork(trimmed) ?? readProcess(trimmed);
  return { text, ...target };
}

/** A kind of target without its text. */
type Kind<Name extends Target["kind"]> = Omit<Extract<Target, { kind: Name }>, "text">;

/** `203.0.113.7`, `[2001:db8::7]`, `203.0.113.7:443`, `[2001:db8::7]:443`. */
function readAddress(text: string): Kind<"address"> | null {
  const alone = parseAddress(withoutBrackets(text));
  const withPort = alone === null ? parseAddressPort(text) : null;
  const literal = alone ?? withPort?.address;
  if (literal === undefined) return null;
  const port = withPort && Number(withPort.port);
  if (port !== null && port > HIGHEST_PORT) throw highestPort(text);
  const address = formatAddress(literal);
  return { kind: "address", address, port, ...addressTest(address) };
}

/** `1234`, `pid:1234`. */
function readPid(text: string): Kind<"pid"> | null {
  const [, prefix = "", digits] = /^(pid:)?(\d+)$/i.exec(text) ?? [];
  if (digits === undefined) return null;
  const pid = Number(digits);
  if (pid > HIGHEST_PID) {
    throw new UsageError(`Cannot inspect ${text}: no process ID is above ${HIGHEST_PID}`);
  }
  // Port 0 stands for no port.
  return { kind: "pid", pid, orPort: prefix === "" && pid > 0 && pid <= HIGHEST_PORT };
}

/** `:443`, `:53-60`, `:https`, and `*:443`, as netstat and ss print it. */
function readPort(text: string): Kind<"port"> | null {
  const [, ports] = /^\*?:([^:]*)$/s.exec(text) ?? [];
  if (ports === undefined) return null;
  const named = namedPort(ports);
  if (named !== null) return { kind: "port", matches: (port) => port === named };
  if (!/^\d+(?:\s*-\s*\d+)?$/.test(ports)) {
    throw new UsageError(`Cannot inspect ${text}: it is not a port`, {
      hint: "Write a port like :443, :53-60 or :https",
    });
  }
  const range = readNumbers(ports, {
    error: (state) => new UsageError(`Cannot inspect ${text}: ${state}`),
    highest: HIGHEST_PORT,
  });
  return { kind: "port", matches: (port) => inRange(range, port) };
}

/** `203.0.113.0/24`, `203.0.113.1-203.0.113.9`. */
function readNetwork(text: string): Kind<"network"> | null {
  const bare = text.replace(/^\[(.*)\](?=\/\d+$)/, "$1");
  const ends = bare.split("-").map((end) => parseAddress(end.trim()));
  const isRange = ends.length === 2 && !ends.includes(null);
  if (parseCidr(bare) === null && !isRange) return null;
  return { kind: "network", ...addressTest(bare) };
}

function readProcess(text: string): Kind<"process"> {
  checkTarget(text);
  const matches = imageNameTest(text);
  return { kind: "process", matches: (name) => name !== null && matches(name) };
}

function addressTest(text: string): { matches: (address: string | null) => boolean } {
  const filter = parseAddressFilter(text);
  // An end whose zone is not known may be the one.
  const zoneless = parseAddressFilter(text.replace(/%.*$/, ""));
  const matches = (address: string | null) =>
    address !== null && (address.includes("%") ? filter : zoneless).matches(address);
  return { matches };
}

function highestPort(text: string): UsageError {
  return new UsageError(`Cannot inspect ${text}: the highest port is ${HIGHEST_PORT}`);
}

function withoutBrackets(text: string): string {
  return /^\[(.*)\]$/.exec(text)?.[1] ?? text;
}
