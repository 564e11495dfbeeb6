/**
 * Turns the errors of Deno into {@linkcode HostError}s.
 *
 * @module
 */
import { HostError, type HostErrorKind } from "../host.ts";

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

/** The host's error for an error of Deno; `what` begins the message: `Cannot read x`. */
export function toHostError(thrown: unknown, what: string): HostError {
  if (thrown instanceof HostError) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new HostError(kindOf(thrown), `${what}: ${reason}`, { cause: thrown });
}

/** Does something, and turns an error of Deno into a {@linkcode HostError}. */
export function guarded<Result>(what: string, action: () => Result): Result {
  try {
    return action();
  } catch (thrown) {
    throw toHostError(thrown, what);
  }
}

function kindOf(thrown: unknown): HostErrorKind {
  if (!(thrown instanceof Error)) return "other";
  const { code } = thrown as { code?: string };
  const number = /\(os error (\d+)\)/.exec(thrown.message)?.[1] ?? "";
  return (code === undefined ? undefined : KIND_OF_CODE[code]) ??
    (Deno.build.os === "windows" ? KIND_OF_WINDOWS_NUMBER[number] : undefined) ??
    KIND_OF_CLASS[thrown.constructor.name] ?? "other";
}
