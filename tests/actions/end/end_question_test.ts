import { assertEquals } from "@std/assert";
import { endQuestion } from "../../../lib/actions/end/end_question.ts";
import { planEnds } from "../../../lib/actions/end/plan_ends.ts";
import { readEndTargets } from "../../../lib/actions/end/end_target.ts";
import { localTime } from "../../../lib/text/local_time.ts";
import {
  type MachineProcess,
  machineSnapshot,
  OWN,
  windowsMachine,
} from "../../support/end_machine.ts";
import { listener } from "../../support/recorded_history.ts";

function question(processes: readonly MachineProcess[], target: string): string[][] {
  const connections = [listener("game.exe", 27015, { pid: 100 })];
  const snapshot = machineSnapshot([...OWN, ...processes], { connections });
  const plans = planEnds(windowsMachine(), snapshot, { targets: readEndTargets([target]) });
  return plans.map(endQuestion);
}

Deno.test("the question has name, ID, user, start, path, family and services", () => {
  const [lines] = question([
    { pid: 50, process: "explorer.exe" },
    { pid: 101, parentPid: 100, startedAt: "2026-01-01T00:00:06.000Z" },
    {
      pid: 100,
      process: "game.exe",
      path: "C:\\Games\\game.exe",
      user: "PC-7\\anna",
      parentPid: 50,
      services: ["GameHelp"],
      startedAt: "2026-01-01T00:00:05.000Z",
    },
  ], "100");
  const started = localTime(Date.UTC(2026, 0, 1, 0, 0, 5), { seconds: true });
  assertEquals(lines, [
    `game.exe (100), user PC-7\\anna, started ${started}`,
    "C:\\Games\\game.exe",
    "started by explorer.exe (50); 1 child; 1 socket",
    "services: GameHelp",
    "its service ends with it; net stop GameHelp stops it in good order",
  ]);
});

Deno.test("what is not known is left out or said to be unknown, and nothing is null", () => {
  assertEquals(
    question(
      [{ pid: 104, process: null, path: null, startedAt: "2026-01-01T00:00:00.000Z" }],
      "104",
    ),
    [[
      `process (104), started ${localTime(Date.UTC(2026, 0, 1), { seconds: true })}`,
      "its path could not be seen",
      "0 sockets",
    ]],
  );
});

Deno.test("what is refused or gone is told with its reason", () => {
  assertEquals(question([], "netwho"), [["netwho.exe (900): refused, it is netwho itself"]]);
  assertEquals(question([], "gaem"), [["gaem: gone, no program is named gaem"]]);
});

Deno.test("no control character of a name, path, user or service reaches the terminal", () => {
  const evil = "a\x1b[2Jb\r\n\u202e";
  const texts = question([
    { pid: 100, process: evil, path: evil, user: evil, services: [evil], parentPid: 50 },
    { pid: 50, process: evil },
  ], "100").flat();
  // deno-lint-ignore no-control-regex -- what must not be there
  assertEquals(texts.filter((text) => /[\x00-\x1f\x7f\u202e]/.test(text)), []);
  assertEquals(texts.length, 5);
});
