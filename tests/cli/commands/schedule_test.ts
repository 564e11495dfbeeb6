import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { serviceUnit, timerUnit } from "../../../lib/schedule/linux/units.ts";
import { localTime } from "../../../lib/text/local_time.ts";
import { runMain } from "../../support/run_main.ts";
import { systemdMachine, type SystemdOptions } from "../../support/systemd_host.ts";

const UNITS = "/home/anna/.config/systemd/user";
const LOGS = "/home/anna/.local/share/netwho/logs";

/** Runs `netwho schedule` on a machine with systemd; words are split at spaces. */
async function schedule(line: string, options: SystemdOptions = {}) {
  const machine = systemdMachine(options);
  const run = (more: string) =>
    runMain(["schedule", ...more.split(" ").filter((word) => word !== "")], { host: machine.host });
  return { ...machine, ...await run(line), run };
}

Deno.test("add writes the units, then turns the timer on", async () => {
  const { code, stdout, stderr, files, calls } = await schedule(
    "add --every 5m -- connections --out rows.csv --append",
  );
  assertEquals([code, stderr], [0, ""]);
  assertEquals(
    stdout,
    "Added the task connections: netwho connections --out rows.csv --append, every 5m\n" +
      `Its log: ${LOGS}/connections.log\n`,
  );
  const task = {
    name: "connections",
    command: ["connections", "--out", "rows.csv", "--append"],
    trigger: { kind: "every", milliseconds: 300_000 },
    elevated: false,
    runAs: "interactive",
    staysRunning: false,
  } as const;
  const launch = { program: "/opt/netwho", before: [], folder: "/home/anna/work" };
  assertEquals([...files], [
    [`${UNITS}/netwho-connections.service`, serviceUnit(task, { launch, environment: {} })],
    [`${UNITS}/netwho-connections.timer`, timerUnit(task)!],
  ]);
  assertEquals(calls, ["--user daemon-reload", "--user enable --now netwho-connections.timer"]);
});

Deno.test("add of the same name replaces the task, its old timer too", async () => {
  const { run, calls, files } = await schedule("add --every 5m --name Look -- tasklist");
  calls.length = 0;
  const { code, stdout } = await run("add --at-logon --name look -- netwho tasklist --limit 5");
  assertEquals(code, 0);
  assertMatch(stdout, /^Replaced the task look: netwho tasklist --limit 5, at log-on\n/);
  assertEquals([...files.keys()], [`${UNITS}/netwho-look.service`]);
  assertEquals(calls, [
    "--user disable --now netwho-look.timer netwho-look.service",
    "--user daemon-reload",
    "--user enable netwho-look.service",
  ]);
});

Deno.test("--dry-run prints files and commands, and changes nothing", async () => {
  const { code, stdout, files, calls } = await schedule(
    "add --daily 9:05 --dry-run -- connections --out a.csv --append",
  );
  assertEquals([code, files.size, calls.length], [0, 0, 0]);
  assertStringIncludes(stdout, `# Write ${UNITS}/netwho-connections.service:\n  # Made by netwho`);
  assertStringIncludes(stdout, "\n  OnCalendar=*-*-* 09:05:00\n");
  assertStringIncludes(stdout, "\nsystemctl --user daemon-reload\n");
  assertStringIncludes(stdout, "\nsystemctl --user enable --now netwho-connections.timer\n");
});

Deno.test("--dry-run of remove and run", async () => {
  const { run, calls, files } = await schedule("add --every 5m -- tasklist");
  calls.length = 0;
  const started = await run("run tasklist --dry-run");
  assertEquals(started.stdout, "systemctl --user start --no-block netwho-tasklist.service\n");
  const removed = await run("remove tasklist --dry-run");
  assertEquals(
    removed.stdout,
    `systemctl --user disable --now netwho-tasklist.timer netwho-tasklist.service

# Remove ${UNITS}/netwho-tasklist.timer

# Remove ${UNITS}/netwho-tasklist.service

systemctl --user daemon-reload

systemctl --user reset-failed netwho-tasklist.service
`,
  );
  assertEquals([calls, files.size], [[], 2]);
});

Deno.test("folders that the user chose go into the service, those of its units too", async () => {
  const env = { XDG_DATA_HOME: "/data", XDG_CONFIG_HOME: "/config/", XDG_CACHE_HOME: "cache" };
  const { files } = await schedule("add --every 5m -- tasklist", { env });
  const service = files.get("/config/systemd/user/netwho-tasklist.service")!;
  assertMatch(service, /^Environment="XDG_DATA_HOME=\/data"$/m);
  assertEquals(/XDG_CACHE_HOME/.test(service), false);
});

const SHOWN = `Id=netwho-tasklist.service
LoadState=loaded
ActiveState=inactive
UnitFileState=static
ExecMainStartTimestamp=

Id=netwho-tasklist.timer
LoadState=loaded
ActiveState=active
UnitFileState=enabled
LastTriggerUSec=Thu 2026-11-26 06:00:00 UTC
NextElapseUSecRealtime=Thu 2026-11-26 06:05:00 UTC
`;

const shown = (args: readonly string[]) =>
  args[1] === "show" ? { stdout: new TextEncoder().encode(SHOWN) } : null;

Deno.test("list and status tell what systemd knows, and the log the rest", async () => {
  const { run, files } = await schedule("add --every 5m -- tasklist", { answer: shown });
  const log = [
    "2026-11-26T06:00:00.000Z started: netwho tasklist",
    "2026-11-26T06:00:00.100Z ended: exit code 3 after 0.1 s",
  ];
  files.set(`${LOGS}/tasklist.log`, `${log.join("\n")}\n`);
  const row = {
    name: "tasklist",
    trigger: "every 5m",
    command: "netwho tasklist",
    status: "ready",
    lastRunAt: "2026-11-26T06:00:00.000Z",
    lastResult: 3,
    lastResultText: "failed: a read, a write or a tool failed",
    nextRunAt: "2026-11-26T06:05:00.000Z",
    user: "anna",
    log: `${LOGS}/tasklist.log`,
    logEnd: log,
    note: null,
  };
  for (const line of ["", "list", "status", "status tasklist", "status TASKLIST"]) {
    const { code, stdout, stderr } = await run(line);
    assertEquals([code, stderr, JSON.parse(stdout)], [0, "", [row]], line);
  }
  const csv = await run("list --format csv --fields name,nextRunAt,lastResultText");
  assertMatch(
    csv.stdout,
    /^name,nextRunAt,lastResultText\r\ntasklist,2026-11-26T06:05:00.000Z,"failed: /,
  );
});

Deno.test("people see a table of all tasks, and a report of how they went", async () => {
  const { host, run, files } = await schedule("add --every 5m -- tasklist", { answer: shown });
  const log = "2026-11-26T06:00:00.000Z started: netwho tasklist\n  name\tevil\\x1b " +
    `${"long ".repeat(20)}\n`;
  files.set(`${LOGS}/tasklist.log`, log);
  const list = await run("list --format table");
  assertMatch(list.stdout, /^name +status +trigger +last run +.*\ntasklist +ready +every 5m /);
  assertEquals(list.stdout.includes("started:"), false);
  const onTerminal = async (...args: string[]) => {
    const terminal = {
      isTerminal: (stream: string) => stream === "stdout",
      terminalColumns: () => 72,
    };
    const outcome = await runMain(["schedule", ...args, "--color", "never"], {
      host: { ...host, ...terminal },
    });
    return outcome.stdout;
  };
  const report = `tasklist  ready
  runs      netwho tasklist
  starts    every 5m, next ${localTime(Date.UTC(2026, 10, 26, 6, 5))}
  last run  ${localTime(Date.UTC(2026, 10, 26, 6))}
  as        anna
  log       ${LOGS}/tasklist.log
    2026-11-26T06:00:00.000Z started: netwho tasklist
      name  evil\\x1b long long long long long long long long long long
      long long long long long long long long long long
`;
  assertEquals((await onTerminal("status")).replace(/ +$/gm, ""), report);
  assertEquals((await onTerminal("list", "--format", "text")).replace(/ +$/gm, ""), report);
  assertMatch(await onTerminal("list"), /^name +status +trigger /);
  assertMatch(
    await onTerminal("status", "--fields", "name,status"),
    /^name +status\ntasklist +ready\n/,
  );
});

Deno.test("without tasks people are told how to add one", async () => {
  const none = "No tasks of netwho. To add one: netwho schedule add --every 5m -- log\n";
  assertEquals((await schedule("status --format text")).stdout, none);
  assertMatch((await schedule("list --format table")).stdout, /^No tasks/);
});

Deno.test("a task that is not there: status and run end with 3, remove with 0", async () => {
  const { code, stdout } = await schedule("status nothing --fields name,status");
  assertEquals([code, JSON.parse(stdout)], [3, [{ name: "nothing", status: "missing" }]]);
  const run = await schedule("run nothing");
  assertEquals([run.code, run.stdout, run.stderr], [
    3,
    "",
    "netwho: Cannot run the task nothing: there is none; netwho schedule list shows all\n",
  ]);
  const remove = await schedule("remove nothing");
  assertEquals([remove.code, remove.stdout, remove.stderr], [
    0,
    "",
    "netwho: There is no task nothing: nothing to remove\n",
  ]);
  const all = await schedule("remove --all");
  assertEquals([all.code, all.stderr], [0, "netwho: There is no task to remove\n"]);
});

Deno.test("what sudo hides is no task that is missing", async () => {
  const hidden =
    "Tasks that another user added are seen only by that user: netwho schedule list without sudo";
  const run = async (line: string) => await schedule(line, { isRoot: true });
  const status = await run("status mine --fields status,note");
  assertEquals([status.code, JSON.parse(status.stdout)], [
    3,
    [{ status: "missing", note: `No task of this name is seen. ${hidden}` }],
  ]);
  for (const line of ["list", "status", "run mine", "remove mine", "remove --all"]) {
    assertStringIncludes((await run(line)).stderr, `netwho: ${hidden}\n`, line);
  }
  const { run: again } = await schedule("add --every 5m -- tasklist", { isRoot: true });
  assertEquals((await again("list")).stderr, "");
});

Deno.test("run starts tasks, remove takes them away", async () => {
  const { run, calls, files } = await schedule("add --every 5m -- tasklist");
  await run("add --at-logon -- netstat");
  calls.length = 0;
  const started = await run("run tasklist netstat tasklist");
  assertEquals(started.code, 0);
  assertEquals(calls, [
    "--user start --no-block netwho-tasklist.service",
    "--user start --no-block netwho-netstat.service",
  ]);
  const removed = await run("remove --all");
  assertEquals(
    removed.stdout,
    "Removed the task netstat; its log stays\nRemoved the task tasklist; its log stays\n",
  );
  assertEquals(files.size, 0);
});

Deno.test("units that netwho did not write are left alone", async () => {
  const { run, files } = await schedule("add --every 5m -- tasklist");
  const own = "[Service]\nExecStart=/opt/netwho log\n";
  files.set(`${UNITS}/netwho-mine.service`, own);
  files.set(`${UNITS}/netwho-copy.service`, files.get(`${UNITS}/netwho-tasklist.service`)!);
  assertEquals(JSON.parse((await run("list --fields name")).stdout), [{ name: "tasklist" }]);
  await run("remove --all");
  assertEquals([...files.keys()], [`${UNITS}/netwho-mine.service`, `${UNITS}/netwho-copy.service`]);
});

Deno.test("a task of the system takes root's rights", async () => {
  for (const option of ["--elevated", "--run-as system"]) {
    const refused = await schedule(`add --every 5m ${option} -- tasklist --out a.csv --append`);
    assertEquals([refused.code, refused.files.size], [3, 0]);
    assertEquals(
      refused.stderr,
      "netwho: Cannot change a task of the system: that takes root's rights\n" +
        "Put sudo in front: sudo netwho schedule …\n",
    );
    const { code, stdout, files, calls } = await schedule(`add --every 5m ${option} -- tasklist`, {
      isRoot: true,
    });
    assertEquals([code, stdout], [0, "Added the task tasklist: netwho tasklist, every 5m\n"]);
    assertEquals([...files.keys()][0], "/etc/systemd/system/netwho-tasklist.service");
    assertEquals(calls, ["--system daemon-reload", "--system enable --now netwho-tasklist.timer"]);
  }
});

Deno.test("a task whose unit may not be read is there all the same", async () => {
  const unit = "/etc/systemd/system/netwho-watch.service";
  const { files, run } = await schedule("add --every 5m -- tasklist", { denied: [unit] });
  files.set(unit, "root's alone");
  const note = `Cannot read ${unit}: Permission denied (os error 13)`;
  const { code, stdout } = await run("list --fields name,status,note");
  assertEquals([code, JSON.parse(stdout)[1]], [0, { name: "watch", status: "unknown", note }]);
  assertEquals((await run("status watch --format csv --fields status")).code, 0);
  for (const line of ["run watch", "remove watch", "add --every 5m --name watch -- netstat"]) {
    const refused = await run(line);
    assertEquals([refused.code, refused.stdout, refused.stderr], [
      3,
      "",
      `netwho: ${note}\nPut sudo in front: sudo netwho schedule …\n`,
    ], line);
  }
});

Deno.test("a folder of units that may not be listed is no folder without tasks", async () => {
  for (const line of ["list", "status", "remove --all", "run tasklist"]) {
    const { code, stdout, stderr } = await schedule(line, { denied: [UNITS] });
    assertEquals([code, stdout], [3, ""], line);
    assertStringIncludes(stderr, `netwho: Cannot list ${UNITS}: Permission denied`);
  }
});

Deno.test("one name is not given to a task of the user and one of the system", async () => {
  const { run } = await schedule("add --every 5m -- tasklist", { isRoot: true });
  const { code, stderr } = await run("add --every 5m --elevated -- tasklist");
  assertEquals(code, 2);
  assertMatch(
    stderr,
    /^netwho: Cannot add the task tasklist: the user has one of this name already\n/,
  );
});

Deno.test("a task that runs while nobody is logged on needs lingering", async () => {
  const { stderr } = await schedule("add --every 5m --run-as s4u -- tasklist --out a.csv --append");
  assertEquals(
    stderr,
    "netwho: It runs while you are logged off only after: loginctl enable-linger\n",
  );
});

/** What is wrong with a machine, and what is said. */
const REFUSALS: readonly (readonly [string, SystemdOptions, RegExp])[] = [
  [
    "no systemd",
    { isBooted: false },
    /^netwho: Cannot reach systemd, which starts tasks on Linux: this computer or container does not run it\nnetwho schedule add --dry-run prints a line for cron/,
  ],
  [
    "no bus",
    {
      answer: () => ({
        code: 1,
        stderr: new TextEncoder().encode("Failed to connect to bus: No medium found\n"),
      }),
    },
    /^netwho: Cannot reach your own systemd: this session has none\nLog in as this user/,
  ],
  [
    "no variables",
    {
      answer: () => ({
        code: 1,
        stderr: new TextEncoder().encode(
          "Failed to connect to bus: $DBUS_SESSION_BUS_ADDRESS and $XDG_RUNTIME_DIR not defined\n",
        ),
      }),
    },
    /^netwho: Cannot reach your own systemd: this session has none\n/,
  ],
  [
    "a refusal",
    {
      answer: ([, verb]) =>
        verb === "enable"
          ? { code: 1, stderr: new TextEncoder().encode("Failed to enable unit: Read-only\n") }
          : null,
    },
    /^netwho: Cannot use systemctl --user enable --now netwho-tasklist.timer: it exited with code 1\nIt says: Failed to enable unit: Read-only\n/,
  ],
  [
    "no home",
    { env: { HOME: "" } },
    /^netwho: Cannot find the folder for your tasks: HOME is not set\n/,
  ],
];

for (const [what, options, message] of REFUSALS) {
  Deno.test(`add on a machine with ${what}`, async () => {
    const { code, stdout, stderr } = await schedule("add --every 5m -- tasklist", options);
    assertEquals([code, stdout], [3, ""]);
    assertMatch(stderr, message);
  });
}

Deno.test("without systemd --dry-run has a line for cron, and list has a note", async () => {
  const { stderr, run, files } = await schedule(
    "add --every 5m --dry-run -- connections --out a.csv --append",
    { isBooted: false },
  );
  assertEquals(
    stderr,
    "netwho: This computer does not run systemd; with cron, a line in crontab -e does the same: " +
      "*/5 * * * * cd /home/anna/work && /opt/netwho schedule exec connections -- connections " +
      "--out a.csv --append\n",
  );
  const { files: written } = await schedule("add --every 5m -- tasklist");
  for (const [path, text] of written) files.set(path, text);
  const [row] = JSON.parse((await run("list")).stdout);
  assertEquals([row.status, row.lastResult], ["unknown", null]);
  assertMatch(row.note, /^Cannot reach systemd/);
});

Deno.test("cron's line says whose it is, and which interval cron cannot do", async () => {
  const noted = async (words: string) =>
    (await schedule(`add ${words} --dry-run -- tasklist --out a.csv --append`, { isBooted: false }))
      .stderr;
  assertMatch(
    await noted("--every 5m --elevated"),
    /a line in sudo crontab -e does the same: \*\/5 /,
  );
  assertMatch(await noted("--every 90s"), /cron cannot start anything at this interval: choose /);
});

Deno.test("a control character in the command is refused before anything is written", async () => {
  const machine = systemdMachine();
  const { code, stderr } = await runMain(
    ["schedule", "add", "--every", "5m", "--", "tasklist", "--process", "a\nb*"],
    { host: machine.host },
  );
  assertEquals([code, machine.files.size], [2, 0]);
  assertMatch(stderr, /holds a line break or another control character/);
});

Deno.test("with --format the rows of the tasks that are changed take the place of words", async () => {
  const dry = await schedule("add --every 5m --dry-run --format ndjson -- log");
  assertEquals([dry.code, dry.files.size, dry.calls], [0, 0, []]);
  const { name, trigger, command, status } = JSON.parse(dry.stdout);
  assertEquals([name, trigger, command, status], ["log", "every 5m", "netwho log", "planned"]);

  const { code, stdout, stderr, run, files } = await schedule(
    "add --every 5m --format ndjson -- log",
  );
  assertEquals([code, stderr, files.size], [0, "", 2]);
  const added = JSON.parse(stdout);
  assertEquals([added.name, added.trigger, added.command], ["log", "every 5m", "netwho log"]);
  assertEquals(added.log, `${LOGS}/log.log`);

  const planned = await run("remove LOG none --dry-run --format ndjson");
  assertEquals([planned.code, files.size], [0, 2]);
  assertEquals(JSON.parse(planned.stdout).status, "planned");
  assertStringIncludes(planned.stderr, "There is no task none");

  const removed = await run("remove --all --format ndjson");
  assertEquals([removed.code, files.size], [0, 0]);
  const row = JSON.parse(removed.stdout);
  assertEquals([row.name, row.command, row.status], ["log", "netwho log", "removed"]);

  const nothing = await run("remove none --format ndjson");
  assertEquals([nothing.code, nothing.stdout], [0, ""]);
  const unfit = await run("run log --format ndjson");
  assertEquals(unfit.code, 2);
});

Deno.test("add and remove refuse other formats, and say which one they have", async () => {
  for (const format of ["json", "csv", "table", "text"]) {
    const add = await schedule(`add --every 5m --format ${format} -- log`);
    assertEquals([add.code, add.files.size], [2, 0]);
    assertStringIncludes(
      add.stderr,
      `Cannot use --format ${format} with schedule add: it has ndjson alone`,
    );
    assertStringIncludes(add.stderr, "goes behind --");
    const remove = await schedule(`remove log --format ${format}`);
    assertEquals(remove.code, 2);
    assertStringIncludes(remove.stderr, "with schedule remove: it has ndjson alone");
  }
});
