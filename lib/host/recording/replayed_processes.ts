/**
 * What a recording knows of processes and their files beside the tools' output.
 *
 * @module
 */
import { type FileFacts, type Host, HostError, type ProcessFacts } from "../host.ts";
import { callKey, HOST_FOLDER } from "./recording_format.ts";
import { attempt, type Folders, jsonOf, valueOf } from "./replayed_capture.ts";

/** Facts about processes; `fact` gives other facts about the machine, undefined for none. */
export function replayedProcesses(
  folder: Folders,
  fact: (call: string) => unknown,
): Pick<Host, "processFacts" | "parentPids" | "fileFacts"> {
  let processFacts: Map<number, ProcessFacts | null> | undefined;
  return {
    processFacts: (pids) => {
      processFacts ??= allProcessFacts(folder);
      return chosen(processFacts, pids);
    },
    parentPids: () => new Map((fact("parentPids") ?? []) as [number, number][]),
    fileFacts: (path) =>
      attempt(() => (fact(callKey(["fileFacts", path])) ?? null) as FileFacts | null),
  };
}

function allProcessFacts(folder: Folders): Map<number, ProcessFacts | null> {
  return new Map(
    folder(HOST_FOLDER)?.all("processFacts").flatMap((answer) =>
      jsonOf(valueOf(answer, "processFacts")) as [number, ProcessFacts | null][]
    ),
  );
}

/** Strict where anything was recorded; a recording made by hand holds no facts at all. */
function chosen(
  recorded: Map<number, ProcessFacts | null>,
  pids: readonly number[],
): Map<number, ProcessFacts> {
  const facts = new Map<number, ProcessFacts>();
  if (recorded.size === 0) return facts;
  for (const pid of pids) {
    const known = recorded.get(pid);
    if (known === undefined) {
      throw new HostError(
        "notRecorded",
        `Cannot replay "processFacts ${pid}": it was not recorded`,
      );
    }
    if (known !== null) facts.set(pid, known);
  }
  return facts;
}
