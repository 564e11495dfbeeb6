import { assertEquals, assertRejects } from "@std/assert";
import {
  areClosed,
  carryOutCloses,
  plannedCloses,
} from "../../../lib/actions/close/carry_out_closes.ts";
import { planCloses } from "../../../lib/actions/close/plan_closes.ts";
import {
  ActionError,
  type ActionErrorKind,
  type ConnectionIdentity,
  describeConnection,
} from "../../../lib/host/actions.ts";
import type { Connection } from "../../../lib/model/connection.ts";
import { connection } from "../../support/connections.ts";

const OPTIONS = { timeoutMilliseconds: 1_000 };

/** A machine on which closing fails for some local ports. */
function machine(
  failures: Readonly<Record<number, ActionErrorKind>> = {},
  os: "windows" | "linux" = "linux",
) {
  const asked: (readonly ConnectionIdentity[])[] = [];
  return {
    os,
    asked,
    closeConnections(connections: readonly ConnectionIdentity[]) {
      asked.push(connections);
      return Promise.resolve(connections.map((identity) => {
        const kind = failures[identity.localPort];
        const message = `Cannot close ${describeConnection(identity)}: told by the test`;
        return kind === undefined ? null : new ActionError(kind, message);
      }));
    },
  };
}

async function close(rows: readonly Connection[], host: ReturnType<typeof machine>) {
  const plans = planCloses(rows, { os: host.os });
  const done = await carryOutCloses(host, plans, OPTIONS);
  return { done, isCarriedOut: areClosed(plans, done) };
}

const LISTENER = { state: "LISTENING", remoteAddress: "0.0.0.0", remotePort: 0 } as const;

Deno.test("all connections are closed in one call, and told in the order of the rows", async () => {
  const host = machine();
  const rows = [
    connection({ localPort: 1 }),
    connection({ ...LISTENER, localPort: 2 }),
    connection({ localPort: 3 }),
  ];
  const { done, isCarriedOut } = await close(rows, host);
  assertEquals(done.map(({ result }) => result), ["closed", "refused", "closed"]);
  assertEquals(done.map(({ localPort }) => localPort), [1, 2, 3]);
  assertEquals(host.asked.map((all) => all.map(({ localPort }) => localPort)), [[1, 3]]);
  assertEquals(isCarriedOut, true);
});

Deno.test("without an open connection the machine is not asked", async () => {
  const host = machine();
  assertEquals(await close([connection(LISTENER)], host), {
    done: [{
      result: "refused",
      reason:
        "it only listens: there is no connection to close; netwho kill :50123 ends its program",
      ...connection(LISTENER),
    }],
    isCarriedOut: false,
  });
  assertEquals(await close([], host), { done: [], isCarriedOut: true });
  assertEquals(host.asked, []);
});

Deno.test("what fails is told as the system tells it, without naming the connection again", async () => {
  const kinds = ["gone", "changed", "notSupported", "timedOut", "permissionDenied"] as const;
  for (const kind of kinds) {
    const { done: [row], isCarriedOut } = await close([connection()], machine({ 50_123: kind }));
    assertEquals(row?.result, kind === "gone" ? "gone" : "failed");
    assertEquals(isCarriedOut, kind === "gone");
    assertEquals(row?.reason, "told by the test");
  }
});

Deno.test("one failure is one, whatever else is closed", async () => {
  const rows = [connection({ localPort: 1 }), connection({ localPort: 2 })];
  const { done, isCarriedOut } = await close(rows, machine({ 2: "timedOut" }));
  assertEquals(done.map(({ result }) => result), ["closed", "failed"]);
  assertEquals(isCarriedOut, false);
});

Deno.test("an open connection that cannot be closed is a failure, beside closed ones too", async () => {
  const ipv6 = connection({ localAddress: "2001:db8::7", remoteAddress: "2001:db8::4" });
  const { done, isCarriedOut } = await close([connection(), ipv6], machine({}, "windows"));
  assertEquals(done.map(({ result }) => result), ["closed", "refused"]);
  assertEquals(isCarriedOut, false);
});

Deno.test("a connection that two processes hold is closed once, and told for both", async () => {
  const host = machine();
  const { done } = await close([connection({ pid: 1 }), connection({ pid: 2 })], host);
  assertEquals(done.map(({ result, pid }) => [result, pid]), [["closed", 1], ["closed", 2]]);
  assertEquals(host.asked[0]!.length, 1);
});

Deno.test("the other end of a connection within this computer closes with it", async () => {
  const client = connection({
    localAddress: "127.0.0.1",
    localPort: 1,
    remoteAddress: "127.0.0.1",
    remotePort: 2,
  });
  const server = { ...client, localPort: 2, remotePort: 1 };
  const { done } = await close([client, server], machine({ 2: "gone" }));
  assertEquals(done.map(({ result, reason }) => [result, reason]), [
    ["closed", null],
    ["closed", null],
  ]);
  const alone = await close([server], machine({ 2: "gone" }));
  assertEquals(alone.done[0]?.result, "gone");
});

Deno.test("a plan alone changes nothing", () => {
  const plans = planCloses([connection(), connection({ protocol: "UDP" })], { os: "linux" });
  assertEquals(plannedCloses(plans).map(({ result }) => result), ["planned", "refused"]);
});

Deno.test("an interruption is passed on", async () => {
  const reason = new Error("interrupted by the test");
  const host = { closeConnections: () => Promise.reject(reason) };
  const plans = planCloses([connection()], { os: "linux" });
  const error = await assertRejects(() => carryOutCloses(host, plans, OPTIONS));
  assertEquals(error, reason);
});
