/**
 * Folders and files of the user that netwho makes and removes by name.
 *
 * @module
 */
import { HostError } from "../host.ts";
import { attempt, guarded, refusalOf, toHostError } from "../refusals.ts";
import { refuseDeviceName } from "./device_refusals.ts";
import { PRIVATE_FOLDER } from "./file_basics.ts";
import { toWriteError } from "./write_refusals.ts";

/**
 * Makes a folder, and those above it, where they are missing: for this user alone, as what is kept
 * there shows who this user talks to.
 */
export function makeFolder(path: string): void {
  const what = `Cannot make the folder ${path}`;
  refuseDeviceName(path, what);
  try {
    Deno.mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER });
  } catch (thrown) {
    // On Windows a folder inside a file "exists already", too.
    if (!(thrown instanceof Deno.errors.AlreadyExists)) throw toWriteError(thrown, { path, what });
    throw refusalOf(what, "a file is in its place", { cause: thrown });
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
