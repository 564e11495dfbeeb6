/**
 * The SHA-256 of files, in the lines of `sha256sum`.
 *
 * @module
 */

/** A file and its digest. */
export interface Checksum {
  /** The name of the file. */
  readonly name: string;
  /** Its SHA-256 in lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** Computes the checksums of files of a folder, sorted by name. */
export async function checksumsOf(folder: string, names: readonly string[]): Promise<Checksum[]> {
  return await Promise.all(
    names.toSorted().map(async (name) => {
      const digest = await crypto.subtle.digest(
        "SHA-256",
        await Deno.readFile(`${folder}/${name}`),
      );
      return { name, sha256: new Uint8Array(digest).toHex() };
    }),
  );
}

/** Writes checksums as `sha256sum --check` reads them. */
export function formatChecksums(checksums: readonly Checksum[]): string {
  return checksums.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("");
}

/**
 * Reads what {@linkcode formatChecksums} writes.
 *
 * @throws {Error} for any other line.
 */
export function parseChecksums(text: string): Checksum[] {
  return text.split("\n").filter((line) => line !== "").map((line, index) => {
    const [, sha256, name] = line.match(/^([0-9a-f]{64}) {2}([\w.-]+)$/) ?? [];
    if (sha256 === undefined || name === undefined) {
      throw new Error(`Cannot read the checksums: line ${index + 1} is ${JSON.stringify(line)}`);
    }
    return { name, sha256 };
  });
}
