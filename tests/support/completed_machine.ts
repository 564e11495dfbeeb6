/**
 * Made-up machines on which command lines are completed.
 *
 * @module
 */
import type { Host, ListedProcess, SystemSocket } from "../../lib/host/host.ts";
import { fakeHost } from "./fake_host.ts";

/** Names of programs that would do harm in a shell, on a terminal or in a filter. */
export const HOSTILE_NAMES: readonly string[] = [
  "$(touch pwned)",
  "`touch pwned`",
  "a;touch pwned",
  "a|b&c>d<e",
  "a b'c\"d",
  "\u2018curly\u2019",
  "esc\x1b[31mred",
  "line\nfeed\ttab\rreturn",
  "gpj.\u202eexe",
  "comma,s",
  "!wow",
  "-rf",
  "--fields",
  "~root",
  "{a,b}",
  "*?[x]",
  " blank ",
  "'quoted'",
  '"quoted"',
  "$HOME",
  "%PATH%",
  "1 2",
  "back\\slash",
  "#comment",
  "=ls",
  "h\u00fcllo \ud55c\uae00 \u{1f600}",
  "\ud800lone",
  "4711",
  ":8080",
  "x".repeat(200),
];

/** A Windows with a few processes and sockets. */
export function completedWindows(
  { names = [], ...overrides }: { names?: readonly string[] } & Partial<Host> = {},
): Host {
  const processes: [number, ListedProcess][] = [
    [4, { parentPid: 0, name: "System" }],
    [912, { parentPid: 4, name: "svchost.exe" }],
    [4711, { parentPid: 4, name: "chat.exe" }],
    [4712, { parentPid: 4711, name: "chat.exe" }],
    ...names.map((name, at): [number, ListedProcess] => [9000 + at, { parentPid: 4, name }]),
  ];
  const socket = (values: Partial<SystemSocket>): SystemSocket => ({
    protocol: "TCP",
    localAddress: "192.0.2.7",
    localPort: 50123,
    localZone: 0,
    remoteAddress: null,
    remotePort: null,
    remoteZone: 0,
    isListening: false,
    pid: 4711,
    createdAt: null,
    module: null,
    ...values,
  });
  return fakeHost({
    os: "windows",
    env: (name) => ({ USERNAME: "anna", USERPROFILE: "C:\\Users\\anna.PC" })[name],
    listDirectory: (path) =>
      path === "C:\\Users"
        ? ["All Users", "anna.PC", "ben", "Default", "desktop.ini", "Public"]
        : [],
    listedProcesses: () => new Map(processes),
    processFacts: () =>
      new Map([[4711, { path: "C:\\Program Files\\Chat\\chat.exe", startedAt: null }]]),
    systemSockets: () => [
      socket({ localAddress: "0.0.0.0", localPort: 135, isListening: true, pid: 912 }),
      socket({ localAddress: "::1", localPort: 8080, isListening: true }),
      socket({ remoteAddress: "198.51.100.4", remotePort: 443 }),
      socket({ localPort: 50124, remoteAddress: "2001:db8::7", remotePort: 443 }),
      socket({
        localPort: 50124,
        remoteAddress: "198.51.100.4",
        remotePort: 443,
        state: "TIME_WAIT",
        pid: 0,
      }),
    ],
    ...overrides,
  });
}
