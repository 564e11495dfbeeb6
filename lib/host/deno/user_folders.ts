/**
 * Folders and files of the user that netwho makes and removes by name.
 *
 * @module
 */
import { HostError } from "../host.ts";
import { attempt, guarded, toHostError } from "../refusals.ts";

/** What is kept there shows who this user talks to. */
const PRIVATE_FOLDER = 0o700;

/** Makes a folder, and those above it, where they are missing. */
export function makeFolder(path: string): void {
  guarded(
    `Cannot make the folder ${path}`,
    () => Deno.mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER }),
  );
}

/** Removes a file; one that is not there is no error. */
export function removeFile(path: string): void {
  const { refusal } = attempt(() => guarded(`Cannot remove ${path}`, () => Deno.removeSync(path)));
  if (refusal !== null && refusal.kind !== "notFound") throw refusal;
}

/** The absolute path of the current folder. */
export function currentFolder(): string {
  try {
    return Deno.cwd();
  } catch (thrown) {
    throw new HostError("notFound", "Cannot find the current folder: it is gone", {
      cause: toHostError(thrown, "Cannot find the current folder"),
    });
  }
}
