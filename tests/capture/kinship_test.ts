import { assertEquals } from "@std/assert";
import { addCommandLines, addParents, isUsedAgain } from "../../lib/capture/kinship.ts";
import type { Process } from "../../lib/model/process.ts";
import { BLANK_PROCESS } from "../support/blank_process.ts";

const process = (pid: number, startedAt: string | null = null): Process => {
  return { ...BLANK_PROCESS, process: null, pid, startedAt };
};
const byPid = (...processes: Process[]) => new Map(processes.map((each) => [each.pid, each]));

const [EARLY, LATE] = ["2026-01-01T00:00:00.000Z", "2026-01-01T00:00:01.000Z"];

Deno.test("a PID was used again if its process started later than the child", () => {
  const child = process(8, EARLY);
  assertEquals(isUsedAgain(child, process(7, LATE)), true);
  assertEquals(isUsedAgain(child, process(7, EARLY)), false);
  assertEquals(isUsedAgain(child, process(7)), false, "not known");
  assertEquals(isUsedAgain(child, undefined), false, "ended");
  // Windows says so of Registry (PID 108), and System never ends.
  assertEquals(isUsedAgain(child, process(4, LATE)), false);
});

Deno.test("parents that have ended are told, a process is not its own parent", () => {
  const processes = byPid(process(0), process(4), process(8, EARLY), process(9, LATE));
  addParents(processes, new Map([[0, 0], [4, 0], [8, 9], [9, 77], [1000, 4]]));
  assertEquals([...processes.values()].map(({ parentPid }) => parentPid), [null, 0, null, 77]);
});

Deno.test("0 stands for no parent where no process has that PID", () => {
  const processes = byPid(process(8));
  addParents(processes, new Map([[8, 0]]));
  assertEquals(processes.get(8)?.parentPid, null);
});

Deno.test("command lines of processes that are not listed are dropped", () => {
  const processes = byPid(process(8), process(9));
  assertEquals(addCommandLines(processes, new Map([[8, "a b"], [10, "c"]])), []);
  assertEquals([...processes.values()].map(({ commandLine }) => commandLine), ["a b", null]);
});

Deno.test("not a single command line is worth a note, as in every replay", () => {
  const note = ["no command line could be read; recordings hold none"];
  assertEquals(addCommandLines(byPid(process(8)), new Map()), note);
  assertEquals(addCommandLines(byPid(), new Map()), []);
});
