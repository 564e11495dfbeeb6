// What is said to be normal: each kind by a case with its sentence, and twins that are not.
import { assert, assertEquals } from "@std/assert";
import { Crowds } from "../../../lib/audit/explain/crowds.ts";
import { NORMAL } from "../../../lib/audit/explain/normal.ts";
import { type AuditedRow, auditedView, type ViewFacts } from "../../support/audited.ts";

/** The ID of what is normal about the first of some connections, and its sentence; null for none. */
function first(rows: readonly AuditedRow[], facts?: ViewFacts): [string, string] | null {
  const view = auditedView(rows, facts);
  const crowds = new Crowds(view);
  const [subject] = view.subjects;
  const normal = NORMAL.find(({ when }) => when(subject!, crowds));
  return normal === undefined ? null : [normal.id, normal.sentence(subject!, crowds)];
}

const SVCHOST = { process: "svchost.exe", path: "C:\\Windows\\System32\\svchost.exe" };
const CHROME = {
  process: "chrome.exe",
  path: "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
};
const LOOP = { localAddress: "127.0.0.1", remoteAddress: "127.0.0.1", localScope: "loopback" };
const waiting = (row: AuditedRow): AuditedRow => ({
  state: "LISTENING",
  localAddress: "0.0.0.0",
  localScope: "any",
  ...row,
});
const udp = (row: AuditedRow): AuditedRow => ({
  protocol: "UDP",
  state: null,
  direction: null,
  localAddress: "0.0.0.0",
  localScope: "any",
  remoteAddress: null,
  remotePort: null,
  ...row,
});
const many = (count: number, row: AuditedRow): AuditedRow[] =>
  Array.from({ length: count }, (_, number) => ({ pid: 9, localPort: 40_000 + number, ...row }));

/** Cases with their sentences; the first connection of each is asked about. */
const CASES: Readonly<Record<string, readonly (readonly [readonly AuditedRow[], string])[]>> = {
  "netwho-itself": [[
    [{ process: "netwho.exe", path: "C:\\Tools\\netwho.exe" }],
    "It is netwho's own: it asks 203.0.113.9, as its options say",
  ]],
  "loopback-pair": [
    [
      [
        { ...LOOP, process: "a.exe", localPort: 5000, remotePort: 6000 },
        { ...LOOP, process: "b.exe", localPort: 6000, remotePort: 5000 },
      ],
      "a.exe talks to b.exe inside this computer: both ends are listed",
    ],
    [
      [
        { ...CHROME, ...LOOP, pid: 7, localPort: 5000, remotePort: 6000 },
        { ...CHROME, ...LOOP, pid: 7, localPort: 6000, remotePort: 5000 },
      ],
      "chrome.exe talks to itself inside this computer: both ends are listed",
    ],
    [
      [
        { ...LOOP, process: "a.exe", localPort: 5000, remotePort: 6000 },
        { ...LOOP, process: null, path: null, pid: null, localPort: 6000, remotePort: 5000 },
      ],
      "a.exe talks to a program that is not known inside this computer: both ends are listed",
    ],
  ],
  "loopback-peer": [[
    [{ ...LOOP, process: "a.exe" }],
    "a.exe talks to this computer itself",
  ]],
  "loopback-listener": [[
    [waiting({ process: "a.exe", localAddress: "127.0.0.1", localScope: "loopback" })],
    "a.exe waits on 127.0.0.1, which only this computer reaches",
  ]],
  "browser-pages": [
    [
      [
        { ...CHROME, pid: 1 },
        { ...CHROME, pid: 2, remoteAddress: "198.51.100.4" },
        { ...CHROME, pid: 2, remoteAddress: "198.51.100.4" },
      ],
      "chrome.exe, a browser, is connected to 2 addresses on the ports of the web: a page loads " +
      "from many at once",
    ],
    [
      [{ process: "firefox.exe" }],
      "firefox.exe, a browser by its name, is connected to 1 address on the ports of the web: a " +
      "page loads from many at once",
    ],
  ],
  "browser-udp": [
    [
      [udp({ ...CHROME, localPort: 5353 })],
      "chrome.exe, a browser, looks for devices in the local network (mDNS)",
    ],
    [
      [udp({ ...CHROME, localPort: 50_111 })],
      "chrome.exe, a browser, uses UDP for pages (QUIC) and calls",
    ],
  ],
  "system-port": [
    [
      [waiting({ ...SVCHOST, localPort: 135 })],
      "Windows itself waits on TCP port 135 for RPC (the list of its ports): it is svchost.exe",
    ],
    [
      [waiting({ process: "System", pid: 4, localPort: 445 })],
      "Windows itself waits on TCP port 445 for shared files (SMB): it is System",
    ],
    [
      [waiting({ process: "System", pid: 4, localPort: 5357 })],
      "Windows itself waits on TCP port 5357 for the search for printers and devices (WSD): it is " +
      "System",
    ],
    [
      [udp({ process: "svchost.exe", localPort: 5355 })],
      "Windows itself waits on UDP port 5355 for names in the local network (LLMNR): it is " +
      "svchost.exe by its name",
    ],
    [
      [udp({ process: "avahi-daemon", path: "/usr/sbin/avahi-daemon", localPort: 5353 })],
      "Linux itself waits on UDP port 5353 for names in the local network (mDNS): it is avahi-daemon",
    ],
  ],
  "rpc-port": [[
    [waiting({
      process: "lsass.exe",
      path: "C:\\Windows\\System32\\lsass.exe",
      localPort: 49_664,
    })],
    "lsass.exe waits on port 49664 for RPC, whose ports Windows gives out from 49152 up",
  ]],
  "name-query": [[
    [{ ...SVCHOST, protocol: "UDP", state: null, remotePort: 53 }],
    "svchost.exe asks 203.0.113.9 for names (DNS)",
  ]],
  "windows-service": [[
    [{ ...SVCHOST, services: ["wuauserv"] }],
    "Windows' service wuauserv (svchost.exe) asks for updates",
  ]],
  "updates": [[
    [{
      process: "MicrosoftEdgeUpdate.exe",
      path: "C:\\Program Files (x86)\\Microsoft\\EdgeUpdate\\MicrosoftEdgeUpdate.exe",
    }],
    "MicrosoftEdgeUpdate.exe looks for updates, at 203.0.113.9",
  ]],
  "few-time-wait": [
    [
      many(12, { state: "TIME_WAIT", pid: 0, process: null }),
      "It is closed, one of 12 that wait so (TIME_WAIT): they go within minutes",
    ],
    [
      many(1, { state: "TIME_WAIT", pid: 0, process: null }),
      "It is closed, and the only one that waits so (TIME_WAIT): it goes within minutes",
    ],
  ],
  "few-close-wait": [[
    many(3, { state: "CLOSE_WAIT", process: "chat.exe" }),
    "The other end has closed it and chat.exe not yet (CLOSE_WAIT), one of 3 of this program: only " +
    "many of them would be a fault",
  ]],
  "few-closing": [[
    many(2, { state: "FIN_WAIT_2", process: "chat.exe" }),
    "It is being closed (FIN_WAIT_2), which takes a moment",
  ]],
  "local-network": [[
    [{ process: "nas.exe", remoteAddress: "192.168.1.5", remotePort: 5000 }],
    "nas.exe is connected to 192.168.1.5 in the local network, not in the Internet",
  ]],
};

Deno.test("everything that is said to be normal has a case here, and each ID is there once", () => {
  assertEquals(NORMAL.map(({ id }) => id).sort(), Object.keys(CASES).sort());
});

for (const [id, cases] of Object.entries(CASES)) {
  Deno.test(`normal: ${id}`, () => {
    for (const [rows, sentence] of cases) {
      const isLinux = rows[0]!.path?.startsWith("/") ?? false;
      assertEquals(first(rows, { os: isLinux ? "linux" : "windows" }), [id, sentence]);
      assert(!sentence.endsWith("."));
    }
  });
}

Deno.test("what only looks like it is not called normal", () => {
  const twins: readonly (readonly AuditedRow[])[] = [
    // A name alone: the place belies it.
    [{ ...CHROME, path: "C:\\Users\\Public\\chrome.exe" }],
    [{ ...CHROME, path: "C:\\Users\\anna\\AppData\\Local\\Temp\\chrome.exe" }],
    [waiting({ ...SVCHOST, path: "C:\\ProgramData\\svchost.exe", localPort: 135 })],
    [{ ...SVCHOST, path: "C:\\Windows\\Temp\\svchost.exe", services: ["wuauserv"] }],
    // A browser elsewhere than on the ports of the web, or to which others connect.
    [{ ...CHROME, remotePort: 4444 }],
    [{ ...CHROME, direction: "inbound" }],
    [waiting({ ...CHROME, localPort: 9222 })],
    // The port of the system, but another program.
    [waiting({ process: "evil.exe", localPort: 135 })],
    [waiting({ process: "svchost.exe", localPort: 445 })],
    // Who can log in is for a person to decide.
    [waiting({ ...SVCHOST, localPort: 3389 })],
    [waiting({ process: "sshd", localPort: 22 })],
    // A service that asks nobody, one of several, and none.
    [{ ...SVCHOST, services: ["Dhcp"] }],
    [{ ...SVCHOST, services: ["wuauserv", "Dhcp"] }],
    [{ ...SVCHOST, services: null }],
    // Many are no longer a few.
    many(101, { state: "TIME_WAIT", pid: 0, process: null }),
    many(11, { state: "CLOSE_WAIT", process: "chat.exe" }),
    many(21, { state: "FIN_WAIT_2", process: "chat.exe" }),
    // The other way round, and farther than the local network.
    [{ process: "nas.exe", remoteAddress: "192.168.1.5", direction: "inbound" }],
    [{ process: "nas.exe", remoteAddress: "192.168.1.5", direction: null }],
    [{ process: "nas.exe" }],
    // Unknown programs.
    [{ process: null, path: null }],
    [waiting({ process: null, path: null, pid: null, localPort: 135 })],
  ];
  for (const rows of twins) assertEquals(first(rows), null, Deno.inspect(rows[0]));
});
