/**
 * Keeps what Windows said of files' signatures, for the file as it was: a changed one is asked about
 * again.
 *
 * @module
 */
import type { FileSignature } from "../../model/file_signature.ts";
import { isText, isTextOrNull } from "../../text/untrusted_json.ts";
import { type CacheKind, DAY } from "../cache.ts";

/** A file as it is. */
export interface SignedFile {
  readonly path: string;
  readonly size: number;
  /** ISO 8601 in UTC; null where it is unknown. */
  readonly createdAt: string | null;
  readonly modifiedAt: string | null;
}

/** A signature that is kept, and its file. */
export interface KeptSignature extends SignedFile {
  readonly signer: string | null;
}

/** The answers that are kept: a certificate can be revoked, and so even they grow old. */
export const SIGNATURE_CACHE: CacheKind<KeptSignature> = {
  file: "signatures.ndjson",
  read: ({ path, size, createdAt, modifiedAt, signer }) =>
    isText(path, 40_000) && Number.isSafeInteger(size) && isTextOrNull(createdAt) &&
      isTextOrNull(modifiedAt) && isTextOrNull(signer)
      ? { path, size: size as number, createdAt, modifiedAt, signer }
      : null,
  keyOf: fileKey,
  lifetimeOf: () => 3 * DAY,
};

/** A text that is equal for the same file as long as it is not changed. */
export function fileKey({ path, size, createdAt, modifiedAt }: SignedFile): string {
  return JSON.stringify([path.toLowerCase(), size, createdAt, modifiedAt]);
}

/**
 * Whether an answer may be kept: only `Valid`, and only where a change of the file would be noticed.
 * Whatever accuses a file is asked again, so that a repaired computer is acquitted at once.
 */
export function isKept({ modifiedAt }: SignedFile, { status }: FileSignature): boolean {
  return status === "Valid" && modifiedAt !== null;
}
