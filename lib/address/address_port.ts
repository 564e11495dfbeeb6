/**
 * Addresses with a port, as people write them.
 *
 * @module
 */
import { type Address, parseAddress } from "./address.ts";

/** An address with a port. */
export interface AddressPort {
  readonly address: Address;
  /** The address as it was written, without brackets. */
  readonly host: string;
  /** Up to five digits, which may be above the highest port. */
  readonly port: string;
}

/** Parses an address with a port: `203.0.113.7:443`, `[2001:db8::7]:443`; null for any other text. */
export function parseAddressPort(text: string): AddressPort | null {
  const [, inBrackets, plain, port = ""] = /^(?:\[(.*)\]|([^:]*)):(\d{1,5})$/.exec(text) ?? [];
  const host = inBrackets ?? plain ?? "";
  const address = parseAddress(host);
  return address && { address, host, port };
}
