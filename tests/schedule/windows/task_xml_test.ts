// Tasks as XML, against the schema of [MS-TSCH] in an independent validator, and by hand.
import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { UsageError } from "../../../lib/errors.ts";
import type { Task, Trigger } from "../../../lib/schedule/scheduler.ts";
import { type WindowsFacts, writeTaskXml } from "../../../lib/schedule/windows/task_xml.ts";
import { splitArguments } from "../../../lib/text/argument_text.ts";
import { parseTaskDefinition } from "../../../lib/tools/schtasks/task_definition.ts";

const SID = "S-1-5-21-2127521184-1604012920-1887927527-1169";
const FACTS: WindowsFacts = {
  launch: {
    program: "C:\\Program Files\\netwho\\netwho.exe",
    before: [],
    folder: "C:\\Users\\anna",
  },
  userSid: SID,
  conhost: "C:\\Windows\\System32\\conhost.exe",
  now: new Date(2026, 10, 26, 14, 3, 20),
};
const TASK: Task = {
  name: "log",
  command: ["log"],
  trigger: { kind: "every", milliseconds: 300_000 },
  elevated: false,
  runAs: "interactive",
  staysRunning: false,
};

function definition(task: Partial<Task>, facts: Partial<WindowsFacts> = {}) {
  return parseTaskDefinition(writeTaskXml({ ...TASK, ...task }, { ...FACTS, ...facts }))!;
}
function values(task: Partial<Task>, facts: Partial<WindowsFacts> = {}): string {
  return writeTaskXml({ ...TASK, ...task }, { ...FACTS, ...facts })
    .replace(/^ +/gm, "").replaceAll("\r\n", "");
}

Deno.test("a task every five minutes, whole", () => {
  const text = writeTaskXml(TASK, FACTS);
  assertEquals(
    text.replaceAll("\r\n", "\n"),
    `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Author>netwho</Author>
    <Description>Runs netwho log. Made by netwho schedule add.</Description>
    <URI>\\netwho\\log</URI>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Enabled>true</Enabled>
      <StartBoundary>2026-11-26T14:04:00</StartBoundary>
      <Repetition>
        <Interval>PT5M</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${SID}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <IdleSettings>
      <StopOnIdleEnd>false</StopOnIdleEnd>
      <RestartOnIdle>false</RestartOnIdle>
    </IdleSettings>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>false</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <WakeToRun>false</WakeToRun>
    <ExecutionTimeLimit>PT1H</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>C:\\Windows\\System32\\conhost.exe</Command>
      <Arguments>--headless &quot;C:\\Program Files\\netwho\\netwho.exe&quot; schedule exec log -- log</Arguments>
      <WorkingDirectory>C:\\Users\\anna</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
`,
  );
  assert(!/[^\r]\n/.test(text), "every line ends as on Windows");
});

Deno.test("daily: the next time that the clock shows it, not one that has passed", () => {
  const start = (time: string) =>
    definition({ trigger: { kind: "daily", time } }).triggers[0]?.start;
  assertEquals(start("15:00"), "2026-11-26T15:00:00");
  assertEquals(start("09:00"), "2026-11-27T09:00:00");
  assertEquals(start("14:03"), "2026-11-27T14:03:00");
  assertStringIncludes(
    values({ trigger: { kind: "daily", time: "09:00" } }),
    "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay></CalendarTrigger>",
  );
  const newYear = { now: new Date(2026, 11, 31, 23, 59, 59) };
  assertEquals(
    definition({ trigger: { kind: "daily", time: "00:00" } }, newYear).triggers[0]?.start,
    "2027-01-01T00:00:00",
  );
  assertEquals(definition({}, newYear).triggers[0]?.start, "2027-01-01T00:00:00");
});

Deno.test("at log-on: of this user, not of everyone", () => {
  assertStringIncludes(
    values({ trigger: { kind: "logon" } }),
    `<LogonTrigger><Enabled>true</Enabled><UserId>${SID}</UserId></LogonTrigger>`,
  );
  assertStringIncludes(
    values({ trigger: { kind: "logon" }, runAs: "system" }),
    `<LogonTrigger><Enabled>true</Enabled><UserId>${SID}</UserId></LogonTrigger>`,
  );
});

Deno.test("rights: interactive, s4u and system, elevated or not", () => {
  const principal = (task: Partial<Task>) => /<Principal id.*<\/Principal>/.exec(values(task))?.[0];
  const user = `<Principal id="Author"><UserId>${SID}</UserId>`;
  assertEquals(
    principal({ elevated: true }),
    `${user}<LogonType>InteractiveToken</LogonType><RunLevel>HighestAvailable</RunLevel></Principal>`,
  );
  assertEquals(
    principal({ runAs: "s4u" }),
    `${user}<LogonType>S4U</LogonType><RunLevel>LeastPrivilege</RunLevel></Principal>`,
  );
  assertEquals(
    principal({ runAs: "system" }),
    '<Principal id="Author"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal>',
  );
});

Deno.test("what stays running has no time limit, and is tried again where it could not be started", () => {
  const text = values({ staysRunning: true, trigger: { kind: "logon" } });
  assertStringIncludes(text, "<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>");
  assertStringIncludes(text, "<RestartOnFailure><Interval>PT1M</Interval><Count>10</Count>");
});

Deno.test("only what starts on the desktop goes through conhost", () => {
  for (const runAs of ["s4u", "system"] as const) {
    const { command, arguments: args } = definition({ runAs });
    assertEquals(
      [command, args],
      ["C:\\Program Files\\netwho\\netwho.exe", "schedule exec log -- log"],
    );
  }
});

Deno.test("a program's path with % goes through conhost, whose arguments can be protected", () => {
  const launch = { ...FACTS.launch, program: "C:\\%TEMP%\\netwho.exe" };
  const { command, arguments: args } = definition({ runAs: "system" }, { launch });
  assertEquals(command, FACTS.conhost);
  assertEquals(args, '--headless "C:\\\\"%"TEMP"%"\\netwho.exe" schedule exec log -- log');
});

Deno.test("under Deno its own arguments come first", () => {
  const launch = {
    program: "C:\\deno.exe",
    before: ["run", "--allow-all", "C:\\my netwho\\cli.ts"],
    folder: "C:\\",
  };
  assertEquals(
    splitArguments(definition({}, { launch }).arguments!),
    [
      "--headless",
      "C:\\deno.exe",
      "run",
      "--allow-all",
      "C:\\my netwho\\cli.ts",
      ...["schedule", "exec", "log", "--", "log"],
    ],
  );
});

const refusal = (task: Partial<Task>, facts: Partial<WindowsFacts> = {}) => {
  const { message, hint } = assertThrows(() => definition(task, facts), UsageError);
  return [message, hint];
};

Deno.test("an interval below a minute is refused, with what to do instead", () => {
  assertEquals(refusal({ trigger: { kind: "every", milliseconds: 10_000 } }), [
    "Cannot run netwho log every 10s: Task Scheduler's shortest interval is 1m",
    "Keep it running instead: netwho schedule add --at-logon -- log --every 10s",
  ]);
  assertEquals(
    definition({ trigger: { kind: "every", milliseconds: 60_000 } }).triggers[0]?.interval,
    "PT1M",
  );
});

Deno.test("intervals beyond 31 days, and of broken minutes, are refused", () => {
  const message = (milliseconds: number) =>
    refusal({ trigger: { kind: "every", milliseconds } })[0]!;
  assertMatch(
    message(32 * 86_400_000),
    /^Cannot run netwho log every 32d: .* longest interval is 31d$/,
  );
  assertMatch(message(90_000), /^Cannot run netwho log every 1m30s: .* whole minutes, such as 5m$/);
  const longest = definition({ trigger: { kind: "every", milliseconds: 31 * 86_400_000 } });
  assertEquals(longest.triggers[0]?.interval, "PT44640M");
});

Deno.test("line breaks and control characters are refused", () => {
  for (const text of ["a\nb", "a\r", "\0", "\x1b[2J", "\ud800"]) {
    assertMatch(refusal({ command: ["log", text] })[0]!, /a line break or a control character$/);
  }
});

Deno.test("a folder whose name Task Scheduler would change is refused", () => {
  for (const folder of ["C:\\%TEMP%", "C:\\$(Arg0)", "C:\\a$$b"]) {
    const launch = { ...FACTS.launch, folder };
    assertMatch(refusal({}, { launch })[0]!, /^Cannot schedule log in the folder C:\\/);
  }
  const launch = { ...FACTS.launch, folder: "C:\\100% ours$" };
  assertEquals(definition({}, { launch }).folder, "C:\\100% ours$");
});

Deno.test("what is too long is refused", () => {
  const launch = { ...FACTS.launch, folder: `C:\\${"x".repeat(258)}` };
  assertMatch(refusal({}, { launch })[0]!, /longer than the 260 characters/);
  assertMatch(
    refusal({ command: ["x".repeat(33_000)] })[0]!,
    /33\d{3} characters, and Windows takes 32000$/,
  );
});

/** Tasks with everything that has a meaning in XML, in a command line, or for Task Scheduler. */
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."a \t\"\\%$()<>&'-ü日😀]") }),
  fc.constantFrom("%PATH%", "$(Arg0)", "]]>", "&amp;", "<!--", "", "--"),
);
const trigger: fc.Arbitrary<Trigger> = fc.oneof(
  fc.integer({ min: 1, max: 44_640 }).map((minutes) =>
    ({ kind: "every", milliseconds: minutes * 60_000 }) as const
  ),
  fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map((time) =>
    ({ kind: "daily", time: time.map((part) => String(part).padStart(2, "0")).join(":") }) as const
  ),
  fc.constant({ kind: "logon" } as const),
);
const task: fc.Arbitrary<Task> = fc.record({
  name: fc.constantFrom("log", "a-B_9"),
  command: fc.array(word, { minLength: 1, maxLength: 5 }),
  trigger,
  elevated: fc.boolean(),
  runAs: fc.constantFrom("interactive", "s4u", "system"),
  staysRunning: fc.boolean(),
});
const folder = fc.string({ unit: fc.constantFrom(..."ab ü日&<'") })
  .map((name) => `C:\\x${name.trim()}`);
const facts: fc.Arbitrary<WindowsFacts> = fc.record({
  launch: fc.record({
    program: folder.map((path) => `${path}\\netwho.exe`),
    before: fc.constant([]),
    folder,
  }),
  userSid: fc.constantFrom(SID, null),
  conhost: fc.constant(FACTS.conhost),
  now: fc.date({ min: new Date(2000, 0, 1), max: new Date(2100, 0, 1), noInvalidDate: true }),
});

Deno.test("the command line comes back whole from the XML", () => {
  fc.assert(fc.property(task, facts, (task, facts) => {
    const { command, arguments: text, folder } = parseTaskDefinition(writeTaskXml(task, facts))!;
    const args = splitArguments(text!);
    const tail = ["schedule", "exec", task.name, "--", ...task.command];
    const isDirect = task.runAs !== "interactive";
    assertEquals(command, isDirect ? facts.launch.program : facts.conhost);
    assertEquals(args, isDirect ? tail : ["--headless", facts.launch.program, ...tail]);
    assertEquals(folder, facts.launch.folder);
  }));
});

const SCHEMA = fromFileUrl("../../fixtures/task_scheduler/task.xsd");

function fromFileUrl(path: string): string {
  const { pathname } = new URL(path, import.meta.url);
  return decodeURIComponent(pathname).replace(/^\/(?=[A-Za-z]:)/, "");
}

/** .NET's validator, which prints what xmllint does: `3.xml validates` or `3.xml fails to validate`. */
const POWERSHELL = `
param([string]$Schema, [string]$Folder)
$ErrorActionPreference = 'Stop'
$settings = New-Object System.Xml.XmlReaderSettings
$settings.ValidationType = 'Schema'
$null = $settings.Schemas.Add('http://schemas.microsoft.com/windows/2004/02/mit/task', $Schema)
foreach ($file in Get-ChildItem -LiteralPath $Folder -Filter *.xml) {
  $reader = [System.Xml.XmlReader]::Create($file.FullName, $settings)
  try {
    while ($reader.Read()) { }
    "$($file.Name) validates"
  } catch {
    "$($file.Name) fails to validate"
    $_.Exception.Message
  }
  $reader.Dispose()
}
`;

/** Programs that know XML Schema, and how to call them with a folder of documents. */
const VALIDATORS = [
  {
    program: "xmllint",
    probe: ["--version"],
    args: (folder: string, files: readonly string[]) => [
      ...["--noout", "--schema", SCHEMA],
      ...files.map((file) => `${folder}/${file}`),
    ],
  },
  {
    program: "pwsh",
    probe: ["-NoProfile", "-Command", "exit 0"],
    args: (folder: string) => [
      ...["-NoProfile", "-ExecutionPolicy", "Bypass"],
      ...["-File", `${folder}/validate.ps1`, SCHEMA, folder],
    ],
  },
] as const;

/** Whether a program calls each document valid, and what it said. */
async function validate(
  { program, args }: typeof VALIDATORS[number],
  documents: readonly string[],
): Promise<{ valid: boolean[]; said: string }> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/validate.ps1`, POWERSHELL);
    const files = documents.map((_, at) => `${at}.xml`);
    for (const [at, text] of documents.entries()) {
      // It is written as UTF-16: here the declaration has to go.
      await Deno.writeTextFile(`${folder}/${at}.xml`, text.replace(/^<\?.*\?>\s*/, ""));
    }
    const ran = await new Deno.Command(program, { args: args(folder, files) }).output();
    const said = new TextDecoder().decode(ran.stderr) + new TextDecoder().decode(ran.stdout);
    const verdicts = new Map(
      Array.from(
        said.matchAll(/(\d+)\.xml (validates|fails to validate)/g),
        ([, at, verdict]) => [Number(at), verdict === "validates"] as const,
      ),
    );
    assertEquals(verdicts.size, documents.length, said);
    return { valid: documents.map((_, at) => verdicts.get(at)!), said };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What Task Scheduler would not take, as a change of a valid task. */
const FAULTS = [
  ["PT5M", "PT10S"],
  ["PT5M", "five minutes"],
  ["IgnoreNew", "Ignore"],
  ["2026-11-26T14:04:00", "26.11.2026 14:04"],
  ["<Priority>7<", "<Priority>11<"],
  ["InteractiveToken", "Interactive"],
  ["<WorkingDirectory>C:\\Users\\anna<", "<WorkingDirectory><"],
] as const;

for (const validator of VALIDATORS) {
  const { program, probe } = validator;
  const isThere = await Promise.try(() =>
    new Deno.Command(program, { args: [...probe], stdin: "null" }).output()
  ).then(({ success }) => success, () => false);

  Deno.test({
    name: `every task is valid by Task Scheduler's schema, and a faulty one is not (${program})`,
    ignore: !isThere,
    async fn() {
      const tasks = fc.sample(fc.tuple(task, facts), 300)
        .map(([task, facts]) => writeTaskXml(task, facts));
      const usual = writeTaskXml(TASK, FACTS);
      const faulty = FAULTS.map(([from, to]) => {
        assertStringIncludes(usual, from);
        return usual.replace(from, to);
      });
      const { valid, said } = await validate(validator, [...tasks, ...faulty]);
      assertEquals(valid, [...tasks.map(() => true), ...faulty.map(() => false)], said);
    },
  });
}
