/**
 * What to say of a target that no process matches: it is gone, or it could not be seen.
 *
 * @module
 */
import { namedPort } from "../../address/ports.ts";
import { reasonOf } from "../../capture/hidden_owners.ts";
import type { WholeSnapshot } from "../../capture/snapshot.ts";
import { withoutExe } from "../../rows/choose/filter_values.ts";
import { didYouMean } from "../../text/nearest.ts";
import { quoteSpaces } from "../../text/wording.ts";
import type { EndTarget } from "./end_target.ts";
import type { SocketHolders } from "./matched_processes.ts";

/** What came of a target that no process matches, and why. */
export interface Unmatched {
  /** Refused where the process may be there unseen. */
  readonly result: "gone" | "refused";
  readonly reason: string;
}

/** Says why no process matches a target, and what may have been meant. */
export function whyUnmatched(
  target: EndTarget,
  snapshot: WholeSnapshot,
  holders: SocketHolders,
): Unmatched {
  const { processes, unseen: { hiddenBy } } = snapshot;
  if (target.kind === "port") return whyUnmatchedPort(holders.portState(target.matches), hiddenBy);
  if (processes === null || processes.size === 0) {
    return { result: "refused", reason: "the list of processes could not be read" };
  }
  if (hiddenBy === "hidepid") {
    return {
      result: "refused",
      reason: `none can be seen, but ${reasonOf(hiddenBy)}: run netwho as root (sudo)`,
    };
  }
  if (target.kind === "process") {
    const name = target.text.trim();
    return { result: "gone", reason: `no program is named ${name}${whatWasMeant(name, snapshot)}` };
  }
  const { pid } = target;
  const isPort = holders.portState((port) => port === pid).isUsed;
  const reason = `no process has the ID ${pid}${isPort ? `: for the port write :${pid}` : ""}`;
  return { result: "gone", reason };
}

/** A thread runs, so it is not gone, but it ends with its whole process alone. */
export function whyNoThread(pid: number, { processes }: WholeSnapshot): Unmatched {
  const name = processes?.get(pid)?.process ?? "process";
  const reason = `it is a thread of ${name} (${pid}): to end all of that netwho kill ${pid}`;
  return { result: "refused", reason };
}

function whyUnmatchedPort(
  { isUsed, isHidden }: ReturnType<SocketHolders["portState"]>,
  hiddenBy: WholeSnapshot["unseen"]["hiddenBy"],
): Unmatched {
  if (isHidden) {
    const reason = `the process that has this port could not be seen: ${reasonOf(hiddenBy)}`;
    return { result: "refused", reason };
  }
  return {
    result: "gone",
    reason: isUsed
      ? "only closed connections have this port: they belong to no process, and go by themselves"
      : "no process has this port at its own end",
  };
}

/** What a name may have meant that no program has; empty if there is nothing to say. */
function whatWasMeant(name: string, { processes }: WholeSnapshot): string {
  if (/[*?]/.test(name)) return "";
  const [, file] = /[\\/]([^\\/]+)$/.exec(name) ?? [];
  if (file !== undefined) return `: write its name without the folder, ${quoteSpaces(file)}`;
  const [, port] = /^[a-z\d.-]+:(\d{1,5})$/i.exec(name) ?? [];
  if (port !== undefined) return `: for the port write :${port}`;
  const names = [...processes?.values() ?? []].flatMap(({ process }) => process ?? []);
  const question = didYouMean(name, [...new Set([...names, ...names.map(withoutExe)])]);
  if (question !== "") return question;
  return namedPort(name) === null ? "" : `: for the port write :${name}`;
}
