/**
 * The values in what registries, Team Cymru and databases say of a network.
 *
 * @module
 */

/** A country code in capital letters, or null; `ZZ` and `XX` mean "unknown". */
export function readCountry(text: string): string | null {
  return /^[A-Za-z]{2}$/.test(text) && !/^(?:ZZ|XX)$/i.test(text) ? text.toUpperCase() : null;
}

/** A date of the calendar, 1998-09-25, or null. */
export function readDay(text: string): string | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return null;
  const day = new Date(`${text}T00:00:00Z`);
  // Some engines read 31 February as 3 March.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? text : null;
}

/** An AS number other than 0 (RFC 7607), or null. */
export function readAsn(text: string): number | null {
  if (!/^[1-9]\d{0,9}$/.test(text)) return null;
  const asn = Number(text);
  return asn <= 0xffffffff ? asn : null;
}
