/**
 * The names of the threads of Linux' kernel, which run no file.
 *
 * @module
 */
import type { Program } from "../engine/audit_view.ts";
import { nameOf, shownName } from "./program_names.ts";

/** Threads of the kernel; KDE's programs begin with a k too. */
const THREAD =
  /^(?:\[.+\]$|kworker|kthread|ksoftirqd|kswapd\d*$|khugepaged$|khungtaskd$|kdevtmpfs|kauditd$|kcompactd|kblockd$|kintegrityd$|ksmd$|kdmflush|kthrotld$|oom_reaper$|rcu_(?:sched|preempt|bh|gp|par_gp|tasks)|rcuo[bps]?\/|migration\/|cpuhp\/|idle_inject\/|irq\/\d|jbd2\/|scsi_(?:eh|tmf)_|ext4-rsv-conver|xfsaild|mm_percpu_wq$|writeback$|netns$|ata_sff$|md\d_raid)/;

/** A command line as the list of processes shows that of a thread: `[kworker/0:1]`. */
const BRACKETS = /^\s*["']?(\[[a-z][\w/:.+-]*\])["']?\s*$/i;

/** The name of a thread of the kernel that a program goes by; null if by none. */
export function threadNameOf(program: Program): string | null {
  const line = BRACKETS.exec(program.listed?.commandLine ?? "");
  if (line !== null) return line[1]!;
  return THREAD.test(nameOf(program) ?? "") ? shownName(program) : null;
}
