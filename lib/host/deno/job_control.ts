/**
 * What the shell that started the program does with its terminal (Linux).
 *
 * @module
 */

/** What Linux says of a process. */
interface Job {
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** The group that the terminal belongs to; -1 without a terminal. */
  readonly foreground: number;
}

/** Whether the terminal belongs to the program; true where that cannot be read, as on Windows. */
export function isInForeground(): boolean {
  const own = jobOf("self");
  return own === null || own.foreground === -1 || own.foreground === own.group;
}

/**
 * Whether a shell can let the program go on after it was stopped: the program's group has a parent in
 * the same session. Under `ssh host netwho` there is none.
 */
export function hasJobControl(): boolean {
  const own = jobOf("self");
  if (own === null) return false;
  let above = jobOf(own.parent);
  // `sudo`, `npx` and the like are in the same group, and are stopped too.
  while (above !== null && above.group === own.group) above = jobOf(above.parent);
  return above !== null && above.session === own.session;
}

function jobOf(pid: number | "self"): Job | null {
  // Elsewhere it would be a file that anybody could have made.
  if (Deno.build.os !== "linux") return null;
  try {
    return parseJob(Deno.readTextFileSync(`/proc/${pid}/stat`));
  } catch {
    return null; // it has ended, or may not be read
  }
}

/** Reads `/proc/PID/stat`: the name in parentheses can hold anything. */
function parseJob(stat: string): Job {
  const [, parent, group, session, , foreground] = stat.slice(stat.lastIndexOf(")") + 2)
    .split(" ").map(Number);
  return { parent: parent!, group: group!, session: session!, foreground: foreground! };
}
