// What Windows itself tells beside its tools: made up at the seam, as Wine tells neither times nor modules.
import { assertEquals } from "@std/assert";
import { Diagnostics } from "../../lib/capture/diagnostics.ts";
import { readSnapshot, readWhole } from "../../lib/capture/snapshot.ts";
import type { SnapshotOptions } from "../../lib/capture/source.ts";
import type { Host, ProcessFacts, SystemSocket } from "../../lib/host/host.ts";
import { fakeHost } from "../support/fake_host.ts";
import { systemSocket } from "../support/system_socket.ts";
import { windowsHost } from "../support/windows_host.ts";
import { listedProcesses } from "../support/listed_processes.ts";

const SOCKETS: readonly SystemSocket[] = [
  systemSocket({
    localAddress: "0.0.0.0",
    localPort: 135,
    remoteAddress: null,
    remotePort: null,
    isListening: true,
    pid: 912,
    createdAt: "2026-01-01T00:00:01.000Z",
    module: "912/5a",
  }),
  systemSocket({ createdAt: "2026-01-02T03:00:00.000Z" }),
];

/** A machine with these sockets, and the calls of the seam in their order. */
function machine(overrides: Partial<Host> = {}) {
  const calls: string[] = [];
  const { run, ...windows } = windowsHost();
  const host = fakeHost({
    ...windows,
    run: async (tool, args, options) => {
      const capture = await run!(tool, args, options);
      calls.push(tool);
      return capture;
    },
    computerName: () => "PC-7",
    systemSockets: () => {
      calls.push("systemSockets");
      return SOCKETS;
    },
    socketServices: (modules) => {
      calls.push(`socketServices ${modules}`);
      return new Map(modules.map((module) => [module, "RpcEptMapper"]));
    },
    commandLines: (pids) => {
      calls.push(`commandLines ${pids}`);
      return new Map([[4711, '"C:\\chat.exe" --token x'], [99, "gone"]]);
    },
    listedProcesses: () => {
      calls.push("listedProcesses");
      return listedProcesses([912, 4711], [4711, 800], [5, 5]);
    },
    ...overrides,
  });
  return { host, calls };
}

async function read(host: Host, options: Partial<SnapshotOptions> = {}) {
  const wanted = {
    from: [],
    encoding: null,
    sockets: true,
    processes: "owners",
    fast: false,
    details: false,
    timeoutMilliseconds: 1000,
    ...options,
  } as const;
  const diagnostics = new Diagnostics();
  const snapshot = await readWhole(await readSnapshot(host, wanted, diagnostics));
  return { ...snapshot, warnings: diagnostics.warnings };
}

Deno.test("connections have the computer's name, their times and the services that own them", async () => {
  const { host, calls } = machine();
  const { connections, computer } = await read(host);
  assertEquals(computer, "PC-7");
  assertEquals(
    connections.map(({ computer, localPort, createdAt, services, socketService }) => [
      computer,
      localPort,
      createdAt,
      services,
      socketService,
    ]),
    [
      ["PC-7", 135, "2026-01-01T00:00:01.000Z", ["RpcEptMapper", "RpcSs"], "RpcEptMapper"],
      ["PC-7", 50_123, "2026-01-02T03:00:00.000Z", null, null],
      ["PC-7", 50_124, null, null, null],
    ],
  );
  assertEquals(calls.filter((call) => call.startsWith("s")), [
    "systemSockets",
    "socketServices 912/5a",
  ]);
});

Deno.test("the tables are read when netstat has printed: sockets come and go", async () => {
  const { host, calls } = machine();
  const { run } = host;
  const slowTasklist: Host["run"] = async (tool, args, options) => {
    if (tool === "tasklist") await new Promise((resolve) => setTimeout(resolve, 20));
    return await run(tool, args, options);
  };
  await read({ ...host, run: slowTasklist });
  const order = calls.filter((call) => call !== "listedProcesses");
  assertEquals(order.slice(0, 3), ["netstat", "systemSockets", "tasklist"]);
});

Deno.test("a table that cannot be read takes nothing else away", async () => {
  for (const sockets of [null, []]) {
    const { connections, warnings } = await read(machine({ systemSockets: () => sockets }).host);
    assertEquals(warnings, []);
    assertEquals(
      connections.map(({ localPort, process, createdAt, socketService }) => [
        localPort,
        process,
        createdAt,
        socketService,
      ]),
      [
        [135, "svchost.exe", null, null],
        [50_123, "chat.exe", null, null],
        [50_124, null, null, null],
      ],
    );
  }
  const { connections } = await read(machine({ socketServices: () => new Map() }).host);
  assertEquals(connections.map(({ socketService }) => socketService), [null, null, null]);
  assertEquals(connections[0]?.createdAt, "2026-01-01T00:00:01.000Z");
});

Deno.test("--fast leaves the services out, not the times", async () => {
  const { host, calls } = machine();
  const { connections } = await read(host, { fast: true });
  assertEquals(connections.map(({ createdAt }) => createdAt !== null), [true, true, false]);
  assertEquals(connections[0]?.socketService, null);
  assertEquals(calls.some((call) => call.startsWith("socketServices")), false);
});

Deno.test("what is not asked for is not read", async () => {
  const { host, calls } = machine();
  await read(host, { processes: "none" });
  assertEquals(calls.splice(0), ["netstat"]);
  await read(host, { sockets: false, processes: "all" });
  assertEquals(calls.splice(0), ["listedProcesses", "tasklist", "tasklist"]);
  await read(host, { details: true, commandLines: false });
  assertEquals(calls.filter((call) => call.startsWith("commandLines")), []);
});

Deno.test("details: parents and command lines", async () => {
  const { host } = machine();
  const { processes } = await read(host, { sockets: false, processes: "all", details: true });
  assertEquals(
    [...processes!.values()].map(({ pid, parentPid, commandLine }) => [
      pid,
      parentPid,
      commandLine,
    ]),
    [[912, 4711, null], [4711, 800, '"C:\\chat.exe" --token x']],
  );
});

Deno.test("command lines alone, as inspect reads them with --fast", async () => {
  const { host } = machine();
  const { processes } = await read(host, { processes: "all", fast: true, commandLines: true });
  assertEquals(processes!.get(4711)?.commandLine, '"C:\\chat.exe" --token x');
  assertEquals(processes!.get(912)?.parentPid, null);
});

Deno.test("a parent that started later than its child is another process", async () => {
  const started = (parent: string, child: string): Map<number, ProcessFacts> =>
    new Map([
      [4711, { path: null, startedAt: parent }],
      [912, { path: null, startedAt: child }],
    ]);
  const parentOf = async (parent: string, child: string) => {
    const { host } = machine({ processFacts: () => started(parent, child) });
    return (await read(host, { details: true })).processes!.get(912)?.parentPid;
  };
  const [early, late] = ["2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.001Z"];
  assertEquals(await parentOf(early, late), 4711);
  assertEquals(await parentOf(late, early), null);
  assertEquals(await parentOf(early, early), 4711);
});
