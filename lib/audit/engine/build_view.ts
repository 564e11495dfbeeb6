/**
 * Prepares a snapshot for rules: gives each connection its program.
 *
 * @module
 */
import { NOTES } from "../../capture/join.ts";
import { isUsedAgain } from "../../capture/kinship.ts";
import type { WholeSnapshot } from "../../capture/snapshot.ts";
import type { Connection } from "../../model/connection.ts";
import { hasPeer } from "../../model/peer.ts";
import type { Process } from "../../model/process.ts";
import type { AuditView, Program, ProgramFile, SeenBefore } from "./audit_view.ts";
import { fillRows } from "./fill_rows.ts";
import { inferOs } from "./infer_os.ts";
import { comparedPath } from "./compared_path.ts";

/** What a view is made of besides a snapshot. */
export interface ViewSources {
  /** The connections, with what was looked up. @default those of the snapshot */
  readonly connections?: readonly Connection[];
  /** The system of the computer. @default what the snapshot says or shows */
  readonly os?: AuditView["os"];
  /** The files of programs by process ID. @default none was looked at */
  readonly files?: ReadonlyMap<number, ProgramFile>;
  /** What was seen before. @default nobody asked */
  readonly history?: SeenBefore | null;
}

/** Prepares a snapshot for rules. */
export function buildView(
  snapshot: WholeSnapshot,
  { connections = snapshot.connections, os = inferOs(snapshot), files, history = null }:
    ViewSources = {},
): AuditView {
  const programs = new Programs(snapshot, files);
  const rows = snapshot.isSaved ? fillRows(connections, snapshot) : connections;
  return {
    os,
    observedAt: snapshot.observedAt ?? momentOf(connections),
    subjects: rows.map((row, at) => ({
      row,
      program: programs.of(row),
      at,
      hasPeer: hasPeer(row),
    })),
    programs: programs.listed,
    hasProcesses: snapshot.processes !== null,
    history,
  };
}

/** The time of rows that netwho wrote, if all have the same. */
function momentOf(connections: readonly Connection[]): string | null {
  const moment = connections[0]?.observedAt ?? null;
  return connections.every(({ observedAt }) => observedAt === moment) ? moment : null;
}

/** The programs of a snapshot, each made once. */
class Programs {
  readonly listed: ReadonlyMap<number, Program>;
  readonly #hasProcesses: boolean;
  readonly #others = new Map<string, Program>();

  constructor(snapshot: WholeSnapshot, files: ViewSources["files"]) {
    this.#hasProcesses = snapshot.processes !== null;
    this.listed = listedPrograms(snapshot, files);
  }

  /** The program of a connection. Its own fields count: netstat may have named a process that ended. */
  of(row: Connection): Program {
    const { pid, process, path, state } = row;
    const known = pid === null || pid === 0 ? undefined : this.listed.get(pid);
    if (known !== undefined && known.process === process && known.path === path) return known;
    // Saved rows have no row in a process list; TIME_WAIT of Linux has no process ID either.
    const isNobody = pid === 0 || (pid === null && process === null && state === "TIME_WAIT");
    const isNoted = pid !== null && saysUnlisted(row.note, pid);
    const key = `${pid}\0${isNobody}\0${isNoted}\0${process ?? "\x01"}\0${path ?? "\x01"}`;
    const made = this.#others.get(key);
    if (made !== undefined) return made;
    const program = this.#make(row, { known, isNobody });
    this.#others.set(key, program);
    return program;
  }

  #make(
    { pid, process, path, note }: Connection,
    { known, isNobody }: { known: Program | undefined; isNobody: boolean },
  ): Program {
    // A process ID is used again: what the list says of it may be about another program.
    const same = known !== undefined && isSameProgram({ process, path }, known) ? known : undefined;
    const names = namesOf({
      process: process ?? same?.process ?? null,
      path: path ?? same?.path ?? null,
    });
    return {
      ...names,
      pid,
      isNobody,
      isKernel: isKernel(pid, names.name),
      isUnlisted: known === undefined && pid !== null && pid !== 0 &&
        (this.#hasProcesses || saysUnlisted(note, pid)),
      listed: same?.listed ?? null,
      parent: same?.parent ?? null,
      file: same?.file ?? null,
    };
  }
}

/** Whether a row that netwho wrote says that the process list did not have its process. */
function saysUnlisted(note: string | null, pid: number): boolean {
  return note !== null && note.includes(NOTES.gone(pid));
}

/** The programs of the process list, with those that started them. */
function listedPrograms(
  { processes, parentOf }: WholeSnapshot,
  files: ViewSources["files"],
): Map<number, Program> {
  const made = new Map<number, Program & { parent: Program | null }>();
  for (const [pid, listed] of processes ?? []) {
    const names = namesOf(listed);
    made.set(pid, {
      ...names,
      pid,
      isNobody: pid === 0,
      isKernel: isKernel(pid, names.name),
      isUnlisted: false,
      listed,
      parent: null,
      file: files?.get(pid) ?? null,
    });
  }
  for (const [pid, program] of made) {
    const parentPid = program.listed!.parentPid ?? parentOf?.(pid) ?? null;
    const parent = parentPid === null ? undefined : made.get(parentPid);
    if (parent === undefined || isUsedAgain(program.listed!, parent.listed!)) continue;
    program.parent = parent;
  }
  cutCircles(made.values());
  return made;
}

/** In a damaged list a process can be among its own ancestors: takes its parent away there. */
function cutCircles(programs: Iterable<Program & { parent: Program | null }>): void {
  const seen = new Set<Program>();
  for (const start of programs) {
    const trail = new Set<Program>();
    let program: (Program & { parent: Program | null }) | null = start;
    while (program !== null && !seen.has(program)) {
      seen.add(program);
      trail.add(program);
      if (program.parent !== null && trail.has(program.parent)) program.parent = null;
      program = program.parent as typeof program;
    }
  }
}

/** Windows' kernel, whose process ID is always the same. */
const KERNEL_PID = 4;

/** On Linux no process with this number has connections. */
function isKernel(pid: number | null, name: string | null): boolean {
  return pid === KERNEL_PID && (name === null || name === "system");
}

/** The shortest name that can be the beginning of a longer one: Linux cuts names there. */
const CUT_NAME = 15;

/** Whether what a row names can be the program that a list has under its process ID. */
function isSameProgram(
  { process, path }: Pick<Process, "process" | "path">,
  known: Program,
): boolean {
  const row = namesOf({ process, path });
  if (row.place !== null && known.place !== null && row.place !== known.place) return false;
  const [one, other] = [row.stem, known.stem];
  if (process === null || one === null || other === null || one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= CUT_NAME && long.startsWith(short);
}

/** The names of a program, as printed and to compare. */
export function namesOf(
  { process, path }: Pick<Process, "process" | "path">,
): Pick<Program, "process" | "path" | "name" | "stem" | "place"> {
  const place = path === null ? null : path.startsWith("/") ? path : comparedPath(path);
  // A row may have the path alone.
  const printed = process ?? place?.slice(place.search(/[^\\/]*$/)) ?? null;
  const name = printed?.trim().toLowerCase() || null;
  return {
    process,
    path,
    name,
    stem: name?.replace(/\.(?:exe|com|scr|pif|cpl)$/, "") ?? null,
    place,
  };
}
