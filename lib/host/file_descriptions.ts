/**
 * What the host tells of files.
 *
 * @module
 */

/**
 * Facts about a file: its size in bytes, times in ISO 8601 in UTC, and what the version resource of a
 * Windows program says; null where the system does not tell.
 */
export interface FileFacts extends VersionFacts {
  readonly size: number;
  readonly createdAt: string | null;
  readonly modifiedAt: string | null;
  /** SHA-256 of the content, in lower-case hexadecimal digits; null where it cannot be read. */
  readonly sha256: string | null;
}

/** What the version resource of a Windows program says; null for what it does not say. */
export interface VersionFacts {
  readonly company: string | null;
  readonly product: string | null;
  readonly description: string | null;
  readonly version: string | null;
  /** The name that the program was built with. */
  readonly originalName: string | null;
}

/** What can be told of a program's file without reading all of it. */
export interface ProgramFacts extends Pick<FileFacts, "size" | "createdAt" | "modifiedAt"> {
  /** Its version resource; null where that could not be read, and on Linux. */
  readonly resource: VersionFacts | null;
}
