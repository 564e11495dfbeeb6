import { assertEquals } from "@std/assert";
import { HostError } from "../../../lib/host/host.ts";
import { fakeProc, type FakeProcess } from "../../support/fake_proc.ts";
import { runMain } from "../../support/run_main.ts";
import { WINDOWS, windowsHost } from "../../support/windows_host.ts";

const FIELDS = ["--format", "json", "--fields", "pid,process,services,path,note"];

async function rowsOf(args: readonly string[], files: Record<string, string>) {
  const outcome = await runMain([...args, ...FIELDS], { files });
  return { code: outcome.code, stderr: outcome.stderr, rows: JSON.parse(outcome.stdout) };
}

Deno.test("on Windows netstat and tasklist are joined", async () => {
  const { code, stdout, stderr } = await runMain([...FIELDS, "--sort", "pid"], {
    host: windowsHost(),
  });
  assertEquals([code, stderr], [0, ""]);
  assertEquals(JSON.parse(stdout), [
    {
      pid: 0,
      process: null,
      services: null,
      path: null,
      note: "closed, no process owns it any more",
    },
    {
      pid: 912,
      process: "svchost.exe",
      services: ["RpcEptMapper", "RpcSs"],
      path: "C:\\Windows\\System32\\svchost.exe",
      note: null,
    },
    { pid: 4711, process: "chat.exe", services: null, path: null, note: null },
  ]);
});

Deno.test("rows carry the time at which they were seen, saved rows do not", async () => {
  const live = await runMain(["--format", "json"], { host: windowsHost() });
  const times = JSON.parse(live.stdout).map((row: Record<string, unknown>) => row.observedAt);
  assertEquals(times, Array(3).fill("2026-01-02T03:04:05.000Z"));
  const saved = await runMain(["--from", "x", "--format", "json"], {
    files: { x: WINDOWS.netstat },
  });
  assertEquals(JSON.parse(saved.stdout)[0].observedAt, null);
});

Deno.test("without tasklist there are rows, a warning and exit code 3", async () => {
  const host = windowsHost({ tasklist: new HostError("notFound", "Cannot run tasklist: gone") });
  const { code, stdout, stderr } = await runMain(FIELDS, { host });
  assertEquals(code, 3);
  assertEquals(JSON.parse(stdout).map(({ pid }: { pid: number }) => pid), [912, 4711, 0]);
  assertEquals(stderr.match(/^netwho: .*tasklist.*names are missing\n$/)?.length, 1, stderr);
});

Deno.test("without netstat there is nothing", async () => {
  const host = windowsHost({ netstat: new HostError("notFound", "Cannot run netstat: gone") });
  const { code, stdout, stderr } = await runMain(FIELDS, { host });
  assertEquals([code, stdout], [3, ""]);
  assertEquals(stderr.startsWith("netwho: Cannot run netstat"), true, stderr);
});

Deno.test("saved listings and lists are joined, whatever their number and order", async () => {
  const files = {
    net: WINDOWS.netstat,
    more: "  UDP    0.0.0.0:68    *:*    912\r\n",
    list: WINDOWS.tasklist,
    svc: WINDOWS.services,
  };
  const args = ["--from", "svc", "--from", "net", "--from", "list", "--from", "more"];
  const { code, stderr, rows } = await rowsOf(args, files);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(rows.map(({ pid, process }: Record<string, unknown>) => [pid, process]), [
    [912, "svchost.exe"],
    [4711, "chat.exe"],
    [0, null],
    [912, "svchost.exe"],
  ]);
  assertEquals(rows[3].services, ["RpcEptMapper", "RpcSs"]);
});

Deno.test("a saved listing without PIDs says how to get them, where there is a list", async () => {
  const files = { net: "  UDP    0.0.0.0:68    *:*\r\n", list: WINDOWS.tasklist };
  const alone = await rowsOf(["--from", "net"], files);
  assertEquals(alone.rows[0].note, null);
  const joined = await rowsOf(["--from", "net", "--from", "list"], files);
  assertEquals(joined.rows[0].note, "netstat printed no process ID: it does with -o");
});

Deno.test("sockets that netwho wrote are joined, connections stay what they were", async () => {
  const sockets = await runMain(["netstat", "--from", "net", "--format", "csv"], {
    files: { net: WINDOWS.netstat },
  });
  const joined = await rowsOf(["--from", "a.csv", "--from", "list"], {
    "a.csv": sockets.stdout,
    list: WINDOWS.tasklist,
  });
  assertEquals(joined.rows[1].process, "chat.exe");
  const connection = '{"protocol":"TCP","pid":4711,"process":"old.exe","remoteScope":"public"}';
  const kept = await rowsOf(["--from", "a.json", "--from", "list"], {
    "a.json": connection,
    list: WINDOWS.tasklist,
  });
  assertEquals(kept.rows[0].process, "old.exe");
});

Deno.test("sockets and processes of netwho's may stand in one file", async () => {
  const mixed = '{"protocol":"TCP","localPort":80,"pid":7}\n{"pid":7,"process":"web.exe"}\n';
  const { rows } = await rowsOf(["--from", "a"], { a: mixed });
  assertEquals(rows.map(({ process }: { process: string }) => process), ["web.exe"]);
});

Deno.test("no rows: an empty array is fine, rows that are none are not", async () => {
  for (const command of ["connections", "netstat", "tasklist"]) {
    const empty = await runMain([command, "--from", "a", "--format", "json"], {
      files: { a: "[]" },
    });
    assertEquals([empty.code, empty.stdout, empty.stderr], [0, "[]\n", ""]);
    const wrong = await runMain([command, "--from", "a"], { files: { a: '[{"colour":"red"}]' } });
    assertEquals([wrong.code, wrong.stdout], [4, ""]);
    assertEquals(
      wrong.stderr.split("\n")[0],
      "netwho: Cannot understand a: none of its fields is a netwho field",
    );
  }
});

Deno.test("rows of netwho's that miss what they need are told, the others are used", async () => {
  const file = '{"protocol":"TCP","localPort":80}\n{"localPort":81}\n';
  const { code, stdout, stderr } = await runMain(
    ["--from", "a", "--format", "csv", "--fields", "localPort", "-v"],
    { files: { a: file } },
  );
  assertEquals([code, stdout], [0, "localPort\r\n80\r\n"]);
  assertEquals(
    stderr,
    'netwho: a:2: a socket whose protocol is neither TCP nor UDP: {"localPort":81}\n' +
      "netwho: 1 line of a not understood\n",
  );
});

Deno.test("on Linux a hidden owner needs root, but only where something is hidden", async () => {
  const files = {
    "/proc/net/tcp":
      "0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 7 1\n",
    "/proc/net/udp": "",
  };
  const noteOf = async (descriptors: FakeProcess["descriptors"]) => {
    const { readFile, readLink, readLinks, listDirectory } =
      fakeProc({ files, processes: { 1: {}, 5: { descriptors } } }).host;
    const { stdout } = await runMain(FIELDS, {
      host: { os: "linux", readFile, readLink, readLinks, listDirectory },
    });
    return JSON.parse(stdout)[0].note;
  };
  assertEquals(
    await noteOf({ refuse: "permissionDenied" }),
    "the owning process could not be seen: needs root",
  );
  assertEquals(
    await noteOf([]),
    "no process that can be seen from here owns it: another container or the kernel may",
  );
});
