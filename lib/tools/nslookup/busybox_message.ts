/**
 * What BusyBox' nslookup prints about a failure: `nslookup: can't resolve 'host.example': …`.
 *
 * @module
 */

/** A failure, and the name asked about; null where BusyBox prints none. */
export interface BusyBoxFailure {
  readonly text: string;
  readonly query: string | null;
}

const FAILURE = /^(?:nslookup: )?((?:can't resolve|bad address) '([^']*)'.*)$/;

/** Reads a failure of BusyBox; null for any other line. */
export function readBusyBoxFailure(line: string): BusyBoxFailure | null {
  const [, text, name] = FAILURE.exec(line) ?? [];
  if (text === undefined) return null;
  // It prints `(null)` for the server's own name.
  return { text, query: name === "(null)" || name === "" ? null : name! };
}
