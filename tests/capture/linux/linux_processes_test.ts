import { assertEquals, assertThrows } from "@std/assert";
import { noteFiles } from "../../../lib/capture/linux/linux_files.ts";
import {
  describeProcesses,
  parentFinder,
  readLinuxProcesses,
  readProcess,
  readSystemFacts,
  type SystemFacts,
} from "../../../lib/capture/linux/linux_processes.ts";
import { CaptureError, NotRecordedError } from "../../../lib/errors.ts";
import { HostError } from "../../../lib/host/host.ts";
import { type FakeProc, fakeProc, type FakeProcess } from "../../support/fake_proc.ts";

const FIXTURES = new URL("../../fixtures/proc/", import.meta.url);
const fixture = (name: string) => Deno.readFileSync(new URL(name, FIXTURES));

const FACTS: SystemFacts = {
  bootTime: Date.UTC(2026, 0, 1) / 1000,
  users: new Map([[0, "root"]]),
};

/** The stat line of a sleeping process whose other values do not matter. */
const stat = (comm: string) => `7 (${comm}) S 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 100 0 0`;

const nameOf = (process: FakeProcess) =>
  readProcess(fakeProc({ processes: { 7: process } }).host, 7, FACTS).process?.process;

Deno.test("a process with all that /proc tells", () => {
  const { host } = fakeProc({
    processes: {
      812: {
        files: {
          stat: fixture("sshd_stat"),
          status: fixture("sshd_status"),
          cgroup: "0::/system.slice/ssh.service\n",
        },
        exe: "/usr/sbin/sshd",
      },
    },
  });
  assertEquals(readProcess(host, 812, FACTS), {
    process: {
      process: "sshd",
      pid: 812,
      parentPid: null,
      sessionName: null,
      sessionId: 812,
      memoryBytes: 6600 * 1024,
      status: "Sleeping",
      user: "root", // the effective one, though user 1000 started it
      cpuSeconds: 3, // 250 + 75 ticks
      windowTitle: null,
      services: ["ssh.service"],
      modules: null,
      path: "/usr/sbin/sshd",
      commandLine: null,
      startedAt: "2026-01-01T00:00:42.500Z",
    },
    parent: 1,
    rejectedText: null,
  });
});

Deno.test("what is forbidden is null, and the rest is still told", () => {
  const denied = { refuse: "permissionDenied" } as const;
  const files = { stat: stat("guarded"), status: denied, cgroup: denied };
  const { host } = fakeProc({ processes: { 7: { files, exe: denied } } });
  const { process } = readProcess(host, 7, { bootTime: null, users: new Map() });
  assertEquals(process?.process, "guarded");
  assertEquals(
    [process?.memoryBytes, process?.user, process?.services, process?.path, process?.startedAt],
    [null, null, null, null, null],
  );
});

Deno.test("a process that hides even its stat file has a PID and nothing else", () => {
  const files = { stat: { refuse: "permissionDenied" } } as const;
  const { process } = readProcess(fakeProc({ processes: { 7: { files } } }).host, 7, FACTS);
  const known = Object.entries(process ?? {}).filter(([, value]) => value !== null);
  assertEquals(known, [["pid", 7]]);
});

Deno.test("a process that is gone is none: before it was opened, or while it was read", () => {
  for (const refuse of ["notFound", "other"] as const) {
    const { host } = fakeProc({ processes: { 7: { files: { stat: { refuse } } } } });
    assertEquals(readProcess(host, 7, FACTS), { process: null, rejectedText: null });
  }
});

Deno.test("a stat file that is not understood is handed on", () => {
  const { host } = fakeProc({ processes: { 7: { files: { stat: "7 what\n" } } } });
  assertEquals(readProcess(host, 7, FACTS), { process: null, rejectedText: "7 what\n" });
});

Deno.test("what a recording lacks is an error, not an absent value", () => {
  for (const missing of ["stat", "status", "cgroup"]) {
    const files = { stat: stat("x"), [missing]: { refuse: "notRecorded" } as const };
    const { host } = fakeProc({ processes: { 7: { files } } });
    assertThrows(() => readProcess(host, 7, FACTS), NotRecordedError);
  }
});

Deno.test("a kernel thread has no path and no memory of its own", () => {
  const { host } = fakeProc({
    processes: {
      7: { files: { stat: stat("kworker/R-kvfree_rcu"), status: "Uid:\t0\t0\t0\t0\n" } },
    },
  });
  const { process } = readProcess(host, 7, FACTS);
  assertEquals(
    [process?.process, process?.path, process?.memoryBytes, process?.user],
    ["kworker/R-kvfree_rcu", null, 0, "root"],
  );
});

Deno.test("a user without a name is shown as a number", () => {
  const files = { stat: stat("x"), status: "Uid:\t1\t4242\t1\t1\n" };
  const { process } = readProcess(fakeProc({ processes: { 7: { files } } }).host, 7, FACTS);
  assertEquals(process?.user, "4242");
});

Deno.test("a removed program's path is the one it had", () => {
  const { host } = fakeProc({
    processes: { 7: { files: { stat: stat("old") }, exe: "/opt/a b/old (deleted)" } },
  });
  assertEquals(readProcess(host, 7, FACTS).process?.path, "/opt/a b/old");
});

Deno.test("a cut name is made whole from the program's file", () => {
  const files = { stat: stat("systemd-resolve") };
  assertEquals(nameOf({ files, exe: "/usr/lib/systemd-resolved" }), "systemd-resolved");
  assertEquals(nameOf({ files, exe: "/usr/lib/systemd-resolved (deleted)" }), "systemd-resolved");
});

Deno.test("a cut name is made whole from the first argument, where the file's differs", () => {
  const files = {
    stat: stat("a-long-script-n"),
    cmdline: "/opt/tools/a-long-script-name.py\0--port\0a-long-script-nothing\0",
  };
  assertEquals(nameOf({ files, exe: "/usr/bin/python3" }), "a-long-script-name.py");
});

Deno.test("a name cut within a character is made whole", () => {
  const encoder = new TextEncoder();
  const cut = encoder.encode("abcdefghijklmnß").subarray(0, 15); // 14 letters and half of ß
  const line = [encoder.encode("7 ("), cut, encoder.encode(stat("").slice(3))];
  const files = { stat: Uint8Array.from(line.flatMap((part) => [...part])) };
  assertEquals(nameOf({ files, exe: "/opt/abcdefghijklmnß-tool" }), "abcdefghijklmnß-tool");
  assertEquals(nameOf({ files, exe: "/opt/other" }), "abcdefghijklmn\ufffd");
});

Deno.test("a name that only looks cut, or is shorter, stays as it is", () => {
  const fifteen = { stat: stat("exactly-fifteen") };
  assertEquals(nameOf({ files: fifteen, exe: "/usr/bin/python3" }), "exactly-fifteen");
  assertEquals(nameOf({ files: fifteen }), "exactly-fifteen");
  assertEquals(nameOf({ files: { stat: stat("sshd") }, exe: "/usr/sbin/sshd-session" }), "sshd");
});

Deno.test("what all processes share; where it cannot be read it is absent", () => {
  const files: FakeProc["files"] = {
    "/proc/stat": fixture("boot_stat"),
    "/etc/passwd": fixture("passwd"),
  };
  const facts = readSystemFacts(fakeProc({ files }).host);
  assertEquals(facts.bootTime, FACTS.bootTime);
  assertEquals(facts.users.get(1000), "anna");
  assertEquals(readSystemFacts(fakeProc({}).host), { bootTime: null, users: new Map() });
});

Deno.test("all processes, by PID; those that vanish are left out", () => {
  const { host } = fakeProc({
    processes: {
      1000: { files: { stat: stat("late") } },
      2: { files: { stat: stat("kthreadd") } },
      30: { files: { stat: stat("early") } },
      40: {},
      50: { files: { stat: "?" } },
    },
  });
  const { processes, rejected } = readLinuxProcesses(host);
  assertEquals(processes.map(({ pid, process }) => [pid, process]), [
    [2, "kthreadd"],
    [30, "early"],
    [1000, "late"],
  ]);
  assertEquals(rejected, [{ line: 1, text: "?", reason: "/proc/50/stat not understood" }]);
});

Deno.test("parents, but for those that have none", () => {
  const { host } = fakeProc({
    processes: {
      1: { files: { stat: stat("init").replace("S 1", "S 0") } },
      7: { files: { stat: stat("sshd") } },
      8: { files: { stat: "?" } },
      9: {},
    },
  });
  assertEquals(readLinuxProcesses(host).parents, new Map([[7, 1]]));
});

Deno.test("a machine without /proc is an error", () => {
  const refuse = () => {
    throw new HostError("notFound", "Cannot list /proc: it is not there");
  };
  const { host } = fakeProc({});
  assertThrows(
    () => readLinuxProcesses({ ...host, listDirectory: refuse }),
    CaptureError,
    "Cannot list /proc",
  );
});

Deno.test("a parent's PID; null where there is none, or the process is gone or not understood", () => {
  const { host } = fakeProc({
    processes: {
      1: { files: { stat: stat("init").replace("S 1", "S 0") } },
      7: { files: { stat: stat("a) S 2 (b") } },
      8: { files: { stat: "?" } },
      9: {},
    },
  });
  assertEquals([1, 7, 8, 9].map(parentFinder(host)), [null, 1, null, null]);
});

Deno.test("parents that are known are not read, others once", () => {
  const { host, asked } = fakeProc({ processes: { 7: { files: { stat: stat("a") } } } });
  const parentOf = parentFinder(host, new Map([[8, 7]]));
  assertEquals([8, 7, 7, 9, 9].map(parentOf), [7, 1, 1, null, null]);
  assertEquals(asked, ["/proc/7/stat", "/proc/9/stat"]);
});

Deno.test("a title is cut behind the word that the kernel cut, with or without a slash in it", () => {
  const cut = { stat: stat("npm exec deno@2") };
  const title = (cmdline: string) => nameOf({ files: { ...cut, cmdline }, exe: "/usr/bin/node" });
  assertEquals(title("npm exec deno@2.9.6 task check\0"), "npm exec deno@2.9.6");
  assertEquals(title("npm exec deno@2.9.6 run /srv/a/b.ts\0"), "npm exec deno@2.9.6");
  assertEquals(title("npm exec deno@2\0"), "npm exec deno@2");
});

Deno.test("a byte order mark is part of a name: without it two programs would look the same", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const marked = { stat: bytes(stat("\ufeffsshd")) };
  assertEquals(nameOf({ files: marked }), "\ufeffsshd");
  const cut = {
    stat: bytes(stat("\ufeffabcdefghijkl")),
    cmdline: bytes("\ufeffabcdefghijklmno\0"),
  };
  assertEquals(nameOf({ files: cut }), "\ufeffabcdefghijklmno");
});

Deno.test("a file that is gone has a note, one that is really named so has its path", async () => {
  const files = { stat: stat("x") };
  const link = "/x/real (deleted)";
  const { host } = fakeProc({
    processes: {
      5: { files, exe: link },
      6: { files, exe: link },
      7: { files, exe: "/srv/app (deleted)" },
      8: { files, exe: "/bin/x" },
    },
  });
  const identities: Readonly<Record<string, string>> = {
    "/proc/5/exe": "1 10",
    "/proc/6/exe": "1 66", // another file took its place
    [link]: "1 10",
    "/proc/7/exe": "1 70",
    "/srv/app (deleted)": "missing",
    "/proc/7/root/srv/app (deleted)": "1 70", // below the root of its container
  };
  const described = describeProcesses(host, [5, 6, 7, 8]);
  const fileIdentity = (path: string) => Promise.resolve(identities[path] ?? null);
  const notes = await noteFiles({ ...host, fileIdentity }, described.files);
  assertEquals([...notes], [[6, "its file is gone: removed or replaced since it started"]]);
  assertEquals(described.processes.map(({ path }) => path), [
    link,
    "/x/real",
    "/srv/app (deleted)",
    "/bin/x",
  ]);
});

Deno.test("a path that cannot be written in UTF-8 has a note", async () => {
  const { host } = fakeProc({ processes: { 7: { files: { stat: stat("x") } } } });
  const readLink = (path: string): string => {
    const message = `Cannot read the link ${path}: File name or path "caf\\xE9" is not valid UTF-8`;
    throw new HostError("other", message);
  };
  const { processes, files } = describeProcesses({ ...host, readLink }, [7]);
  assertEquals(processes[0]?.path, null);
  assertEquals([...await noteFiles(host, files)], [[7, "its path is not valid UTF-8"]]);
});
