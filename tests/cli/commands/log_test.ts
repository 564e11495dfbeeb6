import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { denoDatabases } from "../../../lib/host/deno/deno_database.ts";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { type Host, HostError } from "../../../lib/host/host.ts";
import { main } from "../../../lib/cli/main.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { inTemporaryFolder, localPath } from "../../support/folders.ts";
import { runMain } from "../../support/run_main.ts";
import { TestClock } from "../../support/test_clock.ts";
import { WINDOWS, windowsHost } from "../../support/windows_host.ts";

const NO_TOOL = new HostError("notFound", "Cannot run netstat: there is no such program");
const RECORDING = localPath(new URL("../../recordings/windows-en", import.meta.url));
const TITLE = "  Proto  Local Address          Foreign Address        State           PID\r\n";

/** A Windows machine whose clock goes on in sleeps, with a database of its own at every path. */
function machine(overrides: Partial<Host> = {}, clock = new TestClock()): Partial<Host> {
  return {
    ...windowsHost(),
    now: () => clock.now(),
    // For as long as that a look waits for facts about files: no time passes in looks.
    sleep: (milliseconds, options) =>
      milliseconds === 1000 ? Promise.resolve() : clock.sleep(milliseconds, options),
    ...ownDatabases(),
    dataFolder: () => "C:\\Users\\anna\\AppData\\Local\\netwho",
    computerName: () => "PC-7",
    ...overrides,
  };
}

/** What netstat prints, one after another; the last one again and again. */
function netstat(listings: readonly (string | Error)[]): Host["run"] {
  const { run } = windowsHost();
  let turn = 0;
  return async (tool, args, options) => {
    if (tool !== "netstat") return await run!(tool, args, options);
    const listing = listings[Math.min(turn++, listings.length - 1)]!;
    if (listing instanceof Error) throw listing;
    return { stdout: new TextEncoder().encode(listing), stderr: new Uint8Array(), code: 0 };
  };
}

const linesOf = (text: string) => text.trimEnd().split("\n");
const objectsOf = (text: string) => linesOf(text).map((line) => JSON.parse(line));

Deno.test("log adds one look to the history in the data folder, and says so in a row", async () => {
  const paths: string[] = [];
  const { openDatabase, databaseFile } = ownDatabases();
  const host = machine({
    databaseFile,
    openDatabase: (path, options) => {
      paths.push(path);
      return openDatabase(path, options);
    },
  });
  const { code, stdout, stderr } = await runMain(["log"], { host });
  assertEquals([code, stderr], [0, ""]);
  const path = "C:\\Users\\anna\\AppData\\Local\\netwho\\history.db";
  assertEquals(JSON.parse(stdout), [{
    observedAt: "2026-11-25T09:00:00.000Z",
    computer: "PC-7",
    connections: 3,
    opened: 3,
    closed: 0,
    changed: 0,
    missed: 0,
    database: path,
    note: null,
  }]);
  assertEquals(paths, [path]);
});

Deno.test("a person sees a line for each look, and where the history is", async () => {
  const host = machine({ isTerminal: () => true, terminalColumns: () => 200 });
  const once = await runMain(["log", "--db", "case.db"], { host });
  assertEquals([once.code, once.stderr], [0, ""]);
  assertEquals(linesOf(once.stdout), [
    "2026-11-25T09:00:00Z  3 connections: 3 opened",
    "Added to case.db",
  ]);
  const more = machine({
    isTerminal: () => true,
    terminalColumns: () => 200,
    run: netstat([
      WINDOWS.netstat,
      TITLE + "  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       912\r\n" +
      "  TCP    192.0.2.7:50123        198.51.100.4:443       CLOSE_WAIT      4711\r\n" +
      "  TCP    192.0.2.7:50125        198.51.100.4:443       ESTABLISHED     4711\r\n",
    ]),
  });
  const args = ["log", "--db", "case.db", "--every", "1m30s", "--for", "3m"];
  const often = await runMain(args, { host: more });
  assertEquals([often.code, often.stderr], [0, ""]);
  assertEquals(linesOf(often.stdout), [
    "Adding to case.db every 1m30s for 3m; Ctrl+C ends it",
    "2026-11-25T09:00:00Z  3 connections: 3 opened",
    "2026-11-25T09:01:30Z  3 connections: 1 opened, 1 closed, 1 changed",
    "2026-11-25T09:03:00Z  3 connections: no change",
  ]);
});

Deno.test("in a pipe each row is there before the wait for the next one begins", async () => {
  const clock = new TestClock();
  const lines: number[] = [];
  const host = fakeHost({
    ...machine({}, clock),
    sleep: async (milliseconds, options) => {
      if (milliseconds === 1000) return;
      // What was yielded is written while the next look is waited for.
      await new Promise((resolve) => setTimeout(resolve, 1));
      lines.push(linesOf(host.stdout()).length);
      await clock.sleep(milliseconds, options);
    },
  });
  const args = ["log", "--db", "x", "--every", "10s", "--for", "40s"];
  assertEquals(await main(args, host), 0);
  assertEquals(lines, [1, 2, 3, 4]);
  assertEquals(objectsOf(host.stdout()).map(({ observedAt }) => observedAt.slice(17, 19)), [
    "00",
    "10",
    "20",
    "30",
    "40",
  ]);
});

Deno.test("a look that fails is told once with its time and ends with 3; the others are kept", async () => {
  const host = machine({
    run: netstat([WINDOWS.netstat, NO_TOOL, NO_TOOL, NO_TOOL, WINDOWS.netstat]),
  });
  const args = ["log", "--db", "x", "--every", "10s", "--for", "50s"];
  const { code, stdout, stderr } = await runMain(args, { host });
  assertEquals(code, 3);
  assertEquals(objectsOf(stdout).map(({ observedAt }) => observedAt.slice(17, 19)), [
    "00",
    "40",
    "50",
  ]);
  const [first, ...rest] = linesOf(stderr);
  assertMatch(first!, /^netwho: 2026-11-25T09:00:10Z: Cannot run netstat/);
  assertEquals(rest.at(-1), "netwho: 2026-11-25T09:00:40Z: logging again, after 3 failed looks");
  assertEquals(rest.filter((line) => line.includes("Cannot run")), []);
});

Deno.test("another failure, and the same one later, is told", async () => {
  const late = new HostError("timedOut", "Cannot run netstat: it took over 30000 ms");
  const host = machine({ run: netstat([NO_TOOL, late, WINDOWS.netstat, late, WINDOWS.netstat]) });
  const args = ["log", "--db", "x", "--every", "10s", "--for", "40s"];
  const { stderr } = await runMain(args, { host });
  assertEquals(stderr.match(/09:00:\d\dZ: (?:Cannot|logging again)/g), [
    "09:00:00Z: Cannot",
    "09:00:10Z: Cannot",
    "09:00:20Z: logging again",
    "09:00:30Z: Cannot",
    "09:00:40Z: logging again",
  ]);
});

Deno.test("a partial look is kept; what is missing is told once, and the exit code is 3", async () => {
  const gone = new HostError("notFound", "Cannot run tasklist: gone");
  const host = machine({ ...windowsHost({ tasklist: gone }) });
  const once = await runMain(["log", "--db", "x"], { host });
  assertEquals(once.code, 3);
  assertEquals(JSON.parse(once.stdout)[0].connections, 3);
  assertMatch(once.stderr, /^netwho: .*tasklist.*names are missing\n$/);
  const args = ["log", "--db", "x", "--every", "10s", "--for", "30s"];
  const often = await runMain(args, { host });
  assertEquals([often.code, objectsOf(often.stdout).length], [3, 4]);
  assertEquals(often.stderr, once.stderr);
});

Deno.test("nothing where nothing could be read is added: no history is made for it", async () => {
  let opened = 0;
  const databases = ownDatabases();
  const host = machine({
    ...databases,
    run: netstat(["Der Befehl ist falsch geschrieben.\r\n"]),
    openDatabase: async (path, options) => {
      opened++;
      return await databases.openDatabase(path, options);
    },
  });
  const { code, stdout, stderr } = await runMain(["log", "--db", "x"], { host });
  assertEquals([code, stdout], [4, ""]);
  assertMatch(stderr, /^netwho: Cannot understand netstat/);
  const saved = await runMain(["log", "--db", "x", "--from", "no-such-file.txt"], { host });
  assertEquals([saved.code, saved.stdout], [3, ""]);
  assertEquals(opened, 0);
});

Deno.test("wrong lengths of time are refused with what to write", async () => {
  const refused: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [
      ["--every", "5"],
      /^netwho: Cannot use 5 for --every: it must be a length of time\nAdd the unit: --every 5s or --every 5m\n/,
    ],
    [
      ["--every", "0s"],
      /^netwho: Cannot use 0s for --every: the shortest is 1s\n/,
    ],
    [["--every", "500ms"], /^netwho: Cannot use 500ms for --every: the shortest is 1s\n/],
    [["--every", "soon"], /^netwho: Cannot use soon for --every: /],
    [["--every", "10 s"], /^netwho: Cannot use "10 s" for --every: /],
    [["--every", "-10s"], /^netwho: Cannot use -10s for --every: /],
    [["--keep", "90"], /Add the unit: --keep 90d or --keep 90w\n/],
    [["10s"], /^netwho: Unexpected argument 10s for log\nWrite netwho log --db x --every 10s\n/],
    [["--keep", "0d"], /^netwho: Cannot use 0d for --keep: it must be above 0\n/],
    [
      ["--every", "1s", "--for", "0h0m"],
      /^netwho: Cannot use 0h0m for --for: it must be above 0\n/,
    ],
    [["--keep", "forever"], /^netwho: Cannot use forever for --keep: /],
    [["--every", "10s", "--for", "8"], /^netwho: Cannot use 8 for --for: /],
    [["--for", "8h"], /^netwho: Cannot use --for without --every: /],
  ];
  for (const [args, message] of refused) {
    const { code, stdout, stderr } = await runMain(["log", "--db", "x", ...args], {
      host: machine({ openDatabase: () => Promise.reject(new Error("opened")) }),
    });
    assertEquals([code, stdout], [2, ""], args.join(" "));
    assertMatch(stderr, message);
  }
});

Deno.test("lengths of time are read as people write them", async () => {
  for (const [every, second] of [["1.5S", "01"], ["2s500ms", "02"], ["10s", "10"], ["1m", "00"]]) {
    const args = ["log", "--db", "x", "--every", every!, "--for", every!];
    const { code, stdout, stderr } = await runMain(args, { host: machine() });
    assertEquals([code, stderr], [0, ""], every);
    assertEquals(objectsOf(stdout)[1].observedAt.slice(17, 19), second);
  }
});

Deno.test("output that would never be complete is refused, with a way out", async () => {
  const endless: readonly (readonly string[])[] = [
    ["--out", "rows.ndjson"],
    ["--out", "rows.csv", "--append"],
    ["--format", "json"],
    ["--format", "table"],
  ];
  for (const args of endless) {
    const line = ["log", "--db", "x", "--every", "10s", ...args];
    const { code, stdout, stderr } = await runMain(line, { host: machine() });
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /with --every: \w+(?: \w+)? would be complete only at the end/);
    assertMatch(stderr, /--for DURATION/);
    const ended = await runMain([...line, "--for", "20s"], { host: machine() });
    assertEquals(ended.code === 0 || args.includes("--out"), true, ended.stderr);
  }
});

Deno.test("what cannot be repeated is refused with --every", async () => {
  const refuse = async (option: string, value: string, host: Partial<Host>) => {
    const line = ["log", "--db", "x", "--every", "10s", option, value];
    const { code, stdout, stderr } = await runMain(line, { host });
    assertEquals([code, stdout], [2, ""]);
    return stderr.split("\n")[0];
  };
  await inTemporaryFolder(async (folder) => {
    assertEquals(
      await refuse("--record", `${folder}/new`, machine()),
      "netwho: Cannot use --every with --record: a recording holds one moment",
    );
  });
  const { open, listDirectory, readFile, pathKind } = denoHost();
  assertEquals(
    await refuse("--replay", RECORDING, { ...machine(), open, listDirectory, readFile, pathKind }),
    "netwho: Cannot use --every with --replay: a recording holds one moment",
  );
  assertEquals(
    await refuse("--from", "x", machine()),
    "netwho: Cannot use --every with --from: saved output stays the same",
  );
});

Deno.test("a recording has no data folder: log says to give a file", async () => {
  const replay = async (args: readonly string[]) => {
    const { open, listDirectory, readFile, pathKind } = denoHost();
    const host = { ...machine(denoDatabases), open, listDirectory, readFile, pathKind };
    return await runMain(["log", "--replay", RECORDING, ...args], { host });
  };
  const { code, stdout, stderr } = await replay([]);
  assertEquals([code, stdout], [2, ""]);
  assertMatch(stderr, /^netwho: Cannot use --replay without --db: .*\n.*--db FILE\n/);
  await inTemporaryFolder(async (folder) => {
    const path = `${folder}/history.db`;
    const { code, stdout, stderr } = await replay(["--db", path]);
    assertEquals([code, stderr], [0, ""]);
    const [row] = JSON.parse(stdout);
    assert(row.connections > 0);
  });
});

Deno.test("saved rows that tell their time are added, each time and computer as a look", async () => {
  const line = (observedAt: string | null, computer: string | null, localPort: number) =>
    JSON.stringify({
      ...{ observedAt, computer, protocol: "TCP", localAddress: "192.0.2.7", localPort },
      ...{ remoteAddress: "198.51.100.4", remotePort: 443, state: "ESTABLISHED", pid: 4711 },
    });
  const later = "2026-11-20T10:00:00.000Z";
  const earlier = "2026-11-20T09:00:00.000Z";
  const rows = [
    line(later, "PC-7", 50_001),
    line(later, "PC-7", 50_002),
    line(earlier, "PC-7", 50_001),
    line(later, "PC-8", 50_001),
    line(null, null, 50_003),
  ].join("\n");
  const { code, stdout, stderr } = await runMain(["log", "--db", "x", "--from", "a.ndjson"], {
    host: { ...machine(), ...filesOf({ "a.ndjson": rows }) },
  });
  assertEquals(stderr, "netwho: 1 row left out: they do not tell their time\n");
  assertEquals(code, 3);
  const told = JSON.parse(stdout).map((row: Record<string, unknown>) => [
    row.observedAt,
    row.computer,
    row.connections,
    row.opened,
    row.closed,
  ]);
  assertEquals(told, [
    [earlier, "PC-7", 1, 1, 0],
    [later, "PC-7", 2, 1, 0],
    [later, "PC-8", 1, 1, 0],
  ]);
});

Deno.test("a snapshot is added with its time, computer and system", async () => {
  await inTemporaryFolder(async (folder) => {
    const row = {
      ...{ protocol: "TCP", localAddress: "192.0.2.7", localPort: 50_001, pid: 4711 },
      ...{ remoteAddress: "198.51.100.4", remotePort: 443, state: "ESTABLISHED" },
    };
    const snapshot = (observedAt: string) =>
      JSON.stringify({
        ...{ netwhoSnapshot: 1, version: "1.0.0", observedAt, computer: "PC-9", os: "windows" },
        ...{ elevated: true, connections: [row], processes: [] },
      });
    const path = `${folder}/history.db`;
    const files = filesOf({ "pc9.json": snapshot("2026-11-20T10:00:00.000Z") });
    const args = ["log", "--db", path, "--from", "pc9.json"];
    const host = { ...machine(denoDatabases), ...files, os: "linux" } as const;
    const first = await runMain(args, { host });
    assertEquals([first.code, first.stderr], [0, ""]);
    const again = await runMain(args, { host });
    const told = [first, again].map(({ stdout }) => {
      const [{ observedAt, computer, opened, note }] = JSON.parse(stdout);
      return [observedAt, computer, opened, note];
    });
    const once = ["2026-11-20T10:00:00.000Z", "PC-9"];
    assertEquals(told, [
      [...once, 1, null],
      [
        ...once,
        0,
        "it is not later than the latest look, of 2026-11-20T10:00:00.000Z: only what is new in it " +
        "was added",
      ],
    ]);
    using database = new DatabaseSync(path, { readOnly: true });
    const views = database.prepare(
      "SELECT text.value AS os, view.elevated FROM run " +
        "JOIN view ON view.id = run.view JOIN text ON text.id = view.os",
    ).all();
    assertEquals(views.map((view) => ({ ...view })), [{ os: "windows", elevated: 1 }]);
  });
});

Deno.test("each of several snapshots is a look of its own, also one without connections", async () => {
  const observedAt = (hour: number) => `2026-11-20T${`${hour}`.padStart(2, "0")}:00:00.000Z`;
  const ends = {
    ...{ protocol: "TCP", localAddress: "192.0.2.7", localPort: 50_001, pid: 4711 },
    ...{ remoteAddress: "198.51.100.4", remotePort: 443, state: "ESTABLISHED" },
  };
  const snapshot = (hour: number, process: string | null) =>
    JSON.stringify({
      ...{ netwhoSnapshot: 1, observedAt: observedAt(hour), computer: "PC-9", os: "windows" },
      connections: process === null
        ? []
        : [{ observedAt: observedAt(hour), computer: "PC-9", ...ends, process }],
      processes: process === null
        ? []
        : [{ pid: 4711, process, startedAt: observedAt(process === "a.exe" ? 8 : 14) }],
    });
  const files = {
    "logs/1.json": snapshot(10, "a.exe"),
    "logs/2.json": snapshot(11, "a.exe"),
    "logs/3.json": snapshot(12, null),
    "logs/4.json": snapshot(13, "a.exe"),
    // The process ID is another program's, the ends are the same.
    "logs/5.json": snapshot(15, "b.exe"),
    "logs/netstat.txt": "  TCP    192.0.2.7:139    0.0.0.0:0    LISTENING    4\r\n",
  };
  const snapshots = Object.keys(files).filter((path) => path.endsWith(".json"));
  const texts = Object.entries(files).flatMap(([path, text]) => path.endsWith(".json") ? text : []);
  // As netwho snapshot >> all.json makes it, and as it is where that was ended in the middle.
  const all = {
    "all.json": texts.join("\n"),
    "reversed.json": texts.toReversed().join(""),
    "cut.json": `${texts.join("\n")}\n${snapshot(16, null).replace(/\],.*/, "")}`,
  };
  const folder: Partial<Host> = {
    ...filesOf({ ...files, ...all }),
    pathKind: (path) =>
      path === "logs" ? "directory" : path in { ...files, ...all } ? "file" : "missing",
    listDirectory: () => Object.keys(files).map((path) => path.slice("logs/".length)),
  };
  const froms = [
    ...[snapshots, snapshots.toReversed(), ["logs"], ["logs", "logs/3.json"]],
    ...[["all.json"], ["reversed.json"], ["cut.json"]],
  ];
  for (const from of froms) {
    const { code, stdout, stderr } = await runMain(
      ["log", "--db", "x", "--fields", "observedAt,connections,opened,closed", "--format", "csv"]
        .concat(from.flatMap((path) => ["--from", path])),
      { host: { ...machine(), ...folder } },
    );
    const cut = from[0] === "cut.json" ? /^netwho: cut\.json ends in the middle: / : /^$/;
    assertMatch(stderr, cut);
    assertEquals(code, 0);
    assertEquals(stdout.trim().split(/\r?\n/), [
      "observedAt,connections,opened,closed",
      `${observedAt(10)},1,1,0`,
      `${observedAt(11)},1,0,0`,
      `${observedAt(12)},0,0,1`,
      `${observedAt(13)},1,1,0`,
      `${observedAt(15)},1,1,1`,
    ]);
  }
});

Deno.test("snapshots in one file keep their systems and rights; what is unread is no empty look", async () => {
  await inTemporaryFolder(async (folder) => {
    const snapshot = (hour: number, os: string, connections: readonly unknown[]) => {
      const observedAt = `2026-11-20T${hour}:00:00.000Z`;
      const unseen = { hiddenBy: os === "linux" ? "trace" : "rights" };
      const head = {
        netwhoSnapshot: 1,
        observedAt,
        computer: "PC-9",
        os,
        elevated: os === "linux",
      };
      const rows = connections.map((row) =>
        isRow(row) ? { observedAt, computer: "PC-9", ...row } : row
      );
      return JSON.stringify({ ...head, unseen, connections: rows, processes: [] });
    };
    const isRow = (row: unknown) => typeof row === "object";
    const row = { protocol: "TCP", localAddress: "192.0.2.7", localPort: 80, state: "LISTENING" };
    const text = [
      snapshot(10, "linux", [row]),
      snapshot(11, "windows", [row]),
      snapshot(12, "windows", ["damage"]),
      snapshot(13, "windows", [{ unknown: 1 }]),
    ].join("\n");
    const path = `${folder}/history.db`;
    const { code, stdout, stderr } = await runMain(["log", "--db", path, "--from", "all.json"], {
      host: { ...machine(denoDatabases), ...filesOf({ "all.json": text }) },
    });
    assertEquals([code, JSON.parse(stdout).length], [0, 2]);
    assertStringIncludes(stderr, "2 lines of all.json not understood");
    using database = new DatabaseSync(path, { readOnly: true });
    const views = database.prepare(
      "SELECT os.value AS os, view.elevated, why.value AS why FROM run " +
        "JOIN view ON view.id = run.view JOIN text AS os ON os.id = view.os " +
        "JOIN text AS why ON why.id = view.hidden_by ORDER BY run.at",
    ).all();
    assertEquals(views.map((view) => ({ ...view })), [
      { os: "linux", elevated: 1, why: "trace" },
      { os: "windows", elevated: 0, why: "rights" },
    ]);
  });
});

Deno.test("a folder in which no file tells its time is refused", async () => {
  const { code, stderr } = await runMain(["log", "--db", "x", "--from", "logs"], {
    host: {
      ...machine(),
      ...filesOf({ "logs/a.txt": "  TCP    192.0.2.7:139    0.0.0.0:0    LISTENING    4\r\n" }),
      pathKind: (path) => path === "logs" ? "directory" : "file",
      listDirectory: () => ["a.txt"],
    },
  });
  assertEquals(code, 4);
  assertStringIncludes(stderr, "Cannot add logs/a.txt to the history: it does not tell when");
});

const DNS_CACHE = `
Windows IP Configuration

    chat.example
    ----------------------------------------
    Record Name . . . . . : chat.example
    Record Type . . . . . : 1
    Time To Live  . . . . : 100
    Data Length . . . . . : 4
    Section . . . . . . . : Answer
    A (Host) Record . . . : 198.51.100.4


`.replaceAll("\n", "\r\n");

Deno.test("with --resolve the names that programs asked for are kept", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = `${folder}/history.db`;
    const { run } = windowsHost();
    const stdout = new TextEncoder().encode(DNS_CACHE);
    const host = machine({
      ...denoDatabases,
      run: (tool, args, options) =>
        tool === "ipconfig"
          ? Promise.resolve({ stdout, stderr: new Uint8Array(), code: 0 })
          : run!(tool, args, options),
    });
    const args = ["log", "--db", path, "--resolve", "--no-cache", "--every", "10s", "--for", "10s"];
    const { code, stderr } = await runMain(args, { host });
    assertEquals([code, stderr], [0, ""]);
    using database = new DatabaseSync(path, { readOnly: true });
    const names = database.prepare(
      "SELECT name.value AS name, source.value AS source FROM flow " +
        "JOIN text AS name ON name.id = flow.remote_host " +
        "JOIN text AS source ON source.id = flow.remote_host_source",
    ).all();
    // One flow with a program, one of what is in TIME_WAIT.
    assertEquals(
      new Set(names.map(({ name, source }) => `${name} ${source}`)),
      new Set([
        "chat.example dnsCache",
      ]),
    );
  });
});

Deno.test("a person is told once how many owners could not be seen", async () => {
  const anonymous = WINDOWS.netstat.replaceAll(/(LISTENING|ESTABLISHED) +\d+/g, "$1");
  const host = (isTerminal: boolean) =>
    machine({
      run: netstat([anonymous]),
      isTerminal: () => isTerminal,
      terminalColumns: () => 100,
    });
  const args = ["log", "--db", "x", "--every", "10s", "--for", "30s"];
  const shown = await runMain(args, { host: host(true) });
  assertEquals(shown.code, 0);
  assertEquals(shown.stderr.match(/^netwho: .*could not be seen.*\n$/)?.length, 1, shown.stderr);
  const piped = await runMain(args, { host: host(false) });
  assertEquals([piped.code, piped.stderr], [0, ""]);
});

Deno.test("a listing that does not tell its time is refused, with what to save instead", async () => {
  const host = { ...machine(), ...filesOf({ "netstat.txt": WINDOWS.netstat }) };
  // A snapshot that is made of the listing tells no time either.
  const made = await runMain(["snapshot", "--from", "netstat.txt"], { host });
  assertEquals(made.code, 0);
  const files = filesOf({ "netstat.txt": WINDOWS.netstat, "made.json": made.stdout });
  for (const path of ["netstat.txt", "made.json"]) {
    const { code, stdout, stderr } = await runMain(["log", "--db", "x", "--from", path], {
      host: { ...host, ...files },
    });
    assertEquals([code, stdout], [4, ""]);
    assertEquals(
      stderr,
      `netwho: Cannot add ${path} to the history: it does not tell when it was saved, as a ` +
        "history needs\n" +
        "Save with netwho snapshot --out FILE on that computer, without --from: it keeps the time\n",
    );
  }
});

Deno.test("the help tells of deletion, of privacy and of what is missed", async () => {
  const { stdout } = await runMain(["log", "--help"]);
  for (const word of ["--keep", "delete the file", "TIME_WAIT", "never leaves this computer"]) {
    assert(stdout.replaceAll(/\s+/g, " ").includes(word), word);
  }
});

/** Databases in a folder of their own, which is removed when the tests are over. */
function ownDatabases(): Pick<Host, "openDatabase" | "databaseFile"> {
  const folder = Deno.makeTempDirSync();
  addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  const inFolder = (path: string) => `${folder}/${path.replaceAll(/[\\/:]/g, "_")}`;
  return {
    openDatabase: (path, options) => denoDatabases.openDatabase(inFolder(path), options),
    databaseFile: (path) => denoDatabases.databaseFile(inFolder(path)),
  };
}

function filesOf(files: Readonly<Record<string, string>>): Partial<Host> {
  return {
    pathKind: (path) => path in files ? "file" : "missing",
    open: async function* (path) {
      yield new TextEncoder().encode(files[path] ?? "");
    },
  };
}
