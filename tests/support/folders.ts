/**
 * Real files and folders that tests use.
 *
 * @module
 */

/** A folder of its own for one test. Removed at the end of its `using` block. */
export interface TemporaryFolder extends Disposable {
  /** Its path, which has a space in it. */
  readonly path: string;
}

/** Makes a folder for one test. */
export function temporaryFolder(): TemporaryFolder {
  const path = Deno.makeTempDirSync({ prefix: "netwho " });
  return { path, [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }) };
}

/** Runs a test in a folder of its own. */
export async function inTemporaryFolder(
  test: (folder: string) => Promise<void> | void,
): Promise<void> {
  using folder = temporaryFolder();
  await test(folder.path);
}

/** The path that a `file:` URL stands for. */
export function localPath(url: URL): string {
  return decodeURIComponent(url.pathname).replace(/^\/(?=[A-Z]:)/i, "");
}

/** The names in a folder; null if the folder does not exist. */
export function namesIn(folder: URL): string[] | null {
  try {
    return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
