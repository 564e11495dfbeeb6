/**
 * Joins what Windows itself and tasklist tell of processes. Names are Windows' own: tasklist's can be
 * missing, damaged by a code page, or imitated by a window title.
 *
 * @module
 */
import type { ListedProcess } from "../host/host.ts";
import { emptyRecord } from "../model/field.ts";
import { type Process, PROCESS_FIELDS } from "../model/process.ts";

/** The lists of processes. */
export interface ProcessLists {
  /** Windows' own; empty where it is not known. */
  readonly listed: ReadonlyMap<number, ListedProcess>;
  /** The rows of `tasklist` or `tasklist /v`; null where there are none. */
  readonly rows: readonly Process[] | null;
  /** Whether these have window titles, which can imitate rows. */
  readonly isVerbose: boolean;
  /** The rows of `tasklist /svc`; null where there are none. */
  readonly services: readonly Process[] | null;
  /**
   * The last process that Windows listed both before and after tasklist did. It lists processes in the
   * order in which they started: what stands behind that one may have come and gone meanwhile.
   */
  readonly newest?: number | null;
}

/** What the lists tell together. */
export interface JoinedProcesses {
  readonly processes: Map<number, Process>;
  /**
   * The processes below whose rows others stand that are no rows of processes: window titles of theirs.
   * Without window titles, the processes that are listed again.
   */
  readonly imitators: readonly number[];
}

/**
 * Joins the lists. What tasklist tells of a process is kept where the names agree; a PID can have been
 * used again between the lists. Where tasklist has no rows, all that Windows lists are processes.
 */
export function joinProcesses(lists: ProcessLists): JoinedProcesses {
  const { listed } = lists;
  const isNamed = hasNames(listed);
  const services = servicesByPid(lists);
  const rows = lists.rows ?? [...services.values()];
  const nameOf = (pid: number) => nameIn(listed, pid) ?? services.get(pid)?.process ?? null;
  const isKnown = lists.isVerbose && isNamed && lists.services !== null
    ? (pid: number) => listed.has(pid) || services.has(pid)
    : () => true;
  const order = orderOf(listed, lists.services);
  const { chosen, leftOver } = chooseRows(rows, { nameOf, order, isKnown });
  const newestAt = chosen.get(lists.newest ?? -1) ?? rows.length;
  const processes = new Map<number, Process>();
  const imitators = new Set<number>();
  let last: number | null = null;
  rows.forEach((row, at) => {
    const { pid } = row;
    const process = nameOf(pid) ?? row.process;
    const hosted = services.get(pid)?.services ?? null;
    if (chosen.get(pid) === at) {
      if (listed.has(pid) || !isNamed) last = pid;
      processes.set(pid, { ...row, process, services: hosted ?? row.services });
      return;
    }
    const isShortLived = at > newestAt && !isKnown(pid);
    // The text of a title follows the row of its process.
    if (leftOver.has(at) && !isShortLived) imitators.add(lists.isVerbose ? last ?? pid : pid);
    if (!chosen.has(pid) && (listed.has(pid) || services.has(pid))) {
      processes.set(pid, { ...processOf(pid, process), services: hosted });
    }
  });
  for (const pid of rows.length === 0 ? listed.keys() : provenPids(lists, services)) {
    if (processes.has(pid)) continue;
    processes.set(pid, {
      ...processOf(pid, nameOf(pid)),
      services: services.get(pid)?.services ?? null,
    });
  }
  return { processes, imitators: [...imitators] };
}

/** The processes that two lists without titles have: a title can make their rows unreadable. */
function provenPids(
  { isVerbose, listed }: ProcessLists,
  services: ReadonlyMap<number, Process>,
): Iterable<number> {
  return isVerbose ? services.keys().filter((pid) => listed.has(pid)) : [];
}

/** A process of which only the name is known. */
export function processOf(pid: number, process: string | null): Process {
  return { ...emptyRecord(PROCESS_FIELDS), pid, process };
}

/** What Toolhelp calls the idle process, and tasklist does. */
const IDLE = "[System Process]";
const IDLE_NAME = "System Idle Process";

/** The name of a process in Windows' own list; null where it has none there. */
export function nameIn(listed: ReadonlyMap<number, ListedProcess>, pid: number): string | null {
  const name = listed.get(pid)?.name ?? null;
  return pid === 0 && name === IDLE ? IDLE_NAME : name;
}

/** Whether a list holds names: those of earlier recordings do not. */
export function hasNames(listed: ReadonlyMap<number, ListedProcess>): boolean {
  return listed.values().some(({ name }) => name !== null);
}

/** The first row of each process in `tasklist /svc` that is one of the process that Windows lists. */
function servicesByPid({ listed, services }: ProcessLists): Map<number, Process> {
  const byPid = new Map<number, Process>();
  for (const row of services ?? []) {
    if (!byPid.has(row.pid) && agree(nameIn(listed, row.pid), row.process)) byPid.set(row.pid, row);
  }
  return byPid;
}

/** The places of processes in the order in which Windows lists them, which is tasklist's too. */
function orderOf(
  listed: ReadonlyMap<number, ListedProcess>,
  services: readonly Process[] | null,
): ReadonlyMap<number, number> {
  const pids = hasNames(listed) ? [...listed.keys()] : (services ?? []).map(({ pid }) => pid);
  return new Map(pids.map((pid, at) => [pid, at]));
}

/** What tells which rows are true. */
interface Truth {
  readonly nameOf: (pid: number) => string | null;
  readonly order: ReadonlyMap<number, number>;
  /** Whether another list has the process too. */
  readonly isKnown: (pid: number) => boolean;
}

/**
 * Chooses the row of each process: one whose name agrees, of several the one in its place in the order,
 * else the first. A process whose rows all contradict has none. The rows that are left over, and those
 * of processes that no other list has, are no rows of processes.
 */
function chooseRows(
  rows: readonly Process[],
  { nameOf, order, isKnown }: Truth,
): { chosen: ReadonlyMap<number, number>; leftOver: ReadonlySet<number> } {
  const chosen = new Map<number, number>();
  const leftOver = new Set<number>();
  const places = Map.groupBy(rows.keys(), (at) => rows[at]!.pid);
  let isInPlace: ((at: number) => boolean) | undefined;
  for (const [pid, ats] of places) {
    const agreeing = isKnown(pid) ? ats.filter((at) => agree(nameOf(pid), rows[at]!.process)) : [];
    if (agreeing.length > 1) isInPlace ??= placeCheck(rows, { order, places });
    const at = agreeing.length > 1 ? agreeing.find(isInPlace!) ?? agreeing[0] : agreeing[0];
    if (at !== undefined) chosen.set(pid, at);
    // A single row that contradicts is that of another process, which had the number before or has it now.
    if (ats.length === 1 && isKnown(pid)) continue;
    for (const other of ats) if (other !== at) leftOver.add(other);
  }
  return { chosen, leftOver };
}

/**
 * Makes a function that tells whether a row stands where its process comes in the order: between those
 * around it that have a single row each.
 */
function placeCheck(
  rows: readonly Process[],
  { order, places }: {
    order: ReadonlyMap<number, number>;
    places: ReadonlyMap<number, readonly number[]>;
  },
): (at: number) => boolean {
  const sure = rows.map(({ pid }) => places.get(pid)!.length === 1 ? order.get(pid) : undefined);
  const before: number[] = [];
  const after: number[] = [];
  for (let at = 0; at < sure.length; at++) before.push(sure[at - 1] ?? before[at - 1] ?? -1);
  for (let at = sure.length - 1; at >= 0; at--) {
    after[at] = sure[at + 1] ?? after[at + 1] ?? Infinity;
  }
  return (at) => {
    const place = order.get(rows[at]!.pid);
    return place !== undefined && before[at]! < place && place < after[at]!;
  };
}

/** Whether a name that tasklist prints can be the one that Windows tells; null is any name. */
export function agree(known: string | null, printed: string | null): boolean {
  if (known === null || printed === null) return true;
  const [name, other] = [known.trim().toLowerCase(), printed.trim().toLowerCase()];
  if (name === other || (COMPRESSION.test(name) && COMPRESSION.test(other))) return true;
  if (other.length >= CUT_NAME && name.startsWith(other)) return true;
  return !IS_ASCII.test(name) && isDamaged(name, other);
}

/** Some lists cut names, none shorter than this. */
const CUT_NAME = 25;
/** The process that keeps compressed memory has two names. */
const COMPRESSION = /^mem(?:ory )?compression$/;
// deno-lint-ignore no-control-regex -- the range of ASCII
const IS_ASCII = /^[\u0000-\u007f]*$/;

/** As many characters may stand for one that a code page lacks. */
const MOST_FOR_ONE = 4;

/**
 * Whether a printed name is one that a code page damaged: the characters of ASCII are as they were, and
 * some others, at most four for each, stand for the rest. Follows all ways to read it at once, since
 * whoever starts a program chooses both names: a regular expression would try them one by one.
 */
function isDamaged(name: string, printed: string): boolean {
  if (printed.length > MOST_FOR_ONE * name.length) return false;
  const [first, ...parts] = name.split(NOT_ASCII);
  const runs = name.match(NOT_ASCII) ?? [];
  let ends = new Set(printed.startsWith(first!) ? [first!.length] : []);
  parts.forEach((part, index) => {
    const longest = MOST_FOR_ONE * runs[index]!.length;
    const next = new Set<number>();
    for (const end of ends) {
      for (let at = end + 1; at <= Math.min(end + longest, printed.length); at++) {
        if (printed.startsWith(part, at)) next.add(at + part.length);
      }
    }
    ends = next;
  });
  return ends.has(printed.length);
}

// deno-lint-ignore no-control-regex -- the range of ASCII
const NOT_ASCII = /[^\u0000-\u007f]+/g;
