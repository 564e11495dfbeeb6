/**
 * Why a file cannot be written, and what to do about it.
 *
 * @module
 */
import { fileNameOf, folderOf, isAbsolutePath } from "../file_paths.ts";
import { HostError } from "../host.ts";
import { toHostError } from "../refusals.ts";
import { controlledFolder } from "../windows/controlled_folders.ts";
import { env } from "./environment.ts";
import { statOf } from "./file_basics.ts";

/** What is written, and where. */
export interface Writing {
  /** The path that is given to the system. */
  readonly path: string;
  /** Begins the message: `Cannot write x`. */
  readonly what: string;
}

/** Does something with a file that is written; tells more of a refusal than Deno does. */
export function whileWriting<Result>(writing: Writing, action: () => Result): Result {
  try {
    return action();
  } catch (thrown) {
    throw toWriteError(thrown, writing);
  }
}

/** The host's error for an error of Deno about a file that is written. */
export function toWriteError(thrown: unknown, { path, what }: Writing): HostError {
  const error = toHostError(thrown, what);
  if (thrown instanceof HostError || Deno.build.os !== "windows") return error;
  if (error.kind === "permissionDenied" && isReadOnly(path)) {
    const hint = `This makes it writable: attrib -r "${path}"`;
    return new HostError("readOnly", `${what}: it is read-only`, { cause: thrown, hint });
  }
  const hint = hintOfControlledFolder(error, path);
  if (hint === null) return error;
  // The folder is there: that it is not found is how Windows refuses.
  return new HostError("permissionDenied", `${what}: permission denied`, { cause: thrown, hint });
}

/** Whether a file has the attribute; one without it is refused for another reason. */
function isReadOnly(path: string): boolean {
  const { isFile, mode } = statOf(path) ?? {};
  return isFile === true && typeof mode === "number" && (mode & 0o200) === 0;
}

function hintOfControlledFolder({ kind }: HostError, path: string): string | null {
  if (kind !== "permissionDenied" && kind !== "notFound") return null;
  const folder = statOf(folderOf(path));
  if (folder?.isDirectory !== true) return null; // a folder that is not there is what it seems
  const name = fileNameOf(path);
  const guarded = controlledFolder(`${realFolder(path)}\\${name}`, env) ??
    controlledFolder(absolute(path), env);
  return guarded === null
    ? null
    : `If Controlled Folder Access guards ${guarded}: allow netwho.exe in Windows Security ` +
      "under Ransomware protection, or write to another folder";
}

function realFolder(path: string): string {
  try {
    return Deno.realPathSync(folderOf(path));
  } catch {
    return folderOf(path);
  }
}

function absolute(path: string): string {
  return isAbsolutePath(path) ? path : `${Deno.cwd()}\\${path}`;
}
