/**
 * All facts about a process, and why some are missing.
 *
 * @module
 */
import type { FileFacts, Host } from "../host/host.ts";
import { emptyRecord } from "../model/field.ts";
import { type Process, PROCESS_FIELDS } from "../model/process.ts";
import { executableReader } from "./executable.ts";
import { NO_PROCESS, type ProcessFacts } from "./fields.ts";
import { knownProcesses } from "./find_target.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import { describeParent, parentFinder } from "./parents.ts";
import { noteOn, noteOnFile, noteWithoutList, together } from "./process_notes.ts";

/** A process as far as it could be described. */
export interface DescribedProcess {
  /** What is known of it. */
  readonly facts: ProcessFacts;
  /** What to know about it, such as why something is unknown; null where there is nothing. */
  readonly note: string | null;
}

/** The process that a machine's list describes; with its PID alone where there is none. */
export function listedFacts(pid: number | null, snapshot: WholeSnapshot): ProcessFacts {
  const listed = pid === null ? undefined : snapshot.processes?.get(pid);
  if (listed === undefined) return { ...NO_PROCESS, pid };
  const { process, path, services, user, startedAt } = listed;
  return { ...NO_PROCESS, pid, process, path, services, user, startedAt };
}

/**
 * Makes a function that describes processes: with their parents and, unless they are saved output's,
 * with their files. Each is described once.
 */
export function processDescriber(
  host: Host,
  snapshot: WholeSnapshot,
): (pid: number) => Promise<DescribedProcess> {
  const known = new Map<number, Promise<DescribedProcess>>();
  const names = knownProcesses(snapshot);
  const parentOf = snapshot.isSaved ? () => null : parentFinder(host);
  const readExecutable = executableReader(host);
  const describe = async (pid: number): Promise<DescribedProcess> => {
    const listed = snapshot.processes?.get(pid);
    const process: Process = listed ??
      { ...emptyRecord(PROCESS_FIELDS), pid, process: names.get(pid) ?? null };
    const file = process.path === null || snapshot.isSaved
      ? null
      : await readExecutable({ pid, path: process.path });
    const { parentPid, parent, note } = describeParent(process, parentOf(pid), snapshot);
    return {
      facts: {
        ...listedFacts(pid, snapshot),
        process: process.process,
        parentPid,
        parent,
        ...fileFields(file?.facts ?? null),
      },
      note: together([
        listed === undefined ? noteWithoutList(pid, snapshot) : noteOn(listed, { host, snapshot }),
        note,
        noteOnFile(file, host),
      ]),
    };
  };
  return (pid) => {
    const description = known.get(pid) ?? describe(pid);
    known.set(pid, description);
    return description;
  };
}

function fileFields(facts: FileFacts | null): Partial<ProcessFacts> {
  if (facts === null) return {};
  return {
    fileBytes: facts.size,
    fileCreatedAt: facts.createdAt,
    fileModifiedAt: facts.modifiedAt,
    sha256: facts.sha256,
    company: facts.company,
    product: facts.product,
    fileDescription: facts.description,
    fileVersion: facts.version,
  };
}
