/**
 * Refusals of the machine: how an error of Deno becomes a {@linkcode HostError}, and what a refusal is
 * called in messages.
 *
 * @module
 */
import { HostError, type HostErrorKind } from "./host.ts";

/** A value, or the refusal that came in its place. */
type Attempt<T> =
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

/**
 * The state in `Cannot read x: <state>`: the same words for the same refusal everywhere.
 *
 * @param of what was refused; `parent` stands for the folder that a new file or folder goes into.
 */
export function describeRefusal(
  refusal: HostError,
  { of }: { of: keyof typeof NOT_FOUND },
): string {
  if (refusal.kind === "notFound") return NOT_FOUND[of];
  // The message of a HostError begins with what was tried; that of its cause does not.
  return STATES[refusal.kind] ??
    (refusal.cause instanceof Error ? refusal.cause.message : refusal.message);
}

const NOT_FOUND = {
  file: "there is no such file",
  folder: "there is no such folder",
  fileOrFolder: "there is no such file or folder",
  parent: "there is no folder to put it in",
};

const STATES: Readonly<Partial<Record<HostErrorKind, string>>> = {
  permissionDenied: "permission denied",
  noSpace: "no space left",
};

/** Does something, and turns an error of Deno into a {@linkcode HostError}. */
export function guarded<Result>(what: string, action: () => Result): Result {
  try {
    return action();
  } catch (thrown) {
    throw toHostError(thrown, what);
  }
}

/** The host's error for an error of Deno; `what` begins the message: `Cannot read x`. */
export function toHostError(thrown: unknown, what: string): HostError {
  if (thrown instanceof HostError) return thrown;
  const reason = thrown instanceof Error ? thrown.message.replace(CALL, "") : String(thrown);
  return new HostError(kindOf(thrown), `${what}: ${reason}`, { cause: thrown });
}

/** What Deno puts behind the reason: `: open 'x'`. What was tried is said before it. */
const CALL = /: [a-z]+ '.*'$/s;

function kindOf(thrown: unknown): HostErrorKind {
  if (!(thrown instanceof Error)) return "other";
  const { code } = thrown as { code?: string };
  const number = /\(os error (\d+)\)/.exec(thrown.message)?.[1] ?? "";
  return (code === undefined ? undefined : KIND_OF_CODE[code]) ??
    (Deno.build.os === "windows" ? KIND_OF_WINDOWS_NUMBER[number] : undefined) ??
    KIND_OF_CLASS[thrown.constructor.name] ?? "other";
}

const KIND_OF_CODE: Readonly<Record<string, HostErrorKind>> = {
  ENOENT: "notFound",
  ESRCH: "notFound", // a process that ended while its /proc folder was read
  ENOTDIR: "notFound",
  EACCES: "permissionDenied",
  EPERM: "permissionDenied",
  EROFS: "permissionDenied",
  EPIPE: "brokenPipe",
  ENOSPC: "noSpace",
  EDQUOT: "noSpace",
};

// Windows error numbers without a name in Deno, or with one that depends on Deno's version.
const KIND_OF_WINDOWS_NUMBER: Readonly<Record<string, HostErrorKind>> = {
  "39": "noSpace", // ERROR_HANDLE_DISK_FULL
  "109": "brokenPipe", // ERROR_BROKEN_PIPE
  "112": "noSpace", // ERROR_DISK_FULL
  "232": "brokenPipe", // ERROR_NO_DATA: the reader closed its end of the pipe
};

const KIND_OF_CLASS: Readonly<Record<string, HostErrorKind>> = {
  NotFound: "notFound",
  NotADirectory: "notFound",
  PermissionDenied: "permissionDenied",
  NotCapable: "permissionDenied",
  BrokenPipe: "brokenPipe",
  TimedOut: "timedOut",
};
