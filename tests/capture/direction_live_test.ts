// Who began the connections of this very machine: sockets opened here, against what the test knows of
// them, and all others against the listeners that `ss` prints.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import type { Connection } from "../../lib/model/connection.ts";
import { wholeSnapshot } from "../support/whole_snapshot.ts";

const isLinux = Deno.build.os === "linux";
const hasIpv6 = isLinux && Deno.networkInterfaces().some(({ address }) => address === "::1");

function canRun(tool: string, ...args: string[]): boolean {
  if (!isLinux) return false;
  try {
    return new Deno.Command(tool, { args, stdout: "null", stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

async function connections(): Promise<readonly Connection[]> {
  return (await wholeSnapshot(denoHost())).connections;
}

/** The direction of the connection between two ports of this machine, from the first one's side. */
function between(rows: readonly Connection[], local: number, remote: number) {
  const found = rows.filter((row) => row.localPort === local && row.remotePort === remote);
  assertEquals(found.length, 1, `${local} to ${remote}: ${JSON.stringify(found)}`);
  return found[0]!.direction;
}

const portOf = (address: Deno.Addr) => (address as Deno.NetAddr).port;

/** Opens a server and a client, and hands their ports to a test. */
async function withPair(
  { listen, connect }: { listen: string; connect: string },
  test: (
    pair: { server: number; client: number; accepted: Deno.Conn; asking: Deno.Conn },
  ) => Promise<void>,
): Promise<void> {
  using listener = Deno.listen({ hostname: listen, port: 0 });
  const server = portOf(listener.addr);
  using asking = await Deno.connect({ hostname: connect, port: server });
  using accepted = await listener.accept();
  await test({ server, client: portOf(asking.localAddr), accepted, asking });
}

const PAIRS: [what: string, listen: string, connect: string, canOpen: boolean][] = [
  ["IPv4", "127.0.0.1", "127.0.0.1", isLinux],
  ["IPv4 on every address", "0.0.0.0", "127.0.0.1", isLinux],
  ["IPv6", "::1", "::1", hasIpv6],
  ["IPv6 on every address", "::", "::1", hasIpv6],
  ["IPv4 to a listener of both", "::", "127.0.0.1", hasIpv6],
];
for (const [what, listen, connect, canOpen] of PAIRS) {
  Deno.test({
    name: `a pair on loopback, ${what}: the client's is outbound, the server's inbound`,
    ignore: !canOpen,
    fn: () =>
      withPair({ listen, connect }, async ({ server, client }) => {
        const rows = await connections();
        assertEquals(between(rows, server, client), "inbound");
        assertEquals(between(rows, client, server), "outbound");
        const listeners = rows.filter((row) =>
          row.localPort === server && row.state === "LISTENING"
        );
        assertEquals(listeners.map(({ direction }) => direction), [null]);
      }),
  });
}

Deno.test({
  name: "a connection that one side has half closed keeps its directions",
  ignore: !isLinux,
  fn: () =>
    withPair({ listen: "127.0.0.1", connect: "127.0.0.1" }, async (pair) => {
      const { server, client, asking } = pair;
      await (asking as Deno.TcpConn).closeWrite();
      const rows = await connections();
      assertEquals(between(rows, server, client), "inbound");
      assertEquals(between(rows, client, server), "outbound");
      assertMatch(rows.find((row) => row.localPort === client)?.state ?? "", /^FIN_WAIT_/);
    }),
});

for (const first of ["server", "client"] as const) {
  Deno.test({
    name: `what is left of a connection that the ${first} closed first`,
    ignore: !isLinux,
    fn: async () => {
      using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const server = portOf(listener.addr);
      const asking = await Deno.connect({ hostname: "127.0.0.1", port: server });
      const accepted = await listener.accept();
      const client = portOf(asking.localAddr);
      const order = first === "server" ? [accepted, asking] : [asking, accepted];
      order[0]!.close();
      await order[1]!.read(new Uint8Array(1));
      order[1]!.close();
      const [local, remote] = first === "server" ? [server, client] : [client, server];
      let left: readonly Connection[] = [];
      // The last packet may still be on its way.
      for (let count = 0; count < 20 && left[0]?.state !== "TIME_WAIT"; count++) {
        left = (await connections()).filter((row) =>
          row.localPort === local && row.remotePort === remote
        );
      }
      assertEquals(left.map(({ state, pid }) => [state, pid]), [["TIME_WAIT", 0]]);
      assertEquals(left[0]!.direction, first === "server" ? "inbound" : "outbound");
    },
  });
}

/** Reads a line of numbers. A program may write it in parts. */
async function readNumbers(output: ReadableStreamDefaultReader<Uint8Array>): Promise<number[]> {
  const decoder = new TextDecoder();
  let text = "";
  while (!text.endsWith("\n")) {
    const { value, done } = await output.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  return text.trim().split(" ").map(Number);
}

const FORKING = `
import os, socket, sys, time
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()
print(listener.getsockname()[1], flush=True)
accepted, _ = listener.accept()
if os.fork() == 0:
    listener.close()
    with open("/proc/self/comm", "w") as comm: comm.write("served")
    print(os.getpid(), flush=True)
    time.sleep(60)
else:
    accepted.close()
    sys.stdin.read()
`;

/** A server's socket, a client of it, and one more on the server's port that has the client as its end. */
const UDP_SOCKETS = `
import socket, sys
def bound(port):
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.bind(("127.0.0.1", port))
    return one
server, client = bound(0), bound(0)
client.connect(server.getsockname())
served = bound(server.getsockname()[1])
served.connect(client.getsockname())
print(server.getsockname()[1], client.getsockname()[1], flush=True)
sys.stdin.read()
`;

const hasPython = canRun("python3", "--version");
Deno.test({
  name: `a server that forks: the child's connection is inbound${
    hasPython ? "" : " (needs python3)"
  }`,
  ignore: !hasPython,
  fn: async () => {
    const child = new Deno.Command("python3", {
      args: ["-c", FORKING],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const output = child.stdout.getReader();
    const readNumber = async () => (await readNumbers(output))[0]!;
    let served = 0;
    try {
      const server = await readNumber();
      using asking = await Deno.connect({ hostname: "127.0.0.1", port: server });
      served = await readNumber();
      const rows = await connections();
      const row = rows.find(({ localPort, remotePort }) =>
        localPort === server && remotePort === portOf(asking.localAddr)
      );
      assertEquals([row?.pid, row?.process], [served, "served"]);
      assertEquals(row?.direction, "inbound");
      const listener = rows.find(({ localPort, state }) =>
        localPort === server && state === "LISTENING"
      );
      assert(listener !== undefined && listener.pid !== served);
    } finally {
      if (served > 0) Deno.kill(served, "SIGKILL");
      await child.stdin.close();
      await output.cancel();
      await child.status;
    }
  },
});

Deno.test({
  name: `UDP: a client is outbound, a server's connected socket inbound${
    hasPython ? "" : " (needs python3)"
  }`,
  ignore: !hasPython,
  fn: async () => {
    const child = new Deno.Command("python3", {
      args: ["-c", UDP_SOCKETS],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const output = child.stdout.getReader();
    try {
      const [server, client] = await readNumbers(output) as [number, number];
      const rows = (await connections()).filter(({ protocol }) => protocol === "UDP");
      assertEquals(between(rows, client, server), "outbound");
      assertEquals(between(rows, server, client), "inbound");
      const waiting = rows.filter(({ localPort, direction }) =>
        localPort === server && direction === null
      );
      assertEquals(waiting.length, 1);
    } finally {
      await child.stdin.close();
      await output.cancel();
      await child.status;
    }
  },
});

const hasSs = canRun("ss", "--version");
Deno.test({
  name: `every connection of this machine, against the listeners of ss${
    hasSs ? "" : " (needs ss)"
  }`,
  ignore: !hasSs,
  fn: () =>
    withPair({ listen: "127.0.0.1", connect: "127.0.0.1" }, async () => {
      const ports = () => {
        const { stdout } = new Deno.Command("ss", { args: ["-tlnH"] }).outputSync();
        const lines = new TextDecoder().decode(stdout).trim().split("\n");
        return new Set(
          lines.map((line) => Number(/:(\d+)$/.exec(line.trim().split(/\s+/)[3]!)?.[1])),
        );
      };
      const compare = async () => {
        const before = ports();
        const rows = await connections();
        const after = ports();
        // A port that was opened or closed meanwhile says nothing.
        const isSure = (port: number) => before.has(port) === after.has(port);
        let count = 0;
        for (const { protocol, localPort, state, direction, remotePort } of rows) {
          if (protocol !== "TCP" || state === "LISTENING" || !isSure(localPort!)) continue;
          if (remotePort === 0) continue;
          count++;
          // Every listener of this machine that has the port counts: an address or a program of its own
          // can only make an inbound connection an outbound one.
          if (!before.has(localPort!) && state !== "SYN_RECEIVED") {
            assertEquals(direction, "outbound", `${localPort}`);
          } else assert(direction !== null);
        }
        assert(count >= 2, `${count} connections`);
      };
      // It holds of a moment in which no listener came and went between two looks of ss.
      for (let attempt = 1;; attempt++) {
        try {
          return await compare();
        } catch (thrown) {
          if (attempt === 10) throw thrown;
        }
      }
    }),
});
