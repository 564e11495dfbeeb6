/**
 * Writes archives whose bytes depend on their content and one time alone.
 *
 * @module
 */
import { promisify } from "node:util";
import { gzip as gzipCallback } from "node:zlib";
import { zip as zipCallback, type Zippable } from "fflate";
import { createTar } from "nanotar";

const gzip = promisify(gzipCallback);

/** A file of an archive. */
export interface ArchivedFile {
  /** Its path in the archive, with `/` between folders. */
  readonly name: string;
  /** Its bytes. */
  readonly bytes: Uint8Array;
  /** Whether it is a program, which Linux runs only if the archive says so. @default false */
  readonly isProgram?: boolean;
}

/** Packs files as .zip. @param time When they were made, for all of them. */
export function zipFiles(files: readonly ArchivedFile[], time: Date): Promise<Uint8Array> {
  const entries: Zippable = Object.fromEntries(
    sortedByName(files).map(({ name, bytes }) => [name, [bytes, { mtime: zipTime(time) }]]),
  );
  return new Promise((resolve, reject) => {
    zipCallback(
      entries,
      { level: 6 },
      (error, archive) => error ? reject(error) : resolve(archive),
    );
  });
}

/** Packs files as .tar.gz, owned by nobody. @param time When they were made, for all of them. */
export async function tarGzFiles(files: readonly ArchivedFile[], time: Date): Promise<Uint8Array> {
  const archive = createTar(
    sortedByName(files).map(({ name, bytes, isProgram = false }) => ({
      name,
      data: bytes,
      attrs: {
        mode: isProgram ? "755" : "644",
        mtime: time.getTime(),
        uid: 0,
        gid: 0,
        user: "root",
        group: "root",
      },
    })),
  );
  return new Uint8Array(await gzip(archive, { level: 6 }));
}

/** A .zip holds the clock of a place that it does not name: here that of UTC, wherever it is made. */
function zipTime(time: Date): Date {
  return new Date(time.getTime() + time.getTimezoneOffset() * 60_000);
}

function sortedByName(files: readonly ArchivedFile[]): ArchivedFile[] {
  return files.toSorted((one, other) => one.name < other.name ? -1 : 1);
}
