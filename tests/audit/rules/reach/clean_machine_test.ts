/**
 * A clean computer at rest, with what people have: nothing to worry about in who reaches it, in remote
 * access, in names or in crowds.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { judge } from "../../../../lib/audit/engine/judge.ts";
import { RULES } from "../../../../lib/audit/rules.ts";
import { type AuditedRow, auditedView } from "../../../support/audited.ts";

const SYSTEM32 = "C:\\Windows\\System32\\";
const USER = "C:\\Users\\anna\\AppData\\";

function listener(process: string, localPort: number, row: AuditedRow = {}): AuditedRow {
  return { state: "LISTENING", process, localPort, ...row };
}

function waiting(
  process: string,
  localPort: number,
  { pid, services }: Pick<AuditedRow, "pid" | "services">,
): AuditedRow {
  return {
    protocol: "UDP",
    state: null,
    localAddress: "0.0.0.0",
    remoteAddress: null,
    remotePort: null,
    process,
    localPort,
    pid,
    services,
  };
}

const SVCHOST: AuditedRow = { path: SYSTEM32 + "svchost.exe", services: ["RpcSs"] };
const LOOPBACK = { localAddress: "127.0.0.1", localScope: "loopback" };

const CLEAN: readonly AuditedRow[] = [
  listener("svchost.exe", 135, SVCHOST),
  listener("svchost.exe", 135, { ...SVCHOST, localAddress: "::" }),
  listener("System", 445, { pid: 4 }),
  listener("System", 139, { pid: 4, localAddress: "192.168.1.5", localScope: "private" }),
  listener("System", 5357, { pid: 4 }),
  listener("svchost.exe", 5040, SVCHOST),
  listener("svchost.exe", 7680, SVCHOST),
  listener("lsass.exe", 49_664, { path: SYSTEM32 + "lsass.exe", services: ["SamSs"] }),
  listener("wininit.exe", 49_665),
  listener("spoolsv.exe", 49_668, { path: SYSTEM32 + "spoolsv.exe", services: ["Spooler"] }),
  listener("services.exe", 49_669),
  listener("Discord.exe", 6463, { ...LOOPBACK, path: USER + "Local\\Discord\\Discord.exe" }),
  waiting("svchost.exe", 5353, { pid: 1400, services: ["Dnscache"] }),
  waiting("chrome.exe", 5353, { pid: 2000 }),
  waiting("msedge.exe", 5353, { pid: 2100 }),
  waiting("svchost.exe", 1900, { pid: 1500, services: ["SSDPSRV"] }),
  waiting("Spotify.exe", 1900, { pid: 2200 }),
  ...["a", "b", "c", "d", "e", "f"].flatMap((name, index) =>
    [0, 1, 2, 3].map((number): AuditedRow => ({
      process: "chrome.exe",
      pid: 2000,
      path: "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
      remoteAddress: `203.0.113.${index}`,
      remoteHost: name === "a" ? "discord.com" : `${name}.example.xyz`,
      remoteHostSource: "dnsCache",
      localPort: 50_100 + 10 * index + number,
      state: number === 3 ? "CLOSE_WAIT" : "ESTABLISHED",
    }))
  ),
  ...Array.from({ length: 15 }, (_, index): AuditedRow => ({
    pid: 0,
    state: "TIME_WAIT",
    remoteAddress: `203.0.113.${index % 5}`,
    localPort: 50_300 + index,
  })),
  {
    process: "Discord.exe",
    path: USER + "Local\\Discord\\Discord.exe",
    remoteHost: "discord.com",
    remoteHostSource: "dnsCache",
  },
  {
    process: "OneDrive.exe",
    path: USER + "Local\\Microsoft\\OneDrive\\OneDrive.exe",
    remoteHost: "api.onedrive.com",
    remoteHostSource: "dnsCache",
  },
  {
    process: "svchost.exe",
    ...SVCHOST,
    remoteHost: "update.example",
    remoteHostSource: "dnsCache",
  },
  { process: "node.exe", ...LOOPBACK, remoteAddress: "127.0.0.1", remotePort: 3306 },
];

/** What people install, and what it is fair to mention. */
const SPOTIFY = listener("Spotify.exe", 57_621, { path: USER + "Roaming\\Spotify\\Spotify.exe" });
const STEAM = listener("steam.exe", 27_036, { path: "C:\\Users\\anna\\Steam\\steam.exe" });

function findings(rows: readonly AuditedRow[]) {
  return judge(auditedView(rows), RULES).findings
    .map(({ finding: { severity, rule } }) => `${severity} ${rule}`).sort();
}

Deno.test("audit: nothing is found on a clean computer at rest", () => {
  assertEquals(findings(CLEAN), []);
});

Deno.test("audit: programs that share with others by design are mentioned, once each", () => {
  assertEquals(findings([...CLEAN, SPOTIFY, { ...SPOTIFY, localAddress: "::" }, STEAM]), [
    "informational open-to-all",
    "informational open-to-all",
  ]);
});
