/**
 * What Windows says of a file's signature.
 *
 * @module
 */

/** What Windows says of a file's signature. */
export interface FileSignature {
  /**
   * `Valid`, `NotSigned`, `HashMismatch`, `NotTrusted`, `UnknownError`…, as `Get-AuthenticodeSignature`
   * names it.
   */
  readonly status: string;
  /** Who signed: the name in the certificate; null for a file without a signature. */
  readonly signer: string | null;
}

/** A signature in words: `signed by Example Ltd, valid`. */
export function signatureInWords({ status, signer }: FileSignature): string {
  const by = signer === null ? "signed" : `signed by ${signer}`;
  switch (status) {
    case "Valid":
      return `${by}, valid`;
    case "NotSigned":
      return "not signed";
    case "HashMismatch":
      return `signature does not match: the file was changed${
        signer === null ? "" : ` after ${signer} signed it`
      }`;
    case "NotTrusted":
      return `${by}, but Windows does not trust the certificate`;
    case "NotSupportedFileFormat":
      return "not a kind of file that can be signed";
    case "Incompatible":
      return `${by}, in a way that this Windows cannot check`;
    default:
      return `${
        signer === null ? "" : `${by}, but `
      }Windows could not check the signature (${status})`;
  }
}
