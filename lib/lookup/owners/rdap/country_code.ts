/**
 * Countries by name.
 *
 * @module
 */

/** The codes by name in lower case; made when first needed. */
let codes: ReadonlyMap<string, string> | undefined;

/**
 * The two letters of a country given by them (`de`) or by its English name; null for other text, and
 * for ZZ and XX, which say that nobody knows.
 */
export function countryCode(text: string): string | null {
  if (/^[a-z]{2}$/i.test(text)) return /^(?:zz|xx)$/i.test(text) ? null : text.toUpperCase();
  codes ??= makeCodes();
  return codes.get(text.toLowerCase()) ?? null;
}

function makeCodes(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const byName = new Map<string, string>();
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = names.of(code)?.toLowerCase();
    // Codes that are no longer used share a name with the one that is, which is the one it maps to.
    if (name !== undefined && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`) {
      byName.set(name, code);
    }
  }
  return byName;
}
