/**
 * Tests of the rule on programs that the history did not know.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { newProgram } from "../../../../lib/audit/rules/time/new_program.ts";
import { judged, testRule } from "../../../support/audited.ts";
import { EMPTY, hoursAgo } from "./seen_before.ts";

const seen = (process: string, path: string | null, hours: number | null) => ({
  process,
  path,
  firstSeen: hours === null ? null : hoursAgo(hours),
});

const history = {
  ...EMPTY,
  programs: [
    seen("old.exe", "C:\\Old\\old.exe", 400),
    seen("fresh.exe", "C:\\Fresh\\fresh.exe", 20),
    seen("chat.exe", "C:\\Users\\anna\\AppData\\Local\\Chat\\app-1.0.9\\chat.exe", 300),
    seen("ancient.exe", "C:\\Ancient\\ancient.exe", null),
    seen("hidden.exe", null, 300),
  ],
};

testRule(newProgram, {
  facts: { history },
  bad: [
    { process: "fresh.exe", path: "C:\\Fresh\\fresh.exe" },
    { process: "never.exe", path: "C:\\Never\\never.exe" },
    { process: "old.exe", path: "C:\\Users\\Public\\old.exe" },
    { process: "never.exe", path: null, state: "LISTENING", localPort: 80 },
    {
      process: "never.exe",
      protocol: "UDP",
      state: null,
      remoteAddress: null,
      remotePort: null,
      localAddress: "::",
    },
  ],
  good: [
    { process: null, path: "C:\\Old\\old.exe" },
    { process: "old.exe", path: "c:\\old\\OLD.exe" },
    { process: "old.exe", path: null },
    { process: "hidden.exe", path: "C:\\Hidden\\hidden.exe" },
    { process: "ancient.exe", path: "C:\\Ancient\\ancient.exe" },
    { process: "chat.exe", path: "C:\\Users\\anna\\AppData\\Local\\Chat\\app-1.1.0\\chat.exe" },
    { process: "never.exe", path: "C:\\Never\\never.exe", remoteAddress: "192.168.1.5" },
    { process: "never.exe", path: "C:\\Never\\never.exe", direction: "inbound" },
    { process: "never.exe", state: "LISTENING", localAddress: "127.0.0.1" },
    { pid: 0, process: null, state: "TIME_WAIT" },
  ],
  unknown: [
    ["process", { process: null, path: null }],
    ["direction", { process: "never.exe", path: "C:\\Never\\never.exe", direction: null }],
  ],
});

Deno.test("new-program: one finding for a program, whatever its peers", () => {
  const rows = [1, 2, 3].map((last) => ({
    process: "never.exe",
    path: "C:\\Never\\never.exe",
    pid: 7,
    remoteAddress: `203.0.113.${last}`,
  }));
  const { findings } = judged(newProgram, rows, { history });
  assertEquals(findings.map(({ finding }) => finding.connections), [3]);
});

Deno.test("new-program: without a history, and with one of days, it says so once", () => {
  const rows = [{ process: "a.exe" }, { process: "b.exe" }];
  const gapsOf = (facts: Parameters<typeof judged>[2]) =>
    judged(newProgram, rows, facts).gaps.map(({ missing, subjects }) => [missing, subjects.length]);
  assertEquals(gapsOf({}), [["history", 0]]);
  assertEquals(gapsOf({ history: { ...EMPTY, since: hoursAgo(167) } }), [["longHistory", 0]]);
  assertEquals(gapsOf({ history: { ...EMPTY, since: hoursAgo(169) } }), []);
});

Deno.test("new-program: saved output without a time is judged by the history's latest look", () => {
  const facts = { history, observedAt: null };
  const row = { process: "fresh.exe", path: "C:\\Fresh\\fresh.exe" };
  assertEquals(judged(newProgram, [row], facts).findings.length, 1);
});

Deno.test("audit rule new-program: names the file where the list of processes does not", () => {
  const path = "C:\\Never\\never.exe";
  const [found] = judged(newProgram, [{ process: null, path }], { history }).findings;
  assertEquals(found!.finding.reason!.split(" ")[0], "never.exe");
});
