/**
 * What `netwho kill` is to end: reads its targets.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { WANTED as INSPECTABLE } from "../../inspect/odd_targets.ts";
import { readTarget, type Target } from "../../inspect/target.ts";

/** A target that names processes of this computer. */
export type EndTarget =
  & Extract<Target, { kind: "pid" | "port" | "process" }>
  & {
    /** When the process with this ID started, ISO 8601 in UTC; another one is not meant. @default any */
    readonly startedAt?: string;
  };

const WANTED = "Write a process ID (4711), a port of this computer (:8080) or a program (game, " +
  "game.exe, game*)";

/**
 * Reads targets: `4711` and `pid:4711` (a process ID), `4711@2026-11-26T08:12:44.120Z` (the process with
 * this ID that started then, as `startedAt` of the rows says), `:8080` (whoever has this port at the local
 * end), `game`, `game.exe`, `game*` (an image name). Commas separate several of them.
 *
 * @throws {UsageError} for text that names no process, and for a name that fits every process.
 */
export function readEndTargets(texts: readonly string[]): EndTarget[] {
  return texts.flatMap((text) => {
    const pieces = text.split(",").filter((piece) => piece.trim() !== "");
    return pieces.length < 2 ? readEndTarget(pieces[0] ?? "") : pieces.map(readEndTarget);
  });
}

function readEndTarget(text: string): EndTarget {
  checkNoOption(text.trim());
  const [, id, time] = /^((?:pid:)?\d+)@(.*)$/i.exec(text.trim()) ?? [];
  if (id !== undefined) return { ...readEndTarget(id), startedAt: readStart(time!, text), text };
  checkNoStart(text.trim());
  const target = readAsInspectDoes(text);
  switch (target.kind) {
    case "address":
    case "network":
      throw new UsageError(`Cannot end ${text}: it is ${KINDS[target.kind]}, and no process`, {
        hint: `For connections to it: netwho close --remote ${remoteOf(target)}`,
      });
    case "process":
      checkNotAll(target);
      return target;
    case "pid":
      // A bare number is a process ID here: whoever ends a process must not hit another by its port.
      return { ...target, orPort: false };
    case "port":
      return target;
  }
}

/** A time as rows have it: exact, and with its zone, so that it means one process everywhere. */
function readStart(time: string, text: string): string {
  const [, seconds] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,3})?Z$/.exec(time) ?? [];
  const moment = seconds === undefined ? NaN : Date.parse(time);
  // Date takes 30 February for 2 March, and 24:00 for the next day.
  if (!Number.isNaN(moment) && new Date(moment).toISOString().startsWith(seconds!)) {
    return new Date(moment).toISOString();
  }
  throw new UsageError(`Cannot end ${text}: ${time || "nothing"} is no start time`, {
    hint: "Write startedAt as netwho tasklist --format json has it: 4711@2026-11-26T08:12:44.120Z",
  });
}

/** A time means one process with its ID. Whatever else stands before it would only be told to be gone. */
function checkNoStart(text: string): void {
  const [, before] = /^(.*)@\d{4}-\d\d-\d\dT\d\d:/.exec(text) ?? [];
  if (before === undefined) return;
  throw new UsageError(
    `Cannot end ${text}: a start time goes with a process ID, not with ${before || "nothing"}`,
    {
      hint: "Write a process ID before it: 4711@2026-11-26T08:12:44.120Z",
    },
  );
}

/** `kill -- -4711` of Unix ends a group of processes, and `-1` all there are. */
function checkNoOption(text: string): void {
  if (!/^-(?:-|\d+$)/.test(text)) return;
  const [, pid] = /^-(\d+)$/.exec(text) ?? [];
  throw new UsageError(`Cannot end ${text}: it is an option, and no process`, {
    hint: pid === undefined || Number(pid) <= 1
      ? WANTED
      : `To end a process with all that it started: netwho kill ${pid} --tree`,
  });
}

/** A name that no program has, but for what Windows adds to all names. */
const ANY_PROGRAM = `${"\uE000".repeat(8)}.exe`;

/** @throws {UsageError} for a pattern that fits whatever a program is named. */
function checkNotAll({ text, matches }: Extract<EndTarget, { kind: "process" }>): void {
  const isWild = /^[*?.]+(?:\.exe)?$/i.test(text.trim());
  if (!isWild && !matches(ANY_PROGRAM)) return;
  const whose = isWild ? "every program" : "every program.exe of Windows";
  throw new UsageError(`Cannot end ${text}: ${whose} has such a name`, { hint: WANTED });
}

const KINDS = { address: "an address", network: "a network" } as const;

function remoteOf(target: Extract<Target, { kind: "address" | "network" }>): string {
  if (target.kind === "network") return target.text.trim();
  const { address, port } = target;
  return port === null
    ? address
    : `${address} --remote-port ${port}; for the process that has this port here: netwho kill :${port}`;
}

/** The forms are those of `netwho inspect`; an error says what was to be done with the target. */
function readAsInspectDoes(text: string): Target {
  try {
    return readTarget(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const message = error.message.replace(/^Cannot inspect /, "Cannot end ");
    const isOfInspect = error.hint === INSPECTABLE || error.hint?.includes("inspect");
    throw new UsageError(message, { hint: isOfInspect ? WANTED : error.hint ?? WANTED });
  }
}
