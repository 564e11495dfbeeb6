import { OPEN_EPISODES } from "../../lib/history/episode_rows.ts";
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Database } from "../../lib/host/databases.ts";
import { findFirstSeen, NEW_EPISODES, NEW_FLOWS } from "../../lib/history/find_first_seen.ts";
import { Looks, type Span } from "../../lib/history/looks.ts";
import { openHistory } from "../../lib/history/open_history.ts";
import { CHANGES, readChanges } from "../../lib/history/read_changes.ts";
import { readAlike } from "../../lib/history/read_alike.ts";
import { OTHERS, readEpisodes, readState, WITHIN } from "../../lib/history/read_episodes.ts";
import type { Episode } from "../../lib/model/episode.ts";
import { endsKey } from "../../lib/rows/key.ts";
import { fakeHost } from "../support/fake_host.ts";
import {
  inFolder,
  listener,
  outbound,
  recordHistory,
  type TestLook,
} from "../support/recorded_history.ts";

const SSH = listener("sshd", 22, { computer: "PC-7" });
const MAIL = outbound("mail.exe", "198.51.100.25", { computer: "PC-7" });
const CHAT = outbound("chat.exe", "203.0.113.9", { computer: "PC-7", localPort: 50002 });

/** Looks every ten minutes from 8:00 on, at which these were there. */
function looksAt(...rows: readonly TestLook["rows"][]): TestLook[] {
  return rows.map((rows, index) => ({ at: time(index * 10), rows }));
}

/** The ISO time of some minutes after 8:00. */
function time(minutes: number): string {
  return new Date(Date.UTC(2026, 10, 25, 8, minutes)).toISOString();
}

function span(from: number, to: number): Span {
  return { since: Date.parse(time(from)), until: Date.parse(time(to)) };
}

async function withHistory(
  looks: readonly TestLook[],
  ask: (database: Database, looks: Looks) => void,
): Promise<void> {
  await inFolder(async (folder) => {
    const path = await recordHistory(folder, looks);
    using history = await openHistory(fakeHost(), path, { readOnly: true });
    ask(history.database, new Looks(history.database));
  });
}

Deno.test("episodes tell when they were seen, how often, and when they were gone", async () => {
  // 8:00 ssh, 8:10 ssh mail, 8:20 ssh mail, 8:30 ssh chat, 8:40 ssh
  const looks = looksAt([SSH], [SSH, MAIL], [SSH, MAIL], [SSH, CHAT], [SSH]);
  await withHistory(looks, (database, looks) => {
    const rows = [...readEpisodes(database, looks, span(0, 60))].flat();
    assertEquals(
      rows.map((
        { process, firstSeen, lastSeen, closedBefore, timesSeen },
      ) => [process, firstSeen, lastSeen, closedBefore, timesSeen]),
      [
        ["chat.exe", time(30), time(30), time(40), 1],
        ["mail.exe", time(10), time(20), time(30), 2],
        ["sshd", time(0), time(40), null, 5],
      ],
    );
    const [, mail] = rows;
    assertEquals(mail, {
      firstSeen: time(10),
      lastSeen: time(20),
      closedBefore: time(30),
      timesSeen: 2,
      computer: "PC-7",
      protocol: "TCP",
      localAddress: "192.0.2.10",
      localPort: 50001,
      localService: null,
      localScope: "documentation",
      remoteAddress: "198.51.100.25",
      remotePort: 443,
      remoteService: "https",
      remoteScope: "documentation",
      state: "ESTABLISHED",
      direction: "outbound",
      createdAt: null,
      pid: 4711,
      process: "mail.exe",
      path: null,
      services: null,
      socketService: null,
      user: null,
      localHost: null,
      remoteHost: null,
      remoteHostSource: null,
      remoteAsn: null,
      remoteOwner: null,
      remoteCountry: null,
      remoteNetwork: null,
      note: null,
    });
  });
});

Deno.test("a span holds what was there at some time in it", async () => {
  const looks = looksAt([SSH], [SSH, MAIL], [SSH, MAIL], [SSH, CHAT], [SSH]);
  const cases: readonly [from: number, to: number, processes: string[]][] = [
    [0, 0, ["sshd"]],
    [1, 9, ["sshd"]],
    [10, 10, ["mail.exe", "sshd"]],
    [12, 15, ["mail.exe", "sshd"]], // no look in it, but between two that saw it
    [20, 30, ["chat.exe", "mail.exe", "sshd"]],
    [21, 29, ["sshd"]], // gone in between, nobody knows when
    [31, 60, ["sshd"]],
    [40, 40, ["sshd"]],
    [41, 60, []], // nobody looked any more
  ];
  await withHistory(looks, (database, looks) => {
    for (const [from, to, expected] of cases) {
      const rows = [...readEpisodes(database, looks, span(from, to))].flat();
      assertEquals([from, to, rows.map(({ process }) => process)], [from, to, expected]);
    }
  });
});

/** How many connections of each program there are. */
function countsOf(batches: Iterable<readonly Episode[]>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { process, state } of [...batches].flat()) {
    const key = `${process} ${state}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

Deno.test("connections that are alike are counted without reading each", async () => {
  const mail = (localPort: number) => ({ ...MAIL, localPort });
  const looks = [
    ...looksAt([SSH], [SSH, mail(1), mail(2)], [SSH, mail(2), mail(3)], [mail(3), CHAT], [SSH]),
    // Late ones: between the first and the second, and before all of them.
    { at: time(5), rows: [mail(4)] },
    { at: time(-60), rows: [CHAT] },
  ];
  await withHistory(looks, (database, looks) => {
    const counted = (from: number, to: number) =>
      countsOf(readAlike(database, looks, span(from, to)));
    assertEquals(counted(10, 30), {
      "mail.exe ESTABLISHED": 3,
      "chat.exe ESTABLISHED": 1,
      "sshd LISTENING": 1,
    });
    assertEquals(counted(10, 20), { "mail.exe ESTABLISHED": 3, "sshd LISTENING": 1 });
    assertEquals(counted(31, 60), { "sshd LISTENING": 1 });
    assertEquals(counted(60, 90), {});
    for (let from = -70; from <= 50; from += 5) {
      for (let to = from; to <= 50; to += 5) {
        const all = countsOf(readEpisodes(database, looks, span(from, to)));
        assertEquals(counted(from, to), all, `${from} to ${to}`);
      }
    }
  });
});

Deno.test("changes are what each look showed, in the order of time", async () => {
  const looks = looksAt([SSH], [SSH, MAIL], [SSH, MAIL], [CHAT], [CHAT, SSH]);
  const all = [
    ["opened", time(10), time(10), null, "mail.exe"],
    ["closed", time(30), time(20), "LISTENING", "sshd"],
    ["closed", time(30), time(20), "ESTABLISHED", "mail.exe"],
    ["opened", time(30), time(30), null, "chat.exe"],
    ["opened", time(40), time(40), null, "sshd"],
  ];
  await withHistory(looks, (database, looks) => {
    const changes = (from: number, to: number) =>
      [...readChanges(database, looks, span(from, to))].flat().map((
        { change, changedAt, observedAt, previousState, process },
      ) => [change, changedAt, observedAt, previousState, process]);
    assertEquals(changes(0, 60), all, "what the first look showed was there before it");
    assertEquals(changes(11, 30), all.slice(1, 4));
    assertEquals(changes(31, 39), []);
    assertEquals(changes(41, 60), []);
  });
});

Deno.test("what was never seen before is a program, a listener, or a peer", async () => {
  const looks = looksAt(
    [SSH, MAIL],
    [SSH],
    [SSH, { ...MAIL, localPort: 50100 }, { ...MAIL, localPort: 50101, remotePort: 993 }],
    [SSH, CHAT, listener("sshd", 2222)],
    [SSH, CHAT, { ...CHAT, localPort: 50200 }],
  );
  await withHistory(looks, (database, looks) => {
    const rows = findFirstSeen(database, looks, span(11, 60));
    assertEquals(
      rows.map((row) => [
        row.kind,
        row.process,
        row.firstSeen,
        row.lastSeen,
        row.timesSeen,
        row.localPort,
        row.remoteAddress,
        row.remotePort,
      ]),
      [
        ["program", "chat.exe", time(30), time(40), 2, null, null, null],
        ["listener", "sshd", time(30), time(30), 1, 2222, "0.0.0.0", 0],
        ["peer", "chat.exe", time(30), time(40), 2, null, "203.0.113.9", 443],
        ["peer", "mail.exe", time(20), time(20), 1, null, "198.51.100.25", 993],
      ],
    );
    assertEquals(new Set(rows.map(({ historySince }) => historySince)), new Set([time(0)]));
    assertEquals(findFirstSeen(database, looks, span(31, 60)), []);
  });
});

Deno.test("a history that begins after the moment says so in each row", async () => {
  await withHistory(looksAt([SSH], [SSH, MAIL]), (database, looks) => {
    const rows = findFirstSeen(database, looks, span(-60, 60));
    assertEquals(rows.map(({ kind, process, note }) => [kind, process, note]), [
      ["program", "mail.exe", null],
      ["program", "sshd", "there at the first look of all: it may be older"],
      ["listener", "sshd", "there at the first look of all: it may be older"],
      ["peer", "mail.exe", null],
    ]);
  });
});

Deno.test("the same program with and without its path is not new, another path is", async () => {
  const at = (path: string | null) => ({ ...MAIL, path });
  const looks = looksAt([at(null)], [at("C:\\Mail\\mail.exe")], [at(null)], [
    at("C:\\Mail\\mail.exe"),
    { ...CHAT, process: "mail.exe", path: "C:\\Temp\\mail.exe" },
  ]);
  await withHistory(looks, (database, looks) => {
    const programs = findFirstSeen(database, looks, span(1, 60))
      .filter(({ kind }) => kind === "program");
    assertEquals(programs.map(({ path }) => path), ["C:\\Temp\\mail.exe"]);
  });
});

Deno.test("what has no program any more is no other peer than it was", async () => {
  const ended = { ...CHAT, pid: 0, process: null, state: "TIME_WAIT", direction: null };
  const alone = { ...ended, remoteAddress: "203.0.113.77", localPort: 50300 };
  const looks = looksAt([SSH, MAIL], [SSH, CHAT], [SSH, { ...ended, localPort: 50009 }, alone]);
  await withHistory(looks, (database, looks) => {
    const peers = findFirstSeen(database, looks, span(1, 60)).filter(({ kind }) => kind === "peer");
    assertEquals(peers.map(({ process, remoteAddress }) => [process, remoteAddress]), [
      [null, "203.0.113.77"],
      ["chat.exe", "203.0.113.9"],
    ]);
    assertEquals(
      findFirstSeen(database, looks, span(11, 60)).map(({ remoteAddress }) => remoteAddress),
      ["203.0.113.77"],
    );
  });
});

Deno.test("several computers in one history are kept apart", async () => {
  const looks = [
    ...looksAt([SSH], [SSH, MAIL]),
    { at: time(60), computer: "PC-8", rows: [{ ...SSH, computer: "PC-8" }] },
    { at: time(70), computer: "PC-8", rows: [{ ...MAIL, computer: "PC-8" }] },
    { at: time(80), computer: null, rows: [{ ...SSH, computer: null }] },
  ];
  await withHistory(looks, (database, looks) => {
    const rows = [...readEpisodes(database, looks, span(0, 90))].flat();
    assertEquals(rows.map((row) => [row.computer, row.process, row.lastSeen, row.closedBefore]), [
      [null, "sshd", time(80), null],
      ["PC-8", "mail.exe", time(70), null],
      ["PC-8", "sshd", time(60), time(70)],
      ["PC-7", "mail.exe", time(10), null],
      ["PC-7", "sshd", time(10), null],
    ]);
    const news = findFirstSeen(database, looks, span(65, 90)).map((
      row,
    ) => [row.kind, row.computer]);
    assertEquals(news, [
      ["program", null],
      ["program", "PC-8"],
      ["listener", null],
      ["peer", "PC-8"],
    ]);
    const changes = [...readChanges(database, looks, span(0, 90))].flat();
    assertEquals(changes.map(({ change, computer, process }) => [change, computer, process]), [
      ["opened", "PC-7", "mail.exe"],
      ["closed", "PC-8", "sshd"],
      ["opened", "PC-8", "mail.exe"],
    ]);
  });
});

/** What tells a connection from the others of its look. */
function keyOf(row: Parameters<typeof endsKey>[0] & { readonly pid: number | null }): string {
  return `${endsKey(row)} ${row.pid}`;
}

Deno.test("the state at each look is what was recorded then", async () => {
  const socket = fc.record({
    process: fc.constantFrom("a.exe", "b.exe"),
    pid: fc.constantFrom(100, 200),
    localPort: fc.integer({ min: 50000, max: 50003 }),
    remoteAddress: fc.constantFrom("192.0.2.1", "192.0.2.2"),
  }).map(({ process, pid, localPort, remoteAddress }) =>
    outbound(process, remoteAddress, { pid: pid + (process === "a.exe" ? 1 : 0), localPort })
  );
  const rows = fc.uniqueArray(socket, { maxLength: 6, selector: keyOf });
  const looks = fc.array(rows, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(looks, async (rows) => {
      await withHistory(looksAt(...rows), (database, looks) => {
        const [computer] = looks.computers;
        for (const [index, recorded] of rows.entries()) {
          // Asked a while after the look, and before the next one.
          const look = looks.lastBefore(computer!, Date.parse(time(index * 10 + 4)))!;
          const state = readState(database, looks, { computer: computer!, look });
          assertEquals(
            state.map(keyOf).sort(),
            recorded.map((row) => keyOf({ ...outbound("", ""), ...row })).sort(),
          );
          assertEquals(
            state.map(({ observedAt }) => observedAt),
            state.map(() => time(index * 10)),
          );
        }
      });
    }),
    { numRuns: 15 },
  );
});

Deno.test("no question reads all episodes", async () => {
  const newestFirst = "ORDER BY e.id DESC";
  await withHistory(looksAt([SSH], [SSH, MAIL]), (database) => {
    const plan = (sql: string) =>
      database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all().map(({ detail }) => String(detail))
        .filter((step) => /\bepisode\b|^\w+ e\b/.test(step));
    const byId = "USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)";
    assertEquals(plan(`${WITHIN} ${newestFirst}`), [`SEARCH e ${byId}`]);
    assertEquals(plan(`${OTHERS} ${newestFirst}`), [
      "SEARCH e USING INTEGER PRIMARY KEY (rowid=?)",
      "SEARCH episode USING INDEX episode_long (last_run>?)",
      `SEARCH episode ${byId}`,
      "SCAN episode USING INDEX episode_open",
    ]);
    assertEquals(plan(CHANGES), [
      `SEARCH e ${byId}`,
      `SEARCH episode ${byId}`,
      "SEARCH episode USING INDEX episode_long (last_run>? AND last_run<?)",
      "SEARCH e USING INTEGER PRIMARY KEY (rowid=?)",
    ]);
    assertEquals(plan(NEW_FLOWS), []);
    assertEquals(plan(NEW_EPISODES), ["SEARCH e USING INTEGER PRIMARY KEY (rowid>?)"]);
    assertEquals(plan(OPEN_EPISODES), [
      "SEARCH e USING INTEGER PRIMARY KEY (rowid=?)",
      "SCAN episode USING INDEX episode_open",
    ]);
  });
});
