// Processes of a Windows whose tasklist fails, hangs, is missing, or is told wrong things.
import { assertEquals, assertRejects } from "@std/assert";
import { Diagnostics } from "../../lib/capture/diagnostics.ts";
import { readSnapshot, readWhole } from "../../lib/capture/snapshot.ts";
import type { SnapshotOptions } from "../../lib/capture/source.ts";
import { CaptureError, NotRecordedError } from "../../lib/errors.ts";
import { type Host, HostError, type ListedProcess } from "../../lib/host/host.ts";
import { fakeHost } from "../support/fake_host.ts";
import { listedProcesses } from "../support/listed_processes.ts";
import { systemSocket } from "../support/system_socket.ts";

const PLAIN = "/fo csv /nh";
const SERVICES = "/svc /fo csv /nh";
const VERBOSE = "/v /fo csv /nh";

const NETSTAT = "  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     4711\r\n" +
  "  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       912\r\n";
const ANSWERS: Readonly<Record<string, string>> = {
  [PLAIN]: '"svchost.exe","912","Services","0","9,216 K"\r\n' +
    '"chat.exe","4711","Console","1","2,048 K"\r\n',
  [SERVICES]: '"svchost.exe","912","RpcSs"\r\n"chat.exe","4711","N/A"\r\n',
  [VERBOSE]:
    '"svchost.exe","912","Services","0","9,216 K","Unknown","NT AUTHORITY\\SYSTEM","0:01:05","N/A"\r\n' +
    '"chat.exe","4711","Console","1","2,048 K","Running","PC\\anna","1:00:00","Chat"\r\n',
};
const LISTED = listedProcesses([4, 0, "System"], [912, 4, "svchost.exe"], [4711, 912, "chat.exe"]);

type Answer = string | HostError | NotRecordedError | number;

/** Reads a machine; of tasklist's calls some answer otherwise: an error, or an exit code. */
async function read(
  answers: Readonly<Record<string, Answer>>,
  options: Partial<SnapshotOptions> = {},
  host: Partial<Host> & { readonly listed?: Map<number, ListedProcess> } = {},
) {
  const calls: string[] = [];
  const { listed = LISTED, ...overrides } = host;
  const machine = fakeHost({
    os: "windows",
    listedProcesses: () => listed,
    run: (tool, args, { timeoutMilliseconds }) => {
      const call = args.join(" ");
      if (tool === "tasklist") calls.push(`${call} ${timeoutMilliseconds}`);
      const answer = tool === "netstat" ? NETSTAT : answers[call] ?? ANSWERS[call]!;
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve({
        stdout: new TextEncoder().encode(typeof answer === "string" ? answer : ""),
        stderr: new Uint8Array(),
        code: typeof answer === "number" ? answer : 0,
      });
    },
    ...overrides,
  });
  const diagnostics = new Diagnostics();
  const snapshot = await readWhole(
    await readSnapshot(machine, {
      from: [],
      encoding: null,
      sockets: true,
      processes: "all",
      fast: false,
      details: false,
      timeoutMilliseconds: 30_000,
      ...options,
    }, diagnostics),
  );
  const processes = [...snapshot.processes!.values()];
  return {
    calls,
    processes,
    names: processes.map(({ pid, process }) => `${pid} ${process}`),
    connections: snapshot.connections.map(({ process, services }) => [process, services]),
    warnings: diagnostics.warnings,
    remarks: diagnostics.reports.flatMap(({ remarks }) => remarks),
    rejected: diagnostics.reports.flatMap(({ rejected }) => rejected),
  };
}

const ALL_NAMES = ["4 System", "912 svchost.exe", "4711 chat.exe"];
const ONLY_PROCESSES = { sockets: false } as const;
const missing = () => new HostError("notFound", "x");
const late = () => new HostError("timedOut", "x");

Deno.test("where tasklist fails, hangs or is missing, names are Windows' own", async () => {
  const failures: readonly (readonly [Answer, string])[] = [
    [
      1,
      "Cannot use tasklist /fo csv /nh: it exited with code 1; names are there, but sessions and",
    ],
    [
      late(),
      "Cannot run tasklist: it took over 30 s and was stopped; names are there, but sessions",
    ],
    [
      missing(),
      "Cannot run tasklist: it is missing from Windows' System32 folder; names are there",
    ],
  ];
  for (const [failure, warning] of failures) {
    for (const options of [{}, ONLY_PROCESSES]) {
      const answers = { [PLAIN]: failure, [SERVICES]: failure };
      const { names, warnings, connections } = await read(answers, options);
      assertEquals(names, ALL_NAMES);
      assertEquals(warnings[0]?.slice(0, warning.length), warning);
      // One line where both calls fail alike; two where each names its call.
      assertEquals(warnings.length, failure === 1 ? 2 : 1);
      assertEquals(
        connections,
        "sockets" in options ? [] : [["chat.exe", null], ["svchost.exe", null]],
      );
    }
  }
  const { warnings } = await read({ [PLAIN]: missing(), [SERVICES]: missing() });
  assertEquals(warnings, [
    "Cannot run tasklist: it is missing from Windows' System32 folder; names are there, but " +
    "sessions, memory and services are missing",
  ]);
});

Deno.test("a tasklist that lists nothing has failed, whatever its exit code", async () => {
  const printed = [
    "",
    "\r\n",
    "INFO: No tasks are running which match the specified criteria.\r\n",
  ];
  for (const nothing of [...printed, "ERROR: The RPC server is unavailable.\r\n"]) {
    const { names, warnings } = await read({ [PLAIN]: nothing, [SERVICES]: nothing });
    assertEquals(names, ALL_NAMES);
    assertEquals(warnings, [
      "Cannot use tasklist /fo csv /nh: it lists no process; names are there, but sessions and " +
      "memory are missing",
      "Cannot use tasklist /svc /fo csv /nh: it lists no process; names are there, but services " +
      "are missing",
    ]);
    const details = await read({ [VERBOSE]: nothing }, { details: true });
    assertEquals(details.warnings, [
      "Cannot use tasklist /v /fo csv /nh: it lists no process; users, status, processor times " +
      "and window titles are missing",
    ]);
    assertEquals(details.processes.at(-1)?.memoryBytes, 2048 * 1024);
  }
});

Deno.test("a list of connections needs services alone where Windows tells the names", async () => {
  const owners = { processes: "owners" } as const;
  const { calls, connections, warnings } = await read({}, owners);
  assertEquals(calls, [`${SERVICES} 30000`]);
  assertEquals(connections, [["chat.exe", null], ["svchost.exe", ["RpcSs"]]]);
  assertEquals(warnings, []);
  const failed = await read({ [SERVICES]: late() }, owners);
  assertEquals(failed.connections, [["chat.exe", null], ["svchost.exe", null]]);
  assertEquals(failed.warnings, [
    "Cannot run tasklist: it took over 30 s and was stopped; names are there, but services are " +
    "missing; to wait longer, use --timeout SECONDS",
  ]);
  // Earlier recordings hold no names.
  const unnamed = await read({}, owners, { listed: listedProcesses([4711, 912], [912, 4]) });
  assertEquals(unnamed.calls, [`${PLAIN} 30000`, `${SERVICES} 30000`]);
  assertEquals(unnamed.connections, connections);
});

Deno.test("a program that runs only while tasklist does is no forgery", async () => {
  const own = listedProcesses([5000, 4, "netwho.exe"], [5010, 5000, "brief.exe"]);
  const lists = [new Map([...LISTED, ...own]), new Map([...LISTED, ...own])];
  lists[1]!.delete(5010);
  const rowOf = (name: string, pid: number) =>
    `"${name}","${pid}","Console","1","8 K","Running","PC\\anna","0:00:00","N/A"\r\n`;
  const printed = ANSWERS[VERBOSE]! + rowOf("netwho.exe", 5000) + rowOf("tasklist.exe", 5020);
  const { remarks, names } = await read({ [VERBOSE]: printed }, { details: true }, {
    listedProcesses: () => lists.shift()!,
  });
  assertEquals(remarks, []);
  assertEquals(names.filter((name) => name.startsWith("50")), ["5000 netwho.exe"]);
});

Deno.test("where /v is too slow, plain tasklist takes its place, and nobody waits as long again", async () => {
  for (const options of [{}, ONLY_PROCESSES, { processes: "owners" } as const]) {
    const slow = { ...options, details: true };
    for (const listed of [LISTED, new Map()]) {
      const { calls, processes, warnings } = await read({ [VERBOSE]: late() }, slow, { listed });
      assertEquals(calls, [`${VERBOSE} 30000`, `${SERVICES} 30000`, `${PLAIN} 10000`]);
      assertEquals(
        processes.filter(({ pid }) => pid !== 4).map((
          { pid, process, sessionId, memoryBytes, services, user },
        ) => [
          pid,
          process,
          sessionId,
          memoryBytes,
          services,
          user,
        ]),
        [
          [912, "svchost.exe", 0, 9216 * 1024, ["RpcSs"], null],
          [4711, "chat.exe", 1, 2048 * 1024, null, null],
        ],
      );
      assertEquals(warnings, [
        "Cannot run tasklist: it took over 30 s and was stopped; users, status, processor times " +
        "and window titles are missing; to wait longer, use --timeout SECONDS",
      ]);
    }
  }
  const { warnings } = await read({ [VERBOSE]: late() }, { details: true, hasWayAround: false });
  assertEquals(warnings[0]?.includes("--timeout"), false);
});

Deno.test("where plain tasklist fails too, or no recording holds it, there is what /svc tells", async () => {
  for (const plain of [late(), 1, new NotRecordedError("tasklist /fo csv /nh")]) {
    for (const listed of [LISTED, new Map()]) {
      const answers = { [VERBOSE]: late(), [PLAIN]: plain };
      const { names, connections, warnings } = await read(answers, { details: true }, { listed });
      assertEquals(names, ALL_NAMES.slice(1));
      assertEquals(connections, [["chat.exe", null], ["svchost.exe", ["RpcSs"]]]);
      assertEquals(warnings.length, 1);
    }
  }
  // Where all of tasklist is broken it is not asked a third time.
  const broken = await read({ [VERBOSE]: 1, [SERVICES]: 1 }, { details: true });
  assertEquals(broken.calls.length, 2);
  assertEquals(broken.names, ALL_NAMES);
});

Deno.test("where nobody tells a name, that is said, and a list of processes is an error", async () => {
  const answers = { [PLAIN]: late(), [SERVICES]: late() };
  const { names, warnings } = await read(answers, {}, { listed: new Map() });
  assertEquals(names, []);
  assertEquals(warnings, [
    "Cannot run tasklist: it took over 30 s and was stopped; program names are missing",
  ]);
  await assertRejects(() => read(answers, ONLY_PROCESSES, { listed: new Map() }), CaptureError);
});

Deno.test("no window title changes what is known of a process", async () => {
  const forged = (...rows: string[]) =>
    ANSWERS[VERBOSE]!.replace('"Chat"', `"Chat"\r\n${rows.join("\r\n")}`);
  const svchost = (pid: number, user: string) =>
    `"svchost.exe","${pid}","Services","0","1 K","Unknown","${user}","0:00:01","N/A"`;
  const texts = [
    ANSWERS[VERBOSE]!.replace('"Chat"', `"a\r\n${svchost(4711, "NT AUTHORITY\\SYSTEM")}`),
    forged(svchost(4711, "NT AUTHORITY\\SYSTEM")),
    forged(svchost(912, "PC\\mallory")),
    forged(svchost(5000, "PC\\mallory"), svchost(4711, "PC\\mallory")),
  ];
  for (const text of texts) {
    for (const fast of [false, true]) {
      const { processes, remarks, rejected, warnings } = await read({ [VERBOSE]: text }, {
        details: true,
        fast,
      }, {
        processFacts: (pids) =>
          new Map(pids.map((pid) => [pid, { path: `C:\\${pid}.exe`, startedAt: null }])),
      });
      const known = processes.filter(({ pid }) => LISTED.has(pid));
      assertEquals(
        known.map(({ pid, process, user, path }) => [pid, process, user, path]),
        [
          [912, "svchost.exe", "NT AUTHORITY\\SYSTEM", "C:\\912.exe"],
          [4711, "chat.exe", "PC\\anna", "C:\\4711.exe"],
        ],
      );
      assertEquals(remarks.length, 1);
      assertEquals(remarks[0]?.includes("in the window title of process 4711;"), true);
      assertEquals([rejected, warnings], [[], []]);
      // Without services a process that tasklist alone lists may have started meanwhile.
      assertEquals(processes.length, !fast ? 2 : text.includes('"5000"') ? 3 : 2);
    }
  }
});

Deno.test("the owner of a socket that has ended before tasklist looked has its name", async () => {
  const systemSockets = () => [systemSocket({ pid: 4711 }), systemSocket({ pid: 4 })];
  const only = '"svchost.exe","912","Services","0","9,216 K"\r\n';
  const { connections, names } = await read({ [PLAIN]: only }, {}, { systemSockets });
  assertEquals(connections, [["chat.exe", null], ["svchost.exe", ["RpcSs"]]]);
  assertEquals(names, ["912 svchost.exe", "4711 chat.exe", "4 System"]);
  // Where only owners are wanted, Windows' own table need not tell which these are.
  const owners = await read({ [SERVICES]: only }, { processes: "owners" });
  assertEquals(owners.connections.map(([process]) => process), ["chat.exe", "svchost.exe"]);
});

Deno.test("a path of no characters is none", async () => {
  const processFacts = () => new Map([[912, { path: "", startedAt: null }]]);
  const { processes } = await read({}, {}, { processFacts });
  assertEquals(processes[0]?.path, null);
});
