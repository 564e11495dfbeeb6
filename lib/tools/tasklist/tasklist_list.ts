/**
 * tasklist's list form: a field a line, `label: value`. Labels are translated and say nothing; the
 * second value is the PID, and the others are known by order and shape.
 *
 * @module
 */
import { type Draft, FIELD_COUNTS, type PrintedRow, toDraft } from "./tasklist_process.ts";
import { isCpuTime, isMemory, NUMBER } from "./tasklist_values.ts";

interface Pair {
  readonly label: string;
  value: string;
}

const LONGEST_LABEL = 40;
const MAX_FIELDS = 9;
const HANGING = /^\s{4,}\S/;

/** Reads the record that starts at a line. */
export function readListRecord(lines: readonly string[], at: number): PrintedRow | null {
  const first = readPair(lines[at]!);
  const second = readPair(lines[at + 1] ?? "");
  if (!first || !second || first.value === "" || !NUMBER.test(second.value)) return null;
  if (NUMBER.test(first.value)) return null;
  const pairs: Pair[] = [first, second];
  const items: string[] = [];
  let next = at + 2;
  for (; next < lines.length; next++) {
    const line = lines[next]!;
    const pair = readPair(line);
    if (pair && (pair.label === first.label || pairs.length === MAX_FIELDS)) break;
    if (pair) pairs.push(pair);
    // Further services or modules stand below the first, one or several to a line.
    else if (pairs.length === 3 && HANGING.test(line)) items.push(line.trim());
    else break;
  }
  if (items.length > 0) pairs[2]!.value = [pairs[2]!.value, ...items].join(", ");
  const values = pairs.map(({ value }) => value);
  const draft = (FIELD_COUNTS.has(values.length) ? toDraft(values) : null) ??
    toPartialDraft(values);
  // The last label differs from one kind of listing to another.
  return draft && { draft, lines: next - at, form: `list ${pairs.at(-1)!.label}` };
}

function readPair(line: string): Pair | null {
  const text = line.trimStart();
  const colon = text.slice(0, LONGEST_LABEL).search(/[:：]/);
  if (colon < 1 || (colon + 1 < text.length && !/\s/.test(text.charAt(colon + 1)))) return null;
  const label = text.slice(0, colon).trim();
  return /["{}=]/.test(label) ? null : { label, value: text.slice(colon + 1).trim() };
}

/** Reads a record with missing lines: picked by a filter or left out by an author. */
function toPartialDraft([process = "", pid = "", ...rest]: readonly string[]): Draft | null {
  if (rest.length === 0) return { process, pid };
  const memoryAt = rest.findIndex(isMemory);
  if (memoryAt < 0) return null;
  const before = rest.slice(0, memoryAt);
  const after = rest.slice(memoryAt + 1);
  const cpuAt = after.findIndex(isCpuTime);
  const account = cpuAt < 0 ? after : after.slice(0, cpuAt);
  const isUser = (value: string) => value.includes("\\");
  return {
    process,
    pid,
    sessionName: before.find((value) => !NUMBER.test(value)),
    sessionId: before.find((value) => NUMBER.test(value)),
    memory: rest[memoryAt],
    status: account.length > 1 ? account[0] : account.find((value) => !isUser(value)),
    user: account.length > 1 ? account[1] : account.find(isUser),
    cpu: after[cpuAt],
    windowTitle: cpuAt < 0 ? undefined : after[cpuAt + 1],
  };
}
