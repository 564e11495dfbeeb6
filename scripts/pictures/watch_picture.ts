/**
 * The picture of `netwho watch` in docs/watch.md: a frame that the program draws, of an invented computer.
 *
 * @module
 */
import { drawScreen } from "../../lib/live/screen/draw/draw_screen.ts";
import type { LiveRow } from "../../lib/live/live_row.ts";
import { liveRow, LOOKED_AT, watchState } from "../../tests/support/watch_screens.ts";
import { frameSvg } from "./frame_svg.ts";

const SIZE = { columns: 108, rows: 18 };

/** What the picture shows, for those who cannot see it. */
const TITLE = "netwho watch in a terminal: a list of connections with their programs and states. " +
  "New ones are green with a plus sign, closed ones red with a minus sign, changed ones yellow.";

/** Draws the picture. */
export function watchPicture(): string {
  const state = watchState(rows(), {
    size: SIZE,
    settings: { showsOwners: true },
    look: { opened: 27, closed: 19 },
    selected: 8,
  });
  return frameSvg(drawScreen(state, { color: true, ascii: false }).lines, {
    columns: SIZE.columns,
    title: TITLE,
  });
}

/** The time so many seconds before the look. */
function ago(seconds: number): string {
  return new Date(LOOKED_AT - 1000 * seconds).toISOString();
}

const HOUR = 3600;
const WIDGETS = { remoteOwner: "WIDGETS", remoteCountry: "US" };
const CLOUD = { remoteOwner: "EXAMPLE-NET", remoteCountry: "IE" };
const HOSTING = { remoteOwner: "Beispiel AG", remoteCountry: "DE" };
const MAIL = { remoteOwner: "예시통신", remoteCountry: "KR" };

const WAITING = {
  direction: null,
  state: "LISTENING",
  localAddress: "0.0.0.0",
  remoteAddress: "0.0.0.0",
  remotePort: 0,
};
const UDP = { ...WAITING, protocol: "UDP", state: null, remoteAddress: null, remotePort: null };

function rows(): LiveRow[] {
  const browser = { process: "browser.exe", pid: 7340 };
  const service = { process: "svchost.exe", pid: 1288 };
  return [
    liveRow(1, { ...service, ...WAITING, localPort: 135, createdAt: ago(30 * HOUR) }),
    liveRow(2, {
      process: "System",
      pid: 4,
      ...WAITING,
      localPort: 445,
      createdAt: ago(30 * HOUR),
    }),
    liveRow(3, {
      ...service,
      ...UDP,
      localAddress: "::",
      localPort: 5353,
      createdAt: ago(30 * HOUR),
    }),
    liveRow(4, {
      process: "sshd.exe",
      pid: 2216,
      direction: "inbound",
      localPort: 22,
      remoteAddress: "198.51.100.77",
      remotePort: 51_234,
      ...HOSTING,
      createdAt: ago(47 * 60),
    }),
    liveRow(5, { ...browser, ...WIDGETS, createdAt: ago(600) }),
    liveRow(6, {
      ...browser,
      ...WIDGETS,
      remoteAddress: "203.0.113.21",
      createdAt: ago(2),
    }, { mark: "opened" }),
    liveRow(7, {
      ...browser,
      ...CLOUD,
      localAddress: "2001:db8:12::7",
      remoteAddress: "2001:db8:4700::6810:84e5",
      createdAt: ago(2),
    }, { mark: "opened" }),
    liveRow(8, {
      process: "한글메일.exe",
      pid: 9120,
      ...MAIL,
      remoteAddress: "203.0.113.143",
      remotePort: 993,
      createdAt: ago(3 * HOUR),
    }),
    liveRow(9, {
      process: "sync.exe",
      pid: 5512,
      ...CLOUD,
      remoteAddress: "198.51.100.12",
      state: "CLOSE_WAIT",
      createdAt: ago(1500),
    }, { mark: "changed", previousState: "ESTABLISHED" }),
    liveRow(10, {
      process: "sync.exe",
      pid: 5512,
      ...CLOUD,
      remoteAddress: "198.51.100.13",
      createdAt: ago(1500),
    }),
    liveRow(11, {
      process: "updater.exe",
      pid: 11_804,
      ...HOSTING,
      remoteAddress: "198.51.100.200",
      remotePort: 80,
      state: "FIN_WAIT_2",
      createdAt: ago(14),
    }, { mark: "closed", closedAt: LOOKED_AT }),
    liveRow(12, {
      process: "updater.exe",
      pid: 11_804,
      ...HOSTING,
      remoteAddress: "198.51.100.200",
      state: "SYN_SENT",
      createdAt: ago(1),
    }, { mark: "opened" }),
    liveRow(13, {
      ...browser,
      ...WIDGETS,
      remoteAddress: "203.0.113.9",
      state: "TIME_WAIT",
      createdAt: ago(95),
    }),
  ];
}
