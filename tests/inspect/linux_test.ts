import { assertEquals } from "@std/assert";
import type { FileFacts, Host } from "../../lib/host/host.ts";
import { executableReader } from "../../lib/capture/executable_files.ts";
import { inspectTargets } from "../../lib/inspect/inspect_targets.ts";
import { wholeSnapshot } from "../support/whole_snapshot.ts";
import { readTarget } from "../../lib/inspect/target.ts";
import { fakeProc } from "../support/fake_proc.ts";

const FACTS: FileFacts = {
  size: 12,
  createdAt: null,
  modifiedAt: null,
  sha256: "cd".repeat(32),
  company: null,
  product: null,
  description: null,
  version: null,
  originalName: null,
};

const stat = (name: string, parent: number, ticks: number) =>
  `1 (${name}) S ${parent} 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 ${ticks} 0 0`;
const status = (kilobytes: number | null) =>
  `Name:\tx\nUid:\t0\t0\t0\t0\n${kilobytes === null ? "" : `VmRSS:\t${kilobytes} kB\n`}`;

const NET = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid" +
  "  timeout inode\n";

/** A machine with its first process, a server with two workers, and a part of the kernel. */
function machine(overrides: Partial<Host> = {}) {
  const asked: string[] = [];
  const { host } = fakeProc({
    files: {
      "/proc/net/tcp": `${NET}   0: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000` +
        "  00000000     0        0 777 1 0000000000000000 100 0 0 10 0\n",
      "/proc/net/udp": NET,
      "/proc/stat": "cpu  1 2\nbtime 1767225600\n",
      "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\n",
      "/proc/20/ns/mnt": "mnt:[1]",
      "/proc/21/ns/mnt": "mnt:[1]",
      "/proc/30/ns/mnt": "mnt:[2]",
    },
    processes: {
      1: { files: { stat: stat("init", 0, 5), status: status(100) }, exe: "/sbin/init" },
      2: { files: { stat: stat("kthreadd", 0, 5), status: status(null) } },
      20: {
        files: { stat: stat("web", 1, 100), status: status(100) },
        exe: "/usr/bin/web",
        descriptors: ["socket:[777]"],
      },
      21: { files: { stat: stat("web", 20, 200), status: status(100) }, exe: "/usr/bin/web" },
      30: { files: { stat: stat("web", 1, 300), status: status(100) }, exe: "/usr/bin/web" },
      40: {
        files: { stat: stat("old", 99, 400), status: status(100) },
        exe: "/tmp/old (deleted)",
      },
    },
  });
  return {
    asked,
    host: {
      ...host,
      elevated: () => false,
      fileFacts: (path: string) => {
        asked.push(path);
        return Promise.resolve(FACTS);
      },
      ...overrides,
    },
  };
}

async function inspected(targets: readonly string[]) {
  const { host, asked } = machine();
  const snapshot = await wholeSnapshot(host);
  const { rows } = await inspectTargets(host, targets.map(readTarget), { snapshot });
  return { rows, asked };
}

Deno.test("also a process without any socket is found, with its parent", async () => {
  const { rows } = await inspected(["21", ":80"]);
  assertEquals(
    rows.map(({ relation, pid, process, parentPid, parent, localPort }) =>
      `${relation} ${pid} ${process} ${parentPid} ${parent} ${localPort}`
    ),
    [
      "process 21 web 20 web null",
      "process 20 web 1 init null",
      "listener 20 web 1 init 80",
    ],
  );
});

Deno.test("a file is looked at once in each container, through /proc", async () => {
  const { asked } = await inspected(["web"]);
  assertEquals(asked, ["/proc/20/exe", "/proc/30/exe"]);
});

Deno.test("a removed program is looked at as it runs, and that is told", async () => {
  const { rows: [row], asked } = await inspected(["old"]);
  assertEquals([row?.path, row?.sha256, asked], ["/tmp/old", "cd".repeat(32), ["/proc/40/exe"]]);
  assertEquals(row?.note, "its file is gone: removed or replaced since it started");
  assertEquals([row?.parentPid, row?.parent], [99, null]);
});

Deno.test("a part of the kernel has no file, the first process no parent", async () => {
  const { rows: [kernel, first] } = await inspected(["2", "1"]);
  assertEquals([kernel?.path, kernel?.note], [null, "a part of the kernel: it has no file"]);
  assertEquals([first?.parentPid, first?.note], [null, null]);
});

Deno.test("where the link cannot be read, the path of the list says what it is", async () => {
  const { host, asked } = machine();
  const read = executableReader(host, (path) => host.fileFacts(path));
  assertEquals(await read({ pid: 500, path: "/usr/bin/x" }), { facts: FACTS, isGone: false });
  assertEquals(asked, ["/proc/500/exe"]);
});
