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
    (refusal.cause instanceof Error ? refusal.cause.message : refusal.message)
      .replace(WHAT_DENO_TRIED, "");
}

/** Deno's words for what it tried, at the end of its messages. */
const WHAT_DENO_TRIED = / \(os error \d+\): \w+ '.*'$/s;

const NOT_FOUND = {
  file: "there is no such file",
  folder: "there is no such folder",
  fileOrFolder: "there is no such file or folder",
  parent: "there is no folder to put it in",
};

const STATES: Readonly<Partial<Record<HostErrorKind, string>>> = {
  permissionDenied: "permission denied",
  readOnly: "it is read-only",
  busy: "another program has it open",
  noSpace: "no space left",
  linkLoop: "its symbolic links lead in a circle",
};

/**
 * A refusal in netwho's own words. Its cause is the state alone, for messages that say for themselves
 * what was tried.
 */
export function refusalOf(
  what: string,
  state: string,
  { hint = null, cause }: { readonly hint?: string | null; readonly cause?: unknown } = {},
): HostError {
  return new HostError("other", `${what}: ${state}`, {
    hint,
    cause: new HostError("other", state, { cause }),
  });
}

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
  const kind = kindOf(thrown);
  const reason = thrown instanceof Error ? thrown.message.replace(CALL, "") : String(thrown);
  const state = IN_OUR_WORDS.includes(kind) ? STATES[kind] : reason;
  return new HostError(kind, `${what}: ${state}`, { cause: thrown });
}

/** What Windows calls a sharing violation, and what Linux says of a device or of text. */
const IN_OUR_WORDS: readonly HostErrorKind[] = ["busy", "readOnly"];

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
  EROFS: "readOnly",
  EBUSY: "busy",
  ETXTBSY: "busy", // a program that runs
  EPIPE: "brokenPipe",
  ENOSPC: "noSpace",
  EDQUOT: "noSpace",
  ELOOP: "linkLoop",
};

// Windows error numbers without a name in Deno, or with one that depends on Deno's version.
const KIND_OF_WINDOWS_NUMBER: Readonly<Record<string, HostErrorKind>> = {
  "19": "readOnly", // ERROR_WRITE_PROTECT
  "32": "busy", // ERROR_SHARING_VIOLATION
  "33": "busy", // ERROR_LOCK_VIOLATION
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
  Busy: "busy",
  TimedOut: "timedOut",
  FilesystemLoop: "linkLoop",
};
