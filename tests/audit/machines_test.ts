/**
 * Whole computers: clean ones, in which nothing may be found that a careful administrator would not
 * defend, and those that something is wrong with.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { findingRows } from "../../lib/audit/audit_rows.ts";
import type { AuditSummary } from "../../lib/audit/audit_summary.ts";
import { judge } from "../../lib/audit/engine/judge.ts";
import { auditText } from "../../lib/audit/report/audit_report.ts";
import { RULES } from "../../lib/audit/rules.ts";
import { machine, machinesIn } from "../support/machine.ts";

/** The findings of each clean computer: what it is fair to mention. */
const CLEAN: Readonly<Record<string, readonly string[]>> = {
  "windows-home": [
    "informational long-connection Spotify.exe",
    "informational long-connection svchost.exe",
    "informational open-to-all Spotify.exe",
  ],
  "windows-developer": [
    "informational lolbas-connection ssh.exe",
    "informational many-time-wait null",
    "low nameless-unsigned-program adb.exe",
  ],
  "windows-domain": [
    "informational long-connection CSFalconService.exe",
    "low nameless-unsigned-program sqlplus.exe",
  ],
  "windows-server": [
    "informational remote-desktop-session svchost.exe",
    // A database that serves others on purpose; only a firewall could tell.
    "medium exposed-data-store sqlservr.exe",
  ],
  "linux-desktop": [
    "informational open-to-all kdeconnectd",
    "informational open-to-all steam",
    "informational open-to-all syncthing",
    "informational remote-access-tool gnome-remote-de",
  ],
  "linux-web-server": [
    "informational open-to-all node_exporter",
    "low web-server-calls-out php-fpm8.3",
  ],
  "home-assistant": [
    "informational open-to-all mosquitto",
    "informational open-to-all node-red",
    "informational open-to-all pihole-FTL",
    "low unknown-listener python3",
  ],
  "laptop-with-vpn": ["informational mesh-network tailscaled.exe"],
  bittorrent: [],
  gaming: [
    "low nameless-unsigned-program Terraria.exe",
    "low nameless-unsigned-program cs2.exe",
    // The port of Unreal's games is on the list of those that malicious programs called back to.
    "medium malware-callback-port Terraria.exe",
  ],
};

/** What must be told first of the others. */
const BAD: Readonly<Record<string, string>> = {
  "reverse-shell": "critical linux-shell-connection",
  "reverse-shell-windows": "high known-backdoor-port",
  "beacon-port": "high tool-without-arguments",
  "callback-port": "high known-backdoor-port",
  miner: "high kernel-thread-name",
  "remote-control-in-roaming": "high netsupport-elsewhere",
  "remote-control-trojan": "medium known-backdoor-port",
  "svchost-in-temp": "high system-name-elsewhere",
  "netcat-listener": "medium known-backdoor-port",
  "netcat-listener-linux": "medium known-backdoor-port",
  "remote-desktop-from-internet": "high remote-desktop-session",
  "file-sharing-to-internet": "high smb-to-internet",
  "redis-exposed": "high exposed-data-store",
  "mongo-exposed": "medium exposed-data-store",
  "ngrok-and-remote-desktop": "high rdp-through-tunnel",
  "web-shell": "medium web-server-calls-out",
  log4shell: "medium java-directory-lookup",
  "log4shell-linux": "medium java-directory-lookup",
  "deleted-program": "high kernel-thread-name",
  "script-host": "high script-host-connection",
  worm: "high sweeps-network",
  "word-macro": "medium office-odd-port",
};

/** What is asked of a history cannot be known from one listing. */
const OF_HISTORY: ReadonlySet<string> = new Set(["history", "longHistory"]);

Deno.test("audit: every computer of the fixtures is judged", () => {
  assertEquals(machinesIn("clean"), Object.keys(CLEAN).sort());
  assertEquals(machinesIn("bad"), Object.keys(BAD).sort());
});

for (const [name, wanted] of Object.entries(CLEAN)) {
  Deno.test(`a clean computer (${name}) gives only what is fair to mention`, () => {
    const view = machine(`clean/${name}`);
    const { findings, gaps } = judge(view, RULES);
    assertEquals(
      findings.map(({ finding: { severity, rule, process } }) => `${severity} ${rule} ${process}`)
        .sort(),
      wanted.toSorted(),
    );
    assert(view.subjects.length >= 10);
    // Nothing was passed over for want of a fact.
    assertEquals(gaps.map(({ missing }) => missing).filter((fact) => !OF_HISTORY.has(fact)), []);
    for (const { finding: { severity, falseAlarms } } of findings) {
      assert(severity !== "high" && severity !== "critical");
      assert(falseAlarms !== null);
    }
  });
}

for (const [name, wanted] of Object.entries(BAD)) {
  Deno.test(`what is wrong with a computer (${name}) is told first`, () => {
    const view = machine(`bad/${name}`);
    const { findings, gaps } = judge(view, RULES);
    const summary: AuditSummary = { findings, gaps, view, rules: RULES };
    const rows = findingRows(summary, { os: view.os, isLive: false, hasHistory: false });
    assertEquals(`${rows[0]?.severity} ${rows[0]?.rule}`, wanted);
    const [verdict] = auditText(rows, summary, { columns: null, color: false }).split("\n");
    const [severity] = wanted.split(" ");
    assertMatch(
      verdict!,
      new RegExp(`^${severity === "medium" ? "Look at it" : "Worry"}: \\d+ ${severity}`),
    );
    // One fact is one finding: whoever is told ten things reads none.
    assert(findings.length <= 5, rows.map(({ rule }) => rule).join(", "));
  });
}
