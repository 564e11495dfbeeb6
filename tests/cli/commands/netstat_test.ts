import { assertEquals } from "@std/assert";
import { SOCKET_FIELDS } from "../../../lib/model/socket.ts";
import { runMain } from "../../support/run_main.ts";
import { WINDOWS, windowsHost } from "../../support/windows_host.ts";

Deno.test("on Windows netstat alone is run", async () => {
  const host = windowsHost();
  const tools: string[] = [];
  const run: typeof host.run = (tool, args, options) => {
    tools.push(tool);
    return host.run!(tool, args, options);
  };
  const { code, stdout, stderr } = await runMain(["netstat", "--format", "json"], {
    host: { ...host, run },
  });
  assertEquals([code, stderr, tools], [0, "", ["netstat"]]);
  const rows = JSON.parse(stdout);
  assertEquals(Object.keys(rows[0]), SOCKET_FIELDS.map(({ name }) => name));
  assertEquals(rows.map((row: Record<string, unknown>) => [row.localPort, row.state, row.pid]), [
    [135, "LISTENING", 912],
    [50123, "ESTABLISHED", 4711],
    [50124, "TIME_WAIT", 0],
  ]);
});

Deno.test("what -b prints is told as it was printed", async () => {
  const listing = "  TCP    0.0.0.0:135    0.0.0.0:0    LISTENING    912\r\n" +
    "  RpcSs\r\n [svchost.exe]\r\n";
  const { stdout } = await runMain(
    ["netstat", "--from", "-", "--format", "json", "--fields", "process,components"],
    { files: { "-": listing } },
  );
  assertEquals(JSON.parse(stdout), [{ process: "svchost.exe", components: ["RpcSs"] }]);
});

Deno.test("connections are read back as sockets", async () => {
  const { stdout } = await runMain(["--from", "a", "--format", "csv"], {
    files: { a: WINDOWS.netstat },
  });
  const back = await runMain(["netstat", "--from", "a.csv", "--format", "json"], {
    files: { "a.csv": stdout },
  });
  const direct = await runMain(["netstat", "--from", "a", "--format", "json"], {
    files: { a: WINDOWS.netstat },
  });
  // The word as printed is the one thing that connections do not keep.
  const expected = JSON.parse(direct.stdout).map((row: object) => ({ ...row, stateText: null }));
  assertEquals(JSON.parse(back.stdout), expected);
});

Deno.test("what a socket has no field for is no option here", async () => {
  for (const option of ["--service", "--scope", "--public", "--fast"]) {
    const { code, stdout, stderr } = await runMain(["netstat", option, "x"]);
    assertEquals([code, stdout], [2, ""]);
    assertEquals(stderr.startsWith(`netwho: Unknown option ${option} for netstat`), true, stderr);
  }
});
