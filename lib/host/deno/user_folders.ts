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
  const what = `Cannot make the folder ${path}`;
  try {
    Deno.mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER });
  } catch (thrown) {
    // On Windows a folder inside a file "exists already", too.
    if (!(thrown instanceof Deno.errors.AlreadyExists)) throw toHostError(thrown, what);
    throw new HostError("other", `${what}: a file is in its place`, { cause: thrown });
  }
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
