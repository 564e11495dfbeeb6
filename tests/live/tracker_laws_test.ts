/** The law of following: what is told, played back, is what is there. */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ConnectionTracker } from "../../lib/live/track_connections.ts";
import type { LiveChange } from "../../lib/live/live_row.ts";
import { SimulatedMachine, type TrueSocket } from "../support/simulated_machine.ts";

const LOOKS = 40;

Deno.test("the changes, played back, give what is there after each look, whatever happens", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom("windows" as const, "linux" as const),
      (seed, os) => {
        const machine = new SimulatedMachine({ seed, os });
        const tracker = new ConnectionTracker();
        const reader = new Map<number, string>();
        let before = new Set<number>();
        let [opened, closed] = [0, 0];
        for (let look = 0; look < LOOKS; look++) {
          // The clock is set now and then, and the list of processes is missing now and then.
          if (machine.random() < 0.1) machine.clockError += (machine.random() - 0.5) * 7_200_000;
          const isListMissing = os === "windows" && machine.random() < 0.2;
          const tracked = tracker.update(machine.look({ isListMissing }));
          if (look === 0) {
            for (const { id, connection } of tracked.rows) reader.set(id, textOf(connection));
          } else {
            const now = new Set(machine.sockets.map(({ serial }) => serial));
            opened += now.difference(before).size;
            closed += before.difference(now).size;
          }
          for (const change of tracked.changes) playBack(change, reader);
          before = new Set(machine.sockets.map(({ serial }) => serial));
          assertEquals([...reader.values()].sort(), machine.sockets.map(trueText).sort());
          assertEquals([tracked.opened, tracked.closed], [opened, closed]);
          const shown = tracked.rows.filter(({ closedAt }) => closedAt === null);
          assertEquals(new Map(shown.map((row) => [row.id, textOf(row.connection)])), reader);
          machine.pass(2000, Math.floor(machine.random() * 40));
        }
      },
    ),
    { numRuns: 100 },
  );
});

/** Plays a change back as a reader would who trusts nothing. */
function playBack(change: LiveChange, reader: Map<number, string>): void {
  const { id, previousState } = change;
  assertEquals(reader.has(id), change.change !== "opened", `${change.change} of ${id}`);
  if (change.change === "closed") {
    assertEquals(reader.get(id), textOf(change));
    assertEquals(previousState, change.state);
    reader.delete(id);
    return;
  }
  if (change.change === "changed") {
    assertEquals(reader.get(id), textOf({ ...change, state: previousState }));
  } else assertEquals(previousState, null);
  reader.set(id, textOf(change));
}

type Told = Pick<
  LiveChange,
  "protocol" | "localPort" | "remotePort" | "state" | "pid" | "createdAt" | "direction"
>;

function textOf(row: Told): string {
  const { protocol, localPort, remotePort, state, pid, createdAt, direction } = row;
  return JSON.stringify([protocol, localPort, remotePort, state, pid, createdAt, direction]);
}

/** A socket keeps the owner that a look has seen. */
function trueText({ row, owner, state, isOwnerSeen }: TrueSocket): string {
  return textOf({
    ...row,
    state,
    pid: isOwnerSeen ? owner.pid : 0,
    createdAt: isOwnerSeen ? row.createdAt : null,
  });
}
