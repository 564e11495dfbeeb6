/**
 * Calls that the machine may refuse, and what a refusal is called.
 *
 * @module
 */
import { HostError, type HostErrorKind } from "./host.ts";

/** A value, or the refusal that came in its place. */
export type Attempt<T> =
  | { readonly value: T; readonly refusal: null }
  | { readonly value: null; readonly refusal: HostError };

/** Reads something that may be gone or forbidden by the time it is read. */
export function attempt<T>(read: () => T): Attempt<T> {
  try {
    return { value: read(), refusal: null };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { value: null, refusal: error };
  }
}

/** What was refused; `parent` stands for the folder that a new file or folder goes into. */
export type Refused = "file" | "folder" | "fileOrFolder" | "parent";

/**
 * The state in `Cannot read x: <state>`: the same words for the same refusal everywhere.
 *
 * @example
 * ```ts
 * import { describeRefusal } from "./attempt.ts";
 * import { HostError } from "./host.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const refusal = new HostError("notFound", "Cannot read x: os error 2");
 * assertEquals(describeRefusal(refusal, { of: "file" }), "there is no such file");
 * ```
 */
export function describeRefusal(refusal: HostError, { of }: { of: Refused }): string {
  if (refusal.kind === "notFound") return NOT_FOUND[of];
  // The message of a HostError begins with what was tried; that of its cause does not.
  return STATES[refusal.kind] ??
    (refusal.cause instanceof Error ? refusal.cause.message : refusal.message);
}

const NOT_FOUND: Readonly<Record<Refused, string>> = {
  file: "there is no such file",
  folder: "there is no such folder",
  fileOrFolder: "there is no such file or folder",
  parent: "there is no folder to put it in",
};

const STATES: Readonly<Partial<Record<HostErrorKind, string>>> = {
  permissionDenied: "permission denied",
  noSpace: "no space left",
};
