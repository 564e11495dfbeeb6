import { assert, assertEquals } from "@std/assert";
import { Diagnostics } from "../../lib/capture/diagnostics.ts";
import { READ_DEFAULTS, readSnapshot, readWhole } from "../../lib/capture/snapshot.ts";
import { readWindowsTables } from "../../lib/capture/windows_tables.ts";
import type { Host, ProcessFacts, SystemSocket } from "../../lib/host/host.ts";
import { fakeHost } from "../support/fake_host.ts";
import { systemSocket } from "../support/system_socket.ts";
import { windowsHost } from "../support/windows_host.ts";
import { listedProcesses } from "../support/listed_processes.ts";

const established = (given: Partial<SystemSocket> = {}) =>
  systemSocket({ state: "ESTABLISHED", ...given });
const listener = (given: Partial<SystemSocket> = {}) =>
  systemSocket({
    state: "LISTENING",
    isListening: true,
    localAddress: "0.0.0.0",
    localPort: 8080,
    remoteAddress: null,
    remotePort: null,
    ...given,
  });

const FACTS = new Map<number, ProcessFacts>([
  [4711, { path: "C:\\Games\\game.exe", startedAt: "2026-01-02T03:04:05.000Z" }],
  [912, { path: null, startedAt: null }],
]);

function machine(table: readonly SystemSocket[] | null, given: Partial<Host> = {}) {
  return fakeHost({
    ...windowsHost(),
    systemSockets: () => table,
    processFacts: (pids) =>
      new Map(pids.flatMap((pid) => FACTS.has(pid) ? [[pid, FACTS.get(pid)!]] : [])),
    listedProcesses: () => listedProcesses([4711, 1000], [912, 4]),
    ...given,
  });
}

/** Reads without any tool; null where netstat and tasklist have to be run. */
async function readAtOnce(table: readonly SystemSocket[] | null, needsNames = true) {
  const tools: string[] = [];
  const { run } = windowsHost();
  const host = machine(table, {
    run: (tool, ...rest) => {
      tools.push(tool);
      return run!(tool, ...rest);
    },
  });
  const options = {
    ...READ_DEFAULTS,
    from: [],
    sockets: true,
    processes: "owners",
    tables: { needsNames },
  } as const;
  const { connections } = await readWhole(await readSnapshot(host, options, new Diagnostics()));
  return tools.length === 0 ? connections : null;
}

Deno.test("a connection with its program, its times and who began it", async () => {
  const rows = await readAtOnce([
    listener(),
    established(),
    established({ localPort: 8080, remotePort: 50_000, state: "CLOSE_WAIT" }),
  ]);
  const shown = rows?.map((row) => ({
    state: row.state,
    direction: row.direction,
    process: row.process,
    path: row.path,
    remote: `${row.remoteAddress} ${row.remotePort}`,
    createdAt: row.createdAt,
  }));
  const shared = {
    process: "game.exe",
    path: "C:\\Games\\game.exe",
    createdAt: "2026-11-20T08:00:00.000Z",
  };
  assertEquals(shown, [
    { ...shared, state: "LISTENING", direction: null, remote: "0.0.0.0 0" },
    { ...shared, state: "ESTABLISHED", direction: "outbound", remote: "198.51.100.4 443" },
    { ...shared, state: "CLOSE_WAIT", direction: "inbound", remote: "198.51.100.4 50000" },
  ]);
});

Deno.test("addresses are written as netstat writes them", async () => {
  const rows = await readAtOnce([
    established({
      localAddress: "fe80::7",
      localZone: 12,
      remoteAddress: "fe80::4",
      remoteZone: 12,
    }),
    established({ localAddress: "2001:db8::7", localZone: 12, remoteAddress: "2001:db8::4" }),
    established({ localAddress: "169.254.1.2", localZone: 12 }),
    listener({ localAddress: "::" }),
    systemSocket({
      protocol: "UDP",
      state: null,
      localAddress: "::1",
      remoteAddress: null,
      remotePort: null,
    }),
  ]);
  assertEquals(rows?.map(({ localAddress, remoteAddress }) => [localAddress, remoteAddress]), [
    ["fe80::7%12", "fe80::4%12"],
    ["2001:db8::7", "2001:db8::4"],
    ["169.254.1.2", "198.51.100.4"],
    ["::", "::"],
    ["::1", null],
  ]);
});

Deno.test("nobody holds a closed connection, and System has no file", async () => {
  const rows = await readAtOnce([
    established({ state: "TIME_WAIT", pid: 0 }),
    listener({ pid: 4 }),
    established({ pid: 99 }), // it has ended
  ]);
  assertEquals(rows?.map(({ pid, process, note }) => [pid, process, note]), [
    [0, null, "closed, no process owns it any more"],
    [4, "System", null],
    [99, null, null],
  ]);
});

Deno.test("a program that only tasklist can name takes tasklist, where names are needed", async () => {
  const table = [established(), established({ pid: 912 })];
  assertEquals(await readAtOnce(table), null);
  const rows = await readAtOnce(table, false);
  assertEquals(rows?.map(({ pid, process }) => [pid, process]), [[4711, "game.exe"], [912, null]]);
});

Deno.test("a program whose path is not told has the name in Windows' own list", () => {
  const host = machine([established(), established({ pid: 912 })], {
    listedProcesses: () => listedProcesses([4711, 1000, "other.exe"], [912, 4, "svchost.exe"]),
  });
  const source = readWindowsTables(host, { needsNames: true });
  assertEquals(
    [...source!.processes!.values()].map(({ pid, process, path }) => [pid, process, path]),
    [[4711, "game.exe", "C:\\Games\\game.exe"], [912, "svchost.exe", null]],
  );
});

Deno.test("tables that tell too little are left for netstat", () => {
  const read = (table: readonly SystemSocket[] | null) =>
    readWindowsTables(machine(table), { needsNames: false });
  assertEquals(read(null), null);
  assertEquals(read([]), null);
  // As recordings hold them that were made earlier.
  assertEquals(read([established(), systemSocket()]), null);
  assert(read([established(), systemSocket({ protocol: "UDP" })]) !== null);
});
