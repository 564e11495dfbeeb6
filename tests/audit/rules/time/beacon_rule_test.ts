/**
 * Tests of the rule on programs that call by the clock.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { beaconRule } from "../../../../lib/audit/rules/time/beacon_rule.ts";
import type { Beacon } from "../../../../lib/model/beacon.ts";
import type { Severity } from "../../../../lib/model/finding.ts";
import { type AuditedRow, judged } from "../../../support/audited.ts";
import { beaconOf, EMPTY } from "./seen_before.ts";

const found = (fields: Partial<Beacon>, rows: readonly AuditedRow[] = []) =>
  judged(beaconRule, rows, { history: { ...EMPTY, beacons: [beaconOf(fields)] } }).findings
    .map(({ finding }) => finding);

Deno.test("beacon: it matters by the rating, and by what and where the program is", () => {
  const usual = { process: "outlook.exe" };
  const installed = { path: "C:\\Program Files\\Agent\\agent.exe" };
  const cases: readonly [Partial<Beacon>, Severity][] = [
    [{}, "high"],
    [{ rating: "medium" }, "medium"],
    [installed, "medium"],
    [{ ...installed, rating: "medium" }, "low"],
    [{ path: null }, "medium"],
    [usual, "low"],
    [{ ...usual, rating: "medium" }, "informational"],
    [{ process: "svchost.exe", path: "C:\\Windows\\System32\\svchost.exe" }, "low"],
    [{ process: "svchost.exe", path: "C:\\Users\\anna\\svchost.exe" }, "high"],
    [{ path: "C:\\Windows\\Temp\\agent.exe" }, "high"],
    [{ process: "agent", path: "/tmp/agent" }, "high"],
    [{ process: "agent", path: "/usr/bin/agent" }, "medium"],
  ];
  for (const [fields, severity] of cases) {
    assertEquals(found(fields).map((one) => one.severity), [severity], JSON.stringify(fields));
  }
});

Deno.test("beacon: quiet where the score is low or cannot be trusted, and in one's own network", () => {
  for (const fields of [{ rating: null }, { rating: "low" }, { rating: "none" }]) {
    assertEquals(found(fields), []);
  }
  assertEquals(found({ remoteScope: "private" }), []);
  assertEquals(found({ remoteScope: "loopback" }), []);
  assertEquals(found({ remoteScope: null }), []);
});

Deno.test("beacon: it is found where no connection is open, and counts those that are", () => {
  const [past] = found({});
  assertEquals(
    [past!.process, past!.remoteAddress, past!.remotePort, past!.connections, past!.localPort],
    ["agent.exe", "203.0.113.7", 443, 0, null],
  );
  const row = {
    process: "Agent.exe",
    path: "c:\\users\\anna\\agent.exe",
    remoteAddress: "203.0.113.7",
  };
  const [open] = found({}, [row, { ...row, process: "other.exe" }, { ...row, remotePort: 80 }]);
  assertEquals(open!.connections, 1);
  assertEquals(
    open!.reason,
    "agent.exe connected with 203.0.113.7 port 443 96 times, every 5 min give or take 4 s",
  );
});

Deno.test("beacon: without a history it says so once", () => {
  const { gaps } = judged(beaconRule, [{}, {}]);
  assertEquals(gaps.map(({ missing, subjects }) => [missing, subjects]), [["history", []]]);
});

Deno.test("beacon: two programs, or two peers, are two findings", () => {
  const beacons = [
    beaconOf({}),
    beaconOf({ remoteAddress: "203.0.113.8" }),
    beaconOf({ process: "b.exe", path: "C:\\B\\b.exe" }),
  ];
  const { findings } = judged(beaconRule, [], { history: { ...EMPTY, beacons } });
  assertEquals(findings.length, 3);
  assert(new Set(findings.map(({ finding }) => finding.id)).size === 3);
});
