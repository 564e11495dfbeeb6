import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import {
  readService,
  serviceName,
  serviceUnit,
  timerName,
  timerUnit,
} from "../../../lib/schedule/linux/units.ts";
import type { Task } from "../../../lib/schedule/scheduler.ts";
import { hasProgram } from "../../support/installed.ts";
import { temporaryFolder } from "../../support/folders.ts";

const LOG: Task = {
  name: "log",
  command: ["log"],
  trigger: { kind: "every", milliseconds: 300_000 },
  elevated: false,
  runAs: "interactive",
  staysRunning: false,
};

const CONTEXT = {
  launch: { program: "/opt/netwho", before: [], folder: "/home/anna" },
  environment: {},
};

Deno.test("the units of a task that runs every five minutes", () => {
  assertEquals(
    serviceUnit(LOG, CONTEXT),
    `# Made by netwho schedule. To take it away: netwho schedule remove log
[Unit]
Description=netwho log

[Service]
Type=oneshot
ExecStart="/opt/netwho" "schedule" "exec" "log" "--" "log"
WorkingDirectory=/home/anna/
Nice=10
SuccessExitStatus=130 143

[X-Netwho]
Task={"name":"log","command":["log"],"trigger":{"kind":"every","milliseconds":300000},"elevated":false,"runAs":"interactive","staysRunning":false}
`,
  );
  assertEquals(
    timerUnit(LOG),
    `# Made by netwho schedule. To take it away: netwho schedule remove log
[Unit]
Description=Starts netwho-log.service

[Timer]
OnCalendar=*-*-* *:00/5:00
Persistent=true
AccuracySec=1s

[Install]
WantedBy=timers.target
`,
  );
});

const STAYING: Task = {
  ...LOG,
  command: ["log", "--every", "10s"],
  trigger: { kind: "logon" },
  staysRunning: true,
};

Deno.test("a task that keeps running starts at log-on, and again after a failure", () => {
  assertEquals(timerUnit(STAYING), null);
  const service = serviceUnit(STAYING, CONTEXT);
  assertMatch(service, /^Type=exec$/m);
  assertMatch(service, /^Restart=on-failure\nRestartSec=30\nRestartPreventExitStatus=2$/m);
  assertMatch(service, /^\[Install\]\nWantedBy=default\.target$/m);
});

Deno.test("a task that ends neither holds up the log-on nor starts again", () => {
  const service = serviceUnit({ ...STAYING, staysRunning: false }, CONTEXT);
  assertMatch(service, /^Type=exec$/m);
  assertEquals(/Restart/.test(service), false);
});

Deno.test("a task of the system runs as root and starts with the computer", () => {
  for (const rights of [{ elevated: true }, { runAs: "system" }] as const) {
    const service = serviceUnit({ ...STAYING, ...rights }, CONTEXT);
    assertMatch(service, /^User=root$/m);
    assertMatch(service, /^WantedBy=multi-user\.target$/m);
  }
  assertEquals(/^User=/m.test(serviceUnit(LOG, CONTEXT)), false);
});

Deno.test("Deno's own arguments and chosen folders are passed on", () => {
  const service = serviceUnit(LOG, {
    launch: { program: "/opt/deno", before: ["run", "-A", "/src/cli.ts"], folder: "/" },
    environment: { XDG_DATA_HOME: "/data/50% a" },
  });
  assertStringIncludes(service, 'ExecStart="/opt/deno" "run" "-A" "/src/cli.ts" "schedule" "exec"');
  assertStringIncludes(service, '\nWorkingDirectory=/\nEnvironment="XDG_DATA_HOME=/data/50%% a"\n');
});

const TASK: fc.Arbitrary<Task> = fc.record({
  name: fc.stringMatching(/^[a-z0-9]{1,9}$/),
  command: fc.array(
    fc.string({ unit: "grapheme" }).filter((text) => !/\p{Cc}/u.test(text) && text.isWellFormed()),
    { maxLength: 5 },
  ),
  trigger: fc.oneof(
    fc.record({ kind: fc.constant("every" as const), milliseconds: fc.integer({ min: 60_000 }) }),
    fc.record({ kind: fc.constant("daily" as const), time: fc.constantFrom("00:00", "09:30") }),
    fc.record({ kind: fc.constant("logon" as const) }),
  ),
  elevated: fc.boolean(),
  runAs: fc.constantFrom("interactive", "s4u", "system"),
  staysRunning: fc.boolean(),
}, { noNullPrototype: true });

Deno.test("a task comes back from its unit file as it was", () => {
  fc.assert(fc.property(TASK, (task) => {
    assertEquals(readService(serviceUnit(task, CONTEXT)), task);
  }));
});

Deno.test("a separator of lines that is none in a unit stays in the command", () => {
  const task = { ...LOG, command: ["log", "--db", "a\u2028b\u2029[X-Netwho]"] };
  assertEquals(readService(serviceUnit(task, CONTEXT)), task);
});

Deno.test("what netwho did not write is no task, whatever it is", () => {
  const good = serviceUnit(LOG, CONTEXT);
  assertEquals(readService(good.replace("[X-Netwho]", "[X-Other]")), null);
  assertEquals(readService(good.replace('"kind":"every"', '"kind":"never"')), null);
  assertEquals(readService(good.replace('"name":"log"', '"name":"../log"')), null);
  assertEquals(readService(good.replace('"command":["log"]', '"command":[1]')), null);
  assertEquals(readService(good.replace('"runAs":"interactive"', '"runAs":"root"')), null);
  fc.assert(fc.property(fc.string(), fc.json(), (text, json) => {
    assertEquals(readService(text), null);
    assert(readService(`[X-Netwho]\nTask=${json}`) === null);
  }));
});

Deno.test({
  name: "systemd-analyze finds nothing wrong with the units",
  ignore: !hasProgram("systemd-analyze"),
  fn: async () => {
    using folder = temporaryFolder();
    const launch = {
      program: "/bin/true",
      before: ["a b", "100%", '"', "$HOME", "ü;"],
      folder: "/tmp",
    };
    const environment = { XDG_DATA_HOME: "/tmp/a b" };
    const tasks: Task[] = [
      LOG,
      { ...STAYING, name: "stay" },
      { ...LOG, name: "odd", trigger: { kind: "every", milliseconds: 5_430_000 } },
      { ...LOG, name: "morning", trigger: { kind: "daily", time: "09:00" }, staysRunning: true },
      { ...LOG, name: "root", elevated: true },
      { ...STAYING, name: "boot", runAs: "system" },
    ];
    const units = tasks.flatMap((task) => {
      const { name } = task;
      const timer = timerUnit(task);
      const files = [[serviceName(name), serviceUnit(task, { launch, environment })]];
      return timer === null ? files : [...files, [timerName(name), timer]];
    });
    for (const [name, text] of units) Deno.writeTextFileSync(`${folder.path}/${name}`, text!);
    const { code, stdout, stderr } = await new Deno.Command("systemd-analyze", {
      args: ["verify", "--man=no", ...units.map(([name]) => `${folder.path}/${name}`)],
    }).output();
    const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    // Other units of the machine may have faults of their own.
    assertEquals(said.split("\n").filter((line) => line.includes("netwho-")), []);
    assertEquals(code, 0, said);
  },
});
