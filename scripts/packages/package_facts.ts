/**
 * What the manifests of all package managers say of netwho.
 *
 * @module
 */
import config from "../../deno.json" with { type: "json" };
import { VERSION } from "../../lib/version.ts";
import { parseChecksums } from "../release/checksums.ts";

/** What a manifest is made of. */
export interface PackageFacts {
  readonly version: string;
  /** What netwho is, in a sentence of at most 256 characters. */
  readonly summary: string;
  readonly license: string;
  /** The lower-case SHA-256 of the release's files. */
  readonly checksums: ReadonlyMap<string, string>;
}

/** The sentence in English; in Korean it is in `winget_manifests.ts`. */
export const SUMMARY =
  "Who is connected to this computer, through which program, and should I worry?";

/** The facts of a release, by the text of its list of checksums. */
export function packageFacts(checksums: string): PackageFacts {
  return {
    version: VERSION,
    summary: SUMMARY,
    license: config.license,
    checksums: new Map(parseChecksums(checksums).map(({ name, sha256 }) => [name, sha256])),
  };
}

/**
 * The checksum of a file.
 *
 * @throws Error if the list does not name it: a manifest without it would be refused
 */
export function sumOf(checksums: ReadonlyMap<string, string>, name: string): string {
  const sum = checksums.get(name);
  if (sum === undefined) throw new Error(`Cannot make a manifest: there is no checksum of ${name}`);
  return sum;
}
