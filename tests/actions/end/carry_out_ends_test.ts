import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { carryOutEnds } from "../../../lib/actions/end/carry_out_ends.ts";
import { type EndPlan, planEnds } from "../../../lib/actions/end/plan_ends.ts";
import { readEndTargets } from "../../../lib/actions/end/end_target.ts";
import {
  ActionError,
  type ActionErrorKind,
  type EndMethod,
  type EndOptions,
  type ProcessIdentity,
} from "../../../lib/host/actions.ts";
import type { EndedProcess } from "../../../lib/model/ended_process.ts";
import {
  type MachineProcess,
  machineSnapshot,
  OWN,
  STARTED,
  windowsMachine,
} from "../../support/end_machine.ts";

const OPTIONS = { isForced: false, waitMilliseconds: 5_000 };

function plans(processes: readonly MachineProcess[], targets: readonly string[]): EndPlan[] {
  const snapshot = machineSnapshot([...OWN, ...processes]);
  return planEnds(windowsMachine(), snapshot, { targets: readEndTargets(targets) });
}

type End = (process: ProcessIdentity, options: EndOptions) => Promise<EndMethod>;

async function ends(
  planned: readonly EndPlan[],
  endProcess: End,
  options = OPTIONS,
): Promise<EndedProcess[]> {
  return await Array.fromAsync(carryOutEnds({ endProcess }, planned, options));
}

function failure(kind: ActionErrorKind, state = "the state"): End {
  return ({ pid }) => Promise.reject(new ActionError(kind, `Cannot end process ${pid}: ${state}`));
}

Deno.test("each process is ended with the identity of its plan, and how it is to be ended", async () => {
  const asked: [ProcessIdentity, EndOptions][] = [];
  const { signal } = new AbortController();
  const rows = await ends(plans([{ pid: 100 }], ["100"]), (...call) => {
    asked.push(call);
    return Promise.resolve("forced");
  }, { isForced: true, waitMilliseconds: 700, signal } as typeof OPTIONS);
  assertEquals(asked, [[
    { pid: 100, startedAt: STARTED, path: "C:\\Apps\\program100.exe" },
    { force: true, timeoutMilliseconds: 700, signal },
  ]]);
  assertEquals(rows.map(({ result, method, reason }) => [result, method, reason]), [
    ["ended", "forced", null],
  ]);
});

Deno.test("every refusal of the machine has its result, with the reason in its own words", async () => {
  const results: Record<ActionErrorKind, readonly [string, RegExp]> = {
    gone: ["gone", /^it had ended already$/],
    changed: ["gone", /^it had ended already: its ID belongs to another process$/],
    unidentified: ["refused", /^the state$/],
    protected: ["refused", /^the state$/],
    notSupported: ["refused", /^the state$/],
    recorded: ["refused", /^the state$/],
    permissionDenied: ["failed", /^the state$/],
    timedOut: ["failed", /^the state$/],
  };
  for (const [kind, [result, reason]] of Object.entries(results)) {
    const [row] = await ends(plans([{ pid: 100 }], ["100"]), failure(kind as ActionErrorKind));
    assertEquals([row!.result, row!.method], [result, null], kind);
    assertMatch(row!.reason!, reason, kind);
  }
});

Deno.test("what there is nothing to do for is not touched, and has its row in its place", async () => {
  const planned = plans([{ pid: 100 }, { pid: 104 }], ["100", "nothing", "netwho", "104"]);
  const touched: number[] = [];
  const rows = await ends(planned, ({ pid }) => {
    touched.push(pid);
    return Promise.resolve("asked");
  });
  assertEquals(touched, [100, 104]);
  assertEquals(rows.map(({ target, result }) => `${target} ${result}`), [
    "100 ended",
    "nothing gone",
    "netwho refused",
    "104 ended",
  ]);
});

Deno.test("a process whose parent is to end waits for that; others end side by side", async () => {
  const planned = plans(
    [{ pid: 100 }, { pid: 104, parentPid: 100 }, { pid: 108, parentPid: 104 }, { pid: 200 }],
    ["100", "104", "108", "200"],
  );
  const begun: number[] = [];
  const parent = Promise.withResolvers<EndMethod>();
  const rows = ends(planned, ({ pid }) => {
    begun.push(pid);
    if (pid === 100) return parent.promise;
    if (pid === 104) return failure("gone")({ pid } as ProcessIdentity, {} as EndOptions);
    return Promise.resolve("asked");
  });
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(begun, [100, 200]);
  parent.resolve("asked");
  assertEquals((await rows).map(({ pid, result, reason }) => `${pid} ${result} ${reason}`), [
    "100 ended null",
    "104 gone it ended with its parent",
    "108 ended null",
    "200 ended null",
  ]);
  assertEquals(begun, [100, 200, 104, 108]);
});

Deno.test("a child is ended also where its parent was not", async () => {
  const planned = plans([{ pid: 100 }, { pid: 104, parentPid: 100 }], ["100", "104"]);
  const rows = await ends(
    planned,
    (process, options) =>
      process.pid === 100 ? failure("timedOut")(process, options) : Promise.resolve("asked"),
  );
  assertEquals(rows.map(({ result }) => result), ["failed", "ended"]);
});

Deno.test("whoever stops reading does not stop what has begun", async () => {
  const ended: number[] = [];
  const endProcess: End = async ({ pid }) => {
    await new Promise((resolve) => setTimeout(resolve, pid === 100 ? 0 : 20));
    ended.push(pid);
    return "asked";
  };
  const planned = plans([{ pid: 100 }, { pid: 104 }], ["100", "104"]);
  for await (const { pid } of carryOutEnds({ endProcess }, planned, OPTIONS)) {
    assertEquals(pid, 100);
    break;
  }
  assertEquals(ended, [100, 104]);
});

Deno.test("an interruption, and a fault in netwho, are no results", async () => {
  const planned = plans([{ pid: 100 }, { pid: 104 }], ["100", "104"]);
  const reason = new DOMException("interrupted", "AbortError");
  await assertRejects(() => ends(planned, () => Promise.reject(reason)), DOMException);
  await assertRejects(() => ends(planned, () => Promise.reject(new TypeError("x"))), TypeError);
});
