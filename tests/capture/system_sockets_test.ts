import { assert, assertEquals } from "@std/assert";
import { readSocketServices, systemFactsFinder } from "../../lib/capture/system_sockets.ts";
import type { SystemSocket } from "../../lib/host/host.ts";
import { parseNetstat } from "../../lib/tools/netstat/parse_netstat.ts";
import { BLANK_PROCESS } from "../support/blank_process.ts";
import { systemSocket } from "../support/system_socket.ts";

const TIME = "2026-11-20T08:00:00.000Z";
const LATER = "2026-11-20T09:00:00.000Z";

const LISTENER = { isListening: true, remoteAddress: null, remotePort: null } as const;
const UDP = { protocol: "UDP", remoteAddress: null, remotePort: null } as const;

/** What is told of a row of netstat's, as `createdAt` and the service. */
function told(
  row: string,
  sockets: readonly SystemSocket[],
  services: ReadonlyMap<string, string> = new Map(),
) {
  const { rows: [socket] } = parseNetstat(`  ${row}\r\n`);
  const facts = systemFactsFinder({ sockets, services }).get(socket!);
  return facts === undefined ? undefined : [facts.createdAt, facts.service];
}

Deno.test("a connection is matched by protocol, both ends and PID", () => {
  const row = "TCP    192.0.2.7:50123   198.51.100.4:443   ESTABLISHED   4711";
  assertEquals(told(row, [systemSocket({})]), [TIME, null]);
  const others: Partial<SystemSocket>[] = [
    { localAddress: "192.0.2.8" },
    { localPort: 50_124 },
    { remoteAddress: "198.51.100.5" },
    { remotePort: 80 },
    { pid: 4712 },
    { protocol: "UDP" },
    LISTENER,
  ];
  for (const other of others) assertEquals(told(row, [systemSocket(other)]), undefined);
  // The state may have changed between netstat and the table.
  assertEquals(told(row.replace("ESTABLISHED", "CLOSE_WAIT "), [systemSocket({})]), [TIME, null]);
  assertEquals(told(row.replace("4711", "0"), [systemSocket({ pid: 0 })]), [TIME, null]);
  assertEquals(told(row.replace("4711", ""), [systemSocket({})]), undefined, "no PID");
});

Deno.test("a listener is matched in any language, and by its own end alone", () => {
  const sockets = [
    systemSocket({ ...LISTENER, localAddress: "0.0.0.0", localPort: 135, pid: 912 }),
  ];
  assertEquals(told("TCP    0.0.0.0:135    0.0.0.0:0    ABHÖREN    912", sockets), [TIME, null]);
  const v6 = [systemSocket({ ...LISTENER, localAddress: "::", localPort: 135, pid: 912 })];
  assertEquals(told("TCP    [::]:135    [::]:0    LISTENING    912", v6), [TIME, null]);
  assertEquals(told("TCP    [::]:135    [::]:0    LISTENING    912", sockets), undefined);
});

Deno.test("UDP is matched by its own end and PID, with or without a peer", () => {
  const sockets = [systemSocket({ ...UDP, localPort: 53, pid: 2448 })];
  assertEquals(told("UDP    192.0.2.7:53    *:*    2448", sockets), [TIME, null]);
  assertEquals(told("UDP    192.0.2.7:53    198.51.100.53:53    2448", sockets), [TIME, null]);
  assertEquals(told("UDP    192.0.2.7:53    *:*    2449", sockets), undefined);
});

Deno.test("IPv6 is compared as a number, however it is written", () => {
  const ends = { localAddress: "2001:db8::7", remoteAddress: "::ffff:192.0.2.1" };
  const row = "TCP    [2001:DB8:0:0::0007]:50123    [::ffff:c000:201]:443    ESTABLISHED    4711";
  assertEquals(told(row, [systemSocket(ends)]), [TIME, null]);
});

Deno.test("zones count only where they tell sockets apart", () => {
  const row = "TCP    [fe80::1%12]:445    [::]:0    LISTENING    4";
  const socket = systemSocket({ ...LISTENER, localAddress: "fe80::1", localPort: 445, pid: 4 });
  const inZone = (localZone: number, createdAt: string) => ({ ...socket, localZone, createdAt });
  // As Wine has it for ::1; netstat prints no zone there.
  assertEquals(told(row.replace("%12", ""), [inZone(4096, TIME)]), [TIME, null]);
  assertEquals(told(row, [inZone(12, TIME)]), [TIME, null]);
  assertEquals(told(row, [inZone(11, LATER), inZone(12, TIME)]), [TIME, null]);
  assertEquals(told(row, [inZone(11, LATER), inZone(13, LATER)]), [null, null]);
});

Deno.test("of several that match nothing is guessed; what they agree on is told", () => {
  const row = "UDP    0.0.0.0:5353    *:*    7340";
  const socket = { ...UDP, localAddress: "0.0.0.0", localPort: 5353, pid: 7340 };
  const services = new Map([["7340/1", "One"], ["7340/2", "Two"]]);
  const of = (...given: Partial<SystemSocket>[]) =>
    told(row, given.map((each) => systemSocket({ ...socket, ...each })), services);
  assertEquals(of({}, { createdAt: LATER }), [null, null]);
  assertEquals(of({}, {}), [TIME, null]);
  assertEquals(of({}, { createdAt: null }), [null, null]);
  assertEquals(of({ module: "7340/1" }, { module: "7340/1", createdAt: LATER }), [null, "One"]);
  assertEquals(of({ module: "7340/1" }, { module: "7340/2" }), [TIME, null]);
  assertEquals(of({ module: "7340/1" }, { module: null }), [TIME, null]);
});

Deno.test("services are asked for sockets of service hosts alone, each module once", () => {
  const asked: string[][] = [];
  const host = {
    socketServices: (modules: readonly string[]) => {
      asked.push([...modules]);
      return new Map([["912/5a", "RpcEptMapper"]]);
    },
  };
  const sockets = [
    { pid: 912, module: "912/5a" },
    { pid: 912, module: "912/5a" },
    { pid: 912, module: null },
    { pid: 20, module: "20/1" }, // a service of its own process
    { pid: 21, module: "21/1" }, // hosts two
    { pid: 22, module: "22/1" }, // no service
    { pid: 23, module: "23/1" }, // not in the list
  ].map(systemSocket);
  const processes = new Map(
    [
      { pid: 912, process: "SvcHost.exe", services: ["RpcEptMapper"] },
      { pid: 20, process: "spoolsv.exe", services: ["Spooler"] },
      { pid: 21, process: "lsass.exe", services: ["KeyIso", "SamSs"] },
      { pid: 22, process: "chat.exe" },
    ].map((process) => [process.pid, { ...BLANK_PROCESS, ...process }]),
  );
  assertEquals(
    readSocketServices(host, sockets, processes),
    new Map([["912/5a", "RpcEptMapper"]]),
  );
  assertEquals(asked, [["912/5a", "21/1"]]);
  assertEquals(readSocketServices(host, sockets.slice(3, 4), processes), new Map());
  assertEquals(asked.length, 1, "without a service host nobody is asked");
});

Deno.test("thousands of sockets on one end are compared once", () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, index) =>
      systemSocket({ ...UDP, localAddress: "0.0.0.0", localPort: 5353, createdAt: `${index}` }),
  );
  const facts = systemFactsFinder({ sockets: rows, services: new Map() });
  const { rows: [socket] } = parseNetstat("  UDP    0.0.0.0:5353    *:*    4711\r\n");
  const start = performance.now();
  for (const _ of rows) assertEquals(facts.get(socket!)?.createdAt, null);
  // A minute where each is compared with all.
  assert(performance.now() - start < 5000);
});
