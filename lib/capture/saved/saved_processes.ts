/**
 * Merges the rows of saved lists of processes: `tasklist` and `tasklist /svc` tell different things of one
 * process, a log tells the same things again and again.
 *
 * @module
 */
import { type Process, PROCESS_FIELDS } from "../../model/process.ts";

/** A row, and the file that it stands in. */
export interface SavedProcess {
  readonly process: Process;
  readonly file: string;
  /** The snapshot that it is a part of, which lists each process once. @default none */
  readonly document?: object;
}

/** The processes of all files. */
export interface SavedProcesses {
  /** Each process as often as it was listed again; in the order of their first rows. */
  readonly rows: readonly Process[];
  /** The first of each process ID. */
  readonly byPid: ReadonlyMap<number, Process>;
}

/** Merges rows that add to each other. */
export function mergeSaved(saved: readonly SavedProcess[]): SavedProcesses {
  const sightings: Sighting[] = [];
  const latest = new Map<number, Sighting>();
  for (const { process, file, document } of saved) {
    const form = `${file}\n${formOf(process)}`;
    const known = latest.get(process.pid);
    const isListedAgain = document !== undefined && known?.document !== undefined;
    if (
      known !== undefined && !isListedAgain && !known.forms.has(form) &&
      haveSameName(known.process, process)
    ) {
      known.process = merge(known.process, process);
      known.forms.add(form);
      known.document ??= document;
      continue;
    }
    const sighting = { process, forms: new Set([form]), document };
    sightings.push(sighting);
    latest.set(process.pid, sighting);
  }
  const rows = sightings.map(({ process }) => process);
  const byPid = new Map<number, Process>();
  for (const process of rows) if (!byPid.has(process.pid)) byPid.set(process.pid, process);
  return { rows, byPid };
}

/** A process as some lists show it. */
interface Sighting {
  process: Process;
  /** The files and forms of the rows that it was made of. A list has each process once. */
  readonly forms: Set<string>;
  /** The snapshot among the lists. */
  document: object | undefined;
}

/** Which fields a row has. */
function formOf(process: Process): string {
  return PROCESS_FIELDS.map(({ name }) => process[name] === null ? "-" : "x").join("");
}

/** A table cuts names at 25 characters. */
const CUT_NAME = 25;

function haveSameName({ process: first }: Process, { process: second }: Process): boolean {
  if (first === null || second === null) return true;
  const [short, long] = [first.toLowerCase(), second.toLowerCase()].sort((one, other) =>
    one.length - other.length
  ) as [string, string];
  return short === long || (short.length >= CUT_NAME && long.startsWith(short));
}

function merge(first: Process, second: Process): Process {
  const entries = PROCESS_FIELDS.map(({ name }) => [name, first[name] ?? second[name]]);
  return Object.fromEntries(entries) as Process;
}
