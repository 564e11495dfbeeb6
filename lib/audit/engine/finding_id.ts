/**
 * The ID of a finding: the same in every run for the same rule, program and peer.
 *
 * @module
 */

/**
 * Makes the ID of a finding from what makes it the same one: the rule's ID first. The hash (FNV-1a,
 * twice) only tells the findings of one rule apart. Not SHA-256: `crypto.subtle` answers later, and
 * modules of Node slow the start of the executable down (ADR 5).
 */
export function findingId(parts: readonly [rule: string, ...others: string[]]): string {
  const text = JSON.stringify(parts);
  let [one, other] = [0x811c9dc5, 0x050c5d1f];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ (code + at), 0x01000193);
  }
  return `${parts[0]}-${hexOf(one)}${hexOf(other)}`;
}

function hexOf(hash: number): string {
  return (hash >>> 0).toString(16).padStart(8, "0");
}
