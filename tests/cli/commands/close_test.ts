import { assert, assertEquals } from "@std/assert";
import {
  ActionError,
  type ConnectionIdentity,
  describeConnection,
} from "../../../lib/host/actions.ts";
import type { Host, SystemSocket } from "../../../lib/host/host.ts";
import { localPath } from "../../support/folders.ts";
import { ROOT, runProgram } from "../../support/program.ts";
import { runMain } from "../../support/run_main.ts";
import { systemSocket } from "../../support/system_socket.ts";
import { windowsHost } from "../../support/windows_host.ts";
import { listedProcesses } from "../../support/listed_processes.ts";

const TABLE: readonly SystemSocket[] = [
  systemSocket({ state: "ESTABLISHED" }),
  systemSocket({ state: "ESTABLISHED", localPort: 50_124, remoteAddress: "203.0.113.5" }),
  systemSocket({ state: "ESTABLISHED", localPort: 50_125, pid: 800 }),
  systemSocket({ state: "TIME_WAIT", localPort: 50_126, pid: 0 }),
  systemSocket({
    state: "LISTENING",
    isListening: true,
    localAddress: "0.0.0.0",
    localPort: 8080,
    remoteAddress: null,
    remotePort: null,
  }),
  systemSocket({
    state: "ESTABLISHED",
    localAddress: "2001:db8::7",
    localPort: 50_127,
    remoteAddress: "2001:db8::4",
    pid: 900,
  }),
];

const PROGRAMS: Readonly<Record<number, string>> = {
  4711: "C:\\Games\\game.exe",
  800: "C:\\Chat\\chat.exe",
  900: "C:\\Mail\\mail.exe",
};

/** A Windows machine that closes what it is told to, and is not asked anything else. */
function machine(given: Partial<Host> = {}) {
  const closed: ConnectionIdentity[] = [];
  const tools: string[] = [];
  const { run } = windowsHost();
  const host: Partial<Host> = {
    ...windowsHost(),
    run: (tool, ...rest) => {
      tools.push(tool);
      return run!(tool, ...rest);
    },
    systemSockets: () => TABLE,
    processFacts: (pids) =>
      new Map(pids.map((pid) => [pid, {
        path: PROGRAMS[pid] ?? null,
        startedAt: "2026-01-02T03:04:05.000Z",
      }])),
    closeConnections: (connections) => {
      closed.push(...connections);
      return Promise.resolve(connections.map(() => null));
    },
    ...given,
  };
  return { host, closed, tools };
}

async function close(args: string, given: Partial<Host> = {}) {
  const { host, closed, tools } = machine(given);
  const outcome = await runMain(["close", ...args.split(" ").filter((word) => word !== "")], {
    host,
  });
  return { ...outcome, closed: closed.map(({ localPort }) => localPort), tools };
}

/** A terminal at which somebody types. */
function typing(keys: readonly string[]): Partial<Host> {
  return {
    isTerminal: () => true,
    async *keys() {
      for (const key of keys) yield { key, ctrl: false, alt: false, shift: false };
    },
  };
}

const CSV = "--format csv --fields localPort,result,reason";

Deno.test("close: without a filter nothing is read, and the message says what to write", async () => {
  const refuse = () => {
    throw new Error("the machine was looked at");
  };
  for (const args of ["", "--yes", "--dry-run"]) {
    const { code, stdout, stderr } = await close(args, { systemSockets: refuse, run: refuse });
    assertEquals([code, stdout], [2, ""]);
    assert(stderr.startsWith("netwho: Cannot close: no connections are chosen"), stderr);
    assert(stderr.includes("netwho close --process game.exe"), stderr);
  }
});

Deno.test("close: one connection needs no question and no tool", async () => {
  const { code, stdout, stderr, closed, tools } = await close(`--local-port 50123 ${CSV}`);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(stdout, "localPort,result,reason\r\n50123,closed,\r\n");
  assertEquals([closed, tools], [[50_123], []]);
});

Deno.test("close: the machine gets both ends, the owner and the time of the connection", async () => {
  const { host, closed } = machine();
  await runMain(["close", "--local-port", "50123"], { host });
  assertEquals(closed, [{
    localAddress: "192.0.2.7",
    localPort: 50_123,
    remoteAddress: "198.51.100.4",
    remotePort: 443,
    owner: { pid: 4711, path: "C:\\Games\\game.exe", startedAt: "2026-01-02T03:04:05.000Z" },
    createdAt: "2026-11-20T08:00:00.000Z",
  }]);
});

Deno.test("close: all connections of a program with --yes; its listener stays and is told", async () => {
  const { code, stdout, closed, tools } = await close(`--process game.exe --yes ${CSV}`);
  assertEquals([code, closed, tools], [0, [50_123, 50_124], []]);
  assertEquals(stdout.split(/\r?\n/).slice(1), [
    "50123,closed,",
    "50124,closed,",
    "8080,refused,it only listens: there is no connection to close; netwho kill :8080 ends its program",
    "",
  ]);
});

Deno.test("close: several need --yes where nobody can be asked", async () => {
  const { code, stdout, stderr, closed } = await close("--process game.exe");
  assertEquals([code, stdout, closed], [2, "", []]);
  assert(stderr.includes("Cannot close 2 connections without --yes"), stderr);
  assert(stderr.includes("--dry-run lists them, --yes closes them"), stderr);
});

Deno.test("close: that of the session that one works through is asked about all the same", async () => {
  // chat.exe has started a shell, and that netwho; as sshd.exe does.
  const session = (path: string): Partial<Host> => ({
    ownPid: () => 950,
    listedProcesses: () => listedProcesses([950, 940], [940, 800]),
    processFacts: (pids) => new Map(pids.map((pid) => [pid, { path, startedAt: null }])),
  });
  const sshd = session("C:\\Windows\\System32\\OpenSSH\\sshd.exe");
  const one = "--local-port 50125";
  const unasked = await close(one, sshd);
  assertEquals([unasked.code, unasked.stdout, unasked.closed], [2, "", []]);
  assert(
    unasked.stderr.includes(
      "Cannot close the connection of sshd.exe, which you may work through, without --yes: ",
    ),
    unasked.stderr,
  );
  const no = await close(one, { ...sshd, ...typing(["n", "enter"]) });
  assertEquals([no.code, no.closed], [130, []]);
  assert(
    no.stderr.includes(
      "You may work through the connection of sshd.exe (800): you would be cut off",
    ),
    no.stderr,
  );
  assert(no.stderr.includes("Close this connection? [y/N]"), no.stderr);
  assertEquals((await close(`${one} --yes`, sshd)).closed, [50_125]);
  assertEquals((await close("--local-port 50123", sshd)).closed, [50_123]);
  assertEquals((await close(one, session("C:\\Chat\\chat.exe"))).closed, [50_125]);
});

Deno.test("close: several are asked about on a terminal", async () => {
  const yes = await close("--process game.exe", typing(["y", "enter"]));
  assertEquals([yes.code, yes.closed], [0, [50_123, 50_124]]);
  assert(yes.stderr.includes("game.exe (4711)  192.0.2.7:50124 to 203.0.113.5:443"), yes.stderr);
  assert(yes.stderr.includes("1 other row cannot be closed and will stay"), yes.stderr);
  assert(yes.stderr.includes("Close these 2 connections? [y/N]"), yes.stderr);
  for (const keys of [["n", "enter"], ["enter"], ["q", "enter"], []]) {
    const no = await close("--process game.exe", typing(keys));
    assertEquals([no.code, no.stdout, no.closed], [130, "", []]);
    assert(no.stderr.endsWith("netwho: nothing was closed\n"), no.stderr);
  }
});

Deno.test("close: --dry-run says what would be closed, and changes nothing", async () => {
  const { code, stdout, closed } = await close(`--port 1-65535 --dry-run ${CSV}`);
  assertEquals([code, closed], [0, []]);
  const results = stdout.split(/\r?\n/).slice(1, -1).map((line) => line.split(",").slice(0, 2));
  assertEquals(results, [
    ["50123", "planned"],
    ["50124", "planned"],
    ["50125", "planned"],
    ["50126", "refused"],
    ["8080", "refused"],
    ["50127", "refused"],
  ]);
});

Deno.test("close: what matches nothing is no failure", async () => {
  const { code, stdout, closed } = await close("--process absent --format json");
  assertEquals([code, stdout, closed], [0, "[]\n", []]);
  const shown = await close("--process absent --format table");
  assertEquals(shown.stdout.trim(), "No connections match --process absent");
});

Deno.test("close: rows that are no open connections alone are a failure", async () => {
  for (const args of ["--listening", "--state TIME_WAIT", "--process mail --yes"]) {
    const { code, stdout, closed } = await close(`${args} ${CSV}`);
    assertEquals([code, closed], [3, []], stdout);
    assert(stdout.includes(",refused,"), stdout);
  }
});

Deno.test("close: an open connection of IPv6 that Windows cannot close is a failure", async () => {
  const { code, stdout, closed } = await close(`--port 443 --yes ${CSV}`);
  assertEquals([code, closed], [3, [50_123, 50_124, 50_125]]);
  assert(/50127,refused,.*IPv4 connections only; netwho kill 900/.test(stdout), stdout);
});

Deno.test("close: what the system refuses is a failure, in its words", async () => {
  const { code, stdout } = await close(`--local-port 50123 ${CSV}`, {
    closeConnections: (connections) =>
      Promise.resolve(connections.map((connection) =>
        new ActionError(
          "permissionDenied",
          `Cannot close ${describeConnection(connection)}: only an administrator may`,
        )
      )),
  });
  assertEquals(code, 3);
  assert(stdout.includes("50123,failed,only an administrator may"), stdout);
});

Deno.test("close: a plan says that the rights to carry it out are missing", async () => {
  const elevated = (rights: boolean | null) => ({ elevated: () => rights });
  const lacking = await close("--local-port 50123 --dry-run", elevated(false));
  assertEquals(
    [lacking.code, lacking.stderr],
    [0, "netwho: closing them takes administrator rights: run netwho as administrator\n"],
  );
  assertEquals((await close("--local-port 50123 --dry-run", elevated(true))).stderr, "");
  assertEquals((await close("--local-port 50123 --dry-run", elevated(null))).stderr, "");
  assertEquals((await close("--listening --dry-run", elevated(false))).stderr, "");
});

Deno.test("close: services and users take tasklist, nothing else does", async () => {
  const { tools } = await close("--process game --path *game* --pid 4711 --outbound --yes");
  assertEquals(tools, []);
  for (const args of ["--service RpcSs", "--user anna"]) {
    assert((await close(`${args} --dry-run`)).tools.includes("tasklist"), args);
  }
});

Deno.test("close: filters that take look-ups do not exist, and the message says why", async () => {
  for (const option of ["host", "owner-name", "country"]) {
    const { code, stderr } = await close(`--${option} x`);
    assertEquals(code, 2);
    assert(stderr.includes(`--${option}`) && stderr.includes("take look-ups"), stderr);
  }
});

Deno.test("close: a recording is not changed, but shows what would be", async () => {
  const folder = localPath(new URL("tests/recordings/windows-en", ROOT));
  const run = (...args: readonly string[]) =>
    runProgram(["close", "--port", "443", "--replay", folder, ...CSV.split(" "), ...args]);
  const refused = await run("--yes");
  assertEquals([refused.code, refused.stdout], [2, ""]);
  assert(refused.stderr.includes("Cannot close connections of a recording"), refused.stderr);
  const planned = await run("--dry-run");
  assertEquals(planned.code, 0, planned.stderr);
  assert(planned.stdout.includes("50101,planned,"), planned.stdout);
  assert(planned.stdout.includes('50107,refused,"it is closed: '), planned.stdout);
});

Deno.test("connections that are named by both ends are closed, and none that is merely like them", async () => {
  // Of the ports 50123 and 50124 and the peers of both, a product of filters would close all.
  const { code, closed, stdout } = await close(
    "--yes --format ndjson --connection placeholder",
    {},
  );
  assertEquals([code, closed, stdout], [2, [], ""]);
  const { host, closed: seen } = machine();
  const one = `${endsOf(TABLE[0]!)} 4711`;
  const gone = `${endsOf(TABLE[1]!)} 999`;
  const outcome = await runMain(
    ["close", "--connection", one, "--connection", gone, "--yes", "--format", "ndjson"],
    { host },
  );
  assertEquals(outcome.code, 0);
  assertEquals(seen.map(({ localPort }) => localPort), [TABLE[0]!.localPort]);
  const rows = outcome.stdout.trim().split("\n").map((line) => JSON.parse(line));
  assertEquals(rows.map(({ result, pid }) => [result, pid]), [["closed", 4711], ["gone", 999]]);
});

Deno.test("filters choose among the named connections", async () => {
  const { host, closed } = machine();
  const named = [TABLE[0]!, TABLE[2]!].flatMap((row) => ["--connection", endsOf(row)]);
  await runMain(["close", ...named, "--pid", "800", "--format", "ndjson"], { host });
  assertEquals(closed.map(({ localPort }) => localPort), [50_125]);
});

function endsOf({ localAddress, localPort, remoteAddress, remotePort }: SystemSocket): string {
  return `${localAddress}:${localPort} ${remoteAddress}:${remotePort}`;
}
