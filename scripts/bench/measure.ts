/**
 * Runs a program several times and measures the time it takes and the memory it holds.
 *
 * @module
 */
import { delay } from "@std/async/delay";

/** What several runs of a program took. */
export interface Measurement {
  /** The median of the wall-clock times, in milliseconds. */
  readonly milliseconds: number;
  /** The least of them: what the program takes when nothing else runs. */
  readonly least: number;
  /** The most memory it held at any time in any run, in MB; null where that cannot be told. */
  readonly megabytes: number | null;
}

/** A program to be run. */
export interface Program {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** A file to give it as standard input. */
  readonly input?: string;
}

/** Runs a program `runs` times, after one run that does not count. */
export async function measure(program: Program, runs = 7): Promise<Measurement> {
  const times: number[] = [];
  let megabytes: number | null = null;
  await once(program);
  for (let run = 0; run < runs; run++) {
    const { milliseconds, peak } = await once(program);
    times.push(milliseconds);
    if (peak !== null) megabytes = Math.max(megabytes ?? 0, peak);
  }
  times.sort((a, b) => a - b);
  return { milliseconds: times[times.length >> 1]!, least: times[0]!, megabytes };
}

/**
 * Measures several programs in turns, so that what else the machine does falls on all of them alike.
 */
export async function measureInTurns(
  programs: readonly Program[],
  rounds = 11,
): Promise<Measurement[]> {
  const all: Measurement[][] = programs.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, program] of programs.entries()) {
      all[index]!.push(await measure(program, 1));
    }
  }
  return all.map((single) => {
    const times = single.map(({ least }) => least).sort((a, b) => a - b);
    const peaks = single.map(({ megabytes }) => megabytes ?? 0);
    return {
      milliseconds: times[times.length >> 1]!,
      least: times[0]!,
      megabytes: Math.max(...peaks) || null,
    };
  });
}

async function once({ command: [path, ...args], input }: Program) {
  const started = performance.now();
  const child = new Deno.Command(path!, {
    args,
    stdin: input === undefined ? "null" : "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const peak = watchMemory(child.pid);
  if (input !== undefined) await (await Deno.open(input)).readable.pipeTo(child.stdin);
  const { success, code } = await child.status;
  const milliseconds = performance.now() - started;
  if (!success) throw new Error(`${path} ${args.join(" ")} ended with ${code}`);
  return { milliseconds, peak: peak() };
}

/** Looks, while a process runs, at the most memory it has held (`VmHWM` only ever grows). */
function watchMemory(pid: number): () => number | null {
  let kilobytes: number | null = null;
  const look = () => {
    try {
      const status = Deno.readTextFileSync(`/proc/${pid}/status`);
      const found = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
      if (found !== undefined) kilobytes = Number(found);
    } catch {
      // It has ended, or there is no /proc.
    }
  };
  const timer = setInterval(look, 20);
  return () => {
    clearInterval(timer);
    return kilobytes === null ? null : kilobytes / 1024;
  };
}

const TICKS_A_SECOND = 100;

/** The share of a core that a process takes during some seconds (Linux). */
export async function shareOfCore(pid: number, seconds: number): Promise<number> {
  const before = ticksOf(pid);
  await delay(seconds * 1000);
  return (ticksOf(pid) - before) / TICKS_A_SECOND / seconds;
}

/** The time on a processor that a process has had, in ticks. */
function ticksOf(pid: number): number {
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ")[1]!.split(" ");
  return Number(fields[11]) + Number(fields[12]);
}
