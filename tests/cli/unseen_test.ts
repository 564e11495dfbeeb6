// What the program says on standard error of sockets whose owners could not be seen.
import { assert, assertEquals } from "@std/assert";
import { fakeProc, type FakeProcess } from "../support/fake_proc.ts";
import type { Host } from "../../lib/host/host.ts";
import { runMain } from "../support/run_main.ts";
import { windowsHost } from "../support/windows_host.ts";

const row = (port: string, inode: number) =>
  `0: 0100007F:${port} 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 ${inode} 1\n`;
const stat = (comm: string) => `1 (${comm}) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 5 0 0\n`;
const process = (comm: string, ...inodes: number[]): FakeProcess => ({
  files: { stat: stat(comm) },
  descriptors: inodes.map((inode) => `socket:[${inode}]`),
});

/** A machine with three listeners: two of them, on the ports 80 and 81, are nobody knows whose. */
async function run(
  args: readonly string[],
  { terminal = false, stdout = false, processes = {} }: {
    /** Whether standard error is a terminal. */
    terminal?: boolean;
    /** Whether standard output is one too. */
    stdout?: boolean;
    processes?: Readonly<Record<number, FakeProcess>>;
  } = {},
) {
  const { host } = fakeProc({
    files: {
      "/proc/net/tcp": row("0050", 1) + row("0051", 2) + row("0052", 3),
      "/proc/net/udp": "",
    },
    processes: {
      1: { descriptors: { refuse: "permissionDenied" } },
      5: process("own", 3),
      ...processes,
    },
  });
  const { readFile, readLink, readLinks, listDirectory, readFileInBackground } = host;
  return await runMain(args, {
    host: {
      readFile,
      readLink,
      readLinks,
      listDirectory,
      readFileInBackground,
      isTerminal: (stream) => stream === "stderr" ? terminal : stdout,
    },
  });
}

const SUMMARY = "netwho: owners of 2 of 3 sockets could not be seen: needs root\n";
const LEFT_OUT = "netwho: 2 sockets whose owner could not be seen are left out: needs root\n";

for (const format of ["table", "json", "ndjson", "csv"]) {
  Deno.test(`a person is told how many owners could not be seen, whatever the format: ${format}`, async () => {
    const args = ["--format", format];
    assertEquals((await run(args, { terminal: true })).stderr, SUMMARY);
    assertEquals((await run(["netstat", ...args], { terminal: true })).stderr, SUMMARY);
    const { stderr, code } = await run(args);
    assertEquals([code, stderr], [0, ""]);
  });
}

Deno.test("all sockets are counted, also those that are not written", async () => {
  const args = ["--format", "json", "--limit", "1", "--port", "82"];
  assertEquals((await run(args, { terminal: true })).stderr, SUMMARY);
});

Deno.test("filters on owners say what they could not judge, to scripts too", async () => {
  for (const filter of [["--pid", "5"], ["--process", "own"], ["--service", "x.service"]]) {
    for (const terminal of [true, false]) {
      const { stderr, code } = await run([...filter, "--format", "csv"], { terminal });
      assertEquals([code, stderr], [0, LEFT_OUT]);
    }
  }
});

Deno.test("watch says at its first look what filters on owners could not judge", async () => {
  for (const filter of [["--pid", "5"], ["--process", "own"], ["--service", "x.service"]]) {
    const { stderr, code } = await run(["watch", ...filter, "--count", "1", "--format", "csv"]);
    assertEquals([code, stderr], [0, LEFT_OUT]);
  }
  const { stderr } = await run(["watch", "--pid", "5", "--port", "82", "--count", "1"]);
  assertEquals(stderr, "");
});

Deno.test("watch --until says at its first look what its filter could not judge", async () => {
  const told = async (...args: string[]) => {
    const { stderr } = await run(["watch", ...args, "--count", "1", "--format", "csv"]);
    return stderr;
  };
  for (const text of ["process own", "listening pid 5", "own", "!other own"]) {
    assertEquals(await told("--until", text), LEFT_OUT, text);
  }
  for (const text of ["listening port 82", "82", "127.0.0.1:82", "listening tcp"]) {
    assertEquals(await told("--until", text), "", text);
  }
  assertEquals(await told("--until", "process own", "--port", "82"), "");
  // The filters of the command line choose what is written, so that they are told of.
  assertEquals(await told("--until", "process own port 82", "--pid", "5"), LEFT_OUT);
});

Deno.test("counts by owners say how many could not be seen, to scripts too: no row has a note", async () => {
  for (const field of ["process", "state,pid", "path", "services", "user"]) {
    for (const terminal of [true, false]) {
      const { stderr, code } = await run(["--count-by", field, "--format", "csv"], { terminal });
      assertEquals([code, stderr], [0, SUMMARY], field);
    }
  }
  assertEquals((await run(["--count-by", "state", "--format", "csv"])).stderr, "");
});

Deno.test("what other filters leave out is not laid to the filter on owners", async () => {
  assertEquals((await run(["--pid", "5", "--port", "82", "--format", "csv"])).stderr, "");
  assertEquals(
    (await run(["--pid", "5", "--port", "81", "--format", "csv"])).stderr,
    "netwho: 1 socket whose owner could not be seen is left out: needs root\n",
  );
});

Deno.test("sockets that an excluding filter keeps may be the excluded program's", async () => {
  assertEquals(
    (await run(["--process", "!own", "--format", "csv"])).stderr,
    "netwho: 2 sockets whose owner could not be seen are kept: needs root\n",
  );
});

Deno.test("--pid of a process that shares a socket names the owner that it is listed under", async () => {
  const { stdout, stderr } = await run(["--pid", "9", "--port", "82", "--format", "json"], {
    processes: { 9: process("worker", 3) },
  });
  assertEquals(stdout, "[]\n");
  assertEquals(
    stderr,
    "netwho: 1 socket that 9 worker holds too is listed under 5 own, the owner\n",
  );
});

Deno.test("a person reads that saved output has no process IDs", async () => {
  const files = { net: "  TCP    0.0.0.0:135    0.0.0.0:0    LISTENING\r\n" };
  const host = { isTerminal: () => true };
  const { stderr } = await runMain(["--from", "net", "--format", "csv"], { files, host });
  assertEquals(
    stderr,
    "netwho: netstat printed no process IDs: it does with -o (on Linux with -p)\n",
  );
  const filtered = await runMain(["--from", "net", "--pid", "4", "--format", "csv"], { files });
  assertEquals(
    filtered.stderr,
    "netwho: 1 socket whose owner could not be seen is left out: " +
      "netstat printed no process IDs\n",
  );
});

Deno.test("rows that netwho wrote keep their reasons", async () => {
  const { stdout } = await run(["--format", "json"]);
  const { stderr } = await runMain(["--from", "a.json", "--format", "csv"], {
    files: { "a.json": stdout },
    host: { isTerminal: () => true },
  });
  assertEquals(stderr, SUMMARY);
});

Deno.test("inspect says it always, and shows no empty process as idle", async () => {
  const hidden: FakeProcess = {
    files: { stat: stat("web") },
    descriptors: { refuse: "permissionDenied" },
  };
  const { stdout, stderr, code } = await run(["inspect", "7", "--format", "text"], {
    processes: { 7: hidden },
  });
  assertEquals(
    [code, stderr],
    [0, "netwho: process 7 web: its sockets could not be seen: needs root\n"],
  );
  assert(!stdout.includes("listens nowhere"), stdout);
});

Deno.test("a program on Windows that has no file any more has a note, in inspect too", async () => {
  const gone: Partial<Host> = {
    ...windowsHost(),
    sleep: () => new Promise(() => {}),
    fileIdentity: (path) => Promise.resolve(/svchost/.test(path) ? "missing" : "1 1"),
  };
  const note = "its file is not at its path: removed or renamed since it started";
  const listed = await runMain(["--port", "135", "--format", "json"], { host: gone });
  assertEquals(JSON.parse(listed.stdout)[0].note, note);
  const { stdout } = await runMain(["inspect", "912", "--format", "json"], { host: gone });
  assertEquals(
    JSON.parse(stdout).map(({ note }: { note: string | null }) => note),
    [note, null],
  );
});

Deno.test("where /proc hides processes, tasklist says so", async () => {
  const { host } = fakeProc({ processes: { 50: process("own") } });
  const { readFile, readLink, readLinks, listDirectory } = host;
  const { stderr, code } = await runMain(["tasklist", "--format", "csv", "--fields", "pid"], {
    host: { readFile, readLink, readLinks, listDirectory },
  });
  const why = "/proc hides other users' processes (hidepid)";
  assertEquals([code, stderr], [0, `netwho: processes of others could not be seen: ${why}\n`]);
});

Deno.test("on a terminal inspect says it once: in the report", async () => {
  const processes = {
    7: { files: { stat: stat("web") }, descriptors: { refuse: "permissionDenied" } },
  } as const;
  const person = { terminal: true, stdout: true, processes };
  const NOTE = "its sockets could not be seen: needs root";
  const report = await run(["inspect", "7"], person);
  assertEquals([report.stderr, report.stdout.split(NOTE).length], ["", 2]);
  for (const args of [["--format", "json"], ["--format", "text", "--out", "report.txt"]]) {
    const { stderr } = await run(["inspect", "7", ...args], person);
    assertEquals(stderr, `netwho: process 7 web: ${NOTE}\n`);
  }
});

Deno.test("what a line says of all rows is no column of a person's table", async () => {
  const terminals = { terminal: true, stdout: true };
  const person = await run(["--format", "table"], terminals);
  assertEquals([person.stderr, person.stdout.includes("note")], [SUMMARY, false]);
  const named = await run(["--fields", "localPort,note", "--format", "table"], terminals);
  const { stdout, stderr } = await run(["--format", "table"]);
  for (const text of [named.stdout, stdout]) {
    assertEquals(text.split("could not be seen: needs root").length, 3);
  }
  assertEquals(stderr, "");
});

Deno.test("notes stay where the line that counts them goes elsewhere, or is not told", async () => {
  const NOTE = "could not be seen: needs root";
  const piped = await run(["--format", "table"], { terminal: true });
  assertEquals(piped.stdout.split(NOTE).length, 3);
  const terminals = { terminal: true, stdout: true };
  const saved = await run(["--format", "table", "--out", "sockets.txt"], terminals);
  assertEquals(saved.written["sockets.txt"]!.split(NOTE).length, 3);
  const hidden: FakeProcess = {
    files: { stat: stat("web") },
    descriptors: { refuse: "permissionDenied" },
  };
  const inspected = await run(["inspect", "7", ":80", "--format", "table"], {
    ...terminals,
    processes: { 7: hidden },
  });
  assertEquals(inspected.stderr, `netwho: process 7 web: its sockets ${NOTE}\n`);
  assert(inspected.stdout.includes(`the owning process ${NOTE}`), inspected.stdout);
});
