// Who owns a socket that several processes hold or listen on, and what is known of hidden owners.
import { assert, assertEquals } from "@std/assert";
import { findHolders } from "../../../lib/capture/linux/linux_owners.ts";
import { readLinuxSockets } from "../../../lib/capture/linux/linux_sockets.ts";
import type { Host, Link } from "../../../lib/host/host.ts";
import { type FakeProc, fakeProc, type FakeProcess } from "../../support/fake_proc.ts";

const stat = (comm: string, parent: number, ticks: number) =>
  `1 (${comm}) S ${parent} 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 ${ticks} 0 0\n`;

/** A process that holds the socket with inode 7. */
const holder = (comm: string, parent: number, ticks: number): FakeProcess => ({
  files: { stat: stat(comm, parent, ticks) },
  descriptors: ["socket:[7]"],
});

const row = (
  ...values: [local: string, remote: string, code: string, inode: number, uid?: number]
) => {
  const [local, remote, code, inode, uid = 0] = values;
  return `0: ${local} ${remote} ${code} 00000000:00000000 00:00000000 00000000 ${uid} 0 ${inode} 1\n`;
};
const LISTENER = row("0100007F:13CA", "00000000:0000", "0A", 7);
const REMOTE = "0100007F:8000";

async function read(
  { tcp = LISTENER, processes, files = {} }: {
    tcp?: string;
    processes: FakeProc["processes"];
    files?: FakeProc["files"];
  },
  overrides: Partial<Host> = {},
) {
  const { host } = fakeProc({
    files: { "/proc/net/tcp": tcp, "/proc/net/udp": "", ...files },
    processes,
  });
  const found = await readLinuxSockets({ ...host, ...overrides }, { details: true });
  const rows = found.sockets.map((socket) => ({
    pid: socket.pid,
    localAddress: socket.localAddress,
    remoteAddress: socket.remoteAddress,
    ...found.facts.get(socket),
  }));
  return { ...found, rows };
}

Deno.test("of several holders the one that forked the others is the owner, whatever the PIDs", async () => {
  // PIDs have wrapped: the workers got lower ones.
  const { rows: [row] } = await read({
    processes: {
      20: holder("worker", 20001, 900),
      21: holder("worker", 20001, 900),
      20001: holder("master", 1, 800),
    },
  });
  assertEquals([row?.pid, row?.note], [20001, "also held by 20 worker, 21 worker"]);
  assertEquals(row?.holders?.map(({ pid }) => pid), [20001, 20, 21]);
});

Deno.test("a fork within one tick shows in the parents", async () => {
  const { rows: [row] } = await read({
    processes: { 20: holder("worker", 20001, 800), 20001: holder("master", 1, 800) },
  });
  assertEquals(row?.pid, 20001);
});

Deno.test("where no holder is the parent of the others, the first to start is the owner", async () => {
  const { rows: [row] } = await read({
    processes: { 20: holder("late", 1, 900), 30: holder("early", 1, 100) },
  });
  assertEquals([row?.pid, row?.note], [30, "also held by 20 late"]);
});

Deno.test("a parent in a circle of PIDs ends nothing", async () => {
  const { rows: [row] } = await read({
    processes: { 20: holder("a", 30, 100), 30: holder("b", 20, 100) },
  });
  assertEquals(row?.pid, 20);
});

Deno.test("a note names three holders and counts the others", async () => {
  const workers = Array.from({ length: 9 }, (_, i) => [20 + i, holder("w", 10, 500 + i)] as const);
  const { rows: [row] } = await read({
    processes: { 10: holder("m", 1, 400), ...Object.fromEntries(workers) },
  });
  assertEquals(row?.note, "also held by 20 w, 21 w, 22 w and 6 more");
});

Deno.test("two descriptors of one process are one holder", async () => {
  const twice = { ...holder("m", 1, 1), descriptors: ["socket:[7]", "socket:[7]"] };
  const { rows: [row] } = await read({ processes: { 10: twice } });
  assertEquals([row?.pid, row?.note], [10, undefined]);
});

Deno.test("systemd, which opened a service's listener, is named as a holder", async () => {
  const { rows: [row] } = await read({
    processes: { 1: holder("systemd", 0, 1), 812: holder("sshd", 1, 700) },
  });
  assertEquals([row?.pid, row?.note], [812, "also held by 1 systemd"]);
});

Deno.test("which of several listeners will get a connection is not guessed", async () => {
  const listenerOf = (inode: number) => row("0100007F:13CA", "00000000:0000", "0A", inode);
  const waiting = row("0100007F:13CA", REMOTE, "01", 0);
  const listens = (inode: number) => ({ descriptors: [`socket:[${inode}]`] });
  const tcp = listenerOf(7) + listenerOf(8) + waiting;
  const { rows } = await read({ tcp, processes: { 1133: listens(7), 1122: listens(8) } });
  assertEquals(rows[2]?.pid, null);
  assertEquals(rows[2]?.note, "not accepted yet: 1122 or 1133 will get it");
  const one = await read({
    tcp,
    processes: { 1133: { descriptors: ["socket:[7]", "socket:[8]"] } },
  });
  assertEquals([one.rows[2]?.pid, one.rows[2]?.note], [1133, undefined]);
  const hidden = await read({ tcp, processes: { 1133: listens(7), 9: { descriptors: "hidden" } } });
  assertEquals(hidden.rows[2]?.note, "not accepted yet: 1133 or another process will get it");
});

Deno.test("the user of a hidden socket is the one that opened it", async () => {
  const tcp = row("0100007F:13CA", "00000000:0000", "0A", 7, 33) +
    row("0100007F:13CB", "00000000:0000", "0A", 8, 4711) +
    row("0100007F:13CC", "00000000:0000", "0A", 9, 65534) +
    row("0100007F:13CD", REMOTE, "06", 0);
  const files = { "/etc/passwd": "www:x:33:33::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n" };
  const processes = { 1: { descriptors: { refuse: "permissionDenied" } } } as const;
  const { rows } = await read({ tcp, files, processes });
  assertEquals(rows.map(({ user }) => user), ["www", "4711", "nobody", undefined]);
  // In a user namespace that ID stands for everybody whom it does not know.
  const inside = { ...files, "/proc/self/uid_map": "         0       1000          1\n" };
  const { rows: others } = await read({ tcp, files: inside, processes });
  assertEquals(others.map(({ user }) => user), ["www", "4711", null, undefined]);
});

Deno.test("why owners are hidden: root is never told to be root", async () => {
  const refused = { descriptors: { refuse: "permissionDenied" } } as const;
  const caps = (held: string) => `Name:\tx\nCapPrm:\t${held}\nCapEff:\t${held}\n`;
  const whole = "         0          0 4294967295\n";
  const whyOf = async (
    { status, uidMap = whole, isRoot = true, pid = 1, theirs }: {
      status?: string;
      uidMap?: string;
      isRoot?: boolean;
      pid?: number;
      theirs?: string;
    },
  ) => {
    const files = {
      ...status !== undefined && { "/proc/self/status": caps(status) },
      ...theirs !== undefined && { [`/proc/${pid}/status`]: caps(theirs) },
      "/proc/self/uid_map": uidMap,
    };
    const processes = { [pid]: refused };
    return (await read({ processes, files }, { elevated: () => isRoot })).hiddenBy;
  };
  const [all, noTrace, noSearch] = ["1ffffffffff", "1fffff7ffff", "1fffffffff9"];
  assertEquals(await whyOf({ isRoot: false }), "root");
  assertEquals(await whyOf({ isRoot: false, status: "0" }), "root");
  assertEquals(await whyOf({ status: noTrace }), "trace");
  assertEquals(await whyOf({ status: noSearch }), "search");
  assertEquals(await whyOf({ status: all, uidMap: "0 1000 1\n" }), "userNamespace");
  assertEquals(await whyOf({ status: "1fffeffffff", theirs: all }), "moreRights");
  assertEquals(await whyOf({ status: all, theirs: all }), "module");
  assertEquals(await whyOf({}), "moreRights"); // a recording that does not tell
  assertEquals(await whyOf({ isRoot: false, pid: 50 }), "hidepid"); // there is no first process
});

const TCP6 = (zone: string, remote: string) =>
  `0: ${zone}:13CA ${remote} 0A 00000000:00000000 00:00000000 00000000 0 0 7 1\n`;
const FE80_AA = "000080FE0000000000000000AA000000";
const INTERFACES = [
  "fe8000000000000000000000000000aa 07 40 20 80       d0",
  "fe8000000000000000000000000000bb 07 40 20 80       d0",
  "fe8000000000000000000000000000bb 08 40 20 80       d1",
  "fd000000000000000000000000000002 04 40 00 82     eth0",
  "nonsense",
].join("\n");

Deno.test("a link-local address has the zone of the one interface that has it", async () => {
  const ends = async (tcp6: string, interfaces?: string) => {
    const files = {
      "/proc/net/tcp6": tcp6,
      ...interfaces !== undefined && { "/proc/net/if_inet6": interfaces },
    };
    const { rows: [row] } = await read({ tcp: "", files, processes: { 1: {} } });
    return [row?.localAddress, row?.remoteAddress];
  };
  const peer = TCP6(FE80_AA, "000080FE0000000000000000CC000000:0001");
  assertEquals(await ends(peer, INTERFACES), ["fe80::aa%d0", "fe80::cc%d0"]);
  const listener = TCP6(FE80_AA, `${"0".repeat(32)}:0000`);
  assertEquals(await ends(listener, INTERFACES), ["fe80::aa%d0", "::"]);
  // Two interfaces have it; none has; a recording does not tell.
  const twice = TCP6("000080FE0000000000000000BB000000", `${"0".repeat(32)}:0000`);
  assertEquals(await ends(twice, INTERFACES), ["fe80::bb", "::"]);
  assertEquals(await ends(peer, ""), ["fe80::aa", "fe80::cc"]);
  assertEquals(await ends(peer), ["fe80::aa", "fe80::cc"]);
});

Deno.test("the descriptors of one process are read in steps, so that others have their turn", () => {
  const count = 10_000;
  let asked = 0;
  function* readLinks(): Generator<Link> {
    for (; asked < count; asked++) yield [`${asked}`, `socket:[${asked}]`];
  }
  const steps = findHolders({ ...fakeProc({}).host, readLinks }, [20]);
  let longest = 0;
  for (let step = steps.next(), before = 0;; before = asked, step = steps.next()) {
    longest = Math.max(longest, asked - before);
    if (step.done) {
      assertEquals(step.value.held.size, count);
      break;
    }
  }
  assert(longest <= 1000, `${longest} descriptors in one step`);
});
