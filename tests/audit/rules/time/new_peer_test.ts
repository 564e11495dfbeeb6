/**
 * Tests of the rule on programs with few networks that have another one.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { judge } from "../../../../lib/audit/engine/judge.ts";
import { newPeer } from "../../../../lib/audit/rules/time/new_peer.ts";
import { type AuditedRow, auditedView } from "../../../support/audited.ts";
import { EMPTY, hoursAgo } from "./seen_before.ts";

const PATH = "C:\\Agent\\agent.exe";

/** What is found of a program with some earlier peers. */
function found(
  earlier: readonly string[],
  row: AuditedRow = {},
  { knownFor = 400, since = EMPTY.since } = {},
) {
  const view = auditedView([{ process: "agent.exe", path: PATH, ...row }]);
  const history = {
    ...EMPTY,
    since,
    programs: [{ process: "agent.exe", path: PATH, firstSeen: hoursAgo(knownFor) }],
    earlierPeers: new Map([[view.subjects[0]!.program, earlier]]),
  };
  const { findings, gaps } = judge({ ...view, history }, [newPeer]);
  return [
    ...findings.map(({ finding }) => finding.severity),
    ...gaps.map(({ missing }) => missing),
  ];
}

Deno.test("new-peer-of-known-program: another network after a week with one or two", () => {
  assertEquals(found(["198.51.100.4"]), ["informational"]);
  assertEquals(found(["198.51.100.4", "192.0.2.9", "198.51.100.77"]), ["informational"]);
  assertEquals(found(["198.51.100.4"], { remoteAddress: "2001:db8::1", remoteScope: "public" }), [
    "informational",
  ]);
});

Deno.test("new-peer-of-known-program: quiet where the network is known, or there are many", () => {
  assertEquals(found(["203.0.99.1"]), []);
  assertEquals(found(["198.51.100.4", "192.0.2.9", "198.18.0.1"]), []);
  assertEquals(found([]), []);
  assertEquals(found(["198.51.100.4"], { remoteAddress: "192.168.1.9" }), []);
  assertEquals(found(["198.51.100.4"], { direction: "inbound" }), []);
  assertEquals(found(["198.51.100.4"], {}, { knownFor: 100 }), []);
});

Deno.test("new-peer-of-known-program: what it hangs on is said", () => {
  assertEquals(found(["198.51.100.4"], { direction: null }), ["direction"]);
  assertEquals(found(["198.51.100.4"], {}, { since: hoursAgo(24) }), ["longHistory"]);
});
