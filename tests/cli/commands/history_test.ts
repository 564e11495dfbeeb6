import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { CONNECTION_FIELDS } from "../../../lib/model/connection.ts";
import { CHANGE_FIELDS } from "../../../lib/model/change.ts";
import { EPISODE_FIELDS } from "../../../lib/model/episode.ts";
import { FIRST_SEEN_FIELDS } from "../../../lib/model/first_seen.ts";
import { TIMELINE_FIELDS } from "../../../lib/model/timeline.ts";
import { localTime } from "../../../lib/text/local_time.ts";
import { displayWidth } from "../../../lib/text/terminal_text.ts";
import type { Host } from "../../../lib/host/host.ts";
import { localPath } from "../../support/folders.ts";
import { ROOT } from "../../support/program.ts";
import {
  inFolder,
  listener,
  outbound,
  recordHistory,
  type TestLook,
} from "../../support/recorded_history.ts";
import { runMain } from "../../support/run_main.ts";

const NOON = Date.UTC(2026, 10, 25, 12);
const MINUTE = 60_000;

const SSH = listener("sshd", 22);
const MAIL = outbound("mail.exe", "198.51.100.25", { user: "PC-7\\anna" });
const CHAT = outbound("chat.exe", "1.1.1.1", { localPort: 50002, pid: 99 });
const HIDDEN = outbound("", "9.9.9.9", {
  localPort: 50003,
  pid: null,
  process: null,
  note: "the owning process could not be seen: needs administrator's rights",
});

/** The ISO time of some minutes before noon. */
function before(minutes: number): string {
  return new Date(NOON - minutes * MINUTE).toISOString();
}

/** Looks every ten minutes for an hour, and one more the day before yesterday. */
const LOOKS: readonly TestLook[] = [
  { at: before(2 * 24 * 60), rows: [SSH] },
  { at: before(60), rows: [SSH, MAIL] },
  { at: before(50), rows: [SSH, MAIL] },
  { at: before(40), rows: [SSH, MAIL, CHAT] },
  { at: before(30), rows: [SSH, CHAT] },
  { at: before(20), rows: [SSH, CHAT] },
  { at: before(10), rows: [SSH, CHAT, HIDDEN] },
];

/** A terminal of a person. */
const PERSON: Partial<Host> = { isTerminal: () => true, terminalColumns: () => 100 };

/** Asks a history of these looks at noon. */
async function ask(
  args: readonly string[],
  { looks = LOOKS, host = {} }: { looks?: readonly TestLook[]; host?: Partial<Host> } = {},
) {
  let outcome: Awaited<ReturnType<typeof runMain>>;
  await inFolder(async (folder) => {
    const path = await recordHistory(folder, looks);
    outcome = await runMain(["history", "--db", path, ...args], {
      host: { now: () => NOON, ...host },
    });
  });
  return { ...outcome!, rows: () => JSON.parse(outcome.stdout) };
}

Deno.test("history gives the episodes of a day, the one that began last first", async () => {
  const { code, stderr, rows } = await ask([]);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(Object.keys(rows()[0]), EPISODE_FIELDS.map(({ name }) => name));
  assertEquals(
    rows().map((row: Record<string, unknown>) => [row.process, row.firstSeen, row.timesSeen]),
    [
      [null, before(10), 1],
      ["chat.exe", before(40), 4],
      ["mail.exe", before(60), 3],
      ["sshd", before(2 * 24 * 60), 7],
    ],
  );
});

Deno.test("history chooses, counts, sorts and limits as connections does", async () => {
  const cases: readonly [args: string[], expected: unknown[]][] = [
    [["--process", "chat*", "--fields", "pid"], [{ pid: 99 }]],
    [["--public", "--fields", "remoteAddress"], [{ remoteAddress: "9.9.9.9" }, {
      remoteAddress: "1.1.1.1",
    }]],
    [["--listening", "--fields", "process"], [{ process: "sshd" }]],
    [["--user", "anna", "--fields", "process"], [{ process: "mail.exe" }]],
    [["--outbound", "--count-by", "remotePort"], [{ remotePort: 443, count: 3 }]],
    [["--sort", "-timesSeen", "--limit", "1", "--fields", "process"], [{ process: "sshd" }]],
    [["--since", "35m", "--until", "25m", "--fields", "process"], [{ process: "chat.exe" }, {
      process: "sshd",
    }]],
  ];
  for (const [args, expected] of cases) {
    const { code, rows } = await ask(args);
    assertEquals([args, code, rows()], [args, 0, expected]);
  }
});

Deno.test("filters on programs tell that owners could not be seen", async () => {
  const { stderr } = await ask(["--process", "chat*"]);
  assertEquals(
    stderr,
    "netwho: 1 socket whose owner could not be seen is left out: needs administrator's rights\n",
  );
});

Deno.test("names that the history holds can be asked for without a look-up", async () => {
  const looks = [{ at: before(10), rows: [{ ...CHAT, remoteHost: "chat.example" }] }];
  const { code, rows } = await ask(["--host", "*.example"], { looks });
  assertEquals([code, rows().length], [0, 1]);
  const counted = await ask(["--count-by", "remoteHost"], { looks });
  assertEquals(counted.rows(), [{ remoteHost: "chat.example", count: 1 }]);
});

Deno.test("--at gives the connections of the look before", async () => {
  const { code, stderr, rows } = await ask(["--at", before(35)]);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(Object.keys(rows()[0]), CONNECTION_FIELDS.map(({ name }) => name));
  assertEquals(
    rows().map((row: Record<string, unknown>) => [row.process, row.observedAt]),
    [["sshd", before(40)], ["mail.exe", before(40)], ["chat.exe", before(40)]],
  );
});

Deno.test("--at says so where the look before is far, and where there was none", async () => {
  const far = await ask(["--at", before(24 * 60)]);
  assertEquals(far.code, 0);
  assertEquals(far.rows().map(({ process }: { process: string }) => process), ["sshd"]);
  const [seen, asked] = [before(2 * 24 * 60), before(24 * 60)].map((time) =>
    localTime(Date.parse(time), { seconds: true })
  );
  assertEquals(
    far.stderr,
    `netwho: this is the state at ${seen}, 1 d before ${asked}: nobody looked in between\n`,
  );
  const none = await ask(["--at", before(3 * 24 * 60)]);
  assertEquals([none.code, none.stdout], [3, ""]);
  const [wanted, begin] = [3, 2].map((days) =>
    localTime(Date.parse(before(days * 24 * 60)), { seconds: true })
  );
  assertEquals(
    none.stderr,
    `netwho: Cannot tell the state at ${wanted}: the history begins at ${begin}\n` +
      "What netwho log has not seen is not known\n",
  );
});

Deno.test("--changes gives what was opened and closed", async () => {
  const { code, rows } = await ask(["--changes", "--since", "45m"]);
  assertEquals(code, 0);
  assertEquals(Object.keys(rows()[0]), CHANGE_FIELDS.map(({ name }) => name));
  assertEquals(
    rows().map((row: Record<string, unknown>) => [row.change, row.changedAt, row.process]),
    [
      ["opened", before(40), "chat.exe"],
      ["closed", before(30), "mail.exe"],
      ["opened", before(10), null],
    ],
  );
});

Deno.test("--first-seen says how far the history goes back", async () => {
  const args = ["--first-seen", "--since", "45m"];
  const { code, stderr, rows } = await ask(args);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(Object.keys(rows()[0]), FIRST_SEEN_FIELDS.map(({ name }) => name));
  const begin = before(2 * 24 * 60);
  assertEquals(
    rows().map((row: Record<string, unknown>) => [row.kind, row.process, row.historySince]),
    [["program", "chat.exe", begin], ["peer", null, begin], ["peer", "chat.exe", begin]],
  );
  const person = await ask(args, { host: PERSON });
  assertStringIncludes(
    person.stderr,
    `netwho: "never seen before" goes back to ${
      localTime(Date.parse(begin))
    }, 1 d 23 h before --since`,
  );
  const young = await ask(["--first-seen", "--since", "7d"]);
  assertEquals(young.code, 0);
  assertEquals(
    young.stderr,
    `netwho: the history begins at ${localTime(Date.parse(begin))}, not before --since: all that ` +
      "is in it counts as new\n",
  );
});

Deno.test("--timeline gives a program the number for each part, null where nobody looked", async () => {
  const { code, stderr, rows } = await ask([
    "--timeline",
    "--since",
    "1h",
    "--process",
    "chat*,mail*",
  ]);
  assertEquals(code, 0);
  assertStringIncludes(stderr, "1 socket whose owner could not be seen is left out");
  assertEquals(Object.keys(rows()[0]), TIMELINE_FIELDS.map(({ name }) => name));
  const chat = rows().filter(({ process }: { process: string }) => process === "chat.exe");
  const looked = chat.filter(({ looks }: { looks: number }) => looks > 0);
  assertEquals(looked.map(({ connections }: { connections: number }) => connections), [
    0,
    0,
    1,
    1,
    1,
    1,
  ]);
  const dark = chat.filter(({ looks }: { looks: number }) => looks === 0);
  assert(dark.length > 0);
  assertEquals(new Set(dark.map((row: { connections: null }) => row.connections)), new Set([null]));
});

Deno.test("--timeline draws bars for people, for as many programs as --limit allows", async () => {
  const { stdout, code } = await ask(["--timeline", "--since", "1h", "--limit", "2"], {
    host: {
      ...PERSON,
      terminalColumns: () => 40,
      env: (name) => name === "NO_COLOR" ? "1" : undefined,
    },
  });
  assertEquals(code, 0);
  const bars = stdout.split("\n").filter((line) => /[▁-█]/.test(line));
  assertEquals(bars.map((line) => line.split(" ")[0]).sort(), ["chat.exe", "mail.exe"].sort());
  for (const line of stdout.split("\n")) assert(displayWidth(line) <= 40, line);
  assertStringIncludes(stdout, "· where nobody");
});

Deno.test("on a terminal a line says how often anybody looked, and when nobody did", async () => {
  const { stderr } = await ask(["--since", "3d"], { host: PERSON });
  const [since, gap] = [2 * 24 * 60, 2 * 24 * 60].map((minutes) =>
    localTime(Date.parse(before(minutes)))
  );
  assertStringIncludes(
    stderr,
    `netwho: 7 looks since ${since}, usually every 10 min, none for 1 d 23 h from ${gap}; what came ` +
      "and went between two looks is not known\n",
  );
});

Deno.test("where nobody looked is told everywhere, and no row is no proof of nothing", async () => {
  const { code, stdout, stderr } = await ask(["--since", "5m"]);
  assertEquals([code, JSON.parse(stdout)], [0, []]);
  const time = (minutes: number) => localTime(Date.parse(before(minutes)));
  assertEquals(
    stderr,
    `netwho: nobody looked between ${time(5)} and ${time(0)}: the last look was at ${time(10)}\n`,
  );
  const night = await ask(["--since", "30h", "--until", before(20 * 60), "--fields", "process"]);
  assertEquals([night.code, night.rows()], [0, [{ process: "sshd" }]]);
  assertEquals(
    night.stderr,
    `netwho: nobody looked between ${time(30 * 60)} and ${time(20 * 60)}: only before, at ` +
      `${time(2 * 24 * 60)}, and after, at ${time(60)}\n`,
  );
  const early = await ask(["--until", before(3 * 24 * 60)]);
  assertStringIncludes(early.stderr, `: its history begins at ${time(2 * 24 * 60)}\n`);
  const empty = await ask([], { looks: [] });
  assertEquals(
    [empty.code, empty.rows(), empty.stderr],
    [0, [], "netwho: nobody looked yet: the history is empty\n"],
  );
  const person = await ask(["--since", "45m", "--process", "nix"], { host: PERSON });
  assertStringIncludes(person.stdout, "No connections match --process nix\n");
});

Deno.test("a history that does not exist says how to begin one", async () => {
  const { code, stderr } = await runMain(["history", "--db", "/nowhere/history.db"]);
  assertEquals(code, 3);
  assertMatch(stderr, /^netwho: Cannot read the history \/nowhere\/history\.db: /);
  assertStringIncludes(stderr, "netwho log");
});

Deno.test("wrong moments and questions that do not go together are refused", async () => {
  const cases: readonly [args: string, message: string][] = [
    ["--since 25.11.2026", 'Cannot read --since "25.11.2026": it is no moment\nWrite 2026-11-25'],
    ["--until soon", 'Cannot read --until "soon": it is no moment\nWrite a moment such as 1d or'],
    ["--at 25:00", 'Cannot read --at "25:00": it is no moment'],
    ["--since 2026-12-24", 'Cannot read --since "2026-12-24": 2026-12-24 00:00 is yet to come'],
    [
      "--since 2026-11-20 --until 2026-11-19",
      "Cannot use --until 2026-11-19 with --since 2026-11-20",
    ],
    ["--at 1h --since 1d", "Cannot use --since with --at: that asks for one moment"],
    ["--at 1h --until now", "Cannot use --until with --at: that asks for one moment"],
    ["--at 1h --changes", "Cannot use --at with --changes: each asks another question"],
    [
      "--changes --first-seen",
      "Cannot use --changes with --first-seen: each asks another question",
    ],
    ["--timeline --sort process", "Cannot use --sort with --timeline"],
    [
      "--timeline --count-by process",
      "Cannot use --timeline with --count-by: it counts by program",
    ],
    ["--timeline --owner", "Cannot use --owner with --timeline: it shows no addresses"],
    ["--first-sen", "Unknown option --first-sen for history"],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await runMain(["history", ...args.split(" ")], {
      host: { now: () => NOON },
    });
    assertEquals([args, code, stdout], [args, 2, ""]);
    assertStringIncludes(stderr, `netwho: ${message}`);
    assertStringIncludes(stderr, "Try netwho history --help");
  }
});

Deno.test("who writes a moment as elsewhere is told what to write", async () => {
  const cases: readonly [written: string, wanted: string][] = [
    ["9am", "09:00"],
    ["12:30 PM", "12:30"],
    ["12 am", "00:00"],
    ["24:00", "00:00"],
    ["2026/11/5", "2026-11-05"],
    ["20261125", "2026-11-25"],
    ["11/25/2026", "2026-11-25"],
    ["25/11/2026 10:00", "2026-11-25"],
    ["-1d", "1d"],
    ["1 day", "1d"],
    ["3 hours ago", "3h"],
    ["90 min", "90m"],
    ["2 months", "60d"],
    ["1y", "365d"],
    ["last week", "7d"],
    // Which of the two is the month nobody knows, and these are nothing.
    ["05/11/2026", "a moment such as"],
    ["20269999", "a moment such as"],
    ["0d", "a moment such as"],
    ["13pm", "a moment such as"],
  ];
  for (const [written, wanted] of cases) {
    const { code, stderr } = await runMain(["history", `--since=${written}`], {
      host: { now: () => NOON },
    });
    assertEquals([written, code], [written, 2]);
    assertStringIncludes(stderr, `: it is no moment\nWrite ${wanted}`);
  }
});

Deno.test("a history whose computer's clock is ahead can be asked with both ends", async () => {
  const { code, rows } = await ask(
    ["--since", before(-60), "--until", before(-180), "--fields", "process"],
    { looks: [{ at: before(-120), rows: [SSH] }] },
  );
  assertEquals([code, rows()], [0, [{ process: "sshd" }]]);
});

Deno.test("people see of which computer a row is where the history is of several", async () => {
  const looks = (computers: readonly string[]): TestLook[] =>
    computers.flatMap((computer) => [
      { at: before(40), computer, rows: [SSH] },
      { at: before(20), computer, rows: [SSH, MAIL] },
    ]);
  for (const question of [[], ["--at", "now"], ["--changes"], ["--first-seen"]]) {
    const args = [...question, "--format", "table"];
    const several = await ask(args, { looks: looks(["PC-7", "PC-8"]) });
    for (const shown of ["computer", "PC-7", "PC-8"]) {
      assertStringIncludes(several.stdout, shown);
    }
    const one = await ask(args, { looks: looks(["PC-7"]) });
    assert(!one.stdout.includes("computer"), one.stdout);
  }
});

Deno.test("remarks name the computer where the history is of several", async () => {
  const looks = ["PC-7", "PC\x1b[2J"].flatMap((computer) => [
    { at: before(120), computer, rows: [SSH] },
    { at: before(60), computer, rows: [SSH] },
  ]);
  const told = async (...args: string[]) => {
    const { stderr } = await ask(args, { looks, host: PERSON });
    assert(!stderr.includes("\x1b"), stderr);
    return stderr;
  };
  const time = (minutes: number, seconds = false) =>
    localTime(Date.parse(before(minutes)), { seconds });
  const stderr = await told("--first-seen", "--since", "90m");
  assertStringIncludes(stderr, `1 look at PC-7 since ${time(90)}; what came`);
  assertStringIncludes(
    stderr,
    `netwho: "never seen before" at PC-7 goes back to ${time(120)}, 30 min before --since\n`,
  );
  assertStringIncludes(
    await told("--since", "30m"),
    `netwho: nobody looked at PC-7 between ${time(30)} and ${time(0)}: the last look was at `,
  );
  assertStringIncludes(
    await told("--at", "3h"),
    `the history of PC-7 begins at ${time(120, true)}`,
  );
});

Deno.test("--until alone asks for the day before it", async () => {
  const { rows } = await ask(["--until", before(45), "--fields", "process"]);
  assertEquals(rows(), [{ process: "mail.exe" }, { process: "sshd" }]);
});

Deno.test("look-ups fill in what the history does not hold, and nothing is asked otherwise", async () => {
  const asked: string[] = [];
  const host: Partial<Host> = {
    resolveDns: (name) => {
      asked.push(name);
      return Promise.resolve([]);
    },
  };
  await ask([], { host });
  assertEquals(asked, []);
  await ask(["--process", "chat.exe", "--owner", "--no-cache"], { host });
  assertEquals(asked.some((name) => name === "1.1.1.1.origin.asn.cymru.com"), true);
  assertEquals(asked.some((name) => name.startsWith("9.9.9.9")), false);
});

Deno.test("what a database holds cannot write to a terminal", async () => {
  const looks = [{ at: before(10), rows: [{ ...CHAT, process: "evil\x1b[2J\n.exe" }] }];
  for (const question of [[], ["--at", "now"], ["--first-seen"], ["--timeline"], ["--changes"]]) {
    const { stdout, code } = await ask([...question, "--color", "never"], { looks, host: PERSON });
    assertEquals(code, 0);
    assert(!stdout.includes("\x1b"), question.join(" "));
  }
});

Deno.test({
  name: "the program reads and writes local time in the zone of the system",
  ignore: Deno.build.os === "windows", // where TZ has no effect
  async fn() {
    await inFolder(async (folder) => {
      const looks = ["2026-03-28T23:30:00.000Z", "2026-03-29T00:30:00.000Z"];
      const path = await recordHistory(folder, looks.map((at) => ({ at, rows: [SSH] })));
      const run = async (zone: string, ...args: string[]) => {
        const command = new Deno.Command(Deno.execPath(), {
          args: ["run", "--quiet", "-A", localPath(new URL("cli.ts", ROOT)), "history"]
            .concat("--db", path, ...args),
          env: { TZ: zone, NO_COLOR: "1" },
        });
        const { code, stdout } = await command.output();
        return { code, stdout: new TextDecoder().decode(stdout) };
      };
      // 29 March begins at 23:00 UTC in Berlin, and has 23 hours.
      const day = ["--since", "2026-03-29", "--until", "2026-03-29"];
      const berlin = await run("Europe/Berlin", ...day, "--format", "table");
      assertEquals(berlin.code, 0);
      assertMatch(berlin.stdout, /^2026-03-29 00:30 {2}2026-03-29 01:30 {2}sshd/m);
      const at = await run("Europe/Berlin", "--at", "2026-03-29T03:00", "--fields", "observedAt");
      assertEquals(JSON.parse(at.stdout), [{ observedAt: looks[1] }]);
      const newYork = await run("America/New_York", ...day);
      assertEquals(JSON.parse(newYork.stdout), []);
    });
  },
});
