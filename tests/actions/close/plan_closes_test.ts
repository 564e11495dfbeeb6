import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { planCloses } from "../../../lib/actions/close/plan_closes.ts";
import type { Connection } from "../../../lib/model/connection.ts";
import { STATES } from "../../../lib/model/socket.ts";
import { BLANK_PROCESS } from "../../support/blank_process.ts";
import { connection } from "../../support/connections.ts";

const refusal = (given: Partial<Connection>, os: "windows" | "linux" = "linux") =>
  planCloses([connection(given)], { os })[0]!.refusal;

Deno.test("a connection is planned with both ends, its owner and its time", () => {
  const row = connection({ path: "C:\\Games\\game.exe", createdAt: "2026-01-02T03:04:05.006Z" });
  const processes = new Map([
    [4711, {
      ...BLANK_PROCESS,
      pid: 4711,
      process: "game.exe",
      startedAt: "2026-01-02T03:00:00.000Z",
    }],
  ]);
  assertEquals(planCloses([row], { os: "windows", processes }), [{
    row,
    identity: {
      localAddress: "192.0.2.7",
      localPort: 50_123,
      remoteAddress: "198.51.100.4",
      remotePort: 443,
      owner: { pid: 4711, startedAt: "2026-01-02T03:00:00.000Z", path: "C:\\Games\\game.exe" },
      createdAt: "2026-01-02T03:04:05.006Z",
    },
    refusal: null,
    isOwnSession: false,
  }]);
});

Deno.test("the connection of the session that netwho was started in is marked, and no other", () => {
  const parents = new Map([[900, 800], [800, 700], [700, 1], [1, 0], [4711, 1]]);
  const marks = (
    { process = "sshd", ownPid = 900, parentOf = (pid: number) => parents.get(pid) ?? null }: {
      process?: string | null;
      ownPid?: number | null;
      parentOf?: (pid: number) => number | null;
    } = {},
  ) =>
    planCloses([800, 700, 4711, 0, null].map((pid) => connection({ pid, process })), {
      os: "linux",
      ownPid,
      parentOf,
    }).map((plan) => plan.refusal === null && plan.isOwnSession);
  assertEquals(marks(), [true, true, false, false, false]);
  assertEquals(marks({ process: "sshd-session" }), [true, true, false, false, false]);
  assertEquals(marks({ process: "SSHD.EXE" }), [true, true, false, false, false]);
  // An editor or a test that starts netwho has connections of its own, which netwho does not need.
  for (const process of ["code", "python3", "ssh", "sshdx", null]) {
    assertEquals(marks({ process }), [false, false, false, false, false]);
  }
  assertEquals(marks({ ownPid: null }), [false, false, false, false, false]);
  // IDs that were given away again can make a circle.
  const circle = (pid: number) => pid === 700 ? 800 : 700;
  assertEquals(marks({ parentOf: circle }), [true, true, false, false, false]);
});

Deno.test("what nobody holds has no owner to compare", () => {
  for (const pid of [0, null]) {
    const [plan] = planCloses([connection({ pid, state: "FIN_WAIT_2" })], { os: "linux" });
    assertEquals(plan?.identity?.owner, null);
  }
});

Deno.test("every state of an open connection is closed, on both systems", () => {
  const open = [
    "ESTABLISHED",
    "SYN_SENT",
    "SYN_RECEIVED",
    "FIN_WAIT_1",
    "FIN_WAIT_2",
    "CLOSE_WAIT",
    "CLOSING",
    "LAST_ACK",
    "UNKNOWN",
    null,
  ];
  for (const state of open) {
    assertEquals([refusal({ state }), refusal({ state }, "windows")], [null, null], `${state}`);
  }
});

Deno.test("each kind that is no open connection has its own answer, and the way out", () => {
  const answers: readonly (readonly [Partial<Connection>, RegExp])[] = [
    [
      { state: "LISTENING", localPort: 8080 },
      /^it only listens: there is no connection to close; netwho kill :8080 ends its program$/,
    ],
    [
      { protocol: "UDP", state: null },
      /^UDP has no connection to close; netwho kill 4711 ends its program$/,
    ],
    [{ protocol: "UDP", state: null, pid: null }, /^UDP has no connection to close$/],
    [{ state: "TIME_WAIT", pid: 0 }, /is closed: .*Linux forgets it within 60 seconds$/],
    [{ state: "BOUND" }, /no connection yet.*netwho kill 4711/],
    [{ state: "CLOSED" }, /^it is closed$/],
    [{ state: "DELETE_TCB" }, /^it is closed$/],
  ];
  for (const [given, answer] of answers) {
    const told = refusal(given);
    assertMatch(told?.reason ?? "", answer);
    assertEquals(told?.isOpen, false, told?.reason);
  }
  assertMatch(refusal({ state: "TIME_WAIT" }, "windows")!.reason, /Windows .* within 4 minutes$/);
});

Deno.test("nobody is told to end what Windows needs", () => {
  const lsass = { pid: 868, process: "lsass.exe", path: "C:\\Windows\\System32\\lsass.exe" };
  const given = { state: "LISTENING", localPort: 49_664 };
  const needed: readonly Partial<Connection>[] = [
    { pid: 4, process: "System" },
    lsass,
    {
      pid: 1052,
      process: "svchost.exe",
      path: "C:\\Windows\\System32\\svchost.exe",
      services: ["RpcEptMapper", "RpcSs"],
    },
  ];
  for (const program of needed) {
    const told = refusal({ ...given, ...program }, "windows");
    assertEquals(told?.reason, "it only listens: there is no connection to close");
  }
  const elsewhere = { ...lsass, path: "C:\\Temp\\lsass.exe" };
  assertMatch(refusal({ ...given, ...elsewhere }, "windows")!.reason, /netwho kill :49664 ends/);
});

Deno.test("IPv6 cannot be closed on Windows, and is open all the same", () => {
  const ends = { localAddress: "2001:db8::7", remoteAddress: "2001:db8::4" };
  assertEquals(refusal(ends), null);
  const told = refusal(ends, "windows");
  assertMatch(told!.reason, /IPv4 connections only; netwho kill 4711 ends/);
  assertEquals(told!.isOpen, true);
  assertEquals(refusal({ ...ends, state: "LISTENING" }, "windows")!.isOpen, false);
  const mapped = { localAddress: "::ffff:192.0.2.7", remoteAddress: "::ffff:198.51.100.4" };
  assertEquals(refusal(mapped, "windows"), null);
});

Deno.test("a connection whose ends are not known in full is open, and cannot be closed", () => {
  const lacking: readonly Partial<Connection>[] = [
    { remoteAddress: null, remoteHost: "web.example" },
    { localAddress: null },
    { remotePort: null },
    { localPort: null },
    { remotePort: 0 },
    { remotePort: 65_536 },
    { remoteAddress: "example.com" },
    { remoteAddress: "2001:db8::4" },
  ];
  for (const given of lacking) {
    const told = refusal(given);
    assertMatch(told?.reason ?? "", /not known in full/, JSON.stringify(given));
    assertEquals(told?.isOpen, true);
  }
});

Deno.test("netwho does not close its own connections", () => {
  const rows = [connection({ pid: 77 }), connection({ pid: 78 })];
  const plans = planCloses(rows, { os: "linux", ownPid: 77 });
  assertEquals(plans.map(({ refusal }) => refusal), [
    { reason: "it is netwho's own", isOpen: false },
    null,
  ]);
});

Deno.test("any rows: one plan each, in order, and what is planned is exactly the row", () => {
  const row = fc.record({
    protocol: fc.constantFrom("TCP", "UDP"),
    localAddress: fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant(null)),
    localPort: fc.option(fc.integer({ min: 0, max: 70_000 })),
    remoteAddress: fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom("0.0.0.0", "::", null, "x")),
    remotePort: fc.option(fc.integer({ min: 0, max: 70_000 })),
    state: fc.constantFrom(...STATES, null),
    pid: fc.option(fc.integer({ min: 0, max: 99_999 })),
  }).map((given) => connection(given as Partial<Connection>));
  const context = fc.record({
    os: fc.constantFrom("windows" as const, "linux" as const),
    ownPid: fc.constantFrom(null, 4711),
  });
  fc.assert(fc.property(fc.array(row), context, (rows, context) => {
    const plans = planCloses(rows, context);
    assertEquals(plans.map(({ row }) => row), rows);
    for (const { row, identity, refusal } of plans) {
      assertEquals(identity === null, refusal !== null);
      if (identity === null) {
        assert(refusal!.reason !== "");
        continue;
      }
      const { localAddress, localPort, remoteAddress, remotePort } = identity;
      assertEquals({ ...row, localAddress, localPort, remoteAddress, remotePort }, row);
      assertEquals(row.protocol, "TCP");
      assert(!["LISTENING", "TIME_WAIT", "BOUND", "CLOSED"].includes(row.state ?? ""));
      assert(context.os === "linux" || !row.localAddress!.includes(":"));
      assert(row.pid === null || row.pid !== context.ownPid);
    }
  }));
});
