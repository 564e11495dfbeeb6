/**
 * The recordings of whole machines, read here in a way of their own: rows are split at spaces, fields
 * of CSV at quotes, and nothing of netwho's parsers is used. Every row that netwho gives must agree.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import iconv from "iconv-lite";
import type { Connection } from "../lib/model/connection.ts";
import type { Process } from "../lib/model/process.ts";
import type { Socket } from "../lib/model/socket.ts";
import { denoHost } from "../lib/host/deno/deno_host.ts";
import { localPath } from "./support/folders.ts";
import { runMain } from "./support/run_main.ts";

const RECORDINGS = localPath(new URL("recordings/", import.meta.url));

/** The Windows machines, with the rows that were counted by hand. */
const WINDOWS = {
  "windows-en": { page: 437, tcp: 38, udp: 17, processes: 26, gone: 10244 },
  "windows-de": { page: 850, tcp: 31, udp: 10, processes: 18, gone: 9512 },
  "windows-ko": { page: 949, tcp: 27, udp: 9, processes: 19, gone: 26001 },
  "windows-ja": { page: 932, tcp: 27, udp: 8, processes: 17, gone: 12004 },
} as const;

/** Names outside ASCII that must come through, with their PIDs. */
const NAMES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  "windows-en": { 4712: "Sample Chat.exe" },
  "windows-de": { 4380: "Prüfdienst.exe", 8420: "Größenrechner.exe" },
  "windows-ko": { 15888: "채팅.exe", 14364: "보안도우미.exe" },
  "windows-ja": { 5972: "日本.exe", 9020: "ブラウザー.exe" },
};

const GERMAN_STATES: Readonly<Record<string, string>> = {
  ABHÖREN: "LISTENING",
  HERGESTELLT: "ESTABLISHED",
  WARTEND: "TIME_WAIT",
  SCHLIESSEN_WARTEN: "CLOSE_WAIT",
  FIN_WARTEN_2: "FIN_WAIT_2",
  SYN_GESENDET: "SYN_SENT",
};

type Ends = Pick<
  Socket,
  "protocol" | "localAddress" | "localPort" | "remoteAddress" | "remotePort" | "state" | "pid"
>;

for (const [name, { page, tcp, udp, processes: listed, gone }] of Object.entries(WINDOWS)) {
  const lines = (file: string) =>
    iconv.decode(Deno.readFileSync(`${RECORDINGS}${name}/${file}`), `cp${page}`).split("\r\n");
  const cells = (file: string) =>
    lines(file).filter(Boolean).map((l) => l.slice(1, -1).split('","'));
  const sockets = lines("netstat/ano.out").flatMap(socketOf);
  const images = new Map(cells("tasklist/plain.out").map(([image, pid]) => [Number(pid), image!]));

  Deno.test(`${name}: netstat's rows`, async () => {
    assertEquals(
      [sockets.filter(({ protocol }) => protocol === "TCP").length, sockets.length],
      [tcp, tcp + udp],
    );
    assertEquals((await replay<Socket>(name, "netstat")).map(endsOf), sockets);
  });

  Deno.test(`${name}: connections with their programs`, async () => {
    const services = new Map(
      cells("tasklist/svc.out").map(([, pid, list]) => [Number(pid), list!]),
    );
    const absent = services.get(0);
    const rows = await replay<Connection>(name, "connections");
    assertEquals(rows.map(endsOf), sockets);
    for (const { pid, process, services: hosted, note } of rows) {
      assertEquals(process, pid === 0 ? null : images.get(pid!) ?? null);
      const list = services.get(pid!);
      assertEquals(hosted, pid === 0 || list === absent ? null : list?.split(",") ?? null);
      assertEquals(note !== null, pid === 0 || pid === gone);
    }
    for (const [pid, image] of Object.entries(NAMES[name]!)) {
      assert(rows.some((row) => row.pid === Number(pid) && row.process === image), image);
    }
  });

  Deno.test(`${name}: tasklist's rows`, async () => {
    const facts = new Map<number, { path: string | null; startedAt: string | null } | null>(
      JSON.parse(Deno.readTextFileSync(`${RECORDINGS}${name}/host/processFacts.out`)),
    );
    const rows = await replay<Process>(name, "tasklist", "--details");
    assertEquals(rows.length, listed);
    cells("tasklist/v.out").forEach(([image, pid, session, number, memory, , , cpu], index) => {
      const [hours, minutes, seconds] = cpu!.split(":").map(Number);
      const row = rows[index]!;
      const told = [row.process, row.pid, row.sessionName, row.sessionId, row.memoryBytes];
      const bytes = Number(memory!.replace(/\D/g, "")) * 1024;
      assertEquals(told, [image!, Number(pid), session!, Number(number), bytes]);
      assertEquals(row.cpuSeconds, hours! * 3600 + minutes! * 60 + seconds!);
      const { path, startedAt } = facts.get(row.pid!) ?? { path: null, startedAt: null };
      assertEquals([row.path, row.startedAt], [path, startedAt]);
    });
  });
}

/** A line of netstat's as a row; none for other lines. */
function socketOf(line: string): Ends[] {
  const words = line.trim().split(/ +/);
  const [protocol, local, remote] = words;
  if (protocol !== "TCP" && protocol !== "UDP") return [];
  const word = words[3]!;
  const state = protocol === "UDP" ? null : GERMAN_STATES[word] ?? word;
  return [row(protocol, { local: local!, remote: remote!, state, pid: Number(words.at(-1)) })];
}

Deno.test("linux: the rows of /proc/net with their programs", async () => {
  const expected: Ends[] = [];
  const owners = linuxOwners();
  for (
    const [table, protocol] of [["tcp", "TCP"], ["tcp6", "TCP"], ["udp", "UDP"], ["udp6", "UDP"]]
  ) {
    const text = Deno.readTextFileSync(`${RECORDINGS}linux/proc/${table}.out`);
    for (const line of text.trimEnd().split("\n").slice(1)) {
      const [, local, remote, code, , , , , , inode] = line.trim().split(/ +/);
      const state = protocol === "UDP" ? null : LINUX_STATES[Number.parseInt(code!, 16)]!;
      // A connection that waits for accept belongs to nobody yet: netwho gives it to the listener.
      const waits = state === "ESTABLISHED" && inode === "0";
      const pid = waits ? 3001 : inode === "0" ? 0 : owners.get(inode!) ?? null;
      const ends = { local: linuxEnd(local!), remote: linuxEnd(remote!), state, pid };
      expected.push(row(protocol!, ends));
    }
  }
  assertEquals(expected.length, 30);
  const rows = (await replay<Connection>("linux", "connections")).map(endsOf);
  assertEquals(inOrder(rows), inOrder(expected));
});

const LINUX_STATES: Readonly<Record<number, string>> = {
  1: "ESTABLISHED",
  2: "SYN_SENT",
  5: "FIN_WAIT_2",
  6: "TIME_WAIT",
  8: "CLOSE_WAIT",
  10: "LISTENING",
};

/** PIDs by inode: of several that hold a socket, the lowest. */
function linuxOwners(): Map<string, number> {
  const owners = new Map<string, number>();
  const folder = `${RECORDINGS}linux/proc/`;
  const pids = Array.from(
    Deno.readDirSync(folder),
    ({ name }) => /^(\d+)-fd\.out$/.exec(name)?.[1],
  );
  for (const pid of pids.filter((pid) => pid !== undefined).map(Number).sort((a, b) => b - a)) {
    const links: [string, string][] = JSON.parse(Deno.readTextFileSync(`${folder}${pid}-fd.out`));
    for (const [, target] of links) {
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined) owners.set(inode, pid);
    }
  }
  return owners;
}

/** An end of a socket as netstat writes it, from the kernel's digits: each word is turned round. */
function linuxEnd(text: string): string {
  const [digits, port] = text.split(":");
  const bytes = digits!.match(/.{8}/g)!.flatMap((word) => word.match(/../g)!.toReversed());
  const address = bytes.length === 4
    ? bytes.map((byte) => Number.parseInt(byte, 16)).join(".")
    : `[${bytes.join("").match(/.{4}/g)!.join(":")}]`;
  return `${address}:${Number.parseInt(port!, 16)}`;
}

function row(
  protocol: string,
  { local, remote, state, pid }: {
    local: string;
    remote: string;
    state: string | null;
    pid: number | null;
  },
): Ends {
  const [localAddress, localPort] = split(local);
  const [remoteAddress, remotePort] = split(remote);
  const nowhere = protocol === "UDP" && (remote === "*:*" || remotePort === 0);
  return {
    protocol,
    localAddress,
    localPort,
    remoteAddress: nowhere ? null : remoteAddress,
    remotePort: nowhere ? null : remotePort,
    state,
    pid,
  };
}

function split(end: string): [address: string, port: number] {
  const at = end.lastIndexOf(":");
  return [canonical(end.slice(0, at).replace(/^\[|\]$/g, "")), Number(end.slice(at + 1))];
}

/** The shortest form of an IPv6 address, as browsers write it. */
function canonical(address: string): string {
  if (!address.includes(":")) return address;
  const [literal, zone] = address.split("%");
  const short = new URL(`http://[${literal}]/`).hostname.slice(1, -1);
  return zone === undefined ? short : `${short}%${zone}`;
}

function endsOf(record: Ends): Ends {
  const { protocol, localAddress, localPort, remoteAddress, remotePort, state, pid } = record;
  return {
    protocol,
    localAddress: localAddress && canonical(localAddress),
    localPort,
    remoteAddress: remoteAddress && canonical(remoteAddress),
    remotePort,
    state,
    pid,
  };
}

function inOrder(rows: readonly Ends[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** The rows of a command on a recording. */
async function replay<Row>(name: string, ...command: readonly string[]): Promise<Row[]> {
  const { readFile, listDirectory } = denoHost();
  const { code, stdout } = await runMain(
    [...command, "--replay", RECORDINGS + name, "--format", "json"],
    { host: { readFile, listDirectory } },
  );
  assertEquals(code, 0);
  return JSON.parse(stdout);
}
