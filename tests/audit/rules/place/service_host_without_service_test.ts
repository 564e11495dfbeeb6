/**
 * Tests of the rule on service hosts without a service.
 *
 * @module
 */
import { serviceHostWithoutService } from "../../../../lib/audit/rules/place/service_host_without_service.ts";
import { assertEquals } from "@std/assert";
import { judged, testRule } from "../../../support/audited.ts";

const HOST = { process: "svchost.exe", path: "C:\\Windows\\System32\\svchost.exe" };
const SETTLED = { ...HOST, startedAt: "2026-11-25T08:00:00.000Z" };
const OTHER = { ...HOST, services: ["Dnscache"] };

testRule(serviceHostWithoutService, {
  bad: [
    [SETTLED, OTHER],
    [{ ...SETTLED, state: "LISTENING" }, OTHER],
    { ...HOST, services: [] },
    [{ ...SETTLED, path: null }, OTHER],
  ],
  good: [
    OTHER,
    { ...HOST, services: ["RpcEptMapper", "RpcSs"] },
    // Windows names the service of the socket, whatever the list says.
    [{ ...HOST, socketService: "Dnscache" }, OTHER],
    // A service of a user's session, as tasklist /svc names them.
    [{ ...HOST, services: ["CDPUserSvc_3c1f2"] }, OTHER],
    // Without a connection it is not among the rows.
    [{ process: "browser.exe" }, OTHER],
    // The rule on places speaks of it.
    [{ process: "svchost.exe", path: "C:\\Temp\\svchost.exe" }, OTHER],
  ],
  unknown: [
    ["services", HOST],
    ["services", [HOST, { process: "browser.exe" }]],
    // Services of other programs do not tell that those of service hosts were read.
    ["services", [HOST, { process: "spoolsv.exe", services: ["Spooler"] }]],
    // Most of the list is missing.
    ["services", [HOST, HOST, OTHER]],
    // It started 20 seconds ago, perhaps after the list of services was read.
    ["services", [{ ...HOST, startedAt: "2026-11-25T11:59:40.000Z" }, OTHER]],
    ["process", { process: null }],
  ],
});

// Nobody knows when it started.
testRule(serviceHostWithoutService, {
  severity: "medium",
  bad: [[HOST, OTHER], [{ ...HOST, path: null }, OTHER]],
  good: [[{ ...HOST, path: "/home/anna/svchost.exe" }, OTHER]],
});

Deno.test("audit rule service-host-without-service: is not for programs of Linux", () => {
  const { findings, gaps } = judged(serviceHostWithoutService, [HOST, OTHER], { os: "linux" });
  assertEquals([findings.length, gaps.length], [0, 0]);
});
