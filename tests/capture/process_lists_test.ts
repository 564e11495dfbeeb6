import { assertEquals } from "@std/assert";
import { agree, joinProcesses, type ProcessLists } from "../../lib/capture/process_lists.ts";
import type { Process } from "../../lib/model/process.ts";
import { BLANK_PROCESS } from "../support/blank_process.ts";
import { listedProcesses } from "../support/listed_processes.ts";
import { assertQuick } from "../support/timing.ts";

/** A row of `/v`. */
function row(process: string, pid: number, user: string): Process {
  return { ...BLANK_PROCESS, process, pid, user, sessionId: 1 };
}

/** A row of `/svc`. */
function hosted(process: string, pid: number, services: string[] | null = null): Process {
  return { ...BLANK_PROCESS, process, pid, services };
}

const EVIL = row("evil.exe", 4711, "PC\\eve");
const CHAT = row("chat.exe", 4720, "PC\\anna");
const SVCHOST = row("svchost.exe", 912, "NT AUTHORITY\\SYSTEM");
const LISTED = listedProcesses([912, 4, "svchost.exe"], [4711, 912, "evil.exe"], [
  4720,
  912,
  "chat.exe",
]);
const SERVICES = [
  hosted("svchost.exe", 912, ["RpcSs"]),
  hosted("evil.exe", 4711),
  hosted("chat.exe", 4720),
];

/** Joins lists with window titles; gives names and users by PID. */
function join(rows: readonly Process[] | null, lists: Partial<ProcessLists> = {}) {
  const joined = joinProcesses({
    listed: LISTED,
    rows,
    isVerbose: true,
    services: SERVICES,
    ...lists,
  });
  return {
    seen: [...joined.processes.values()].map(({ pid, process, user }) => [pid, process, user]),
    imitators: joined.imitators,
  };
}

const TRUE_ROWS = [
  [912, "svchost.exe", "NT AUTHORITY\\SYSTEM"],
  [4711, "evil.exe", "PC\\eve"],
  [4720, "chat.exe", "PC\\anna"],
];

/** What a window title of evil.exe can make tasklist print below its row. */
const IMITATIONS: readonly (readonly [string, readonly Process[]])[] = [
  ["its own PID, another program", [row("svchost.exe", 4711, "NT AUTHORITY\\SYSTEM")]],
  ["its own PID and program, another user", [row("evil.exe", 4711, "NT AUTHORITY\\SYSTEM")]],
  ["another PID, another program", [row("trojan.exe", 4720, "PC\\anna")]],
  ["a PID before it, the same program", [row("svchost.exe", 912, "PC\\mallory")]],
  ["a PID that no process has", [row("ghost.exe", 9999, "PC\\anna")]],
  ["several rows", [
    row("x.exe", 4711, "PC\\x"),
    row("y.exe", 912, "PC\\y"),
    row("z.exe", 4720, "PC\\z"),
    row("ghost.exe", 8, "PC\\anna"),
  ]],
];

for (const [what, rows] of IMITATIONS) {
  Deno.test(`a window title imitates a row: ${what}`, () => {
    const printed = [SVCHOST, EVIL, ...rows, CHAT];
    assertEquals(join(printed), { seen: TRUE_ROWS, imitators: [4711] });
    // Earlier recordings, and where Windows does not tell, have the names of `/svc` alone.
    const { seen, imitators } = join(printed, { listed: new Map() });
    assertEquals(seen.filter(([pid]) => SERVICES.some((known) => known.pid === pid)), TRUE_ROWS);
    if (rows.every(({ pid }) => pid !== 9999)) assertEquals(imitators, [4711]);
    // `--fast` asks for no services.
    assertEquals(
      join(printed, { services: null }).seen.filter(([pid]) => LISTED.has(pid as number)),
      TRUE_ROWS,
    );
  });
}

Deno.test("an imitation that stands before the true row, with the true name, is out of its place", () => {
  const more = row("more.exe", 4730, "PC\\anna");
  const listed = new Map([...LISTED, ...listedProcesses([4730, 912, "more.exe"])]);
  const services = [...SERVICES, hosted("more.exe", 4730)];
  const printed = [SVCHOST, EVIL, row("more.exe", 4730, "NT AUTHORITY\\SYSTEM"), CHAT, more];
  for (const known of [listed, new Map()]) {
    const { seen, imitators } = join(printed, { listed: known, services });
    assertEquals(seen, [...TRUE_ROWS, [4730, "more.exe", "PC\\anna"]]);
    assertEquals(imitators, [4711]);
  }
});

Deno.test("a process that came and went while tasklist ran is no imitation", () => {
  const brief = row("brief.exe", 5000, "PC\\anna");
  const newest = CHAT.pid;
  // Rows stand in the order in which processes started.
  assertEquals(join([SVCHOST, EVIL, CHAT, brief], { newest }), { seen: TRUE_ROWS, imitators: [] });
  const before = [SVCHOST, EVIL, brief, CHAT];
  assertEquals(join(before, { newest }), { seen: TRUE_ROWS, imitators: [EVIL.pid] });
  const again = [SVCHOST, EVIL, CHAT, row("evil.exe", EVIL.pid, "PC\\x")];
  assertEquals(join(again, { newest }), { seen: TRUE_ROWS, imitators: [CHAT.pid] });
});

Deno.test("where nothing tells two rows apart, the first one counts, and it is told", () => {
  const rows = [EVIL, row("evil.exe", 4711, "NT AUTHORITY\\SYSTEM")];
  assertEquals(join(rows, { listed: new Map(), services: null }), {
    seen: [[4711, "evil.exe", "PC\\eve"]],
    imitators: [4711],
  });
});

Deno.test("a PID that was used again has Windows' name, and nothing of the other process", () => {
  const { seen, imitators } = join([SVCHOST, row("gone.exe", 4711, "PC\\anna"), CHAT], {
    services: null,
  });
  assertEquals(seen, [TRUE_ROWS[0]!, [4711, "evil.exe", null], TRUE_ROWS[2]!]);
  assertEquals(imitators, []);
});

Deno.test("the services of a PID that was used again are not the new process's", () => {
  const { processes } = joinProcesses({
    listed: LISTED,
    rows: [EVIL],
    isVerbose: false,
    services: [hosted("svchost.exe", 4711, ["Dnscache"])],
  });
  assertEquals(processes.get(4711), EVIL);
});

Deno.test("a process that only tasklist lists keeps its name there", () => {
  const short = row("short.exe", 5000, "PC\\anna");
  const plain = join([SVCHOST, short], { isVerbose: false });
  assertEquals(plain.seen, [TRUE_ROWS[0]!, [5000, "short.exe", "PC\\anna"]]);
  const both = join([SVCHOST, short], { services: [hosted("short.exe", 5000)] });
  assertEquals(both.seen, plain.seen);
});

Deno.test("a process whose row cannot be read is there, where two other lists have it", () => {
  assertEquals(join([SVCHOST, CHAT]).seen, [TRUE_ROWS[0]!, TRUE_ROWS[2]!, [
    4711,
    "evil.exe",
    null,
  ]]);
  assertEquals(join([SVCHOST, CHAT], { services: null }).seen, [TRUE_ROWS[0]!, TRUE_ROWS[2]!]);
});

Deno.test("without rows of tasklist, its services and Windows' list are there", () => {
  assertEquals(join(null).seen, TRUE_ROWS.map(([pid, name]) => [pid, name, null]));
  const { processes } = joinProcesses({
    listed: LISTED,
    rows: null,
    isVerbose: false,
    services: null,
  });
  assertEquals([...processes.values()], [
    { ...BLANK_PROCESS, pid: 912, process: "svchost.exe" },
    { ...BLANK_PROCESS, pid: 4711, process: "evil.exe" },
    { ...BLANK_PROCESS, pid: 4720, process: "chat.exe" },
  ]);
});

Deno.test("the processes without files, as Windows and tasklist call them", () => {
  const names: readonly (readonly [number, string, string, string])[] = [
    [0, "[System Process]", "System Idle Process", "System Idle Process"],
    [4, "System", "System", "System"],
    [140, "Registry", "Registry", "Registry"],
    [2800, "Memory Compression", "MemCompression", "Memory Compression"],
    [3000, "vmmem", "vmmem", "vmmem"],
  ];
  const { processes } = joinProcesses({
    listed: listedProcesses(...names.map(([pid, name]) => [pid, 0, name] as const)),
    rows: names.map(([pid, , name]) => row(name, pid, "NT AUTHORITY\\SYSTEM")),
    isVerbose: false,
    services: null,
  });
  assertEquals(
    [...processes.values()].map(({ pid, process, sessionId }) => [pid, process, sessionId]),
    names.map(([pid, , , name]) => [pid, name, 1]),
  );
});

Deno.test("two names that a code page, a cut or their case tells apart are one", () => {
  const pairs: readonly [string, string, boolean][] = [
    ["Chat.exe", "CHAT.EXE", true],
    ["Größe €.exe", "Größe ?.exe", true],
    ["Größe €.exe", "Gr\ufffd\ufffde \ufffd.exe", true],
    ["Łódź.exe", "Lódz.exe", true],
    ["беседа.exe", "??????.exe", true],
    ["беседа.exe", "╨▒╨╡╤ü╨╡╨┤╨░.exe", true],
    ["\u{1f600}.exe", "??.exe", true],
    ["a-very-long-name-of-a-program.exe", "a-very-long-name-of-a-pro", true],
    [" spaced.exe", "spaced.exe", true],
    ["chat.exe", "cha?.exe", false],
    ["chat.exe", "chat", false],
    ["evil.exe", "svchost.exe", false],
    ["größe.exe", "größe.com", false],
    ["größe.exe", "größe mehr als ein Wort.exe", false],
    ["a.*+?(€.exe", "bbbbbb€.exe", false],
  ];
  for (const [known, printed, same] of pairs) {
    assertEquals(agree(known, printed), same, `${known} ${printed}`);
  }
});

Deno.test("names that can be read in very many ways are compared quickly", async () => {
  const known = `${"日a".repeat(127)}.exe`;
  await assertQuick(500, () => {
    assertEquals(agree(known, `${"a".repeat(500)}b.exx`), false);
    assertEquals(agree(known, "?".repeat(500_000)), false);
    assertEquals(agree(known, `${"aaa".repeat(127)}.exe`), true);
  });
});
