/**
 * What all sources of owners share: which addresses are looked up, and which row each gets.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import { addressToAsk, type AskedAddress } from "../../address/askable.ts";
import { emptyRecord } from "../../model/field.ts";
import { OWNER_FIELDS, type OwnerRecord } from "../../model/owner.ts";

/** Makes the row of an address: as it was given, without a zone, and as it was looked up. */
export type RowOf = (address: string, asked: AskedAddress) => OwnerRecord;

/**
 * Makes a row for each address, by its text as given. Those that carry the same address are looked up
 * once; one that is not looked up has the reason in its note.
 */
export async function ownersOf(
  addresses: readonly string[],
  lookUp: (asked: readonly AskedAddress[]) => Promise<RowOf>,
): Promise<Map<string, OwnerRecord>> {
  const judged = new Map(addresses.map((address) => [address, addressToAsk(address)]));
  const asked = new Map<string, AskedAddress>();
  for (const address of judged.values()) {
    if (typeof address !== "string") asked.set(address.text, address);
  }
  const rowOf = await lookUp([...asked.values()]);
  const owners = new Map<string, OwnerRecord>();
  for (const [given, judgement] of judged) {
    const address = parseAddress(given) === null ? given : given.replace(/%.*/, "");
    owners.set(
      given,
      typeof judgement === "string"
        ? { ...emptyRecord(OWNER_FIELDS), address, note: judgement }
        : rowOf(address, judgement),
    );
  }
  return owners;
}

/** The note on an IPv6 address that carries an IPv4 address; null for others. It comes first. */
export function carriedNote(address: string): string | null {
  const asked = addressToAsk(address);
  const isCarried = typeof asked !== "string" && asked.family === 4 && address.includes(":");
  return isCarried ? `asked about ${asked.text}, which it carries` : null;
}
