/**
 * Facts about processes: what the list tells, their parents and files, and why some are missing.
 *
 * @module
 */
import { reasonOf } from "../capture/hidden_owners.ts";
import { type Executable, executableReader, placeOf } from "../capture/executable_files.ts";
import { NOTES } from "../capture/join.ts";
import { isUsedAgain } from "../capture/kinship.ts";
import { GONE_NOTE } from "../capture/linux/linux_files.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import type { Facts, FileFacts, Files } from "../host/host.ts";
import { emptyRecord } from "../model/field.ts";
import { type InspectedProcess, NO_PROCESS } from "../model/inspection.ts";
import { type Process, PROCESS_FIELDS } from "../model/process.ts";
import { joinPresent } from "../text/wording.ts";
import { knownProcesses } from "./find_target.ts";

/** A process as far as it can be described. */
export interface DescribedProcess {
  /** The facts about it. */
  readonly facts: InspectedProcess;
  /** What sets it apart, or why facts are missing; null where there is nothing to say. */
  readonly note: string | null;
}

/** What the process list tells about a process; its PID alone where it is not listed. */
export function listedFacts(pid: number | null, snapshot: WholeSnapshot): InspectedProcess {
  const listed = pid === null ? undefined : snapshot.processes?.get(pid);
  return listed === undefined ? { ...NO_PROCESS, pid } : factsOf(listed);
}

function factsOf(
  { pid, process, path, commandLine, services, user, startedAt }: Process,
): InspectedProcess {
  return { ...NO_PROCESS, pid, process, path, commandLine, services, user, startedAt };
}

/**
 * Makes a function that describes processes, each once: with their parents and, unless the snapshot
 * is saved output, with their files.
 */
export function processDescriber(
  host: Files & Facts,
  snapshot: WholeSnapshot,
): (pid: number) => Promise<DescribedProcess> {
  const known = new Map<number, Promise<DescribedProcess>>();
  const names = knownProcesses(snapshot);
  const readExecutable = executableReader(host, (path) => host.fileFacts(path));
  const describe = async (pid: number): Promise<DescribedProcess> => {
    const listed = snapshot.processes?.get(pid);
    const process: Process = listed ??
      {
        ...emptyRecord(PROCESS_FIELDS),
        ...toldBySockets(pid, snapshot),
        pid,
        process: names.get(pid) ?? null,
      };
    const { path } = process;
    const place = path === null || snapshot.isSaved ? null : placeOf(path, host);
    const file = place === "here" ? await readExecutable({ pid, path: path! }) : null;
    const listedNote = snapshot.processNotes?.get(pid) ?? null;
    const { note, ...parent } = describeParent(process, snapshot);
    return {
      facts: {
        ...factsOf(process),
        ...parent,
        ...fileFields(file?.facts ?? null),
      },
      note: joinPresent([
        listed === undefined
          ? noteWithoutList(process, snapshot)
          : noteOn(listed, { host, snapshot }),
        note,
        listedNote ?? (place === "elsewhere" ? ELSEWHERE_NOTE : noteOnFile(file, host)),
      ], "; "),
    };
  };
  return (pid) => {
    const description = known.get(pid) ?? describe(pid);
    known.set(pid, description);
    return description;
  };
}

/** Why the file of a program on a share, or on a drive that stands for one, is not described. */
export const ELSEWHERE_NOTE =
  "its file is on another computer, and was not looked at: that would sign in there";

function fileFields(facts: FileFacts | null): Partial<InspectedProcess> {
  if (facts === null) return {};
  const { size, createdAt, modifiedAt, sha256, company, product, description, version } = facts;
  return {
    fileBytes: size,
    fileCreatedAt: createdAt,
    fileModifiedAt: modifiedAt,
    sha256,
    company,
    product,
    fileDescription: description,
    fileVersion: version,
  };
}

/**
 * Describes the parent of a process. PIDs are used again: a process that started later than the child
 * is not its parent.
 */
function describeParent(
  child: Process,
  { processes, parentOf }: WholeSnapshot,
): Pick<InspectedProcess, "parentPid" | "parent"> & { note: string | null } {
  const parentPid = parentOf?.(child.pid) ?? null;
  if (parentPid === null || parentPid === child.pid) {
    return { parentPid: null, parent: null, note: null };
  }
  const parent = processes?.get(parentPid);
  if (!isUsedAgain(child, parent)) {
    return { parentPid, parent: parent?.process ?? null, note: null };
  }
  const note = `its parent has ended: its process ID ${parentPid} was used again`;
  return { parentPid: null, parent: null, note };
}

/** What the sockets of a process that is not in the list tell of it, as saved rows of netwho do. */
function toldBySockets(
  pid: number,
  { connections }: WholeSnapshot,
): Partial<Pick<Process, "path" | "services" | "user">> {
  const own = connections.filter((row) => row.pid === pid);
  const told = own.find(({ path }) => path !== null) ?? own.find(({ user }) => user !== null);
  return told === undefined ? {} : { path: told.path, services: told.services, user: told.user };
}

/** Says what is known of a process that is not in the list. */
export function noteWithoutList(
  { pid, path, user }: Pick<Process, "pid" | "path" | "user">,
  { processes }: WholeSnapshot,
): string {
  if (pid === 0) return "no process: closed connections that nobody owns any more";
  if (processes !== null) return NOTES.gone(pid);
  const known = path === null && user === null ? "nothing" : "no more";
  return `${known} is known of it: there is no process list`;
}

/** Says what sets a listed process apart, or why its path is missing. */
export function noteOn(
  { pid, process, path, startedAt, memoryBytes, status }: Process,
  { host, snapshot: { isSaved, origin, unseen, processNotes } }: {
    host: Pick<Facts, "os" | "elevated">;
    snapshot: Pick<WholeSnapshot, "isSaved" | "origin" | "unseen" | "processNotes">;
  },
): string | null {
  const os = isSaved ? origin?.os ?? null : host.os;
  const isWindows = os === null ? /^System/i.test(process ?? "") : os === "windows";
  if (pid === 0) return "no program: closed connections that nobody owns any more stand under it";
  if (isWindows && pid === 4) {
    return "the Windows kernel, which has no file of its own: file sharing (SMB) and web servers " +
      "on HTTP.sys are reached through it";
  }
  if (path !== null || os === null) return null;
  const isElevated = (isSaved ? origin?.elevated : host.elevated()) === true;
  if (os === "windows") {
    const [hidden, are] = startedAt === null ? ["path and start time", "are"] : ["path", "is"];
    return isElevated
      ? `${hidden} ${are} hidden even from administrators: a protected process`
      : `${hidden} could not be seen: needs administrator's rights`;
  }
  if (status === "Zombie") {
    return "it has ended, and waits for its parent to take note (zombie)";
  }
  if (memoryBytes === 0) return "a part of the kernel: it has no file";
  if (processNotes?.has(pid)) return null; // which says why
  if (unseen.unreadablePids?.has(pid)) {
    return `path could not be seen: ${reasonOf(unseen.hiddenBy)}`;
  }
  return isElevated ? "its path could not be read" : "path could not be seen: needs root";
}

/** Says why facts about the file of a process are missing; null where none was read. */
export function noteOnFile(
  file: Executable<FileFacts> | null,
  host: Pick<Facts, "os" | "elevated">,
): string | null {
  if (file === null) return null;
  if (file.isGone) return GONE_NOTE;
  const rights = host.os === "windows" ? "administrator's rights may be needed" : "needs root";
  const hasRights = host.elevated() === true;
  if (file.facts === null) {
    return `its file could not be looked at${hasRights ? "" : `: ${rights}`}`;
  }
  if (file.facts.sha256 !== null) return null;
  const orWhat = hasRights ? "may not be read" : rights;
  return `its file could not be hashed: it is larger than 1 GiB, or ${orWhat}`;
}
