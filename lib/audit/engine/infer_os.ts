/**
 * Tells the system of saved output, which seldom says it.
 *
 * @module
 */
import type { WholeSnapshot } from "../../capture/snapshot.ts";
import type { Process } from "../../model/process.ts";
import type { AuditView } from "./audit_view.ts";

/**
 * The system of the computer that a snapshot is of: what its documents say, if they say the same, else
 * what the paths and names of its programs show, if all show the same. Null where that is not known.
 */
export function inferOs({ origin, parts, connections, processes }: WholeSnapshot): AuditView["os"] {
  const told = parts === undefined ? [origin?.os ?? null] : parts().map(({ os }) => os);
  if (told.some((os) => os !== null)) return onlyOne(told);
  const shown = new Set<AuditView["os"]>();
  for (const program of [...connections, ...processes?.values() ?? []]) {
    const os = osOfProgram(program);
    if (os !== null) shown.add(os);
  }
  return onlyOne([...shown]);
}

/** The system that a program's path or name shows; null where they do not tell. */
export function osOfProgram({ path, process }: Pick<Process, "path" | "process">): AuditView["os"] {
  return osOfPath(path) ?? osOfName(process);
}

function onlyOne(all: readonly AuditView["os"][]): AuditView["os"] {
  const [first = null] = all;
  return all.every((os) => os === first) ? first : null;
}

function osOfPath(path: string | null): AuditView["os"] {
  if (path === null) return null;
  if (/^(?:"?[a-z]:[\\/]|\\)/i.test(path)) return "windows";
  return path.startsWith("/") ? "linux" : null;
}

/** Names without an ending say nothing: the kernel's of Windows have none either. */
function osOfName(name: string | null): AuditView["os"] {
  return name !== null && /\.exe$/i.test(name) ? "windows" : null;
}
