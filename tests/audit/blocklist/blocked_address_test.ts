/**
 * Tests of the rule of --blocklist.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { blockedAddressRule } from "../../../lib/audit/blocklist/blocked_address.ts";
import { readBlocklist } from "../../../lib/audit/blocklist/read_blocklist.ts";
import { judged, testRule } from "../../support/audited.ts";

const rule = blockedAddressRule([
  readBlocklist("203.0.113.0/24\n", "ours.txt"),
  readBlocklist("198.51.100.4\nbad.example\n", "names.txt"),
]);

testRule(rule, {
  bad: [
    { process: "a.exe", remoteAddress: "203.0.113.9" },
    { remoteAddress: "203.0.113.9", state: "SYN_SENT" },
    { remoteAddress: "192.0.2.1", remoteHost: "bad.example" },
    { remoteAddress: "203.0.113.9", direction: "inbound", localPort: 3389 },
    { remoteAddress: "203.0.113.9", direction: null },
  ],
  good: [
    { remoteAddress: "192.0.2.1", remoteHost: "good.example" },
    { state: "LISTENING" },
    { remoteAddress: "10.0.0.1" },
    { remoteAddress: "127.0.0.1" },
  ],
  unknown: [
    ["remoteHost", { remoteAddress: "192.0.2.1" }],
    ["peer", { remoteAddress: null, remoteHost: "good.example" }],
  ],
});

Deno.test("blocked-address: the reason names the list and the line", () => {
  const [found] = judged(rule, [{ process: "a.exe", remoteAddress: "203.0.113.9" }]).findings;
  assertEquals(
    found!.finding.reason,
    "a.exe is connected with 203.0.113.9, which is on the list ours.txt as 203.0.113.0/24",
  );
  assertEquals(found!.finding.evidence, ["ours.txt, line 1: 203.0.113.0/24"]);
});

Deno.test("blocked-address: who only knocks matters less", () => {
  const row = { remoteAddress: "203.0.113.9", direction: "inbound", state: "SYN_RECEIVED" };
  assertEquals(judged(rule, [row]).findings[0]!.finding.severity, "medium");
});

Deno.test("blocked-address: without names on the list no name is missing", () => {
  const addresses = blockedAddressRule([readBlocklist("203.0.113.0/24\n", "ours.txt")]);
  assertEquals(judged(addresses, [{ remoteAddress: "192.0.2.1" }]).gaps, []);
});
