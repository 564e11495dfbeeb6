import { assertEquals } from "@std/assert";
import { hiddenNote } from "../../lib/capture/hidden_owners.ts";
import { joinSocket } from "../../lib/capture/join.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import { type Process, PROCESS_FIELDS } from "../../lib/model/process.ts";
import { type Socket, SOCKET_FIELDS } from "../../lib/model/socket.ts";

const SOCKET: Socket = {
  ...emptyRecord(SOCKET_FIELDS),
  protocol: "TCP",
  localAddress: "192.0.2.7",
  localPort: 50123,
  remoteAddress: "10.0.0.9",
  remotePort: 443,
  state: "ESTABLISHED",
  stateText: "HERGESTELLT",
  pid: 1204,
};
const SVCHOST: Process = {
  ...emptyRecord(PROCESS_FIELDS),
  process: "svchost.exe",
  pid: 1204,
  user: "NT AUTHORITY\\SYSTEM",
  services: ["Dhcp", "EventLog"],
  path: "C:\\Windows\\System32\\svchost.exe",
};
const PROCESSES = new Map([[1204, SVCHOST]]);

function join(socket: Partial<Socket>, processes: Map<number, Process> | null = PROCESSES) {
  return joinSocket({ ...SOCKET, ...socket }, { observedAt: null, processes });
}

/** What a connection has from its process. */
function owner({ process, path, services, user, note }: Connection) {
  return { process, path, services, user, note };
}

const NOBODY = { process: null, path: null, services: null, user: null, note: null };

Deno.test("a connection is a socket with its process, services and scopes", () => {
  const connection = joinSocket(SOCKET, {
    observedAt: "2026-01-02T03:04:05.000Z",
    processes: PROCESSES,
  });
  assertEquals(connection, {
    ...emptyRecord(CONNECTION_FIELDS),
    observedAt: "2026-01-02T03:04:05.000Z",
    protocol: "TCP",
    localAddress: "192.0.2.7",
    localPort: 50123,
    localScope: "documentation",
    remoteAddress: "10.0.0.9",
    remotePort: 443,
    remoteService: "https",
    remoteScope: "private",
    state: "ESTABLISHED",
    pid: 1204,
    process: "svchost.exe",
    path: "C:\\Windows\\System32\\svchost.exe",
    services: ["Dhcp", "EventLog"],
    user: "NT AUTHORITY\\SYSTEM",
  });
  assertEquals(Object.keys(connection), CONNECTION_FIELDS.map(({ name }) => name));
});

Deno.test("what is PID 0 belongs to no process, whatever the list says", () => {
  const idle = new Map([[0, { ...SVCHOST, pid: 0, process: "System Idle Process" }]]);
  for (const processes of [idle, PROCESSES, null]) {
    assertEquals(owner(join({ pid: 0, state: "TIME_WAIT" }, processes)), {
      ...NOBODY,
      note: "closed, no process owns it any more",
    });
  }
});

Deno.test("a connection that is still being closed is not called closed", () => {
  const notes = ["FIN_WAIT_1", "FIN_WAIT_2", "CLOSING", "LAST_ACK", "TIME_WAIT"].map((state) =>
    join({ pid: 0, state: state as Socket["state"] }).note
  );
  const closing = "being closed: no process owns it any more";
  assertEquals(notes, [...Array(4).fill(closing), "closed, no process owns it any more"]);
});

Deno.test("a note on a process stands with each of its sockets", () => {
  const processNotes = new Map([[1204, "its file is gone"]]);
  const context = { observedAt: null, processes: PROCESSES, processNotes };
  assertEquals(joinSocket(SOCKET, context).note, "its file is gone");
});

Deno.test("a PID that the list does not know has a note, without a list it has none", () => {
  const note = "process 4711 is not in the process list: it may have ended";
  assertEquals(owner(join({ pid: 4711 })), { ...NOBODY, note });
  assertEquals(owner(join({ pid: 4711 }, new Map())), { ...NOBODY, note });
  assertEquals(owner(join({ pid: 4711 }, null)), NOBODY);
});

Deno.test("a socket without a PID says what it would take, where there is a list", () => {
  assertEquals(owner(join({ pid: null })), { ...NOBODY, note: hiddenNote("rights") });
  assertEquals(owner(join({ pid: null }, null)), NOBODY);
  const context = { observedAt: null, processes: PROCESSES, hiddenBy: "notPrinted" } as const;
  assertEquals(joinSocket({ ...SOCKET, pid: null }, context).note, hiddenNote("notPrinted"));
});

Deno.test("the list's name goes before the one that netstat -b prints", () => {
  const printed = { process: "SVCHOST.EXE", components: ["Dhcp"] };
  assertEquals(join(printed).process, "svchost.exe");
  assertEquals(join(printed).services, ["Dhcp", "EventLog"]);
  const nameless = new Map([[1204, { ...SVCHOST, process: null, services: null }]]);
  assertEquals(join(printed, nameless).process, "SVCHOST.EXE");
  assertEquals(join(printed, nameless).services, ["Dhcp"]);
});

Deno.test("netstat -b names programs and services without a list", () => {
  const expected = { ...NOBODY, process: "svchost.exe", services: ["RpcSs", "DcomLaunch"] };
  const printed = { process: "svchost.exe", components: ["RpcSs", "DcomLaunch"] };
  assertEquals(owner(join(printed, null)), expected);
  assertEquals(owner(join({ ...printed, pid: null }, null)), expected);
  assertEquals(owner(join({ ...printed, pid: null })), expected);
  assertEquals(owner(join({ ...printed, pid: 4711 })), expected);
});

Deno.test("components that are files or remarks are no services", () => {
  const components = [
    "C:\\WINDOWS\\system32\\WS2_32.dll",
    "mswsock.DLL",
    "-- unknown component(s) --",
    "helper.exe",
  ];
  assertEquals(join({ process: "a.exe", components }, null).services, null);
  assertEquals(join({ process: "a.exe", components: [...components, "Spooler"] }, null).services, [
    "Spooler",
  ]);
});

Deno.test("services are those of the protocol, scopes those of literal addresses", () => {
  const udp = join({ protocol: "UDP", localPort: 1900, remoteAddress: null, remotePort: null });
  assertEquals([udp.localService, udp.remoteService], ["ssdp", null]);
  assertEquals([udp.localScope, udp.remoteScope], ["documentation", null]);
  const named = join({ remoteAddress: null, remoteHost: "host.example" });
  assertEquals([named.remoteScope, named.remoteHost], [null, "host.example"]);
});
