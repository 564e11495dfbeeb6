/**
 * From what a user writes to a question.
 *
 * @module
 */
import {
  type Address,
  embeddedIPv4,
  formatAddress,
  formatIPv4,
  isMapped,
  parseAddress,
} from "../../address/address.ts";
import { UsageError } from "../../errors.ts";
import type { RecordType } from "../../model/name.ts";
import { arpaName, isArpaName } from "../../address/arpa.ts";
import { readHostName } from "./host_name.ts";
import type { Question } from "./question.ts";

/** As much of a bad name as a message shows. */
const SHOWN = 60;

/**
 * The question about a name or an address. Without a type, an address is asked for its name (PTR),
 * and so is a name under in-addr.arpa or ip6.arpa; any other name for its addresses. With another
 * type than PTR, an address stands for its name under in-addr.arpa or ip6.arpa. Its zone is left
 * out, and an IPv4-mapped address is asked about as the IPv4 address that it is.
 *
 * @throws {UsageError} where the text is neither an address nor a host name.
 *
 * @example
 * ```ts
 * import { makeQuestion } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(makeQuestion("Bücher.example", null), {
 *   query: "Bücher.example",
 *   name: "xn--bcher-kva.example",
 *   type: "ADDRESS",
 * });
 * assertEquals(makeQuestion("192.0.2.1", null).type, "PTR");
 * ```
 */
export function makeQuestion(query: string, type: RecordType | null): Question {
  const text = query.trim();
  const address = parseAddress(text);
  if (address !== null) return askAddress(text, plain(address), type);
  const { name, reason } = readHostName(text);
  if (name === null) throw new UsageError(`Cannot ask about ${shown(text)}: ${reason}`);
  return { query: text, name, type: type ?? (isArpaName(name) ? "PTR" : "ADDRESS") };
}

function askAddress(query: string, address: Address, type: RecordType | null): Question {
  if (type === null || type === "PTR") return { query, name: formatAddress(address), type: "PTR" };
  return { query, name: arpaName(address), type };
}

function plain({ family, groups }: Address): Address {
  if (family === 4 || !isMapped(groups)) return { family, groups, zone: null };
  const inside = parseAddress(formatIPv4(embeddedIPv4(groups, 6)))!;
  return inside;
}

function shown(text: string): string {
  if (text === "") return '""';
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
