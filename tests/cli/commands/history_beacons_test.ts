import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { openHistory } from "../../../lib/history/open_history.ts";
import { BEACON_FIELDS } from "../../../lib/model/beacon.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { temporaryFolder } from "../../support/folders.ts";
import { type Outcome, runMain } from "../../support/run_main.ts";
import { type MachineConnection, recordMachine } from "../../support/simulated_history.ts";

const [MINUTE, HOUR] = [60_000, 3_600_000];
const NOW = Date.UTC(2026, 0, 2);
const START = NOW - 24 * HOUR;

function each(
  period: number,
  row: Partial<MachineConnection>,
  { lasts = 4 * MINUTE, times = 24 * HOUR / period } = {},
): MachineConnection[] {
  return Array.from({ length: times }, (_, time) => {
    const from = START + 7 * MINUTE + time * period;
    return { from, to: from + lasts, ...row };
  });
}

const AGENT = { remoteAddress: "8.8.8.8", remoteHost: "c2.example.com" };
const MAIL = { process: "mail.exe", path: "C:\\Mail\\mail.exe", remoteAddress: "10.0.0.9" };
const CHAT = { process: "chat.exe", path: "C:\\Chat\\chat.exe", remoteAddress: "2001:db8::9" };

/** A day in which an agent calls home each hour, mail each other hour, and a chat is held open. */
const DAY = recordDay();

async function recordDay(): Promise<Uint8Array<ArrayBuffer>> {
  using folder = temporaryFolder();
  const path = `${folder.path}/history.db`;
  {
    using history = await openHistory(fakeHost(), path);
    await recordMachine(history, {
      looks: Array.from({ length: 24 * 12 }, (_, look) => START + look * 5 * MINUTE),
      connections: [
        ...each(HOUR, AGENT),
        // Every second of twelve is late.
        ...each(2 * HOUR, MAIL).map((row, time) => ({
          ...row,
          from: row.from + time % 2 * 20 * MINUTE,
          to: row.to + time % 2 * 20 * MINUTE,
        })),
        ...each(HOUR, CHAT, { lasts: 22 * HOUR, times: 1 }),
      ],
      timeWait: 0,
    });
  }
  return await Deno.readFile(path);
}

/** Asks about that day. */
async function ask(line: string, { terminal = false } = {}): Promise<Outcome> {
  using folder = temporaryFolder();
  const path = `${folder.path}/history.db`;
  await Deno.writeFile(path, await DAY);
  const args = ["history", "--beacons", ...line.split(" ").filter((word) => word !== "")];
  return await runMain([...args, "--db", path], {
    host: {
      now: () => NOW,
      isTerminal: () => terminal,
      terminalColumns: () => terminal ? 100 : null,
      env: (name) => name === "NO_COLOR" ? "1" : undefined,
    },
  });
}

Deno.test("--beacons gives scores to pipes, the highest first, with all fields", async () => {
  const { code, stdout, stderr } = await ask("");
  assertEquals([code, stderr], [0, ""]);
  const rows = JSON.parse(stdout);
  assertEquals(Object.keys(rows[0]), BEACON_FIELDS.map(({ name }) => name));
  // The agent: gaps of 3600 s, a bar each hour. Seen at the first look after 0:07, at 0:10.
  const { score, process, remoteHost, periodSeconds, timeResolutionSeconds, firstSeen } = rows[0];
  assertEquals([score, process, remoteHost, periodSeconds, timeResolutionSeconds, firstSeen], [
    1,
    "agent.exe",
    "c2.example.com",
    3600,
    300,
    "2026-01-01T00:10:00.000Z",
  ]);
  // Mail: gaps of 8400 and 6000 in turns, six and five of them: the median is 8400, the MAD 0.
  // Q2 = Q3, so that the timing is 1; twelve bars of 1, and 12 / 11 > 1 of them are equal; from 0:10
  // to 22:30 it is 22.333 of the 23.917 hours that were looked at: 0.934. (1 + 1 + 0.934) / 3 = 0.978.
  assertEquals(rows.map((row: { process: string }) => row.process), ["agent.exe", "mail.exe"]);
  assertEquals([rows[1].periodSeconds, rows[1].jitterSeconds, rows[1].score], [8400, 0, 0.978]);
});

Deno.test("--beacons tells people how many were judged, and how often anybody looked", async () => {
  const { stdout, stderr } = await ask("", { terminal: true });
  const lines = stdout.split("\n");
  assertStringIncludes(lines[0]!, "score  rating  process");
  assertStringIncludes(lines[1]!, "high");
  assertStringIncludes(lines[1]!, "agent.exe  c2.example.com:443");
  assertStringIncludes(
    stderr,
    "2 pairs of program and peer judged; 1 other with fewer than four different times cannot be\n",
  );
  assertStringIncludes(stderr, "288 looks");
});

Deno.test("filters, order and counts go for the rows of --beacons", async () => {
  const processes = async (line: string) => {
    const { stdout, code } = await ask(`${line} --format ndjson --fields process`);
    assertEquals(code, 0);
    return stdout.trim().split("\n").map((row) => row === "" ? "" : JSON.parse(row).process);
  };
  assertEquals(await processes("--process !agent"), ["mail.exe"]);
  assertEquals(await processes("--host *.example.com"), ["agent.exe"]);
  assertEquals(await processes("--public"), ["agent.exe"]);
  assertEquals(await processes("--remote 10.0.0.0/8"), ["mail.exe"]);
  assertEquals(await processes("--path C:\\Mail"), ["mail.exe"]);
  assertEquals(await processes("--remote-port https -4 --limit 1"), ["agent.exe"]);
  assertEquals(await processes("--sort connections"), ["mail.exe", "agent.exe"]);
  assertEquals(await processes("-6"), [""]);
  const { stdout } = await ask("--count-by rating --format csv");
  assertEquals(stdout, "rating,count\r\nhigh,2\r\n");
});

Deno.test("--beacons asks about the span", async () => {
  const { stdout } = await ask("--since 12h --format ndjson --fields process,connections");
  assertEquals(
    stdout,
    '{"process":"agent.exe","connections":12}\n' +
      '{"process":"mail.exe","connections":6}\n',
  );
  const early = await ask("--since 3d --until 2d", { terminal: true });
  assertStringIncludes(early.stderr, "nobody looked");
  assertStringIncludes(early.stderr, "0 pairs of program and peer judged\n");
});

for (
  const [option, value] of [
    ["--state", "ESTABLISHED"],
    ["--listening", ""],
    ["--established", ""],
    ["--inbound", ""],
    ["--outbound", ""],
    ["--pid", "4711"],
    ["--local-port", "443"],
    ["--local", "10.0.0.1"],
  ] as const
) {
  Deno.test(`--beacons refuses ${option}`, async () => {
    const { code, stdout, stderr } = await ask(`${option} ${value}`);
    assertEquals([code, stdout], [2, ""]);
    assert(stderr.startsWith(`netwho: Cannot use ${option} with --beacons: a row stands for many`));
  });
}

Deno.test("--beacons is a question of its own", async () => {
  for (const other of ["--at 03:00", "--changes", "--first-seen", "--timeline"]) {
    const { code, stderr } = await ask(other);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "each asks another question");
  }
});
