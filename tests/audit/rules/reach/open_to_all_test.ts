/**
 * Tests of the rule `open-to-all`.
 *
 * @module
 */
import { openToAll } from "../../../../lib/audit/rules/reach/open_to_all.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const SERVER: AuditedRow = {
  state: "LISTENING",
  localPort: 8080,
  process: "node.exe",
  path: "C:\\Users\\anna\\tools\\node.exe",
};
const WINDOWS = "C:\\Windows\\System32\\";

testRule(openToAll, {
  bad: [
    SERVER,
    { ...SERVER, localAddress: "::" },
    // One finding a program.
    [{ ...SERVER, pid: 7 }, { ...SERVER, pid: 7, localAddress: "::" }, {
      ...SERVER,
      localPort: 8443,
    }],
    { ...SERVER, process: "webserver", path: "/home/anna/bin/webserver", user: "anna" },
  ],
  good: [
    { ...SERVER, localAddress: "127.0.0.1", localScope: "loopback" },
    { ...SERVER, localAddress: "192.168.1.5", localScope: "private" },
    { ...SERVER, process: "svchost.exe", path: WINDOWS + "svchost.exe", services: ["RpcSs"] },
    { ...SERVER, localPort: 49_664, process: "lsass.exe", path: null },
    { ...SERVER, localPort: 445, process: "System", path: null, pid: 4 },
    { ...SERVER, process: "httpd.exe", path: "C:\\Apache\\httpd.exe", services: ["Apache"] },
    {
      ...SERVER,
      protocol: "UDP",
      state: null,
      localAddress: "0.0.0.0",
      remoteAddress: null,
      remotePort: null,
    },
    // Rules of their own.
    { ...SERVER, localPort: 3306 },
    { ...SERVER, localPort: 11_434 },
    { ...SERVER, localPort: 4444 },
    { ...SERVER, localPort: 51_234 },
    { ...SERVER, process: "AnyDesk.exe" },
    { ...SERVER, process: "nginx", path: "/usr/sbin/nginx", user: "root" },
    { ...SERVER, process: "postfix", path: "/usr/sbin/postfix", services: ["postfix.service"] },
  ],
  unknown: [
    ["process", { ...SERVER, process: null, path: null }],
    ["path", { ...SERVER, path: null }],
  ],
});

testRule(openToAll, {
  severity: "informational",
  bad: [{ ...SERVER, process: "shared", path: "/usr/bin/shared", user: "anna" }],
  good: [{ ...SERVER, process: "shared", path: "/usr/bin/shared", user: "root" }],
  facts: { os: "linux" },
});
