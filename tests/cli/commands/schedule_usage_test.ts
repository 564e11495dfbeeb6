import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { runMain } from "../../support/run_main.ts";
import { systemdMachine } from "../../support/systemd_host.ts";

/** Runs a command line that must be refused, and change nothing; returns what is said. */
async function refused(...args: string[]): Promise<string> {
  const machine = systemdMachine();
  const { code, stdout, stderr } = await runMain(["schedule", ...args], { host: machine.host });
  assertEquals([code, stdout, machine.files.size, machine.calls], [2, "", 0, []], stderr);
  return stderr;
}

/** Command lines that are wrong, and what is said first. */
const WRONG: readonly (readonly [line: string, said: string])[] = [
  [
    "add -- tasklist",
    "netwho: Cannot add a task: it is not said when it starts\nGive one of --every DURATION, --daily TIME and --at-logon, in front of --\n",
  ],
  [
    "add --every 5m",
    "netwho: Cannot add a task: its command line must stand behind --\nFor example: netwho schedule add --every 5m -- log\n",
  ],
  ["add --every 5m tasklist", "netwho: Cannot add a task: its command line must stand behind --\n"],
  ["add --every 5m --", "netwho: Cannot add a task: its command line must stand behind --\n"],
  [
    "add x --every 5m -- tasklist",
    "netwho: Cannot add a task: its command line must stand behind --\n",
  ],
  [
    "add --every 5m --daily 09:00 -- tasklist",
    "netwho: Cannot use --every with --daily: a task has one time to start\nAdd two tasks, with a --name each\n",
  ],
  ["add --daily 09:00 --at-logon -- tasklist", "netwho: Cannot use --daily with --at-logon: "],
  [
    "add --every 10s -- tasklist",
    "netwho: Cannot use 10s for --every: the system starts a task every minute at most\nUse --every 1m or more\n",
  ],
  ["add --every 59s -- tasklist", "netwho: Cannot use 59s for --every: "],
  [
    "add --every 5m -- watch",
    "netwho: Cannot start netwho watch again and again: it keeps running by itself\n" +
    "Let it start once: netwho schedule add --at-logon -- watch\n",
  ],
  [
    "add --daily 09:00 -- watch --until listening",
    "netwho: Cannot start netwho watch again and again: it keeps running by itself\n",
  ],
  [
    "add --every 5m -- kill game",
    "netwho: Cannot schedule netwho kill game: Cannot end processes without a question: ",
  ],
  [
    "add --every 5m -- close --process game",
    "netwho: Cannot schedule netwho close --process game: nobody is there to ask if it chooses " +
    "several connections\nAdd --yes\n",
  ],
  [
    "add --every 5m -- stop game",
    "netwho: Cannot schedule netwho stop game: Unknown command stop: did you mean kill?\n",
  ],
  ["add --every 32d -- tasklist", "netwho: Cannot use 32d for --every: the longest is 31d\n"],
  [
    "add --every 60500ms -- tasklist",
    "netwho: Cannot use 60500ms for --every: it must be whole seconds\nUse --every 1m\n",
  ],
  [
    "add --every five -- tasklist",
    "netwho: Cannot use five for --every: it must be a length of time\n",
  ],
  ["add --every 5 -- tasklist", "netwho: Cannot use 5 for --every: it must be a length of time\n"],
  [
    "add --daily 24:00 -- tasklist",
    "netwho: Cannot use 24:00 for --daily: it must be a time from 00:00 to 23:59\n",
  ],
  ["add --daily 9 -- tasklist", "netwho: Cannot use 9 for --daily: "],
  ["add --daily 09:60 -- tasklist", "netwho: Cannot use 09:60 for --daily: "],
  [
    "add --every 5m --elevated --run-as system -- tasklist",
    "netwho: Cannot use --elevated with --run-as system: the system has all rights\n",
  ],
  ["add --every 5m --run-as root -- tasklist", "netwho: Unknown value root for --run-as"],
  [
    "add --every 5m --name ../x -- tasklist",
    "netwho: Cannot use ../x as the name of a task: it takes letters a to z",
  ],
  ["add --every 5m --name über -- tasklist", "netwho: Cannot use über as the name of a task: "],
  [
    "add --every 5m --name nul -- tasklist",
    "netwho: Cannot use nul as the name of a task: on Windows it is a device\n",
  ],
  [
    "add --every 5m --format csv -- tasklist",
    "netwho: Cannot use --format csv with schedule add: it has ndjson alone\n",
  ],
  ["--every 5m", "netwho: Cannot use --every with schedule list: it goes with add\n"],
  [
    "list --dry-run",
    "netwho: Cannot use --dry-run with schedule list: it goes with add, run and remove\n",
  ],
  [
    "list log",
    "netwho: Unexpected argument log for schedule list\nFor one task: netwho schedule status log\n",
  ],
  ["run", "netwho: Cannot run a task: its name is missing\n"],
  ["remove", "netwho: Cannot remove a task: its name is missing\n"],
  ["remove log --all", "netwho: Cannot use --all with the name of a task: it removes every one\n"],
  [
    "remove log -- x",
    "netwho: Cannot use a command behind -- with schedule remove: only add takes one\n",
  ],
  ["delete log", "netwho: Unknown action delete for schedule: did you mean remove?\n"],
  ["create", "netwho: Unknown action create for schedule: did you mean add?\n"],
  ["statsu", "netwho: Unknown action statsu for schedule: did you mean status?\n"],
  [
    "frobnicate",
    "netwho: Unknown action frobnicate for schedule\nActions: add, list, status, run, remove\n",
  ],
  [
    "-- tasklist",
    "netwho: Cannot tell what to do with the command behind --: add is missing\nFor example: netwho schedule add --every 5m -- tasklist\n",
  ],
  [
    "list --replay x",
    "netwho: Unknown option --replay for schedule: a recording holds no tasks, and cannot be given any\nLeave it out\n",
  ],
  [
    "add --every 5m --record x -- tasklist",
    "netwho: Unknown option --record for schedule: what is scheduled is not recorded\n",
  ],
  ["exec", "netwho: Cannot run a task: write netwho schedule exec NAME -- COMMAND\n"],
  ["exec a/b -- tasklist", "netwho: Cannot use a/b as the name of a task: "],
];

for (const [line, said] of WRONG) {
  Deno.test(`netwho schedule ${line}`, async () => {
    const stderr = await refused(...line.split(" "));
    assertStringIncludes(stderr, said);
    assertMatch(stderr, /\nTry netwho schedule --help\n$/);
  });
}

/** Commands of which a task is none, or a wrong one, and why. */
const UNSUITABLE: readonly (readonly [command: string, said: string])[] = [
  [
    "connections --adress 192.0.2.7",
    "Cannot schedule netwho connections --adress 192.0.2.7: Unknown option --adress for connections: did you mean --address?\n",
  ],
  [
    "connections --address 300.1.1.1",
    'Cannot schedule netwho connections --address 300.1.1.1: Cannot read --address "300.1.1.1"',
  ],
  [
    "connections --limit none",
    "Cannot schedule netwho connections --limit none: Cannot use none for --limit",
  ],
  [
    "connections --fields pidd",
    "Cannot schedule netwho connections --fields pidd: Unknown field pidd",
  ],
  ["connections --append", "Cannot schedule netwho connections --append: "],
  [
    "connections --encoding utf-8",
    "Cannot schedule netwho connections --encoding utf-8: Cannot use --encoding without --from",
  ],
  [
    "conections",
    "Cannot schedule netwho conections: Unknown command conections: did you mean connections?\n",
  ],
  [
    "schedule remove --all",
    "Cannot schedule netwho schedule remove --all: it would schedule or run tasks itself\n",
  ],
  ["help", "Cannot schedule netwho help: it only prints help\n"],
  [
    "connections --help",
    "Cannot schedule netwho connections --help: it only prints help or a version\n",
  ],
  ["--version", "Cannot schedule netwho --version: it only prints help or a version\n"],
  ["netwho", "Cannot schedule netwho: name the command to run, such as log\n"],
  ["whois", "Cannot schedule netwho whois: Cannot look up owners: no address is given\n"],
  ["nslookup", "Cannot schedule netwho nslookup: Cannot "],
  [
    "connections --from -",
    "Cannot schedule netwho connections --from -: a task has no standard input\n",
  ],
  [
    "connections --record tape",
    "Cannot schedule netwho connections --record tape: a recording needs an empty folder each time\n",
  ],
  [
    "connections --replay tape",
    "Cannot schedule netwho connections --replay tape: a recording stays the same each time\n",
  ],
];

for (const [command, said] of UNSUITABLE) {
  Deno.test(`netwho schedule add --every 5m -- ${command}`, async () => {
    const stderr = await refused("add", "--every", "5m", "--", ...command.split(" "));
    assertStringIncludes(stderr, `netwho: ${said}`);
  });
}

/** Commands that can be scheduled, and the name that the task gets. */
const SUITABLE: readonly (readonly [command: string, name: string])[] = [
  ["connections --public --out rows.csv --append", "connections"],
  ["--listening --out rows.csv --append", "connections"],
  ["443 --out rows.ndjson --append", "inspect"],
  ["netwho.exe tasklist --out rows.csv --append", "tasklist"],
  ["C:\\Tools\\Netwho.exe tasklist --out rows.csv --append", "tasklist"],
  ["./dist/netwho tasklist --out rows.csv --append", "tasklist"],
  ["whois 8.8.8.8 --out rows.csv --append", "whois"],
  ["netstat --from C:\\logs\\missing.txt --out rows.csv --append", "netstat"],
  ["doctor --out rows.csv --append", "doctor"],
];

for (const [command, name] of SUITABLE) {
  Deno.test(`netwho schedule add --every 5m -- ${command}, which makes the task ${name}`, async () => {
    const { host, files } = systemdMachine();
    const args = ["schedule", "add", "--every", "5m", "--", ...command.split(" ")];
    const { code, stderr } = await runMain(args, { host });
    assertEquals([code, stderr], [0, ""]);
    assertEquals([...files.keys()][0]?.endsWith(`/netwho-${name}.service`), true);
  });
}

Deno.test("nothing of the command is done while it is checked", async () => {
  const done: string[] = [];
  const { host } = systemdMachine();
  const watched = Object.fromEntries(
    ([
      "resolveDns",
      "fetch",
      "openDatabase",
      "open",
      "appendLines",
      "appendCache",
      "write",
    ] as const)
      .map((name) => [name, () => void done.push(name)]),
  );
  const args = ["schedule", "add", "--every", "5m", "--dry-run", "--"];
  await runMain([...args, "whois", "8.8.8.8", "--out", "a.csv"], { host: { ...host, ...watched } });
  // What --dry-run prints.
  assertEquals(done, ["write"]);
});

Deno.test("that a task starts no other program is said", async () => {
  for (
    const command of ["notepad.exe", "python clean.py", "C:\\a\\tool.exe --out a.csv --append"]
  ) {
    const { host } = systemdMachine();
    const args = ["schedule", "add", "--every", "5m", "--", ...command.split(" ")];
    const { stderr } = await runMain(args, { host });
    const [program = ""] = command.split(" ");
    assertStringIncludes(stderr, `netwho alone: this one looks at ${program}, and does not start`);
  }
});

Deno.test("where rows go is said if it may surprise", async () => {
  const notes = async (command: string) => {
    const { host } = systemdMachine();
    const args = ["schedule", "add", "--every", "5m", "--", ...command.split(" ")];
    return (await runMain(args, { host })).stderr;
  };
  assertMatch(await notes("connections"), /^netwho: What it prints goes to its log, of which only/);
  assertMatch(
    await notes("connections --out a.csv"),
    /^netwho: Each run replaces the file of --out; /,
  );
});
