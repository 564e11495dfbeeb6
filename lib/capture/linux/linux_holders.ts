/**
 * Puts the processes that hold one socket in order: the owner first.
 *
 * @module
 */
import type { Files } from "../../host/host.ts";
import { parseProcStat } from "../../tools/proc/proc_process.ts";
import type { Holder } from "../hidden_owners.ts";
import { bytesIfThere, decodeWhole } from "./optional_reads.ts";

/**
 * Programs that open sockets on behalf of others (socket activation) and keep them open. If another
 * program holds such a socket too, it is the owner.
 */
const ACTIVATORS: ReadonlySet<string> = new Set(["systemd"]);

/** What tells which of several processes forked the others. */
interface Kin extends Holder {
  readonly parent: number;
  /** When it started; Infinity where that is unknown. */
  readonly startTicks: number;
}

/**
 * Makes a function that sorts the processes that hold a socket: first the one that the others were
 * forked from. It is the first to have started; PIDs tell nothing, as they are used again from 1 on.
 * Reads each process once.
 */
export function holderSorter(host: Files): (pids: readonly number[]) => readonly Holder[] {
  const kin = new Map<number, Kin>();
  const read = (pid: number): Kin => {
    const known = kin.get(pid) ?? readKin(host, pid);
    kin.set(pid, known);
    return known;
  };
  const sorted = new Map<string, readonly Holder[]>();
  return (pids) => {
    const key = pids.join();
    const known = sorted.get(key) ?? sortKin(pids.map(read));
    sorted.set(key, known);
    return known;
  };
}

function readKin(host: Files, pid: number): Kin {
  const bytes = bytesIfThere(host, `/proc/${pid}/stat`);
  const stat = bytes && parseProcStat(bytes);
  if (!stat) return { pid, process: null, parent: 0, startTicks: Infinity };
  return { pid, process: decodeWhole(stat.comm), parent: stat.parent, startTicks: stat.startTicks };
}

function sortKin(holders: readonly Kin[]): readonly Holder[] {
  const byPid = new Map(holders.map((holder) => [holder.pid, holder]));
  const generations = new Map(holders.map((holder) => [holder.pid, generationOf(holder, byPid)]));
  const isActivator = ({ process }: Kin) => Number(process !== null && ACTIVATORS.has(process));
  return holders.toSorted((a, b) =>
    isActivator(a) - isActivator(b) ||
    compare(a.startTicks, b.startTicks) ||
    // Ticks are coarse: a fork within one of them shows in the parents alone.
    generations.get(a.pid)! - generations.get(b.pid)! ||
    a.pid - b.pid
  ).map(({ pid, process }) => ({ pid, process }));
}

/** How many of the holders a holder descends from. */
function generationOf(holder: Kin, byPid: ReadonlyMap<number, Kin>): number {
  const seen = new Set([holder]);
  let parent = byPid.get(holder.parent);
  while (parent !== undefined && !seen.has(parent)) {
    seen.add(parent);
    parent = byPid.get(parent.parent);
  }
  return seen.size - 1;
}

/** Infinity minus itself is no number. */
function compare(one: number, other: number): number {
  return one === other ? 0 : one - other;
}
