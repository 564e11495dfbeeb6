/**
 * Says of inspected programs who signed them.
 *
 * @module
 */
import type { SignedFile } from "../lookup/signatures/signature_cache.ts";
import type { FileSignature } from "../model/file_signature.ts";
import type { Inspection } from "../model/inspection.ts";

/** The files of the programs in the rows, those that are there. */
export function signableFiles(rows: readonly Inspection[]): SignedFile[] {
  return rows.flatMap(({ path, fileBytes, fileCreatedAt, fileModifiedAt }) =>
    path === null || fileBytes === null
      ? []
      : { path, size: fileBytes, createdAt: fileCreatedAt, modifiedAt: fileModifiedAt }
  );
}

/** Adds signatures to the rows of programs whose files were looked at. */
export function withSignatures(
  rows: readonly Inspection[],
  signatureOf: (path: string) => FileSignature | null,
): Inspection[] {
  return rows.map((row) => {
    const found = row.path === null || row.fileBytes === null ? null : signatureOf(row.path);
    return found === null ? row : { ...row, signature: found.status, signer: found.signer };
  });
}
