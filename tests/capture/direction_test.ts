import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Direction, Listeners } from "../../lib/capture/direction.ts";
import type { Socket } from "../../lib/model/socket.ts";
import { at, type End, named, NOWHERE, tcp, udp } from "../support/sockets.ts";

const ANY = at("0.0.0.0", 0);

function listener(local: End, fields: Partial<Socket> = {}): Socket {
  return tcp([local, ANY], { state: "LISTENING", pid: 71, ...fields });
}

function open(local: End, remote: End, fields: Partial<Socket> = {}): Socket {
  return tcp([local, remote], { state: "ESTABLISHED", pid: 71, ...fields });
}

const CLIENT = at("198.51.100.9", 50_123);
const WEB = at("203.0.113.4", 443);

/** The direction of a connection among listeners, and of nothing else. */
function direction(
  connection: Socket,
  listeners: readonly Socket[],
  options: { isWhole?: boolean } = {},
): Direction | null {
  return new Listeners([...listeners, connection], options).directionOf(connection);
}

Deno.test("a connection to a listener's port is inbound, any other outbound", () => {
  const listeners = [listener(at("0.0.0.0", 22))];
  assertEquals(direction(open(at("192.0.2.7", 22), CLIENT), listeners), "inbound");
  assertEquals(direction(open(at("192.0.2.7", 50_321), WEB), listeners), "outbound");
  for (const state of ["TIME_WAIT", "CLOSE_WAIT", "FIN_WAIT_2", "LAST_ACK", "UNKNOWN"] as const) {
    const closing = { state, pid: state === "TIME_WAIT" ? 0 : 71 };
    assertEquals(direction(open(at("192.0.2.7", 22), CLIENT, closing), listeners), "inbound");
    assertEquals(direction(open(at("192.0.2.7", 2222), CLIENT, closing), listeners), "outbound");
  }
});

Deno.test("a connection that is being opened tells its direction by itself", () => {
  const local = at("192.0.2.7", 22);
  for (const listeners of [[], [listener(at("0.0.0.0", 22))], [listener(at("0.0.0.0", 80))]]) {
    assertEquals(direction(open(local, CLIENT, { state: "SYN_SENT" }), listeners), "outbound");
    assertEquals(direction(open(local, CLIENT, { state: "SYN_RECEIVED" }), listeners), "inbound");
  }
});

Deno.test("what has no other end has no direction", () => {
  const rows = [
    listener(at("0.0.0.0", 22)),
    tcp([at("192.0.2.7", 5000), ANY], { state: "BOUND" }),
    tcp([at("192.0.2.7", 5000), at("::", 0)], { state: "CLOSED" }),
    tcp([at("192.0.2.7", 5000), NOWHERE], { state: "UNKNOWN" }),
    tcp([at("192.0.2.7", 5000), named("pc-1", 0)], { state: "LISTENING" }),
    udp([at("0.0.0.0", 53), NOWHERE]),
    udp([at("0.0.0.0", 53), at("0.0.0.0", null)]),
    udp([at("::", 53), at("::", null)]),
  ];
  const listeners = new Listeners(rows, { isWhole: true });
  for (const row of rows) assertEquals(listeners.directionOf(row), null, JSON.stringify(row));
});

Deno.test("the other end of a connection may be unknown", () => {
  const listeners = [listener(at("0.0.0.0", 22))];
  assertEquals(direction(open(at("192.0.2.7", 22), NOWHERE), listeners), "inbound");
  assertEquals(direction(open(at("192.0.2.7", 22), named("peer", null)), listeners), "inbound");
  assertEquals(direction(open(at("192.0.2.7", 23), at("192.0.2.9", null)), listeners), "outbound");
});

Deno.test("without any listener nobody can tell, unless all sockets are known", () => {
  const connection = open(at("192.0.2.7", 50_321), WEB);
  const peers = udp([at("192.0.2.7", 50_321), at("203.0.113.4", 53)]);
  const waiting = udp([at("0.0.0.0", 5353), NOWHERE]);
  assertEquals(direction(connection, []), null);
  assertEquals(direction(connection, [], { isWhole: true }), "outbound");
  assertEquals(direction(connection, [waiting]), null);
  assertEquals(direction(peers, []), null);
  assertEquals(direction(peers, [waiting]), "outbound");
  assertEquals(direction(peers, [listener(at("0.0.0.0", 22))]), "outbound");
  assertEquals(direction(open(at("192.0.2.7", null), WEB), [listener(at("::", 22))]), null);
});

Deno.test("addresses: a listener holds its own, and those of its wildcard", () => {
  const cases: [listener: string, local: string, isHeld: boolean][] = [
    ["0.0.0.0", "192.0.2.7", true],
    ["0.0.0.0", "::ffff:192.0.2.7", true],
    ["0.0.0.0", "2001:db8::7", false],
    ["::", "2001:db8::7", true],
    ["::", "192.0.2.7", true],
    ["::", "::ffff:192.0.2.7", true],
    ["192.0.2.7", "192.0.2.7", true],
    ["192.0.2.7", "192.0.2.8", false],
    ["192.0.2.7", "::ffff:192.0.2.7", true],
    ["::ffff:192.0.2.7", "192.0.2.7", true],
    ["::ffff:c000:207", "::ffff:192.0.2.7", true],
    ["::ffff:0.0.0.0", "192.0.2.7", true],
    ["::ffff:0.0.0.0", "2001:db8::7", false],
    ["127.0.0.1", "192.0.2.7", false],
    ["::1", "127.0.0.1", false],
    ["2001:db8::7", "2001:0db8:0::0007", true],
    ["fe80::1%12", "fe80::1%12", true],
    ["fe80::1%12", "fe80::1%13", false],
    ["fe80::1%12", "fe80::1", true],
    ["fe80::1", "fe80::1%13", true],
    ["fe80::1%12", "fe80::2%12", false],
  ];
  for (const [address, local, isHeld] of cases) {
    const expected = isHeld ? "inbound" : "outbound";
    const connection = open(at(local, 8080), CLIENT);
    assertEquals(direction(connection, [listener(at(address, 8080))]), expected, address + local);
  }
});

Deno.test("where an end is a name or was cut, the port decides alone", () => {
  const onName = [listener(named("pc-1", 8080))];
  assertEquals(direction(open(at("192.0.2.7", 8080), CLIENT), onName), "inbound");
  assertEquals(direction(open(at("192.0.2.7", 8081), CLIENT), onName), "outbound");
  const onAddress = [listener(at("127.0.0.1", 8080))];
  assertEquals(direction(open(named("pc-1", 8080), CLIENT), onAddress), "inbound");
  assertEquals(direction(open(NOWHERE, CLIENT), onAddress), null);
});

Deno.test("protocols are apart", () => {
  const onTcp = [listener(at("0.0.0.0", 443))];
  const onUdp = [udp([at("0.0.0.0", 443), NOWHERE], { pid: 71 })];
  const quic = udp([at("192.0.2.7", 443), CLIENT], { pid: 71 });
  const web = open(at("192.0.2.7", 443), CLIENT);
  assertEquals(direction(quic, onTcp), "outbound");
  assertEquals(direction(quic, onUdp), "inbound");
  assertEquals(direction(web, [...onUdp, listener(at("0.0.0.0", 80))]), "outbound");
});

Deno.test("both ends of a connection on this computer: the client's is outbound", () => {
  const [client, server] = [at("127.0.0.1", 50_000), at("127.0.0.1", 80)];
  const listeners = [listener(at("127.0.0.1", 80))];
  assertEquals(direction(open(server, client), listeners), "inbound");
  assertEquals(direction(open(client, server, { pid: 90 }), listeners), "outbound");
});

/** Whether a connection of one process counts as one of the other's, which listens. */
function accepts(
  [pid, process]: readonly [number | null, string | null],
  [other, otherProcess]: readonly [number | null, string | null],
  { remotePort = 50_123, parents = {}, holders }: {
    remotePort?: number;
    parents?: Readonly<Record<number, number>>;
    holders?: readonly number[];
  } = {},
): boolean {
  const listeners = new Listeners();
  listeners.add(listener(at("0.0.0.0", 80), { pid, process: null }), holders);
  const names = new Map([[pid, process], [other, otherProcess]]);
  const connection = open(at("192.0.2.7", 80), at("198.51.100.9", remotePort), { pid: other });
  const known = {
    nameOf: (pid: number) => names.get(pid) ?? null,
    parentOf: (pid: number) => parents[pid] ?? null,
  };
  return listeners.directionOf(connection, known) === "inbound";
}

Deno.test("a listener of a really different program is no evidence", () => {
  assertEquals(accepts([10, "db.exe"], [20, "browser.exe"]), false);
  assertEquals(accepts([10, "node"], [20, "nodejs"]), false);
  assertEquals(accepts([10, "db.exe"], [20, "browser.exe"], { parents: { 10: 5, 20: 5 } }), false);
});

Deno.test("servers hand connections to other processes", () => {
  const cases: [string, Parameters<typeof accepts>][] = [
    ["the same process", [[10, "db.exe"], [10, "db.exe"]]],
    ["nobody's any more", [[10, "db.exe"], [0, null]]],
    ["owner not seen", [[10, "db.exe"], [null, null]]],
    ["listener not seen", [[null, null], [20, "browser.exe"]]],
    ["workers", [[10, "nginx"], [20, "nginx"]]],
    ["workers with titles", [[10, "nginx: master"], [20, "nginx: worker"]]],
    ["the ending does not matter", [[10, "HTTPD.EXE"], [20, "httpd"]]],
    ["a part of it", [[10, "sshd"], [20, "sshd-session"]]],
    ["what it says of itself", [[10, "sshd"], [20, "sshd: anna"]]],
    ["cut by Linux", [[10, "systemd-resolved"], [20, "systemd-resolve"]]],
    ["socket activation", [[1, "systemd"], [20, "cockpit-ws"]]],
    ["a user's systemd", [[900, "systemd"], [20, "webserver"]]],
    ["inetd", [[10, "xinetd"], [20, "in.telnetd"]]],
    ["a child", [[10, "super"], [20, "worker"], { parents: { 20: 10 } }]],
    ["a grandchild", [[10, "super"], [20, "worker"], { parents: { 20: 15, 15: 10 } }]],
    ["the parent", [[10, "worker"], [20, "super"], { parents: { 10: 20 } }]],
    ["another holder", [[10, "super"], [20, "worker"], { holders: [10, 20] }]],
  ];
  for (const [what, args] of cases) assertEquals(accepts(...args), true, what);
});

Deno.test("where nobody knows the programs, the remote port tells a client from a server", () => {
  assertEquals(accepts([10, null], [20, null], { remotePort: 50_123 }), true);
  assertEquals(accepts([10, null], [20, null], { remotePort: 443 }), false);
  assertEquals(accepts([10, "db.exe"], [20, null], { remotePort: 443 }), false);
  assertEquals(accepts([10, null], [0, null], { remotePort: 443 }), true);
});

Deno.test("parents that go in a circle end", () => {
  assertEquals(accepts([10, "a"], [20, "b"], { parents: { 20: 21, 21: 20, 10: 10 } }), false);
});

Deno.test("of thousands of listeners on one port some are told apart, quickly", () => {
  const listeners = new Listeners();
  for (let pid = 100; pid < 100_100; pid++) {
    listeners.add(listener(at("127.0.0.1", 80), { pid, process: `p${pid}` }));
  }
  const connection = open(at("127.0.0.1", 80), CLIENT, { pid: 7, process: "other" });
  const started = performance.now();
  for (let count = 0; count < 10_000; count++) listeners.directionOf(connection);
  const elapsed = performance.now() - started;
  assert(elapsed < 5_000, `${elapsed} ms`);
});

// A model with few addresses and ports, so that many ends meet.
const address = fc.constantFrom("0.0.0.0", "127.0.0.1", "192.0.2.7", "::", "::1", "2001:db8::7");
const end = fc.record({ address, port: fc.integer({ min: 1, max: 4 }) });
const pid = fc.constantFrom(null, 0, 10, 20);
const modelSocket = fc.record({
  protocol: fc.constantFrom("TCP" as const, "UDP" as const),
  local: end,
  remote: fc.option(end),
  pid,
});

Deno.test("any sockets: who listens where decides, in any order", () => {
  fc.assert(
    fc.property(fc.array(modelSocket, { maxLength: 12 }), fc.boolean(), (model, isWhole) => {
      const sockets = model.map(({ protocol, local, remote, pid }) => {
        const ends = [
          at(local.address, local.port),
          remote === null ? ANY : {
            ...at(remote.address, remote.port),
          },
        ] as const;
        const state = remote === null ? "LISTENING" : "ESTABLISHED";
        return protocol === "TCP" ? tcp(ends, { state, pid }) : udp(ends, { pid });
      });
      const listeners = new Listeners(sockets, { isWhole });
      const reversed = new Listeners(sockets.toReversed(), { isWhole });
      for (const [index, socket] of sockets.entries()) {
        const expected = inModel(model, index, isWhole);
        assertEquals(listeners.directionOf(socket), expected);
        assertEquals(reversed.directionOf(socket), expected);
      }
    }),
  );
});

interface ModelSocket {
  readonly protocol: "TCP" | "UDP";
  readonly local: { readonly address: string; readonly port: number };
  readonly remote: { readonly address: string; readonly port: number } | null;
  readonly pid: number | null;
}

const isAlone = ({ remote }: ModelSocket) =>
  remote === null || remote.address === "0.0.0.0" || remote.address === "::";

/** The rule once more, over all pairs, in other words. */
function inModel(all: readonly ModelSocket[], index: number, isWhole: boolean): Direction | null {
  const one = all[index]!;
  if (isAlone(one)) return null;
  const waiting = all.filter((other) =>
    other.protocol === "TCP" ? other.remote === null : isAlone(other)
  );
  const reached = waiting.filter(({ protocol, local }) =>
    protocol === one.protocol && local.port === one.local.port &&
    (local.address === "::" || local.address === one.local.address ||
      (local.address === "0.0.0.0" && !one.local.address.includes(":")))
  );
  // Every remote port of the model is one that no client takes.
  const isMine = ({ pid }: ModelSocket) => !pid || !one.pid || pid === one.pid;
  if (reached.some(isMine)) return "inbound";
  const isTold = isWhole || waiting.some(({ protocol }) => protocol === "TCP") ||
    (one.protocol === "UDP" && waiting.length > 0);
  return isTold ? "outbound" : null;
}
