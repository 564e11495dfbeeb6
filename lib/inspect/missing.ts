/**
 * What to say of targets that are not there.
 *
 * @module
 */
import { didYouMean } from "../text/nearest.ts";
import { knownProcesses } from "./find_target.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import type { Target } from "./target.ts";

/** That a target is not there, and what may have been meant. */
export interface Missing {
  /** The message. */
  readonly message: string;
  /** What to do instead, if anything. */
  readonly hint: string | null;
}

/** Says that a target is not there. */
export function missingTarget(target: Target, snapshot: WholeSnapshot): Missing {
  switch (target.kind) {
    case "pid":
      return missingPid(target.pid, snapshot);
    case "process":
      return missingProcess(target.text.trim(), snapshot);
    case "port":
      return {
        message:
          `Cannot find a socket on port ${target.text.trim().slice(1)}: nothing here has it ` +
          "at either end",
        hint: null,
      };
    case "address":
      return { message: `Cannot find the address ${target.address}`, hint: null };
  }
}

function missingPid(pid: number, { connections }: WholeSnapshot): Missing {
  const message = `Cannot find the process ${pid}: there is none with this ID`;
  const isPort = connections.some(({ localPort, remotePort }) =>
    localPort === pid || remotePort === pid
  );
  if (!isPort) return { message, hint: "It may have ended: netwho tasklist lists those there are" };
  return { message: `${message}, but a port`, hint: `For the port write :${pid}` };
}

function missingProcess(name: string, snapshot: WholeSnapshot): Missing {
  if (snapshot.processes === null) {
    return {
      message: `Cannot find a process named ${name}: there is no process list`,
      hint: "Add the output of tasklist with another --from",
    };
  }
  const question = /[*?]/.test(name) ? "" : didYouMean(name, namesToCompare(snapshot));
  const isHost = /^[^\\/]+\.[a-z]{2,}$/i.test(name) && !/\.exe$/i.test(name);
  return {
    message: `Cannot find a process named ${name}${question || ": there is none"}`,
    hint: question === "" && isHost
      ? "A computer is inspected by its address; netwho nslookup tells the addresses of a name"
      : null,
  };
}

/** Image names as they are, and without `.exe`, as people write them. */
function namesToCompare(snapshot: WholeSnapshot): string[] {
  const names = [...knownProcesses(snapshot).values()].filter((name) => name !== null);
  return [...new Set([...names, ...names.map((name) => name.replace(/\.exe$/i, ""))])];
}
