import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { readLinuxSockets, sortAsNetstat } from "../../../lib/capture/linux/linux_sockets.ts";
import { CaptureError, NotRecordedError } from "../../../lib/errors.ts";
import { emptyRecord } from "../../../lib/model/field.ts";
import { type Socket, SOCKET_FIELDS } from "../../../lib/model/socket.ts";
import { type FakeProc, fakeProc } from "../../support/fake_proc.ts";

const FIXTURES = new URL("../../fixtures/proc/", import.meta.url);
const fixture = (name: string) => Deno.readFileSync(new URL(name, FIXTURES));

const TABLES: FakeProc["files"] = {
  "/proc/net/tcp": fixture("tcp"),
  "/proc/net/tcp6": fixture("tcp6"),
  "/proc/net/udp": fixture("udp"),
  "/proc/net/udp6": fixture("udp6"),
  "/proc/stat": fixture("boot_stat"),
  "/etc/passwd": fixture("passwd"),
};

const stat = (pid: number, comm: string) =>
  `${pid} (${comm}) S 1 ${pid} ${pid} 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 100 0 0\n`;

const named = (pid: number, comm: string) => ({ stat: stat(pid, comm), comm: `${comm}\n` });

/** A TCP table of sockets given as local end, remote end, state and inode. */
function tcpTable(...rows: [local: string, remote: string, code: string, inode: number][]) {
  const lines = rows.map(([local, remote, code, inode], index) =>
    `${index}: ${local} ${remote} ${code} 00000000:00000000 00:00000000 00000000 0 0 ${inode} 1\n`
  );
  return { "/proc/net/tcp": lines.join(""), "/proc/net/udp": "" };
}

const LISTENER = ["00000000:0016", "00000000:0000", "0A", 1] as const;

async function pidsOf(proc: FakeProc): Promise<(number | null)[]> {
  const { sockets } = await readLinuxSockets(fakeProc(proc).host, { details: false });
  return sockets.map(({ pid }) => pid);
}

Deno.test("sockets are joined with the processes that hold them", async () => {
  const { host } = fakeProc({
    files: TABLES,
    processes: {
      812: {
        files: { stat: fixture("sshd_stat"), status: fixture("sshd_status") },
        exe: "/usr/sbin/sshd",
        descriptors: ["/dev/null", "socket:[20001]", "socket:[20002]", "anon_inode:[eventpoll]"],
      },
      1500: {
        files: { stat: stat(1500, "Web (1) browser") },
        descriptors: ["socket:[20003]", "socket:[20031]", "socket:[99999]", "pipe:[20008]"],
      },
      1600: { files: { stat: stat(1600, "idle") }, descriptors: ["/dev/null"] },
    },
  });
  const { sockets, processes, rejected, unreadable } = await readLinuxSockets(host, {
    details: true,
  });
  assertEquals(
    sockets.map(({ protocol, localPort, state, pid }) => [protocol, localPort, state, pid]),
    [
      ["TCP", 22, "LISTENING", 812],
      ["TCP", 22, "ESTABLISHED", 812],
      ["TCP", 22, "SYN_RECEIVED", 812], // no descriptor yet: the listener's
      ["TCP", 22, "SYN_RECEIVED", 812],
      ["TCP", 51001, "SYN_SENT", 1500],
      ["TCP", 51003, "FIN_WAIT_1", 0],
      ["TCP", 51004, "FIN_WAIT_2", 0],
      ["TCP", 51005, "TIME_WAIT", 0],
      ["TCP", 51006, "CLOSED", null], // 20008 is a pipe's number in another file system
      ["TCP", 51007, "CLOSE_WAIT", null],
      ["TCP", 51008, "LAST_ACK", 0],
      ["TCP", 51009, "CLOSING", 0],
      ["TCP", 443, "LISTENING", null],
      ["TCP", 443, "ESTABLISHED", null],
      ["TCP", 443, "ESTABLISHED", null],
      ["TCP", 443, "TIME_WAIT", 0],
      ["UDP", 53, null, null],
      ["UDP", 51000, null, 1500],
      ["UDP", 5353, null, null],
    ],
  );
  assertEquals([...processes].map(([pid, { process, user }]) => [pid, process, user]), [
    [812, "sshd", "root"],
    [1500, "Web (1) browser", null],
  ]);
  assertEquals([rejected, unreadable.size], [[], 0]);
});

Deno.test("without details nothing but descriptors is read of any process", async () => {
  const processes = { 812: { files: named(812, "sshd"), descriptors: ["socket:[20001]"] } };
  const { host, asked } = fakeProc({ files: TABLES, processes });
  const { sockets, processes: described } = await readLinuxSockets(host, { details: false });
  assertEquals([sockets[0]?.pid, described.size], [812, 0]);
  assertEquals(asked.filter((path) => /^\/proc\/\d/.test(path)), ["/proc/812/fd"]);
});

Deno.test("with details only processes that own sockets are described", async () => {
  const { host, asked } = fakeProc({
    files: TABLES,
    processes: {
      812: { files: named(812, "sshd"), descriptors: ["socket:[20001]"] },
      900: { files: named(900, "other"), descriptors: ["socket:[5]"] },
    },
  });
  await readLinuxSockets(host, { details: true });
  assertEquals(asked.filter((path) => path.startsWith("/proc/900/")), ["/proc/900/fd"]);
});

Deno.test("a socket that several processes hold is one row, of the lowest PID", async () => {
  const holder = { descriptors: ["socket:[1]"] };
  const processes = { 1000: holder, 99: holder, 200: holder };
  assertEquals(await pidsOf({ files: tcpTable([...LISTENER]), processes }), [99]);
});

Deno.test("a socket that systemd opened for a program is that program's, once it runs", async () => {
  const files = tcpTable([...LISTENER]);
  const systemd = { files: named(1, "systemd"), descriptors: ["socket:[1]"] };
  const sshd = { files: named(812, "sshd"), descriptors: ["socket:[1]"] };
  assertEquals(await pidsOf({ files, processes: { 1: systemd } }), [1]);
  assertEquals(await pidsOf({ files, processes: { 1: systemd, 812: sshd, 900: sshd } }), [812]);
});

Deno.test("a server with PID 1 keeps the sockets that its workers inherited", async () => {
  const server = (pid: number) => ({ files: named(pid, "nginx"), descriptors: ["socket:[1]"] });
  const processes = { 1: server(1), 8: server(8) };
  assertEquals(await pidsOf({ files: tcpTable([...LISTENER]), processes }), [1]);
});

Deno.test("connections that wait to be accepted are the listener's", async () => {
  const files = tcpTable(
    ["00000000:0016", "00000000:0000", "0A", 1],
    ["0A0200C0:0016", "076433C6:C738", "01", 0], // by the listener of any address
    ["0A0200C0:0050", "00000000:0000", "0A", 2],
    ["0A0200C0:0050", "076433C6:C738", "08", 0], // by the listener of this address
    ["0A0200C0:0050", "076433C6:C739", "06", 0], // over
    ["0B0200C0:0050", "076433C6:C738", "01", 0], // no listener
  );
  const processes = {
    10: { descriptors: ["socket:[1]"] },
    20: { descriptors: ["socket:[2]"] },
  };
  assertEquals(await pidsOf({ files, processes }), [10, 10, 20, 20, 0, null]);
});

Deno.test("a socket that the kernel prints twice is one row", async () => {
  const client = ["0100007F:8000", "0100007F:0016", "01", 2] as const;
  const over = ["0100007F:8001", "0100007F:0016", "06", 0] as const; // no inode: two connections
  const files = tcpTable([...LISTENER], [...client], [...client], [...over], [...over]);
  const processes = { 10: { descriptors: ["socket:[1]", "socket:[2]"] } };
  assertEquals(await pidsOf({ files, processes }), [10, 10, 0, 0]);
});

Deno.test("a null PID where the owner cannot be seen, and how many were not readable", async () => {
  const { host } = fakeProc({
    files: tcpTable([...LISTENER]),
    processes: {
      1: { descriptors: "hidden" },
      2: { descriptors: { refuse: "permissionDenied" } },
      3: { descriptors: [] }, // a kernel thread
      4: { descriptors: { refuse: "notFound" } }, // gone
    },
  });
  const { sockets, unreadable } = await readLinuxSockets(host, { details: true });
  assertEquals([sockets[0]?.pid, [...unreadable]], [null, [1, 2]]);
});

Deno.test("an owner that is gone when it is described leaves its socket", async () => {
  const { host } = fakeProc({
    files: tcpTable([...LISTENER]),
    processes: { 812: { descriptors: ["socket:[1]"] } },
  });
  const { sockets, processes } = await readLinuxSockets(host, { details: true });
  assertEquals([sockets[0]?.pid, processes.size], [812, 0]);
});

Deno.test("a machine without IPv6 has sockets too", async () => {
  const { sockets } = await readLinuxSockets(
    fakeProc({ files: { ...tcpTable([...LISTENER]) } }).host,
    { details: false },
  );
  assertEquals(sockets.length, 1);
});

Deno.test("tables that cannot be read are an error, never an empty list", async () => {
  const refused = { refuse: "permissionDenied" } as const;
  const cases: [missing: string, files: FakeProc["files"]][] = [
    ["tcp", { "/proc/net/udp": "" }],
    ["udp", { "/proc/net/tcp": "" }],
    ["tcp", { ...TABLES, "/proc/net/tcp": refused }],
    ["tcp6", { ...TABLES, "/proc/net/tcp6": refused }],
  ];
  for (const [missing, files] of cases) {
    const read = () => readLinuxSockets(fakeProc({ files }).host, { details: true });
    const { message } = await assertRejects(read, CaptureError);
    assertStringIncludes(message, `Cannot read /proc/net/${missing}: `);
  }
});

Deno.test("what a recording lacks is an error of its own", async () => {
  const files = { ...TABLES, "/proc/net/tcp6": { refuse: "notRecorded" } as const };
  const read = () => readLinuxSockets(fakeProc({ files }).host, { details: true });
  await assertRejects(read, NotRecordedError);
});

Deno.test("lines that are not understood are handed on", async () => {
  const files = { ...TABLES, "/proc/net/udp": "  sl  local_address\nwhat is this\n" };
  const processes = { 812: { files: { stat: "nonsense" }, descriptors: ["socket:[20001]"] } };
  const { rejected } = await readLinuxSockets(fakeProc({ files, processes }).host, {
    details: true,
  });
  assertEquals(rejected.map(({ line, text }) => [line, text]), [
    [2, "what is this"],
    [1, "nonsense"],
  ]);
});

const socketAt = (localAddress: string, localPort: number, remotePort = 0): { socket: Socket } => ({
  socket: { ...emptyRecord(SOCKET_FIELDS), protocol: "TCP", localAddress, localPort, remotePort },
});

Deno.test("sockets are ordered by local address as numbers, then by ports", () => {
  const ordered = [
    socketAt("0.0.0.0", 22),
    socketAt("0.0.0.0", 443),
    socketAt("9.0.0.1", 80),
    socketAt("10.0.0.1", 80, 1024),
    socketAt("10.0.0.1", 80, 50000),
    socketAt("200.0.0.1", 1),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(ordered, { minLength: ordered.length }), (rows) => {
      assertEquals(sortAsNetstat(rows), ordered);
    }),
  );
});

Deno.test("IPv6 sockets are ordered by address and port, and none is lost", () => {
  const addresses = ["::1", "2001:db8::1", "::", "::1", "::"];
  const rows = addresses.map((address, index) => socketAt(address, 9 - index));
  assertEquals(sortAsNetstat(rows), [4, 2, 3, 0, 1].map((index) => rows[index]!));
});
