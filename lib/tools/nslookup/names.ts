/** Names and addresses as nslookup prints them. */
import { parseAddress } from "../../address/address.ts";

/** What older nslookups print for the root of the name system. */
const ROOT = "(root)";
/** What Windows prints for a server whose name it could not find. */
const UNKNOWN = "unknown";

/** A host name without its final dot; the root stays a dot. */
export function hostName(printed: string): string {
  if (printed === ROOT) return ".";
  return printed.length > 1 && printed.endsWith(".") ? printed.slice(0, -1) : printed;
}

/** A server's name; null for the word that stands for none. */
export function serverName(printed: string | null): string | null {
  return printed === null || printed.toLowerCase() === UNKNOWN ? null : hostName(printed);
}

/** A literal address without the port that BIND's nslookup prints behind it; null for none. */
export function addressIn(printed: string): string | null {
  const address = printed.replace(/#\d{1,5}$/, "");
  return parseAddress(address) === null ? null : address;
}

/** The addresses that a value is made of, with spaces or commas between; null where it is more. */
export function addressesIn(value: string): string[] | null {
  const addresses = value.split(/[\s,]+/).filter((part) => part !== "").map(addressIn);
  return addresses.length === 0 || addresses.includes(null) ? null : addresses as string[];
}

/** Whether two names are the same but for case and a final dot. */
export function sameName(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return hostName(one).toLowerCase() === hostName(other).toLowerCase();
}
