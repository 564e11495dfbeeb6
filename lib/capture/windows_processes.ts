/**
 * Reads the processes of a Windows machine from Windows' own list and from tasklist. What tasklist does
 * not tell, because it is missing, fails or is too slow, is missing from the processes; their names are
 * not.
 *
 * @module
 */
import { CaptureError, NotRecordedError } from "../errors.ts";
import { type Facts, HostError, type ListedProcess } from "../host/host.ts";
import type { Rejected } from "../model/parsed.ts";
import type { Process } from "../model/process.ts";
import { listInWords } from "../text/wording.ts";
import { imitationRemarks, repetitionRemarks } from "../tools/tasklist/imitated_rows.ts";
import type { TASKLIST_ARGUMENTS, TasklistRows } from "../tools/tasklist/parse_tasklist.ts";
import { hasNames, joinProcesses } from "./process_lists.ts";
import type { SnapshotOptions } from "./source.ts";

/** The processes, and what to say about them. */
export interface WindowsProcesses {
  readonly processes: Map<number, Process>;
  /** Windows' own list; empty where it is not known. */
  readonly listed: ReadonlyMap<number, ListedProcess>;
  /** What is missing, and why. */
  readonly warnings: readonly string[];
  readonly remarks: readonly string[];
  readonly rejected: readonly Rejected[];
}

/** A form in which tasklist is asked. */
type Form = keyof typeof TASKLIST_ARGUMENTS;

/** Runs tasklist, and reads what it prints. */
export type TasklistReader = (
  form: Form,
  options?: { readonly timeoutMilliseconds?: number },
) => Promise<TasklistRows>;

type Options = Pick<
  SnapshotOptions,
  "sockets" | "processes" | "fast" | "oneList" | "details" | "timeoutMilliseconds" | "hasWayAround"
>;

/**
 * Reads the processes. Sockets are useful without them, so a failure of tasklist is only a warning where
 * sockets are read too, and where Windows tells the names.
 *
 * @throws {CaptureError} if tasklist is missing, fails or hangs, and nothing else tells the processes.
 */
export async function readWindowsProcesses(
  host: Pick<Facts, "listedProcesses">,
  options: Options & { readonly readTasklist: TasklistReader },
): Promise<WindowsProcesses> {
  const { readTasklist } = options;
  const before = host.listedProcesses();
  const forms = formsFor(options, hasNames(before));
  const [printed, hosted] = await Promise.all([
    orFailure(readTasklist(forms.main)),
    forms.services ? orFailure(readTasklist("services")) : null,
  ]);
  const isVerbose = forms.main === "verbose";
  const main = await withPlainRows(printed, { isVerbose, hosted, ...options });
  // `/v` can take so long that processes start meanwhile.
  const after = isVerbose ? host.listedProcesses() : before;
  const listed = new Map([...before, ...after]);
  const services = rowsOf(hosted);
  if (main === null && !hasNames(listed) && !(isVerbose && services !== null)) {
    const failure = printed as CaptureError;
    if (!options.sockets) throw failure;
    const warnings = [`${failure.message}; program names are missing`];
    return { processes: new Map(), listed, warnings, remarks: [], rejected: [] };
  }
  const hasTitles = isVerbose && main !== null && main === printed;
  const { processes, imitators } = joinProcesses({
    listed,
    rows: main?.rows ?? null,
    isVerbose: hasTitles,
    services: services?.rows ?? null,
    newest: [...before.keys()].findLast((pid) => after.has(pid)),
  });
  const missing = missingParts({ printed, hosted, main, form: forms.main, ...options });
  return {
    processes,
    listed,
    warnings: warningsOf(missing, { hasOnlyNames: main === null, ...options }),
    remarks: hasTitles
      ? imitationRemarks([...main.imitators, ...imitators])
      : repetitionRemarks(imitators),
    rejected: [...main?.rejected ?? [], ...services?.rejected ?? []],
  };
}

/** Which lists to ask for. Services alone do where neither sessions nor memory are shown. */
function formsFor(
  { processes, fast, oneList, details }: Options,
  isNamed: boolean,
): { readonly main: Form; readonly services: boolean } {
  if (details) return { main: "verbose", services: !fast };
  if (fast) return { main: "processes", services: false };
  return oneList === true || (isNamed && processes === "owners")
    ? { main: "services", services: false }
    : { main: "processes", services: true };
}

/** The result of a call of tasklist; null where there was none. */
type Outcome = TasklistRows | CaptureError | null;

/** Returns a {@linkcode CaptureError} instead of throwing it. */
async function orFailure(list: Promise<TasklistRows>): Promise<TasklistRows | CaptureError> {
  try {
    return await list;
  } catch (error) {
    if (error instanceof CaptureError) return error;
    throw error;
  }
}

function rowsOf(list: Outcome): TasklistRows | null {
  return list instanceof CaptureError ? null : list;
}

/** The time-out of plain tasklist after `/v` has taken the time there was: nobody waits that long twice. */
const PLAIN_MILLISECONDS = 10_000;

/**
 * The list that was printed, or plain tasklist's in place of one with details that failed: with hundreds
 * of users `/v` takes minutes, plain tasklist seconds. Null where there is neither.
 */
async function withPlainRows(
  printed: TasklistRows | CaptureError,
  { isVerbose, hosted, readTasklist, timeoutMilliseconds }: {
    readonly isVerbose: boolean;
    readonly hosted: Outcome;
    readonly readTasklist: TasklistReader;
    readonly timeoutMilliseconds: number;
  },
): Promise<TasklistRows | null> {
  const list = rowsOf(printed);
  if (list !== null || !isVerbose || hosted instanceof CaptureError) return list;
  try {
    return await readTasklist("processes", {
      timeoutMilliseconds: Math.min(timeoutMilliseconds, PLAIN_MILLISECONDS),
    });
  } catch (error) {
    // Earlier recordings hold no such call.
    if (error instanceof CaptureError || error instanceof NotRecordedError) return null;
    throw error;
  }
}

/** What is missing for each failure. */
function missingParts({ printed, hosted, main, form, processes }: {
  readonly printed: Outcome;
  readonly hosted: Outcome;
  readonly main: TasklistRows | null;
  readonly form: Form;
  readonly processes: Options["processes"];
}): Map<CaptureError, string[]> {
  const missing = new Map<CaptureError, string[]>();
  const add = (failure: CaptureError, ...parts: string[]) => {
    const same = missing.keys().find(({ message }) => message === failure.message) ?? failure;
    missing.set(same, [...missing.get(same) ?? [], ...parts]);
  };
  if (printed instanceof CaptureError) {
    if (form === "services") add(printed, "services");
    if (form === "verbose") add(printed, "users", "status", "processor times", "window titles");
    // A connection has neither.
    if (main === null && form !== "services" && processes === "all") {
      add(printed, "sessions", "memory");
    }
  }
  if (hosted instanceof CaptureError) add(hosted, "services");
  return missing;
}

function warningsOf(
  missing: ReadonlyMap<CaptureError, readonly string[]>,
  { hasOnlyNames, hasWayAround = true }: {
    readonly hasOnlyNames: boolean;
    readonly hasWayAround?: boolean;
  },
): string[] {
  const there = hasOnlyNames ? "names are there, but " : "";
  return [...missing].map(([{ message, cause }, parts]) => {
    const isLate = cause instanceof HostError && cause.kind === "timedOut";
    const hint = isLate && hasWayAround ? "; to wait longer, use --timeout SECONDS" : "";
    return `${message}; ${there}${listInWords(parts)} are missing${hint}`;
  });
}
