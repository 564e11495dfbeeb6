/**
 * Tests of the rule on unknown listeners on high ports.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { unknownListener } from "../../../../lib/audit/rules/ports/unknown_listener.ts";
import { type AuditedRow, judged, testRule } from "../../../support/audited.ts";

const ODD = { state: "LISTENING", process: "sync.exe", path: "C:\\Users\\ann\\sync.exe" } as const;
const IN_WINDOWS = "C:\\Windows\\System32";

testRule(unknownListener, {
  bad: [
    { ...ODD, localPort: 48_123 },
    { ...ODD, localPort: 50_777, localAddress: "::" },
    { ...ODD, localPort: 2099, localAddress: "192.168.1.7", localScope: "private" },
    { ...ODD, localPort: 9007, process: "x.exe", path: `${IN_WINDOWS}\\x.exe` },
    { ...ODD, localPort: 48_123, process: "sync", path: "/home/ann/sync" },
    { ...ODD, localPort: 48_123, process: "python3.12", path: "/usr/bin/python3.12" },
    // One finding a program.
    [
      { ...ODD, localPort: 48_123, pid: 77 },
      { ...ODD, localPort: 48_123, pid: 77, localAddress: "::" },
      { ...ODD, localPort: 48_124, pid: 77 },
    ],
  ],
  good: [
    { ...ODD, localPort: 48_123, localAddress: "127.0.0.1", localScope: "loopback" },
    { ...ODD, localPort: 8080 },
    { ...ODD, localPort: 443 },
    { ...ODD, localPort: 700 },
    // Other rules speak of these.
    { ...ODD, localPort: 4444 },
    { ...ODD, localPort: 55_555 },
    { ...ODD, localPort: 48_123, path: "C:\\Program Files\\Sample\\sync.exe" },
    { ...ODD, localPort: 48_123, process: "sync", path: "/usr/bin/sync" },
    { ...ODD, localPort: 49_664, process: "lsass.exe", path: null },
    { ...ODD, localPort: 4325, process: "svchost.exe", path: null },
    { ...ODD, localPort: 49_790, process: "rpcsrv.exe", path: `${IN_WINDOWS}\\rpcsrv.exe` },
    { ...ODD, localPort: 5426, process: null, path: null, pid: 4 },
    { ...ODD, localPort: 1134, process: "Spotify.exe" },
    { ...ODD, localPort: 27_036, process: "other.exe", path: null },
    { protocol: "UDP", state: null, localPort: 48_123, remoteAddress: null, remotePort: null },
    { ...ODD, state: "ESTABLISHED", localPort: 48_123 },
  ],
  unknown: [
    ["path", { state: "LISTENING", localPort: 48_123, process: "sync.exe" }],
    ["process", { state: "LISTENING", localPort: 48_123, process: null }],
    ["peer", { ...ODD, localPort: 48_123, localAddress: null, localScope: null }],
  ],
});

testRule(unknownListener, {
  severity: "medium",
  bad: [
    { ...ODD, localPort: 48_123, process: "nc.exe" },
    { ...ODD, localPort: 48_123, process: "powershell.exe", path: null },
    { ...ODD, localPort: 50_777, process: "cmd.exe", path: `${IN_WINDOWS}\\cmd.exe` },
    { ...ODD, localPort: 48_123, process: "bash", path: "/usr/bin/bash" },
    // Whatever else waits on that port.
    { ...ODD, localPort: 443, process: "powershell.exe", path: `${IN_WINDOWS}\\powershell.exe` },
    { ...ODD, localPort: 8080, localService: "http-alt", process: "cmd.exe", path: null },
    { ...ODD, localPort: 135, process: "rundll32.exe", path: `${IN_WINDOWS}\\rundll32.exe` },
  ],
  good: [
    // Another rule speaks of this one.
    { ...ODD, localPort: 4444, process: "powershell.exe" },
    // A port that a cut line lost.
    { ...ODD, localPort: null, process: "powershell.exe" },
    {
      ...ODD,
      localPort: 8080,
      localAddress: "127.0.0.1",
      localScope: "loopback",
      process: "pwsh.exe",
    },
    { ...ODD, localPort: 8000, process: "python3", path: "/usr/bin/python3" },
  ],
});

testRule(unknownListener, {
  severity: "medium",
  facts: { os: "linux" },
  bad: [{ ...ODD, localPort: 48_123, process: "bash", path: "/usr/bin/bash" }],
  good: [
    // A server that started it left it its socket.
    { ...ODD, localPort: 443, process: "bash", path: "/usr/bin/bash" },
    { ...ODD, localPort: 8080, process: "pwsh", path: "/opt/microsoft/powershell/7/pwsh" },
  ],
});

Deno.test("audit rule unknown-listener: never says of a known port that it belongs to nobody", () => {
  const { findings } = judged(unknownListener, [
    { ...ODD, localPort: 443, process: "cmd.exe", pid: 77 },
    { ...ODD, localPort: 48_123, process: "cmd.exe", pid: 77 },
  ]);
  assertEquals(findings.map(({ finding }) => finding.reason), [
    "cmd.exe listens on ports 443 and 48123, and waits for others only where somebody told it to",
  ]);
});

Deno.test("audit rule unknown-listener: says which named services listen beside it", () => {
  const { findings } = judged(unknownListener, [
    { ...ODD, localPort: 48_123 },
    { state: "LISTENING", localPort: 3389, localService: "ms-wbt-server", process: "svchost.exe" },
    { state: "LISTENING", localPort: 445, localService: "microsoft-ds", process: "System", pid: 4 },
    { state: "LISTENING", localPort: 443, localService: "https", process: "httpd.exe" },
    { state: "LISTENING", localPort: 80, localService: "http", process: "httpd.exe" },
    {
      state: "LISTENING",
      localPort: 22,
      localService: "ssh",
      localAddress: "127.0.0.1",
      localScope: "loopback",
      process: "sshd.exe",
    },
  ]);
  assertEquals(findings.map(({ finding }) => finding.reason), [
    "sync.exe listens on port 48123, which belongs to no known service, beside http (80), https " +
    "(443) and ms-wbt-server (3389)",
  ]);
});

Deno.test("audit rule unknown-listener: says the same where rows name one port in two ways", () => {
  const rows: AuditedRow[] = [
    { state: "LISTENING", localPort: 50_002, process: "x.exe", path: "C:\\Users\\anna\\x.exe" },
    { state: "LISTENING", localPort: 445, localService: "microsoft-ds", pid: 4 },
    { state: "LISTENING", localPort: 445, localService: "smb", pid: 4 },
  ];
  const reasons = [rows, rows.toReversed()].map((some) =>
    judged(unknownListener, some).findings.map(({ finding }) => finding.reason)
  );
  assertEquals(reasons[0]!.length, 1);
  assertEquals(reasons[1], reasons[0]);
});
