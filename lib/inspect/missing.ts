/**
 * What to say of targets that are not there.
 *
 * @module
 */
import { didYouMean } from "../text/nearest.ts";
import { knownProcesses } from "./find_target.ts";
import type { Machine } from "./inspected_machine.ts";
import type { Target } from "./target.ts";

/** That a target is not there, and what may have been meant. */
export interface Missing {
  /** The message. */
  readonly message: string;
  /** What to do instead, if anything. */
  readonly hint: string | null;
}

/** Says that a target is not there. */
export function missingTarget(target: Target, machine: Machine): Missing {
  switch (target.kind) {
    case "pid":
      return missingPid(target.pid, machine);
    case "process":
      return missingProcess(target.text.trim(), machine);
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

function missingPid(pid: number, { connections }: Machine): Missing {
  const message = `Cannot find the process ${pid}: there is none with this ID`;
  const isPort = connections.some(({ localPort, remotePort }) =>
    localPort === pid || remotePort === pid
  );
  if (!isPort) return { message, hint: "It may have ended: netwho tasklist lists those there are" };
  return { message: `${message}, but a port`, hint: `For the port write :${pid}` };
}

function missingProcess(name: string, machine: Machine): Missing {
  if (machine.processes === null) {
    return {
      message: `Cannot find a process named ${name}: there is no process list`,
      hint: "Add the output of tasklist with another --from",
    };
  }
  const question = /[*?]/.test(name) ? "" : didYouMean(name, namesToCompare(machine));
  const isHost = /^[^\\/]+\.[a-z]{2,}$/i.test(name) && !/\.exe$/i.test(name);
  return {
    message: `Cannot find a process named ${name}${question || ": there is none"}`,
    hint: question === "" && isHost
      ? "A computer is inspected by its address; netwho nslookup tells the addresses of a name"
      : null,
  };
}

/** Image names as they are, and without `.exe`, as people write them. */
function namesToCompare(machine: Machine): string[] {
  const names = [...knownProcesses(machine).values()].filter((name) => name !== null);
  return [...new Set([...names, ...names.map((name) => name.replace(/\.exe$/i, ""))])];
}
