/** Stories worked by hand: what was there at each look, and the episodes that this makes. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { CaptureError } from "../../lib/errors.ts";
import type { Connection } from "../../lib/model/connection.ts";
import { INFERRED_NOTE } from "../../lib/history/infer_program.ts";
import { type History, openHistory } from "../../lib/history/open_history.ts";
import { type RecordedRun, recordRun } from "../../lib/history/record_run.ts";
import { fakeHost } from "../support/fake_host.ts";
import { inTemporaryFolder } from "../support/folders.ts";
import {
  between,
  connection,
  damageIn,
  episodesIn,
  type Held,
  lookAt,
  type LookOptions,
  VIEW,
} from "../support/history.ts";

/** Looks by their time, and what came of each; what a look saw and how. */
type Look = readonly [time: string, rows: readonly Connection[], options?: LookOptions];

async function story(
  looks: readonly Look[],
  check: (held: Held[], recorded: RecordedRun[], history: History) => void,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    using history = await openHistory(fakeHost(), `${folder}/h.db`);
    const recorded: RecordedRun[] = [];
    for (const [time, rows, options] of looks) {
      const snapshot = lookAt(`2026-11-26T${time}.000Z`, rows, options);
      recorded.push(await recordRun(history, snapshot, { view: VIEW }));
    }
    assertEquals(damageIn(history.database), []);
    check(episodesIn(history.database), recorded, history);
  });
}

/** `TCP …:443 10 chrome.exe ESTABLISHED 09:00:00–09:05:00 x2`; open episodes end in `…`. */
function brief(held: readonly Held[]): string[] {
  const time = (text: string) => text.slice(11, 19);
  return held.map(({ ends, pid, process, state, first, last, times }) =>
    `${ends} ${pid} ${process} ${state} ${time(first)}–${
      last === null ? "…" : time(last)
    } x${times}`
  );
}

const WEB = "192.0.2.7:50123 198.51.100.1:443";
const chrome = { pid: 10, process: "chrome.exe", path: "C:\\chrome.exe", direction: "outbound" };

Deno.test("a connection is one episode from its first look to its last", () =>
  story([
    ["09:00:00", []],
    ["09:05:00", [between(WEB, chrome)]],
    ["09:10:00", [between(WEB, chrome)]],
    ["09:15:00", []],
    ["09:20:00", [between(WEB, chrome)]],
  ], (held, recorded) => {
    assertEquals(brief(held), [
      `TCP ${WEB} 10 chrome.exe ESTABLISHED 09:05:00–09:10:00 x2`,
      `TCP ${WEB} 10 chrome.exe ESTABLISHED 09:20:00–… x1`,
    ]);
    const counts = { opened: 0, closed: 0, changed: 0, open: 0, latestAt: null };
    assertEquals(recorded, [
      { ...counts, runs: 1 },
      { ...counts, opened: 1, open: 1, runs: 2 },
      { ...counts, open: 1, runs: 3 },
      { ...counts, closed: 1, runs: 4 },
      { ...counts, opened: 1, open: 1, runs: 5 },
    ]);
  }));

Deno.test("another state is the same episode; the last state stays", () =>
  story([
    ["09:00:00", [between(WEB, { ...chrome, state: "SYN_SENT" })]],
    ["09:05:00", [between(WEB, chrome)]],
    ["09:10:00", [between(WEB, { ...chrome, state: "CLOSE_WAIT" })]],
    ["09:15:00", []],
  ], (held, recorded) => {
    assertEquals(brief(held), [`TCP ${WEB} 10 chrome.exe CLOSE_WAIT 09:00:00–09:10:00 x3`]);
    assertEquals(recorded.map(({ changed }) => changed), [0, 1, 1, 0]);
  }));

Deno.test("TIME_WAIT after a program's connection is what is left of it", () =>
  story([
    ["09:00:00", [between(WEB, chrome)]],
    ["09:00:30", [between(WEB, { pid: 0, state: "TIME_WAIT", note: "closed" })]],
    ["09:01:00", [between(WEB, { pid: 0, state: "TIME_WAIT", note: "closed" })]],
    ["09:01:30", [between(WEB, chrome)]],
  ], (held) =>
    assertEquals(brief(held), [
      `TCP ${WEB} 10 chrome.exe TIME_WAIT 09:00:00–09:01:00 x3`,
      `TCP ${WEB} 10 chrome.exe ESTABLISHED 09:01:30–… x1`,
    ])));

Deno.test("TIME_WAIT that was never seen open has no program, unless one alone was there before", () => {
  const left = { pid: 0, state: "TIME_WAIT", direction: "outbound", note: "closed" } as const;
  const [first, second, third] = ["192.0.2.7:50001", "192.0.2.7:50002", "192.0.2.7:50003"];
  const peer = "198.51.100.1:443";
  const other = { ...chrome, pid: 11, process: "evil.exe", path: "C:\\evil.exe" };
  return story([
    ["09:00:00", [between(`${first} ${peer}`, left)]],
    ["09:05:00", [between(`${second} ${peer}`, chrome)]],
    ["09:10:00", [
      between(`${third} ${peer}`, left),
      between("192.0.2.7:50004 203.0.113.1:443", left),
    ]],
    ["09:15:00", [between(`${first} ${peer}`, other)]],
    ["09:20:00", [between(`${second} ${peer}`, left)]],
  ], (held) => {
    assertEquals(brief(held), [
      `TCP ${first} ${peer} 0 null TIME_WAIT 09:00:00–09:00:00 x1`,
      `TCP ${second} ${peer} 10 chrome.exe ESTABLISHED 09:05:00–09:05:00 x1`,
      `TCP ${third} ${peer} 0 chrome.exe TIME_WAIT 09:10:00–09:10:00 x1`,
      "TCP 192.0.2.7:50004 203.0.113.1:443 0 null TIME_WAIT 09:10:00–09:10:00 x1",
      `TCP ${first} ${peer} 11 evil.exe ESTABLISHED 09:15:00–09:15:00 x1`,
      `TCP ${second} ${peer} 0 null TIME_WAIT 09:20:00–… x1`,
    ]);
    assertEquals(held.map(({ note }) => note), [
      "closed",
      null,
      INFERRED_NOTE,
      "closed",
      null,
      "closed",
    ]);
  });
});

Deno.test("inbound TIME_WAIT is told from others by this computer's port", () => {
  const server = { pid: 4, process: "httpd", direction: "inbound" } as const;
  const left = { pid: 0, state: "TIME_WAIT", direction: "inbound" } as const;
  return story([
    ["09:00:00", [between("192.0.2.7:80 198.51.100.9:40000", server)]],
    ["09:05:00", [
      between("192.0.2.7:80 198.51.100.9:40001", left),
      between("192.0.2.7:81 198.51.100.9:40002", left),
    ]],
  ], (held) =>
    assertEquals(held.slice(1).map(({ ends, process }) => `${ends} ${process}`), [
      "TCP 192.0.2.7:80 198.51.100.9:40001 httpd",
      "TCP 192.0.2.7:81 198.51.100.9:40002 null",
    ]));
});

Deno.test("a look that could not see the owner ends nothing and takes nothing away", () => {
  const unseen = { pid: null, note: "the owning process could not be seen" };
  return story([
    ["09:00:00", [between(WEB, unseen)]],
    ["09:05:00", [between(WEB, chrome)]],
    ["09:10:00", [between(WEB, unseen)]],
    ["09:15:00", [between(WEB, chrome)]],
  ], (held, _, { database }) => {
    assertEquals(brief(held), [`TCP ${WEB} 10 chrome.exe ESTABLISHED 09:00:00–… x4`]);
    assertEquals(held[0]!.note, null);
    const views = database.prepare(
      "SELECT at, value FROM run JOIN view ON view.id = view LEFT JOIN text ON text.id = hidden_by",
    ).all().map(({ value }) => value);
    assertEquals(views, ["root", null, "root", null], "what each look could see");
    const flows = database.prepare("SELECT at FROM flow JOIN run ON run.id = first_run").all();
    assertEquals(flows.map(({ at }) => at), [Date.parse("2026-11-26T09:00:00Z")], "first seen");
  });
});

Deno.test("what one look knows more of a program is added", () =>
  story([
    ["09:00:00", [between(WEB, { pid: 10, process: "chrome.exe" })]],
    ["09:05:00", [between(WEB, { ...chrome, user: "PC\\ann", remoteHost: "a.example" })]],
    ["09:10:00", [between(WEB, { pid: 10, process: "chrome.exe" })]],
  ], (held, _, { database }) => {
    assertEquals(brief(held), [`TCP ${WEB} 10 chrome.exe ESTABLISHED 09:00:00–… x3`]);
    const known = database.prepare(
      "SELECT value FROM text JOIN program ON text.id IN (path, user) JOIN flow ON program.id = program",
    ).all().map(({ value }) => value);
    assertEquals(known.toSorted(), ["C:\\chrome.exe", "PC\\ann"]);
  }));

Deno.test("a process ID that was given again after a restart is another process", () =>
  story([
    ["09:00:00", [between(WEB, chrome)], { starts: { 10: "2026-11-26T08:00:00.000Z" } }],
    // Linux computes the start from a clock that is corrected: a second is no other process.
    ["09:05:00", [between(WEB, chrome)], { starts: { 10: "2026-11-26T08:00:01.000Z" } }],
    ["09:10:00", [between(WEB, chrome)], { starts: { 10: "2026-11-26T09:08:00.000Z" } }],
  ], (held) =>
    assertEquals(brief(held), [
      `TCP ${WEB} 10 chrome.exe ESTABLISHED 09:00:00–09:05:00 x2`,
      `TCP ${WEB} 10 chrome.exe ESTABLISHED 09:10:00–… x1`,
    ])));

Deno.test("a socket that was made anew between two looks is another", () => {
  const made = (createdAt: string | null) => between(WEB, { ...chrome, createdAt });
  return story([
    ["09:00:00", [made(null)]],
    ["09:05:00", [made("2026-11-26T08:59:00.000Z")]],
    ["09:10:00", [made(null)]],
    ["09:15:00", [made("2026-11-26T09:14:00.000Z")]],
  ], (held) =>
    assertEquals(brief(held), [
      `TCP ${WEB} 10 chrome.exe ESTABLISHED 09:00:00–09:10:00 x3`,
      `TCP ${WEB} 10 chrome.exe ESTABLISHED 09:15:00–… x1`,
    ]));
});

Deno.test("sockets with the same ends and process are told apart by their number", () => {
  const dns = connection({
    protocol: "UDP",
    localAddress: "0.0.0.0",
    localPort: 5353,
    pid: 10,
    process: "chrome.exe",
  });
  const ends = "UDP 0.0.0.0:5353 *:*";
  return story([
    ["09:00:00", [dns, dns, dns]],
    ["09:05:00", [dns]],
    ["09:10:00", [dns, dns]],
  ], (held) =>
    assertEquals(brief(held).toSorted(), [
      `${ends} 10 chrome.exe null 09:00:00–09:00:00 x1`,
      `${ends} 10 chrome.exe null 09:00:00–09:00:00 x1`,
      `${ends} 10 chrome.exe null 09:00:00–… x3`,
      `${ends} 10 chrome.exe null 09:10:00–… x1`,
    ]));
});

Deno.test("each computer has its own looks and episodes", () =>
  story([
    ["09:00:00", [between(WEB, chrome)], { computer: "PC-1" }],
    ["09:01:00", [between(WEB, chrome)], { computer: "PC-2" }],
    ["09:02:00", [], { computer: null }],
    ["09:05:00", [], { computer: "PC-1" }],
    ["09:06:00", [between(WEB, chrome)], { computer: "PC-2" }],
  ], (held, recorded) => {
    assertEquals(held.map(({ computer, last, times }) => [computer, last, times]), [
      ["PC-1", "2026-11-26T09:00:00.000Z", 1],
      ["PC-2", null, 2],
    ]);
    assertEquals(recorded.map(({ runs }) => runs), [1, 1, 1, 2, 2]);
  }));

Deno.test("a look that comes late adds what it alone saw", () => {
  const only = "192.0.2.7:50999 203.0.113.9:25";
  return story([
    ["09:00:00", [between(WEB, chrome)]],
    ["09:10:00", []],
    ["09:05:00", [between(WEB, chrome), between(only, chrome)]],
    ["08:55:00", [between(only, chrome)]],
  ], (held, recorded) => {
    assertEquals(brief(held), [
      `TCP ${only} 10 chrome.exe ESTABLISHED 08:55:00–08:55:00 x1`,
      `TCP ${WEB} 10 chrome.exe ESTABLISHED 09:00:00–09:05:00 x2`,
      `TCP ${only} 10 chrome.exe ESTABLISHED 09:05:00–09:05:00 x1`,
    ]);
    assertEquals(recorded.map(({ latestAt }) => latestAt !== null), [false, false, true, true]);
    assertEquals(recorded.map(({ runs }) => runs), [1, 2, 3, 4]);
  });
});

Deno.test("saved looks that are added backwards make the same episode as forwards", () => {
  const look = (time: string): Look => [time, [between(WEB, chrome)]];
  return story(
    [look("09:10:00"), look("09:05:00"), look("09:00:00")],
    (held) => assertEquals(brief(held), [`TCP ${WEB} 10 chrome.exe ESTABLISHED 09:00:00–… x3`]),
  );
});

Deno.test("the same look twice changes nothing", () =>
  story([
    ["09:00:00", [between(WEB, chrome)]],
    ["09:00:00", [between(WEB, chrome)]],
  ], (held, recorded) => {
    assertEquals(brief(held), [`TCP ${WEB} 10 chrome.exe ESTABLISHED 09:00:00–… x1`]);
    assertEquals(recorded[1], {
      opened: 0,
      closed: 0,
      changed: 0,
      open: 1,
      runs: 1,
      latestAt: Date.parse("2026-11-26T09:00:00.000Z"),
    });
  }));

Deno.test("a late look at what has become TIME_WAIT meanwhile is the same connection", () =>
  story([
    ["09:00:00", [between(WEB, chrome)]],
    ["09:10:00", [between(WEB, { pid: 0, state: "TIME_WAIT" })]],
    ["09:05:00", [between(WEB, chrome)]],
  ], (held) => assertEquals(brief(held), [`TCP ${WEB} 10 chrome.exe TIME_WAIT 09:00:00–… x3`])));

Deno.test("names, ports that are unknown and inbound connections survive", () =>
  story([
    ["09:00:00", [
      connection({ localHost: "pc", localPort: 80, remoteHost: "gw", remotePort: 5, pid: 3 }),
      between("[::1]:80 [fe80::1%12]:5", { pid: 3, direction: "inbound" }),
      connection({ protocol: "TCP", localAddress: "0.0.0.0", localPort: 445, state: "LISTENING" }),
      connection({ protocol: "UDP", localAddress: "0.0.0.0", localPort: 50000 }),
    ]],
  ], (held) =>
    assertEquals(held.map(({ ends }) => ends).toSorted(), [
      "TCP *:80 *:5",
      "TCP 0.0.0.0:445 *:*",
      "TCP [::1]:80 [fe80::1%12]:5",
      "UDP 0.0.0.0:50000 *:*",
    ])));

Deno.test("saved output that does not tell when it was seen needs a time", () =>
  inTemporaryFolder(async (folder) => {
    using history = await openHistory(fakeHost(), `${folder}/h.db`);
    const snapshot = { ...lookAt("", [between(WEB)]), observedAt: null };
    await assertRejects(() => recordRun(history, snapshot, { view: VIEW }), CaptureError);
    const at = Date.parse("2026-11-26T09:00:00Z");
    assertEquals((await recordRun(history, snapshot, { view: VIEW, at })).opened, 1);
    assert(episodesIn(history.database)[0]!.first.startsWith("2026-11-26T09:00"));
  }));
