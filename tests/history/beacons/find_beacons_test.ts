import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { findBeacons } from "../../../lib/history/beacons/find_beacons.ts";
import type { Beacon } from "../../../lib/model/beacon.ts";
import {
  beacon,
  browsing,
  push,
  randomFrom,
  type Simulation,
} from "../../../scripts/beacons/simulated_contacts.ts";
import {
  type Machine,
  type MachineConnection,
  recordMachine,
  testHistory,
} from "../../support/simulated_history.ts";

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];
const START = Date.UTC(2026, 0, 2);

const DAY = { since: START, until: START + 24 * HOUR };

/** Looks from one time of the day to another, both in milliseconds. */
function looks({ every, from = 0, to = 24 * HOUR }: { every: number; from?: number; to?: number }) {
  return Array.from(
    { length: Math.floor((to - from) / every) + 1 },
    (_, look) => START + from + look * every,
  );
}

/** Connections at these times of the day, in milliseconds. */
function at(
  times: readonly number[],
  { lasts = SECOND, ...row }: Partial<MachineConnection> & { lasts?: number } = {},
): MachineConnection[] {
  return times.map((time) => ({ from: START + time, to: START + time + lasts, ...row }));
}

const each = (period: number, count: number, from = 0) =>
  Array.from({ length: count }, (_, time) => from + time * period);

function simulated(
  simulation: Simulation,
  row: Partial<MachineConnection>,
  seed = 1,
): MachineConnection[] {
  return simulation(randomFrom(seed)).map(({ from, to }) => ({
    from: START + from,
    to: START + to,
    ...row,
  }));
}

/** What is found on machines in the day, or in another span. */
async function find(machines: readonly Machine[], query = {}) {
  using test = await testHistory();
  for (const machine of machines) await recordMachine(test.history, machine);
  return findBeacons(test.history, { ...DAY, ...query });
}

const BROWSER = { process: "browser.exe", path: "C:\\Browser\\browser.exe", pid: 100 };

/** A day with one beacon among much else: its connections last so long. */
const busyDay = (lasts: number): readonly MachineConnection[] => [
  ...simulated(beacon({ every: 10 * MINUTE, jitter: 0.2, lasts }), {
    remoteAddress: "203.0.113.66",
  }),
  ...simulated(browsing(), { ...BROWSER, remoteAddress: "198.51.100.1" }, 2),
  ...simulated(browsing(), { ...BROWSER, remoteAddress: "198.51.100.2" }, 3),
  ...simulated(browsing(), { ...BROWSER, remoteAddress: "198.51.100.3" }, 4),
  // Held open all day; inbound; on the computer itself; three times in the day.
  ...at([HOUR], { ...BROWSER, remoteAddress: "198.51.100.4", lasts: 23 * HOUR }),
  ...at(each(10 * MINUTE, 144), {
    direction: "inbound",
    localPort: 443,
    remoteAddress: "192.0.2.99",
  }),
  ...at(each(10 * MINUTE, 144), { localAddress: "127.0.0.1", remoteAddress: "127.0.0.1" }),
  ...at([HOUR, 5 * HOUR, 9 * HOUR], { remoteAddress: "198.51.100.5" }),
];

/** Looks at a busy day; the beacon must be above all that a person does. */
async function findInBusyDay(machine: Pick<Machine, "looks" | "tellsCreation">, lasts = SECOND) {
  const { beacons, tooFewTimes } = await find([{ ...machine, connections: busyDay(lasts) }]);
  const [top, ...others] = beacons;
  assertEquals([top!.process, top!.path], ["agent.exe", "C:\\Agent\\agent.exe"]);
  assertEquals([top!.remoteAddress, top!.remotePort, top!.protocol], ["203.0.113.66", 443, "TCP"]);
  assertEquals([top!.computer, top!.rating, top!.durationScore], ["PC-1", "high", 1]);
  assert(Math.abs(top!.periodSeconds - 600) <= 60, `${top!.periodSeconds}`);
  // 24 h of 10 min, but for what chance makes of it.
  assert(Math.abs(top!.connections - 144) < 10, `${top!.connections}`);
  assert(top!.firstSeen < "2026-01-02T00:20" && top!.lastSeen > "2026-01-02T23:40");
  // The three sites; neither what others began, nor what stays on the computer.
  assertEquals(
    new Set(others.map(({ remoteAddress }) => remoteAddress)),
    new Set(["198.51.100.1", "198.51.100.2", "198.51.100.3"]),
  );
  for (const { score } of others) assert(score < 0.7, `${score}`);
  // What is held open, and what was there three times.
  assertEquals(tooFewTimes, 2);
  return top!;
}

Deno.test("one beacon among browsing is found at the top, with exact times", async () => {
  const machine = { looks: looks({ every: MINUTE }), tellsCreation: true };
  const found = await findInBusyDay(machine, 90 * SECOND);
  assertEquals([found.timeResolutionSeconds, found.note], [0.001, null]);
});

Deno.test("one beacon among browsing is found at the top, seen by looks", async () => {
  const found = await findInBusyDay({ looks: looks({ every: MINUTE }) }, 90 * SECOND);
  assertEquals([found.timeResolutionSeconds, found.note], [60, null]);
});

Deno.test("one beacon among browsing is found at the top, through what it leaves in TIME_WAIT", async () => {
  const machine = { looks: looks({ every: MINUTE }), tellsCreation: true };
  const found = await findInBusyDay(machine);
  assertEquals(found.timeResolutionSeconds, 60);
  assertStringIncludes(found.note!, "connections is inferred");
});

const HOURS = each(HOUR, 24, 20 * MINUTE);

/** What is found of one program each hour, which looks every minute see exactly. */
async function findHourly(connections: readonly MachineConnection[], query = {}) {
  const machine = { connections, looks: looks({ every: MINUTE }), tellsCreation: true };
  return (await find([machine], query)).beacons;
}

Deno.test("exact times are those of the connections, by hand", async () => {
  // 24 times at 20 past, a gap of 3600 s; 24 bars of 1; 23 of 24 hours, and 24 in a row.
  const [found, ...others] = await findHourly(at(HOURS, { lasts: 90 * SECOND }));
  const expected: Beacon = {
    score: 1,
    rating: "high",
    process: "agent.exe",
    path: "C:\\Agent\\agent.exe",
    remoteAddress: "203.0.113.7",
    remoteHost: null,
    remotePort: 443,
    protocol: "TCP",
    connections: 24,
    periodSeconds: 3600,
    jitterSeconds: 0,
    firstSeen: "2026-01-02T00:20:00.000Z",
    lastSeen: "2026-01-02T23:20:00.000Z",
    timingScore: 1,
    durationScore: 1,
    histogramScore: 1,
    scoreParts: ["timing", "duration", "histogram"],
    timeResolutionSeconds: 0.001,
    computer: "PC-1",
    remoteService: "https",
    remoteScope: "documentation",
    services: null,
    user: null,
    remoteHostSource: null,
    remoteAsn: null,
    remoteOwner: null,
    remoteCountry: null,
    remoteNetwork: null,
    note: null,
  };
  assertEquals([found, others], [expected, []]);
});

Deno.test("without exact times the first look counts, and its distance is told", async () => {
  const { beacons: [found] } = await find([{
    connections: at(HOURS.map((time) => time + 7 * SECOND), { lasts: 90 * SECOND }),
    looks: looks({ every: MINUTE }),
  }]);
  assertEquals([found!.firstSeen, found!.lastSeen], [
    "2026-01-02T00:21:00.000Z",
    "2026-01-02T23:21:00.000Z",
  ]);
  assertEquals([found!.timeResolutionSeconds, found!.note, found!.rating], [60, null, "high"]);
});

Deno.test("looks that are too rare are told, and rank below what can be trusted", async () => {
  const { beacons } = await find([{
    connections: [
      // A connection of a second each minute, seen in TIME_WAIT by each look: regular as the looks are.
      ...at(each(MINUTE, 1440), { remoteAddress: "203.0.113.1" }),
      // An hour is more than five minutes / 0.12; every second one is missing.
      ...at(HOURS.filter((_, hour) => hour % 2 === 0), { lasts: 10 * MINUTE }),
    ],
    looks: looks({ every: 5 * MINUTE }),
  }]);
  assertEquals(beacons.map(({ remoteAddress }) => remoteAddress), ["203.0.113.7", "203.0.113.1"]);
  const [trusted, busy] = beacons;
  assertEquals([trusted!.note, trusted!.rating === null], [null, false]);
  assertEquals([busy!.score, busy!.rating, busy!.timeResolutionSeconds], [1, null, 300]);
  assertStringIncludes(busy!.note!, "do not trust the score");
});

Deno.test("addresses of one name are one peer, ports and protocols are not", async () => {
  const pool = HOURS.map((time, hour) => ({
    ...at([time], { lasts: 90 * SECOND })[0]!,
    remoteAddress: `203.0.113.${hour % 5 === 0 ? 1 : hour + 10}`,
    remoteHost: hour % 2 === 0 ? "api.example.com" : "API.example.com",
  }));
  const [found, ...others] = await findHourly(pool);
  assertEquals([found!.remoteAddress, found!.remoteHost], ["203.0.113.1", "API.example.com"]);
  assertEquals([found!.connections, others], [24, []]);
  // Without names no address has four times but one.
  const unnamed = await findHourly(pool.map((row) => ({ ...row, remoteHost: null })));
  assertEquals(unnamed.map(({ remoteAddress, connections }) => [remoteAddress, connections]), [
    ["203.0.113.1", 5],
  ]);
  const apart = await findHourly(
    pool.map((row, hour) => ({ ...row, remotePort: hour % 2 === 0 ? 443 : 8443 })),
  );
  assertEquals(apart.map(({ connections }) => connections), [12, 12]);
  const protocols = await findHourly(
    pool.map((row, hour) => hour % 2 ? row : { ...row, protocol: "UDP", state: null }),
  );
  assertEquals(protocols.map(({ protocol }) => protocol).sort(), ["TCP", "UDP"]);
});

Deno.test("an address keeps the name that it had at another look, if it had only one", async () => {
  const named = (host: (hour: number) => string | null) =>
    HOURS.map((time, hour) => ({
      ...at([time], { lasts: 90 * SECOND })[0]!,
      remoteHost: host(hour),
    }));
  const one = await findHourly(named((hour) => hour === 3 ? "api.example.com" : null));
  assertEquals(one.map(({ remoteHost, connections }) => [remoteHost, connections]), [
    ["api.example.com", 24],
  ]);
  const two = await findHourly(
    named((hour) => hour % 3 === 0 ? "a.example.com" : hour % 3 === 1 ? "b.example.com" : null),
  );
  assertEquals(
    new Set(two.map(({ remoteHost }) => remoteHost)),
    new Set([
      "a.example.com",
      "b.example.com",
      null,
    ]),
  );
});

Deno.test("a program is its path, whatever starts it, and the name stands in where no path is known", async () => {
  const starts = HOURS.map((time, hour) => ({
    ...at([time], { lasts: 90 * SECOND })[0]!,
    pid: 1000 + hour,
    user: `user ${hour % 3}`,
    path: hour % 4 === 0 ? null : "C:\\Agent\\agent.exe",
  }));
  const found = await findHourly(starts);
  assertEquals(found.map(({ path, connections }) => [path, connections]), [
    ["C:\\Agent\\agent.exe", 24],
  ]);
  const twins = await findHourly(
    starts.map((row, hour) => ({ ...row, path: `C:\\${hour % 2}\\agent.exe` })),
  );
  assertEquals(twins.map(({ path }) => path).sort(), ["C:\\0\\agent.exe", "C:\\1\\agent.exe"]);
  const unknown = await findHourly(starts.map((row) => ({ ...row, path: null })));
  assertEquals(unknown.map(({ process, path }) => [process, path]), [["agent.exe", null]]);
});

Deno.test("what nobody owns any more is told, and whose it may be", async () => {
  const over = { pid: 0, process: null, path: null, state: "TIME_WAIT", lasts: 90 * SECOND };
  const alone = await findHourly(at(HOURS, over));
  assertEquals(alone.map(({ process, connections }) => [process, connections]), [[null, 24]]);
  assertStringIncludes(alone[0]!.note!, "the program is unknown");
  const owned = at(HOURS.slice(0, 6), { lasts: 90 * SECOND });
  const rest = at(HOURS.slice(6), over);
  const [inferred, ...others] = await findHourly([...owned, ...rest]);
  assertEquals([inferred!.process, inferred!.connections, others], ["agent.exe", 24, []]);
  assertStringIncludes(inferred!.note!, "the program of 18 of 24 connections is inferred");
  // Two programs have this peer: whose the rest is nobody knows.
  const two = await findHourly([
    ...owned,
    ...rest,
    ...at(HOURS.slice(0, 6), { ...BROWSER, lasts: 90 * SECOND }),
  ]);
  assertEquals(
    two.map(({ process, connections }) => `${process} ${connections}`).sort(),
    ["agent.exe 6", "browser.exe 6", "null 18"],
  );
});

Deno.test("what stays on the computer, and what others begin, is no beacon; the local network may be", async () => {
  const long = { lasts: 90 * SECOND };
  for (
    const row of [
      { remoteAddress: "127.0.0.1", localAddress: "127.0.0.1" },
      { remoteAddress: "127.1.2.3" },
      { remoteAddress: "::1", localAddress: "::1" },
      { remoteAddress: "::ffff:127.0.0.1" },
      { remoteAddress: "192.0.2.10", localAddress: "192.0.2.10" },
      { remoteAddress: null, remoteHost: "pc-1", localAddress: null, localHost: "pc-1" },
      { direction: "inbound", localPort: 22 },
      { remoteAddress: "0.0.0.0", remotePort: 0, state: "LISTENING", direction: null },
      { protocol: "UDP", remoteAddress: null, remotePort: null, state: null, direction: null },
    ]
  ) assertEquals(await findHourly(at(HOURS, { ...long, ...row })), [], JSON.stringify(row));
  for (
    const row of [
      { remoteAddress: "192.168.1.1" },
      { remoteAddress: "fe80::1%12" },
      { direction: null },
      { direction: "outbound", state: "SYN_SENT" },
      { remoteAddress: null, remoteHost: "www.example.com" },
      { protocol: "UDP", state: null },
    ]
  ) assertEquals((await findHourly(at(HOURS, { ...long, ...row }))).length, 1, JSON.stringify(row));
});

Deno.test("computers are judged alone, by their own looks", async () => {
  const long = { lasts: 90 * SECOND };
  const machines = [
    { computer: "PC-1", connections: at(HOURS, long), looks: looks({ every: MINUTE }) },
    { computer: null, connections: at(HOURS, long), looks: looks({ every: 5 * MINUTE }) },
    // Watched in six hours.
    {
      computer: "PC-2",
      connections: at(HOURS, long),
      looks: looks({ every: MINUTE, from: 8 * HOUR, to: 14 * HOUR }),
    },
  ];
  const all = await find(machines);
  assertEquals(
    all.beacons.map(({ computer, connections, timeResolutionSeconds }) =>
      `${computer} ${connections} ${timeResolutionSeconds}`
    ).sort(),
    ["PC-1 24 60", "PC-2 6 60", "null 24 300"],
  );
  assertEquals(all.watches.map(({ computer }) => computer), [null, "PC-1", "PC-2"]);
  const one = await find(machines, { computer: "PC-2" });
  assertEquals(one.beacons.map(({ computer }) => computer), ["PC-2"]);
  // Six times in the six hours that were watched.
  assertEquals(one.beacons.map(({ histogramScore }) => histogramScore), [1]);
  assertEquals((await find(machines, { computer: "PC-3" })).watches, []);
});

Deno.test("only what began in the span counts", async () => {
  const connections = at(HOURS, { lasts: 90 * SECOND });
  const span = { since: START + 6 * HOUR, until: START + 18 * HOUR };
  const [found] = await findHourly(connections, span);
  assertEquals([found!.connections, found!.firstSeen, found!.lastSeen], [
    12,
    "2026-01-02T06:20:00.000Z",
    "2026-01-02T17:20:00.000Z",
  ]);
  const later = { since: DAY.until + HOUR, until: DAY.until + 2 * HOUR };
  assertEquals(await findHourly(connections, later), []);
});

Deno.test("what is there at the first look, or after a long time without, began nobody knows when", async () => {
  const night = looks({ every: MINUTE, to: 2 * HOUR });
  const morning = looks({ every: MINUTE, from: 8 * HOUR, to: 10 * HOUR });
  const found = await find([{
    // One each ten minutes, each open for an hour: at the first look one is there, in the morning six.
    connections: at(each(10 * MINUTE, 60), { lasts: HOUR - SECOND }),
    looks: [...night, ...morning],
    timeWait: 0,
  }]);
  assertEquals(found.unknownStarts, 7);
  const [beacon] = found.beacons;
  // 11 in the night after the first one, 12 in the morning after 8:00; one long gap between them.
  assertEquals([beacon!.connections, beacon!.periodSeconds], [23, 600]);
  // With exact times none is left out but those that began before the span.
  const exact = await find([{
    connections: at(each(10 * MINUTE, 60), { lasts: HOUR - SECOND }),
    looks: [...night, ...morning],
    timeWait: 0,
    tellsCreation: true,
  }]);
  assertEquals([exact.unknownStarts, exact.beacons[0]!.connections], [0, 30]);
});

Deno.test("a push service that connects again is regular, one that holds its connection is not judged", async () => {
  const machine = { looks: looks({ every: 5 * MINUTE }), tellsCreation: true };
  const again = await find([
    { ...machine, connections: simulated(push({ reconnects: 29 * MINUTE }), {}) },
  ]);
  assertEquals(again.beacons.map(({ rating }) => rating), ["high"]);
  const held = await find([{ ...machine, connections: at([HOUR], { lasts: 22 * HOUR }) }]);
  assertEquals([held.beacons, held.tooFewTimes], [[], 1]);
});

Deno.test("an empty history has no beacons", async () => {
  assertEquals(await find([]), { beacons: [], tooFewTimes: 0, unknownStarts: 0, watches: [] });
  assertEquals((await find([{ connections: [], looks: [START] }])).beacons, []);
});
