/**
 * Reads the values of filters for the ends of sockets: ports and addresses, and says what to write
 * for those that people write as elsewhere.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import { parseAddressPort } from "../../address/address_port.ts";
import { namedPort } from "../../address/ports.ts";
import { type AddressFilter, parseAddressFilter } from "../../address/range.ts";
import { UsageError } from "../../errors.ts";
import { HIGHEST_PORT } from "../../model/limits.ts";
import { type NumberRange, readNumbers, valueError } from "./filter_values.ts";

/**
 * Reads a port, a range of ports or the name of a service.
 *
 * @throws {UsageError} for any other text.
 */
export function readPorts(text: string, option: string): NumberRange {
  const error = (wanted: string) =>
    valueError(option, { value: text, wanted, hint: hintForPort(text) });
  if (!/^[\d-]/.test(text)) {
    const port = namedPort(text);
    if (port === null) throw error("not a port, write it like 443, 53-139 or https");
    return { first: port, last: port };
  }
  if (parseAddress(text) !== null) throw error("it is an address, not a port");
  return readNumbers(text, { highest: HIGHEST_PORT, error });
}

/** What to write for a port with something around it, or for an address. */
function hintForPort(text: string): string | undefined {
  if (parseAddress(withoutBrackets(text)) !== null) return `Write --address ${text}`;
  const [, port] = /^(?:\D*[:/])?(\d{1,5})(?:\/(?:tcp|udp))?$/i.exec(text) ?? [];
  return port === undefined || port === text ? undefined : `Write ${port}`;
}

/**
 * Reads an address, a block or a range. An address may stand in brackets: `[::1]`, `[fe80::]/10`.
 *
 * @throws {UsageError} for any other text.
 */
export function readAddresses(text: string, option: string): AddressFilter {
  const portOption = option === "--address" ? "--port" : `${option}-port`;
  const withPort = parseAddress(text) === null ? parseAddressPort(text) : null;
  if (withPort !== null) {
    throw valueError(option, {
      value: text,
      wanted: "it is an address with a port",
      hint: `Write ${option} ${withPort.host} ${portOption} ${withPort.port}`,
    });
  }
  if (/^:?\d{1,5}$/.test(text)) {
    throw valueError(option, {
      value: text,
      wanted: "not an address, but it can be a port",
      hint: `Write ${portOption} ${text.replace(":", "")}`,
    });
  }
  try {
    return parseAddressFilter(withoutBrackets(text), { option });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(error.message, { hint: hintForAddress(text, option) });
  }
}

/** What to write for addresses as people write them elsewhere. */
function hintForAddress(text: string, option: string): string | null {
  const octets = /^(\d{1,3}(?:\.\d{1,3}){0,2})\.(?:\*(?:\.\*)*)?$/.exec(text)?.[1]?.split(".");
  if (octets !== undefined) {
    const network = [...octets, "0", "0", "0"].slice(0, 4).join(".");
    return `Write ${option} ${network}/${octets.length * 8}`;
  }
  if (/^localhost$/i.test(text)) return `Write ${option} 127.0.0.1,::1`;
  if (/^\S*[.:]\S*(?:\s+\S*[.:]\S*)+$/.test(text)) {
    return `Write ${option} ${text.split(/\s+/).join(",")}`;
  }
  if (/^[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z-]{2,}\.?$/i.test(text)) {
    return `Find the addresses of a name with netwho nslookup ${text}`;
  }
  return null;
}

/** Takes the brackets around an address away: `[::1]`, `[fe80::]/10`, `[::1]-[::9]`. */
function withoutBrackets(text: string): string {
  return text.replace(/\[([^[\]]*)\]/g, "$1");
}
