/**
 * From the fields of a printed row to a record: rows are collected as drafts, as only a whole output
 * tells which words mean "not available" and whether its lists are of services or of modules.
 *
 * @module
 */
import type { Process } from "../../model/process.ts";
import {
  AbsentWords,
  isCpuTime,
  isMemory,
  isModule,
  NUMBER,
  parseCpuTime,
  parseMemory,
  splitItems,
} from "./tasklist_values.ts";

/** A row as printed: text by field. A field that its form lacks is undefined, an empty one "". */
export interface Draft {
  /** The image name. */
  readonly process: string;
  /** The process ID, digits only. */
  readonly pid: string;
  readonly sessionName?: string;
  readonly sessionId?: string;
  readonly memory?: string;
  readonly status?: string;
  readonly user?: string;
  readonly cpu?: string;
  readonly windowTitle?: string;
  /** Services or modules, separated by commas. Lines below the row may add to it. */
  list?: string;
}

/** The fields that follow the memory in a verbose row. */
export type VerboseFields = Pick<Draft, "status" | "user" | "cpu" | "windowTitle">;

/** A row and the lines it was read from. */
export interface PrintedRow {
  readonly draft: Draft;
  /** How many lines it takes. */
  readonly lines: number;
  /** The form of the output. Another form starts another output. */
  readonly form: string;
}

/** Rows of one output: what one of them teaches holds for the others. */
export type Block = Draft[];

/** The numbers of fields that rows have. */
export const FIELD_COUNTS: ReadonlySet<number> = new Set([3, 4, 5, 7, 9]);

/**
 * Gives the fields of a row their meaning, by their number and shape:
 *
 * - 3: image, PID, services or modules
 * - 4: image, PID, memory, package (of store apps; no field of the record)
 * - 5: image, PID, session name, session number, memory
 * - 7: those of 5, user, CPU time (of another machine, which tells neither status nor title)
 * - 9: those of 5, status, user, CPU time, window title
 *
 * @returns null where the fields are not those of a tasklist row
 */
export function toDraft(fields: readonly string[]): Draft | null {
  const [process = "", pid = "", third = "", fourth = "", memory = ""] = fields;
  if (process === "" || !NUMBER.test(pid)) return null;
  if (fields.length === 3) return { process, pid, list: third };
  if (fields.length === 4) return isMemory(third) ? { process, pid, memory: third } : null;
  if (fields.length < 5) return null;
  // Either can be a word for "not available".
  if (!NUMBER.test(fourth) && !isWord(fourth)) return null;
  if (!isMemory(memory) && !isWord(memory)) return null;
  const verbose = toVerboseFields(fields.slice(5));
  return verbose && { process, pid, sessionName: third, sessionId: fourth, memory, ...verbose };
}

function toVerboseFields(fields: readonly string[]): VerboseFields | null {
  if (fields.every((field) => field === "")) return {};
  const at = fields.length === 2 ? 1 : 2;
  const cpu = fields[at] ?? "";
  if (!isCpuTime(cpu) && (cpu === "" || /\d/.test(cpu))) return null;
  const status = at === 2 ? fields[0] : undefined;
  return { status, user: fields[at - 1], cpu, windowTitle: fields[at + 1] };
}

function isWord(field: string): boolean {
  return field !== "" && field.length <= 30 && !/[\d:\\]/.test(field);
}

/** Turns drafts into records. */
export function toProcesses(blocks: readonly Block[]): Process[] {
  const absent = new AbsentWords();
  for (const block of blocks) learnAbsentWords(block, absent);
  return blocks.flatMap((block) => blockProcesses(block, absent));
}

/** System Idle Process and System: they host no service, load no module and show no window. */
const KERNEL_PIDS: ReadonlySet<string> = new Set(["0", "4"]);

function learnAbsentWords(block: Block, absent: AbsentWords): void {
  const owners = new Map<string, string>();
  for (const { pid, list, memory, windowTitle } of block) {
    if (KERNEL_PIDS.has(pid)) absent.learn(list ?? windowTitle);
    if (memory !== undefined && !isMemory(memory)) absent.learn(memory);
    if (list === undefined || list.includes(",") || isModule(list)) continue;
    // A service runs in one process only.
    const owner = owners.get(list) ?? pid;
    if (owner !== pid) absent.learn(list);
    owners.set(list, owner);
  }
}

function blockProcesses(block: Block, absent: AbsentWords): Process[] {
  const lists = block.map(({ list }) => splitItems(absent.value(list) ?? ""));
  const items = lists.flat();
  const areModules = items.filter(isModule).length * 2 > items.length;
  return block.map((draft, index) => {
    const list = lists[index]!.length > 0 ? lists[index]! : null;
    const { sessionId = "", memory, cpu } = draft;
    return {
      process: draft.process,
      pid: Number(draft.pid),
      sessionName: absent.value(draft.sessionName),
      sessionId: NUMBER.test(sessionId) ? Number(sessionId) : null,
      memoryBytes: memory === undefined ? null : parseMemory(memory),
      status: absent.value(draft.status),
      user: absent.value(draft.user),
      cpuSeconds: cpu === undefined ? null : parseCpuTime(cpu),
      windowTitle: absent.value(draft.windowTitle),
      services: areModules ? null : list,
      modules: areModules ? list : null,
      path: null,
      startedAt: null,
    };
  });
}
