/**
 * Looks at the files of the programs that have connections: rules ask whether they are gone, when they
 * were made, and what they say of themselves.
 *
 * @module
 */
import { executableReader, placeOf } from "../capture/executable_files.ts";
import { GONE_NOTE } from "../capture/linux/linux_files.ts";
import { MISPLACED_NOTE } from "../capture/missing_files.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import { NotRecordedError } from "../errors.ts";
import {
  type Clock,
  type Facts,
  type Files,
  HostError,
  type PatientOptions,
  type ProgramFacts,
} from "../host/host.ts";
import type { SignedFile } from "../lookup/signatures/signature_cache.ts";
import { countOf } from "../text/wording.ts";
import type { ProgramFile } from "./engine/audit_view.ts";

/** How to look at files; the time-out is that of all together. */
export interface ProgramFilesOptions extends PatientOptions {
  /** Is told how many programs have been looked at. @default nothing */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The files of programs. */
export interface ProgramFiles {
  /** By process ID; a program is missing whose file could not be looked at. */
  readonly files: ReadonlyMap<number, ProgramFile>;
  /** Those that are there, by process ID, to ask who signed them. */
  readonly signable: ReadonlyMap<number, SignedFile>;
  /** What could not be looked at, and why. */
  readonly limits: readonly string[];
  /** The same for what a recording lacks. */
  readonly notes: readonly string[];
}

/** A program with connections, and its path. */
interface Owner {
  readonly pid: number;
  readonly path: string;
}

/** Files that are looked at side by side. */
const AT_ONCE = 16;

/** The longest wait for one file: a drive can be a server's that does not answer. */
const FILE_MILLISECONDS = 3_000;

/**
 * Looks at the files of the programs that own connections, at each once. Those of saved output are left
 * alone, since it may come from another computer; what it notes of them counts. Reads no content.
 */
export async function readProgramFiles(
  host: Files & Facts & Clock,
  snapshot: WholeSnapshot,
  { timeoutMilliseconds, signal, onProgress }: ProgramFilesOptions,
): Promise<ProgramFiles> {
  const files = new Map(goneFiles(snapshot));
  const signable = new Map<number, SignedFile>();
  if (snapshot.isSaved) return { files, signable, limits: [], notes: [] };
  const until = host.now() + timeoutMilliseconds;
  const read = executableReader(host, (path) =>
    host.programFacts(path, {
      timeoutMilliseconds: Math.min(FILE_MILLISECONDS, until - host.now()),
      signal,
    }));
  const missed = { late: 0, notRecorded: 0 };
  const lookAt = async ({ pid, path }: Owner): Promise<void> => {
    if (until - host.now() <= 0) {
      missed.late++;
      return;
    }
    try {
      const { facts, isGone } = await read({ pid, path });
      const file = await describeFile({ facts, isGone: isGone || files.has(pid) }, { host, path });
      if (file !== null) files.set(pid, file);
      if (facts !== null && file?.isGone === false) {
        const { size, createdAt, modifiedAt } = facts;
        signable.set(pid, { path, size, createdAt, modifiedAt });
      }
    } catch (error) {
      if (error instanceof NotRecordedError) missed.notRecorded++;
      else if (error instanceof HostError) missed.late++;
      else throw error;
    }
  };
  const places = Map.groupBy(ownersOf(snapshot), ({ path }) => placeOf(path, host));
  await inPool(places.get("here") ?? [], lookAt, { signal, onProgress });
  const elsewhere = new Set(places.get("elsewhere")?.map(({ path }) => path)).size;
  return {
    files,
    signable,
    limits: missed.late === 0
      ? []
      : [`the files of ${countOf(missed.late, "program")} were not looked at: no answer in time`],
    notes: [
      ...missed.notRecorded === 0 ? [] : ["not recorded: the files of programs were not looked at"],
      ...elsewhere === 0
        ? []
        : [`${countOf(elsewhere, "program")} on other computers: their files were not looked at`],
    ],
  };
}

/** The programs whose files the snapshot notes as gone. */
function* goneFiles({ processNotes }: WholeSnapshot): Iterable<[number, ProgramFile]> {
  for (const [pid, note] of processNotes ?? []) {
    if (note === GONE_NOTE || note === MISPLACED_NOTE) yield [pid, { ...UNREAD, isGone: true }];
  }
}

const UNREAD: ProgramFile = {
  isGone: false,
  createdAt: null,
  modifiedAt: null,
  version: null,
  signature: null,
};

/** The programs that own connections. */
function ownersOf({ connections, processes }: WholeSnapshot): Owner[] {
  return [...new Set(connections.map(({ pid }) => pid))].flatMap((pid) => {
    const path = pid === null ? null : processes?.get(pid)?.path ?? null;
    return pid === null || path === null ? [] : { pid, path };
  });
}

/** The file of a program; null where nothing is known of it. */
async function describeFile(
  { facts, isGone }: { facts: ProgramFacts | null; isGone: boolean },
  { host, path }: { host: Files & Facts; path: string },
): Promise<ProgramFile | null> {
  if (facts !== null) {
    const { createdAt, modifiedAt, resource: version } = facts;
    return { ...UNREAD, isGone, createdAt, modifiedAt, version };
  }
  // Windows does not let go of a running program's file, but lets it be renamed.
  const isMissing = isGone ||
    (host.os === "windows" && await host.fileIdentity(path) === "missing");
  return isMissing ? { ...UNREAD, isGone: true } : null;
}

/** Does some work for each item, a few side by side. */
async function inPool<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  { signal, onProgress }: Pick<ProgramFilesOptions, "signal" | "onProgress">,
): Promise<void> {
  let [next, done] = [0, 0];
  onProgress?.(0, items.length);
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < items.length) {
      signal?.throwIfAborted();
      await work(items[next++]!);
      onProgress?.(++done, items.length);
    }
  }));
}
