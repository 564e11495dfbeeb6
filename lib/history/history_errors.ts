/**
 * What is said where the history's database refuses.
 *
 * @module
 */
import { CaptureError } from "../errors.ts";
import { DatabaseError, type DatabaseErrorKind } from "../host/databases.ts";

/** Whether the history was read or written. */
export type HistoryUse = "read" | "write";

/** Turns a refusal of the history's database into what people are told; returns any other error. */
export function historyError(error: unknown, path: string, use: HistoryUse): unknown {
  if (!(error instanceof DatabaseError)) return error;
  const { state, hint } = WORDS[error.kind]?.(use) ?? otherWords(reasonOf(error, path));
  return new CaptureError(`Cannot ${use} the history ${path}: ${state}`, { hint, cause: error });
}

/** What the database was refused for, in SQLite's own words. */
function reasonOf({ message }: DatabaseError, path: string): string {
  return message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
}

/** SQLite says no more than that where there is no room for the files beside the database. */
function otherWords(state: string): Words {
  const hint = /disk i\/o error/i.test(state) ? "The disk may be full, or failing" : null;
  return { state, hint };
}

interface Words {
  readonly state: string;
  readonly hint: string | null;
}

const ANOTHER = "Give another file with --db";

const WORDS: Readonly<Partial<Record<DatabaseErrorKind, (use: HistoryUse) => Words>>> = {
  notFound: () => ({
    state: "there is no such file",
    hint: "Begin one with netwho log, or name another with --db",
  }),
  noFolder: () => ({
    state: "there is no folder to put it in",
    hint: `Make the folder first. ${ANOTHER} otherwise`,
  }),
  noFile: () => ({ state: "it is a folder or a device, not a file", hint: ANOTHER }),
  permissionDenied: (use) => ({
    state: "permission denied",
    hint: use === "write"
      ? `The file and its folder must be writable. ${ANOTHER} otherwise`
      : "The file must be readable, and its folder writable: SQLite needs that even to read. Where " +
        "it is not, copy the file, with those whose names begin with its name, to a folder of yours",
  }),
  damaged: (use) => ({
    state: "it is damaged",
    hint: use === "read"
      ? "netwho log sets it aside under another name and begins a new one"
      : `Move it elsewhere. ${ANOTHER} otherwise`,
  }),
  busy: () => ({
    state: "another program has been writing to it for too long",
    hint: "Try again later; if it stays so, another netwho or a program that copies files holds it",
  }),
  noSpace: () => ({ state: "no space left", hint: `Make room on that disk. ${ANOTHER} otherwise` }),
};
