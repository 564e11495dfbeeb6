// Sockets of this very machine, opened here on loopback, against what was opened and against `ss`.
import { assert, assertEquals } from "@std/assert";
import { createSocket } from "node:dgram";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import type { Socket } from "../../lib/model/socket.ts";
import { readLinuxProcesses } from "../../lib/capture/linux/linux_processes.ts";
import { readLinuxSockets } from "../../lib/capture/linux/linux_sockets.ts";

const isLinux = Deno.build.os === "linux";
const hasIpv6 = isLinux && Deno.networkInterfaces().some(({ address }) => address === "::1");
const has = (tool: string) => isLinux && run("sh", "-c", `command -v ${tool}`).success;

function run(tool: string, ...args: string[]): Deno.CommandOutput {
  return new Deno.Command(tool, { args, stdout: "piped", stderr: "null" }).outputSync();
}

type Row = [protocol: string, local: string, remote: string, state: string | null];

const endOf = ([protocol, local]: readonly [string, string, ...unknown[]]) =>
  `${protocol} ${local}`;
const rowOf = (socket: Socket): Row => [
  socket.protocol,
  `${socket.localAddress} ${socket.localPort}`,
  `${socket.remoteAddress} ${socket.remotePort}`,
  socket.state,
];

/** Our own sockets among all, known by their ends. Another, closed by now, may have had such an end. */
async function ownSockets(ends: ReadonlySet<string>): Promise<Socket[]> {
  const { sockets, rejected } = await readLinuxSockets(denoHost(), { details: false });
  assertEquals(rejected, []);
  return sockets.filter((socket) => ends.has(endOf(rowOf(socket))) && socket.state !== "TIME_WAIT");
}

interface Opened {
  /** What must be seen. */
  readonly expected: (readonly [...Row, pid: number])[];
  /** The ends at this machine, with the protocol: others may have the same port elsewhere. */
  readonly ends: Set<string>;
}

/** Opens sockets of every kind that a program can hold, hands them to a test, closes them. */
async function withSockets(test: (opened: Opened) => Promise<void>): Promise<void> {
  using closing = new DisposableStack();
  const expected: [...Row, number][] = [];
  const ends = new Set<string>();
  const expect = (...row: [...Row, number]) => {
    expected.push(row);
    ends.add(endOf(row));
  };
  const end = ({ hostname, port }: Deno.NetAddr) => `${hostname} ${port}`;
  for (const address of ["127.0.0.1", ...hasIpv6 ? ["::1"] : []]) {
    const any = address === "::1" ? "::" : "0.0.0.0";
    const listener = closing.use(Deno.listen({ hostname: address, port: 0 }));
    const [connection, accepted] = await Promise.all([
      Deno.connect({ hostname: address, port: listener.addr.port }),
      listener.accept(),
    ]);
    closing.use(connection), closing.use(accepted);
    const [server, client] = [end(listener.addr), end(connection.localAddr as Deno.NetAddr)];
    expect("TCP", server, `${any} 0`, "LISTENING", Deno.pid);
    expect("TCP", client, server, "ESTABLISHED", Deno.pid);
    expect("TCP", server, client, "ESTABLISHED", Deno.pid);
  }
  const listener = closing.use(Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  const waiting = closing.use(
    await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port }),
  );
  const [server, client] = [end(listener.addr), end(waiting.localAddr as Deno.NetAddr)];
  expect("TCP", server, "0.0.0.0 0", "LISTENING", Deno.pid);
  expect("TCP", client, server, "ESTABLISHED", Deno.pid);
  expect("TCP", server, client, "ESTABLISHED", Deno.pid); // not accepted yet
  const datagrams = closing.adopt(createSocket("udp4"), (socket) => void socket.close());
  await new Promise<void>((resolve) => datagrams.bind(0, "127.0.0.1", resolve));
  expect("UDP", `127.0.0.1 ${datagrams.address().port}`, "null null", null, Deno.pid);
  await test({ expected, ends });
}

const sorted = <T>(rows: readonly T[]) => rows.map((row) => JSON.stringify(row)).toSorted();

Deno.test({
  name: "sockets opened here are seen, with this process as their owner",
  ignore: !isLinux,
  fn: () =>
    withSockets(async ({ expected, ends }) => {
      const seen = (await ownSockets(ends)).map((socket) => [...rowOf(socket), socket.pid]);
      assertEquals(sorted(seen), sorted(expected));
    }),
});

const SS_STATES: Readonly<Record<string, string | null>> = {
  LISTEN: "LISTENING",
  ESTAB: "ESTABLISHED",
  UNCONN: null,
};

/** A row of `ss -tunapH` in our words, with the PID where it prints one. */
function ssRow(line: string): { row: Row; pid: number | null } {
  const [protocol, state, , , local, remote, users] = line.split(/\s+/);
  const ends = [local!, remote!].map((text) => {
    const colon = text.lastIndexOf(":");
    return [text.slice(0, colon).replace(/^\[(.*)\]$/, "$1"), text.slice(colon + 1)];
  });
  const isUdp = protocol === "udp";
  const [, [remoteAddress, remotePort]] = ends as [string[], string[]];
  const remoteEnd = remotePort !== "*"
    ? `${remoteAddress} ${remotePort}`
    : isUdp
    ? "null null"
    : `${remoteAddress} 0`;
  const pid = /pid=(\d+)/.exec(users ?? "")?.[1];
  return {
    row: [protocol!.toUpperCase(), ends[0]!.join(" "), remoteEnd, SS_STATES[state!]!],
    pid: pid === undefined ? null : Number(pid),
  };
}

Deno.test({
  name: "sockets opened here are seen as ss sees them",
  ignore: !has("ss"),
  fn: () =>
    withSockets(async ({ ends }) => {
      const ours = await ownSockets(ends);
      const lines = new TextDecoder().decode(run("ss", "-tunapH").stdout).trim().split("\n");
      const theirs = lines.filter((line) => !line.includes("TIME-WAIT")).map(ssRow)
        .filter(({ row }) => ends.has(endOf(row)));
      assertEquals(sorted(ours.map(rowOf)), sorted(theirs.map(({ row }) => row)));
      const pids = new Map(ours.map((socket) => [JSON.stringify(rowOf(socket)), socket.pid]));
      for (const { row, pid } of theirs) {
        if (pid !== null) assertEquals(pids.get(JSON.stringify(row)), pid);
      }
      assert(theirs.some(({ pid }) => pid === Deno.pid));
    }),
});

Deno.test({
  name: "another process is seen: its connected UDP socket, its name, file, user and start",
  ignore: !has("bash"),
  fn: async () => {
    const before = Date.now();
    const child = new Deno.Command("bash", {
      args: ["-c", "exec 3<>/dev/udp/127.0.0.1/9; echo ready; read"],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const output = child.stdout.getReader();
    await output.read();
    try {
      const { sockets, processes } = await readLinuxSockets(denoHost(), { details: true });
      const socket = sockets.find(({ pid }) => pid === child.pid);
      assertEquals(
        [socket?.protocol, socket?.localAddress, socket?.remoteAddress, socket?.remotePort],
        ["UDP", "127.0.0.1", "127.0.0.1", 9],
      );
      const process = processes.get(child.pid);
      const path = new TextDecoder().decode(run("sh", "-c", "command -v bash").stdout).trim();
      assertEquals([process?.process, process?.path], ["bash", Deno.realPathSync(path)]);
      assertEquals(process?.user, new TextDecoder().decode(run("id", "-un").stdout).trim());
      // The kernel tells the time of boot in whole seconds.
      const started = Date.parse(process?.startedAt ?? "");
      assert(started > before - 2000 && started < Date.now() + 1000, `started at ${started}`);
    } finally {
      await child.stdin.close();
      await output.cancel();
      await child.status;
    }
  },
});

Deno.test({
  name: "this process is among all processes",
  ignore: !isLinux,
  fn: () => {
    const { processes, rejected } = readLinuxProcesses(denoHost());
    assertEquals(rejected, []);
    const own = processes.find(({ pid }) => pid === Deno.pid);
    assertEquals(own?.path, Deno.execPath());
    const { rss } = Deno.memoryUsage();
    const memory = own?.memoryBytes ?? 0;
    assert(memory > rss / 2 && memory < rss * 2, `${memory} bytes, and Deno says ${rss}`);
  },
});
