import { type Draft, NUMBER } from "./draft.ts";
import { isMemory } from "./memory.ts";
import { isCpuTime } from "./time.ts";

/**
 * Gives the fields of a row their meaning, by their number and shape:
 *
 * - 3: image, PID, services or modules
 * - 4: image, PID, memory, package (of store apps; the package has no field)
 * - 5: image, PID, session name, session number, memory
 * - 7: those, user, CPU time (of another machine, which tells neither status nor title)
 * - 9: those of 5, status, user, CPU time, window title
 *
 * @returns null where the fields are not those of a tasklist row
 */
export function draftOf(fields: readonly string[]): Draft | null {
  const [process = "", pid = "", third = "", fourth = "", memory = ""] = fields;
  if (process === "" || !NUMBER.test(pid)) return null;
  if (fields.length === 3) return { process, pid, list: third };
  if (fields.length === 4) return isMemory(third) ? { process, pid, memory: third } : null;
  if (fields.length < 5 || !isNumberOrWord(fourth) || !isMemoryOrWord(memory)) return null;
  const basic = { process, pid, sessionName: third, sessionId: fourth, memory };
  const detail = detailOf(fields.slice(5));
  return detail && { ...basic, ...detail };
}

/** What follows the memory in a verbose row. */
export type Detail = Pick<Draft, "status" | "user" | "cpu" | "windowTitle">;

function detailOf(fields: readonly string[]): Detail | null {
  if (fields.every((field) => field === "")) return {};
  const at = fields.length === 2 ? 1 : 2;
  const cpu = fields[at] ?? "";
  if (!isCpuTime(cpu) && (cpu === "" || /\d/.test(cpu))) return null;
  const status = at === 2 ? fields[0] : undefined;
  return { status, user: fields[at - 1], cpu, windowTitle: fields[at + 1] };
}

/** A number, or the word for "not available" in its place. */
function isNumberOrWord(field: string): boolean {
  return NUMBER.test(field) || isWord(field);
}

function isMemoryOrWord(field: string): boolean {
  return isMemory(field) || isWord(field);
}

function isWord(field: string): boolean {
  return field !== "" && field.length <= 30 && !/[\d:\\]/.test(field);
}
