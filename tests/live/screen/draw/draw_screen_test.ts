import { assertEquals } from "@std/assert";
import { drawScreen } from "../../../../lib/live/screen/draw/draw_screen.ts";
import type { WatchSettings, WatchState } from "../../../../lib/live/screen/watch_state.ts";
import { liveRow, LOOKED_AT, watchState } from "../../../support/watch_screens.ts";

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** The time so long before the look, as a socket's creation. */
function ago(milliseconds: number): string {
  return new Date(LOOKED_AT - milliseconds).toISOString();
}

const ROWS = [
  liveRow(1, { createdAt: ago(1 * SECOND) }, { mark: "opened" }),
  liveRow(2, {
    remoteAddress: "198.51.100.4",
    remotePort: 8443,
    state: "CLOSE_WAIT",
    createdAt: ago(200 * SECOND),
  }, { mark: "changed", previousState: "ESTABLISHED" }),
  liveRow(3, {
    process: "mail",
    pid: 902,
    remoteAddress: "198.51.100.25",
    remotePort: 993,
    createdAt: ago(2 * HOUR),
  }, { mark: "closed", closedAt: LOOKED_AT }),
  liveRow(4, {
    process: "sshd",
    pid: 812,
    localAddress: "0.0.0.0",
    localPort: 22,
    remoteAddress: "0.0.0.0",
    remotePort: 0,
    state: "LISTENING",
    direction: null,
    createdAt: ago(5 * 24 * HOUR),
  }),
  liveRow(5, {
    process: "sshd",
    pid: 813,
    localPort: 22,
    remoteAddress: "203.0.113.77",
    remotePort: 51_234,
    direction: "inbound",
  }),
  liveRow(6, {
    process: "resolver",
    pid: 601,
    protocol: "UDP",
    state: null,
    localAddress: "::",
    localPort: 5353,
    remoteAddress: null,
    remotePort: null,
    direction: null,
  }),
];

const PLAIN = { color: false, ascii: false };

function drawn(state: WatchState, options = PLAIN): string {
  const { lines } = drawScreen(state, options);
  return `\n${lines.join("\n")}\n`;
}

Deno.test("drawScreen: 80 columns show both ends, the state and the age; new, gone and changed rows have marks", () => {
  const state = watchState(ROWS, {
    size: { columns: 80, rows: 12 },
    look: { opened: 3, closed: 1 },
  });
  assertEquals(
    drawn(state),
    `
DESK-7  2026-11-26  14:05:09  every 2s
5 connections  +3 new  -1 closed  ESTABLISHED 2  LISTENING 1  UDP 1
   process        pid  local     remote                 state         age
>+ browser.exe   7340  :50101  → 203.0.113.20:443       ESTABLISHED    1s
 ~ browser.exe   7340  :50102  → 198.51.100.4:8443      CLOSE_WAIT     3m
 - mail           902  :50103  → 198.51.100.25:993      ESTABLISHED    2h
   sshd           812  :22     ● 0.0.0.0:22             LISTENING      5d
   sshd           813  :22     ← 203.0.113.77:51234     ESTABLISHED
   resolver       601  :5353   ● [::]:5353              UDP


q quit  ? help  / filter  Enter details  K end process  x close  s sort
`,
  );
});

Deno.test("drawScreen: 40 columns give each row a second line for its address", () => {
  const state = watchState(ROWS, { size: { columns: 40, rows: 14 }, selected: 2 });
  assertEquals(
    drawn(state),
    `
DESK-7  2026-11-26  14:05:09  every 2s
5 connections  +0 new  -0 closed
   process        pid  state         age
   remote
 + browser.exe   7340  ESTABLISHED    1s
   → 203.0.113.20:443
>~ browser.exe   7340  CLOSE_WAIT     3m
   → 198.51.100.4:8443
 - mail           902  ESTABLISHED    2h
   → 198.51.100.25:993
   sshd           812  LISTENING      5d
   ● 0.0.0.0:22
line 2 of 6
q quit  ? help  / filter  Enter details
`,
  );
});

Deno.test("drawScreen: 20 columns and 5 lines still show a connection and how to leave", () => {
  assertEquals(
    drawn(watchState(ROWS, { size: { columns: 20, rows: 5 } })),
    `
>+ browser…   7340
 → 203.0.113.20:443
   ESTABLISHED
line 1 of 6
q quit  ? help
`,
  );
});

Deno.test("drawScreen: an IPv6 address that is too wide for its column moves the others, and is whole", () => {
  const wide = liveRow(7, {
    process: "browser.exe",
    localAddress: "2001:db8:ffff:ffff:ffff:ffff:ffff:0001",
    remoteAddress: "2001:db8:142:26c9:10ee:d516:f3bc:aa4c",
    createdAt: ago(SECOND),
  });
  const state = watchState([...ROWS.slice(0, 1), wide], { size: { columns: 80, rows: 9 } });
  const [, , , first, second] = drawScreen(state, PLAIN).lines;
  assertEquals(
    first,
    ">+ browser.exe   7340  → 203.0.113.20:443                ESTABLISHED    1s",
  );
  assertEquals(
    second,
    "   browser.exe  7340  → [2001:db8:142:26c9:10ee:d516:f3bc:aa4c]:443  ESTABLISHED",
  );
});

Deno.test("drawScreen: at 40 columns the port of a long IPv6 address goes up beside the state", () => {
  const row = liveRow(1, {
    remoteAddress: "2001:db8:142:26c9:10ee:d516:f3bc:aa4c",
    remotePort: 50_201,
  });
  const { lines } = drawScreen(watchState([row], { size: { columns: 40, rows: 10 } }), PLAIN);
  assertEquals(lines.slice(4, 6), [
    ">  browser…  7340  → :50201  ESTABLISHED",
    " 2001:db8:142:26c9:10ee:d516:f3bc:aa4c",
  ]);
});

Deno.test("drawScreen: 160 columns show owner, country, user and path where they are known", () => {
  const row = liveRow(1, {
    remoteHost: "www.example.com",
    remoteOwner: "EXAMPLE-NET Example Networks",
    remoteCountry: "KR",
    user: "DESK-7\\anna",
    path: "C:\\Program Files\\Browser\\browser.exe",
    createdAt: ago(SECOND),
  });
  const state = watchState([row], {
    size: { columns: 160, rows: 8 },
    settings: { showsNames: true, showsOwners: true },
  });
  const [, , headings, line] = drawScreen(state, PLAIN).lines;
  assertEquals(
    [headings, line],
    [
      "   process        pid  proto  local              remote                 state         age  owner                 country  user         path",
      ">  browser.exe   7340  TCP    192.0.2.7:50101  → www.example.com:443    ESTABLISHED    1s  EXAMPLE-NET Example…  KR       DESK-7\\anna  …\\Browser\\browser.exe",
    ],
  );
});

Deno.test("drawScreen: names are shown only where that is switched on, addresses otherwise", () => {
  const row = liveRow(1, { remoteHost: "www.example.com" });
  const size = { columns: 80, rows: 9 };
  const lineOf = (showsNames: boolean) =>
    drawScreen(watchState([row], { size, settings: { showsNames } }), PLAIN).lines[3]!;
  assertEquals(lineOf(true).includes("www.example.com:443"), true);
  assertEquals(lineOf(false).includes("203.0.113.20:443"), true);
});

Deno.test("drawScreen: a long name that stands for an unknown address keeps its end, the state and the program", () => {
  const remoteHost = `${"a-rather-long-label.".repeat(5)}example.com`;
  const row = liveRow(1, { remoteAddress: null, remoteHost });
  const wide = drawScreen(watchState([row], { size: { columns: 80, rows: 9 } }), PLAIN).lines[3]!;
  assertEquals(
    /^> {2}browser\.exe +7340 {2}:50101 {2}→ ….*example\.com:443 {2}ESTABLISHED$/.test(wide),
    true,
    wide,
  );
  const narrow = drawScreen(watchState([row], { size: { columns: 40, rows: 10 } }), PLAIN);
  assertEquals(/^ {3}→ ….*example\.com:443$/.test(narrow.lines[5]!), true, narrow.lines[5]);
});

Deno.test("drawScreen: programs head their connections; a closed group tells what happened in it", () => {
  const state = watchState(ROWS, {
    size: { columns: 80, rows: 13 },
    settings: { isGrouped: true },
    openGroups: new Set(["813 sshd"]),
  });
  const expected = `
DESK-7  2026-11-26  14:05:09  every 2s
5 connections  +0 new  -0 closed  ESTABLISHED 2  LISTENING 1  UDP 1
   process          pid  local     remote                 state         age
>+ ► browser.exe   7340  2 connections  ESTABLISHED 1  CLOSE_WAIT 1
 - ► mail           902  0 connections  closed 1
   ► sshd           812  1 connection  LISTENING 1
   ▼ sshd           813  1 connection  ESTABLISHED 1
     sshd           813  :22     ← 203.0.113.77:51234     ESTABLISHED
   ► resolver       601  1 connection  UDP 1



q quit  ? help  / filter  Enter details  K end process  x close  s sort
`;
  assertEquals(drawn(state), expected);
});

Deno.test("drawScreen: Korean names and emoji leave the columns where they are", () => {
  const rows = ["한글메일.exe", "🙂pad.exe", "mail"].map((process, at) =>
    liveRow(at + 1, { process })
  );
  const { lines } = drawScreen(watchState(rows, { size: { columns: 80, rows: 9 } }), PLAIN);
  assertEquals(lines.slice(2, 6), [
    "   process         pid  local     remote                 state         age",
    ">  한글메일.exe   7340  :50101  → 203.0.113.20:443       ESTABLISHED",
    "   🙂pad.exe      7340  :50102  → 203.0.113.20:443       ESTABLISHED",
    "   mail           7340  :50103  → 203.0.113.20:443       ESTABLISHED",
  ]);
});

Deno.test("drawScreen: what has no program is grouped under words that are not cut", () => {
  const rest = liveRow(1, { process: null, pid: 0, state: "TIME_WAIT" });
  const hidden = liveRow(2, { process: null, pid: null });
  const state = watchState([rest, hidden], {
    size: { columns: 80, rows: 9 },
    settings: { isGrouped: true },
  });
  assertEquals(drawScreen(state, PLAIN).lines.slice(3, 5), [
    ">  ► no process      0  1 connection  TIME_WAIT 1",
    "   ► unknown            1 connection  ESTABLISHED 1",
  ]);
});

Deno.test("drawScreen: ASCII terminals get no arrows, dots, lines or ellipses", () => {
  const long = liveRow(8, { process: "a-very-long-program-name-of-somebody.exe" });
  const state = watchState([...ROWS, long], {
    size: { columns: 80, rows: 14 },
    settings: { isGrouped: true },
    openGroups: new Set(["7340 browser.exe"]),
    isLookingUp: true,
  });
  const options = { color: false, ascii: true };
  const screens = [
    state,
    { ...state, look: null, lines: [] },
    { ...state, pane: { kind: "help", top: 0 } },
    { ...state, pane: { kind: "details", about: 1, lines: null, top: 0 } },
    { ...state, pane: { kind: "preparing", number: 1, action: "kill" } },
  ] as const;
  for (const screen of screens) {
    // deno-lint-ignore no-control-regex
    assertEquals(/[^\x00-\x7f]/.exec(drawn(screen, options)), null, screen.pane.kind);
  }
  assertEquals(drawn(state, options).includes("[-] browser"), true);
});

Deno.test("drawScreen: new rows are green, closed ones red, changed ones yellow; the selected one is inverse", () => {
  const state = watchState(ROWS, { size: { columns: 80, rows: 12 }, selected: 4 });
  const { lines } = drawScreen(state, { color: true, ascii: false });
  // deno-lint-ignore no-control-regex
  const styles = lines.slice(3, 9).map((line) => /^(?:\x1b\[\d+m)*/.exec(line)![0]);
  assertEquals(styles, ["\x1b[32m", "\x1b[31m", "\x1b[7m", "", ""].toSpliced(1, 0, "\x1b[33m"));
  assertEquals(lines[8]!.includes("\x1b["), false, "UDP has no colour of a state");
  assertEquals(lines[7]!.includes("\x1b[32mESTABLISHED\x1b[39m"), true);
});

Deno.test("drawScreen: findings are marked by ! and their severity", () => {
  const state = watchState(ROWS, {
    size: { columns: 100, rows: 12 },
    settings: { showsAudit: true },
    marks: new Map([[4, "high"]]),
  });
  const { lines } = drawScreen(state, PLAIN);
  const marked = lines.filter((line) => /^.{2}!/.test(line));
  assertEquals(marked.length, 1);
  assertEquals(/^ {2}! sshd +812 .* LISTENING +5d {2}high$/.test(marked[0]!), true, marked[0]);
});

Deno.test("drawScreen: the head tells of a pause, of late looks, of trouble and of what cannot be seen", () => {
  const state = watchState(ROWS, {
    size: { columns: 80, rows: 12 },
    isPaused: true,
    isLate: true,
    limits: "The programs of 12 sockets are hidden: run netwho as root to see them",
  });
  const lines = drawScreen(state, PLAIN).lines;
  assertEquals(
    lines[0],
    "DESK-7  2026-11-26  14:05:09  every 2s  paused  late: the look still runs",
  );
  assertEquals(lines[2], "The programs of 12 sockets are hidden: run netwho as root to see them");
  const failed = drawScreen({ ...state, trouble: "Cannot run netstat: timed out" }, PLAIN);
  assertEquals(failed.lines[2], "! Cannot run netstat: timed out");
});

Deno.test("drawScreen: a slow look says how long it took", () => {
  const state = watchState(ROWS, {
    size: { columns: 80, rows: 12 },
    look: { missed: 2, tookMilliseconds: 5_230 },
  });
  assertEquals(
    drawScreen(state, PLAIN).lines[0],
    "DESK-7  2026-11-26  14:05:09  every 2s  late: a look took 5.2 s",
  );
});

Deno.test("drawScreen: the status tells the choice, the order and the place", () => {
  const state = watchState(ROWS, {
    size: { columns: 80, rows: 10 },
    settings: { sort: "pid", isReversed: true, only: ["tcp"], showsLoopback: false },
  });
  assertEquals(
    drawScreen(state, PLAIN).lines[8],
    "5 of 6 shown  only TCP  no loopback  by pid, reversed",
  );
});

Deno.test("drawScreen: a message takes the place of the status; a failure begins with !", () => {
  const size = { columns: 80, rows: 10 };
  const status = (message: WatchState["message"]) =>
    drawScreen(watchState(ROWS, { size, message }), PLAIN).lines[8];
  assertEquals(status({ text: "Copied as JSON", kind: "done" }), "Copied as JSON");
  assertEquals(status({ text: "Cannot copy", kind: "failed" }), "! Cannot copy");
});

Deno.test("drawScreen: an empty list says why, and how to see more", () => {
  const size = { columns: 80, rows: 12 };
  const list = (state: WatchState) => drawScreen(state, PLAIN).lines.slice(3, 7);
  assertEquals(list(watchState(null, { size })), ["Reading connections…", "", "", ""]);
  assertEquals(list(watchState([], { size })), ["No connections", "", "", ""]);
  const state = watchState(ROWS, { size, settings: { filter: "port 9999", only: ["udp"] } });
  assertEquals(list(state), [
    "No connections match:",
    "  filter: port 9999 (Esc clears it)",
    "  only UDP (2 takes it back)",
    "",
  ]);
  const trouble = "Cannot run netstat: not found";
  assertEquals(list(watchState(null, { size, trouble })).slice(0, 2), [
    trouble,
    "netwho tries again at the next look",
  ]);
});

Deno.test("drawScreen: the column that the list is sorted by has the order beside its name", () => {
  const heading = (
    settings: Partial<WatchSettings>,
    { columns = 100, ascii = false } = {},
  ) => {
    const state = watchState(ROWS, { size: { columns, rows: 13 }, settings });
    const { lines } = drawScreen(state, { color: false, ascii });
    return lines.slice(2, 4).filter((line) => /^ {3}(?:process|remote)/.test(line)).join("/");
  };
  const plain =
    "   process        pid  proto  local              remote                 state         age";
  assertEquals(heading({ sort: null, isReversed: true }), plain);
  assertEquals(heading({ sort: "process" }), plain.replace("process ", "process▲"));
  assertEquals(heading({ sort: "pid" }), plain.replace(" pid", "pid▲"));
  assertEquals(heading({ sort: "protocol" }), plain.replace("proto ", "proto▲"));
  assertEquals(heading({ sort: "localPort", isReversed: true }), plain.replace("local ", "local▼"));
  assertEquals(heading({ sort: "remotePort" }), plain.replace("remote ", "remote▲"));
  assertEquals(heading({ sort: "age", isReversed: true }), plain.replace(" age", "age▼"));
  const inAscii = plain.replace("remote", " remote").replace("state ", "state^");
  assertEquals(heading({ sort: "state" }, { ascii: true }), inAscii);
  // One that has no column is named in the line below the list alone.
  assertEquals(heading({ sort: "user" }), plain);
  assertEquals(
    heading({ sort: "remoteAddress", isReversed: true }, { columns: 40, ascii: true }),
    "   process        pid  state         age/   remotev",
  );
});
