/**
 * Tests of the rule `port-of-two-programs`.
 *
 * @module
 */
import { portOfTwoPrograms } from "../../../../lib/audit/rules/crowds/port_of_two_programs.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const ONE: AuditedRow = { state: "LISTENING", localPort: 8080, process: "node.exe", pid: 7 };
const OTHER: AuditedRow = { ...ONE, process: "httpd.exe", pid: 8 };
const LOOPBACK = { localAddress: "127.0.0.1", localScope: "loopback" };

testRule(portOfTwoPrograms, {
  bad: [
    [ONE, OTHER],
    [ONE, { ...OTHER, ...LOOPBACK }],
    [{ ...ONE, localAddress: "::" }, { ...OTHER, localAddress: "::1", localScope: "loopback" }],
    // A copy elsewhere is another program.
    [
      { ...ONE, path: "C:\\Program Files\\node.exe" },
      { ...ONE, pid: 8, path: "C:\\Users\\Public\\node.exe" },
    ],
    [ONE, { ...OTHER, process: "svchost.exe", ...LOOPBACK }],
  ],
  good: [
    // One program, both families.
    [ONE, { ...ONE, localAddress: "::" }],
    [ONE, { ...ONE, pid: 8 }],
    [ONE, { ...OTHER, localPort: 8081 }],
    [ONE, {
      ...OTHER,
      protocol: "UDP",
      state: null,
      localAddress: "0.0.0.0",
      remoteAddress: null,
      remotePort: null,
    }],
    // Different families, and single addresses that do not meet.
    [ONE, { ...OTHER, localAddress: "::" }],
    [{ ...ONE, ...LOOPBACK }, { ...OTHER, localAddress: "192.168.1.5", localScope: "private" }],
    // Relays of WSL and Docker.
    [ONE, { ...OTHER, process: "wslrelay.exe", localAddress: "::1" }],
    [ONE, { ...OTHER, process: "com.docker.backend.exe" }],
    // HTTP.sys.
    [{ ...ONE, process: "System", pid: 4 }, { ...OTHER, process: "svchost.exe" }],
    // systemd listens for its services.
    [{ ...ONE, process: "systemd", pid: 1 }, { ...OTHER, process: "cupsd" }],
    // Everybody looks for devices.
    ["chrome.exe", "svchost.exe", "Spotify.exe"].map((process, index) => ({
      protocol: "UDP",
      state: null,
      localAddress: "0.0.0.0",
      localPort: 5353,
      remoteAddress: null,
      remotePort: null,
      process,
      pid: 10 + index,
    })),
  ],
  unknown: [["process", [ONE, { ...OTHER, process: null }]]],
});

testRule(portOfTwoPrograms, {
  severity: "informational",
  bad: [
    [ONE, OTHER].map((row) => ({
      ...row,
      protocol: "UDP",
      state: null,
      localAddress: "0.0.0.0",
      remoteAddress: null,
      remotePort: null,
    })),
  ],
  good: [ONE],
});
