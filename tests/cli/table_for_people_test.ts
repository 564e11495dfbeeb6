import { assertEquals } from "@std/assert";
import type { Host } from "../../lib/host/host.ts";
import { runMain } from "../support/run_main.ts";

const NETSTAT = `
Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    192.0.2.7:50107        198.51.100.4:443       TIME_WAIT       0
  TCP    127.0.0.1:5001         0.0.0.0:0              LISTENING       3886
  TCP    [2001:db8:142:26c9:10ee:d516:f3bc:aa4c]:50201  [2001:4860:4860::8888]:443  ESTABLISHED     7340
  UDP    0.0.0.0:5353           *:*                                    2448
`;

const TASKLIST = '"Image Name","PID","Session Name","Session#","Mem Usage"\n' +
  '"python3.exe","3886","Console","1","8,000 K"\n';

async function shown(args: string, columns: number | null = null): Promise<string> {
  const host: Partial<Host> = {
    isTerminal: () => columns !== null,
    terminalColumns: () => columns,
    env: () => undefined,
  };
  const files = { "netstat.txt": NETSTAT, "tasklist.csv": TASKLIST };
  const { stdout } = await runMain([...args.trim().split(" "), "--color", "never"], {
    files,
    host,
  });
  return stdout;
}

const SOCKETS = "netstat --from netstat.txt";

Deno.test("no rows on a terminal: a sentence with what was asked", async () => {
  assertEquals(
    await shown(`${SOCKETS} --state listening --port 9`, 80),
    "No sockets match --state listening --port 9\n",
  );
  assertEquals(
    await shown("tasklist --from tasklist.csv --process chrome*,!x", 80),
    "No processes match --process chrome*,!x\n",
  );
  assertEquals(
    await shown(`${SOCKETS} --listening --port 9 --fields pid --format table`),
    "No sockets match --listening --port 9\n",
  );
});

Deno.test("no rows for programs: what each format has for none", async () => {
  const none = `${SOCKETS} --port 9 --fields pid`;
  assertEquals(await shown(none), "[]\n");
  assertEquals(await shown(`${none} --format ndjson`, 80), "");
  assertEquals(await shown(`${none} --format csv`, 80), "pid\r\n");
});

Deno.test("listening sockets show where they listen, at any width", async () => {
  const listening = `${SOCKETS} --state LISTENING`;
  assertEquals(
    await shown(listening, 80),
    " pid  proto  local           state\n3886  TCP    127.0.0.1:5001  LISTENING\n",
  );
  assertEquals(
    await shown(listening, 20),
    [
      " pid  local",
      "3886  127.0.0.1:5001",
      "Not shown: proto,",
      "state. Widen the",
      "window, or choose",
      "with --fields",
      "",
    ].join("\n"),
  );
});

Deno.test("closed connections go last for people, and stay in their place for programs", async () => {
  const ports = async (args: string, columns: number | null = null) =>
    [...(await shown(`${SOCKETS} --protocol TCP ${args}`, columns))
      .matchAll(/\b(?:5001|50107|50201)\b/g)].map(([port]) => Number(port));
  assertEquals(await ports("", 120), [5001, 50201, 50107]);
  assertEquals(await ports("--fields localPort", 120), [5001, 50201, 50107]);
  assertEquals(await ports("--format table"), [5001, 50201, 50107]);
  assertEquals(await ports("--sort remotePort,localPort", 120), [5001, 50107, 50201]);
  for (const format of ["json", "ndjson", "csv"]) {
    assertEquals(await ports(`--format ${format}`), [50107, 5001, 50201], format);
  }
});

Deno.test("a pipe gets every column, and no line about the width", async () => {
  assertEquals(
    await shown(`${SOCKETS} --format table`),
    [
      " pid  proto  local                                          remote                      state",
      "3886  TCP    127.0.0.1:5001                                 *                           LISTENING",
      "7340  TCP    [2001:db8:142:26c9:10ee:d516:f3bc:aa4c]:50201  [2001:4860:4860::8888]:443  ESTABLISHED",
      "2448  UDP    0.0.0.0:5353                                   *",
      "   0  TCP    192.0.2.7:50107                                198.51.100.4:443            TIME_WAIT",
      "",
    ].join("\n"),
  );
});
