/**
 * A program for tests of `netwho close` against real sockets. It runs in a network namespace of its
 * own: opens sockets as its first argument says, runs netwho in the same namespace, and prints as JSON
 * what netwho and `ss` say and how each socket ended.
 *
 * @module
 */
import { PROGRAM } from "./program.ts";

/** What a scene shows. */
export interface SceneReport {
  /** The ports by what they stand for. */
  readonly ports: Readonly<Record<string, number>>;
  /** netwho's exit code, rows and messages. */
  readonly code: number;
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
  readonly stderr: string;
  /** The TCP sockets before and after, as `ss` lists them: state, local end, remote end. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** How reading from each end went: `open`, `end`, or the name of the error. */
  readonly ends: Readonly<Record<string, string>>;
}

/** Sockets of a scene, by name. */
interface Sockets {
  readonly ports: Record<string, number>;
  readonly conns: Record<string, Deno.TcpConn>;
}

type Listen = readonly [listener: Deno.TcpListener, port: number];

function listen(hostname: string): Listen {
  const listener = Deno.listen({ hostname, port: 0 });
  return [listener, listener.addr.port];
}

/** Connects, and names both ends. */
async function connect(
  { ports, conns }: Sockets,
  name: string,
  { listener: [listener, port], hostname }: { listener: Listen; hostname: string },
): Promise<void> {
  const client = await Deno.connect({ hostname, port });
  const server = await listener.accept();
  ports[name] = client.localAddr.port;
  conns[name] = client;
  conns[`${name} server`] = server as Deno.TcpConn;
}

const SCENES: Readonly<Record<string, (sockets: Sockets, hostname: string) => Promise<void>>> = {
  /** A listener at an address, and two connections to it. */
  async pairs(sockets, hostname) {
    const listener = listen(hostname);
    sockets.ports.listener = listener[1];
    for (const name of ["one", "two"]) await connect(sockets, name, { listener, hostname });
  },

  /** Clients of IPv4 at a server of IPv6. */
  async mapped(sockets) {
    const listener = listen("::");
    sockets.ports.listener = listener[1];
    for (const name of ["one", "two"]) {
      await connect(sockets, name, { listener, hostname: "127.0.0.1" });
    }
  },

  /** One of each state that can be made, beside UDP. */
  async states(sockets) {
    const { ports, conns } = sockets;
    const listener = listen("127.0.0.1");
    ports.listener = listener[1];
    const hostname = "127.0.0.1";
    await connect(sockets, "established", { listener, hostname });
    await connect(sockets, "halfClosed", { listener, hostname });
    await conns.halfClosed!.closeWrite();
    await connect(sockets, "timeWait", { listener, hostname });
    conns.timeWait!.close();
    conns["timeWait server"]!.close();
    delete conns.timeWait;
    delete conns["timeWait server"];
    // Nobody answers there.
    Deno.connect({ hostname: "198.51.100.4", port: 443 }).catch(() => {});
    const { addr } = Deno.listenDatagram({ hostname, port: 0, transport: "udp" });
    ports.udp = (addr as Deno.NetAddr).port;
    await until(async () => (await list()).some((line) => line.startsWith("SYN-SENT")));
    await until(async () => (await list()).some((line) => line.startsWith("TIME-WAIT")));
  },

  /** Connections whose programs have closed them, while the other ends do not answer any more. */
  async unanswered(sockets) {
    const { conns } = sockets;
    const hostname = "127.0.0.1";
    const listener = listen(hostname);
    sockets.ports.listener = listener[1];
    for (const name of ["finWait1", "lastAck"]) {
      await connect(sockets, name, { listener, hostname });
    }
    await conns.lastAck!.closeWrite();
    await until(async () => (await list()).some((line) => line.startsWith("CLOSE-WAIT")));
    await new Deno.Command("ip", { args: ["link", "set", "lo", "down"] }).output();
    conns.finWait1!.close();
    conns["lastAck server"]!.close();
    for (const name of Object.keys(conns)) delete conns[name];
    await until(async () => {
      const states = (await list()).map((line) => line.split(" ")[0]);
      return states.includes("FIN-WAIT-1") && states.includes("LAST-ACK");
    });
  },

  /** Very many connections. */
  async many(sockets, count) {
    const listener = listen("127.0.0.1");
    sockets.ports.listener = listener[1];
    for (let at = 0; at < Number(count); at++) {
      await connect(sockets, `${at}`, { listener, hostname: "127.0.0.1" });
    }
  },
};

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!await condition()) {
    if (Date.now() > deadline) throw new Error("the scene did not come about");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** All TCP sockets. */
async function list(): Promise<string[]> {
  const { stdout } = await new Deno.Command("ss", { args: ["-tanHO"] }).output();
  return new TextDecoder().decode(stdout).split("\n").filter((line) => line !== "").map((line) => {
    const [state, , , local, remote] = line.trim().split(/\s+/);
    return `${state} ${local} ${remote}`;
  });
}

/** How reading goes from an end: what is open gets what its peer writes. */
async function endOf(conn: Deno.TcpConn): Promise<string> {
  try {
    return await conn.read(new Uint8Array(1)) === null ? "end" : "open";
  } catch (error) {
    return (error as Error).name;
  }
}

if (import.meta.main) {
  const [scene, given, prefix, ...args] = Deno.args as [string, string, string, ...string[]];
  const sockets: Sockets = { ports: {}, conns: {} };
  await SCENES[scene]!(sockets, given);
  const before = await list();
  // `{one}` stands for the port of that name.
  const filled = args.map((arg) =>
    arg.replace(/\{(\w+)\}/g, (_, name) => `${sockets.ports[name]}`)
  );
  const [program, ...words] = [...prefix.split(" "), Deno.execPath(), ...PROGRAM, "close"]
    .filter((word) => word !== "");
  const { code, stdout, stderr } = await new Deno.Command(program!, {
    args: [...words, ...filled, "--format", "json"],
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  const text = decoder.decode(stdout);
  // An error is told once: reading must find it, so nothing is written into what is broken.
  const readings = Object.entries(sockets.conns).map(async ([name, conn]) =>
    [name, await endOf(conn)] as const
  );
  const after = await list();
  for (const conn of Object.values(sockets.conns)) {
    const ends = [conn.localAddr.port, conn.remoteAddr.port];
    const isOpen = after.some((line) =>
      /:(\d+) .*:(\d+)$/.exec(line)?.slice(1).join() === ends.join()
    );
    if (isOpen) await conn.write(Uint8Array.of(1));
  }
  const ends = await Promise.all(readings);
  const report: SceneReport = {
    ports: sockets.ports,
    code,
    rows: text === "" ? [] : JSON.parse(text),
    stderr: decoder.decode(stderr),
    before,
    after,
    ends: Object.fromEntries(ends),
  };
  console.log(JSON.stringify(report));
  Deno.exit(0);
}
