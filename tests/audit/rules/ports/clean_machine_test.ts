/**
 * What clean computers do: the rules on ports find nothing in it.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { portService } from "../../../../lib/address/ports.ts";
import { judge } from "../../../../lib/audit/engine/judge.ts";
import { RULES } from "../../../../lib/audit/rules.ts";
import type { Rule } from "../../../../lib/audit/engine/rule.ts";
import { type AuditedRow, auditedView } from "../../../support/audited.ts";
import { ROOT } from "../../../support/program.ts";

const FOLDER = new URL("lib/audit/rules/ports/", ROOT);

async function portRules(): Promise<Rule[]> {
  const files = Array.from(Deno.readDirSync(FOLDER), ({ name }) => name);
  const modules = await Promise.all(files.map((name) => import(new URL(name, FOLDER).href)));
  return modules.flatMap((exported) =>
    Object.values(exported).filter((value): value is Rule =>
      typeof value === "object" && value !== null && "judge" in value
    )
  );
}

const SYSTEM32 = "C:\\Windows\\System32\\";

/** Listeners as `port program`, with the program's folder where it is not System32. */
const ON_WINDOWS: readonly (readonly [port: number, program: string, folder?: string])[] = [
  [135, "svchost.exe"],
  [445, "System", ""],
  [1134, "Spotify.exe", "C:\\Users\\ann\\AppData\\Roaming\\Spotify\\"],
  [2179, "vmms.exe"],
  [2869, "System", ""],
  [3389, "svchost.exe"],
  [4325, "svchost.exe"],
  [5040, "svchost.exe"],
  [5357, "System", ""],
  [5426, "System", ""],
  [5985, "System", ""],
  [7070, "AnyDesk.exe", "C:\\Program Files (x86)\\AnyDesk\\"],
  [7680, "svchost.exe"],
  [8080, "node.exe", "C:\\Users\\ann\\tools\\node\\"],
  [9389, "Microsoft.ActiveDirectory.WebServices.exe", "C:\\Windows\\ADWS\\"],
  [17_500, "Dropbox.exe", "C:\\Program Files (x86)\\Dropbox\\Client\\"],
  [22_000, "syncthing.exe", "C:\\Users\\ann\\syncthing\\"],
  [22_350, "CodeMeter.exe", "C:\\Program Files (x86)\\CodeMeter\\Runtime\\bin\\"],
  [27_036, "steam.exe", "D:\\Games\\Steam\\"],
  [47_001, "System", ""],
  [49_664, "lsass.exe"],
  [49_665, "wininit.exe"],
  [49_666, "svchost.exe"],
  [49_668, "spoolsv.exe"],
  [49_670, "services.exe"],
  [51_413, "transmission-qt.exe", "C:\\Users\\ann\\Transmission\\"],
  [54_235, "service.exe", "C:\\Program Files\\Sample Mouse\\"],
  [57_621, "Spotify.exe", "C:\\Users\\ann\\AppData\\Roaming\\Spotify\\"],
];

const ON_LINUX: readonly (readonly [port: number, program: string, folder: string])[] = [
  [22, "sshd", "/usr/sbin/"],
  [80, "nginx", "/usr/sbin/"],
  [111, "rpcbind", "/usr/sbin/"],
  [3306, "mariadbd", "/usr/sbin/"],
  [5355, "systemd-resolve", "/usr/lib/systemd/"],
  [6443, "k3s", "/usr/local/bin/"],
  [9090, "prometheus", "/srv/prometheus/"],
  [9100, "node_exporter", "/srv/node_exporter/"],
  [32_400, "Plex Media Serv", "/usr/lib/plexmediaserver/"],
  [33_060, "mysqld", "/usr/sbin/"],
  [37_511, "rpc.mountd", "/usr/sbin/"],
  [45_321, "docker-proxy", "/usr/bin/"],
  [8000, "python3", "/usr/bin/"],
];

/** Connections to others as `port program folder`. */
const OUTBOUND: readonly (readonly [port: number, program: string, folder: string])[] = [
  [443, "chrome.exe", "C:\\Program Files\\Google\\Chrome\\Application\\"],
  [5228, "chrome.exe", "C:\\Program Files\\Google\\Chrome\\Application\\"],
  [8080, "opera.exe", "C:\\Users\\ann\\AppData\\Local\\Programs\\Opera\\"],
  [4070, "Spotify.exe", "C:\\Users\\ann\\AppData\\Roaming\\Spotify\\"],
  [5222, "WhatsApp.exe", "C:\\Users\\ann\\AppData\\Local\\WhatsApp\\"],
  [8883, "SupportAgent.exe", "C:\\Program Files\\Sample\\"],
  [993, "thunderbird.exe", "C:\\Program Files\\Mozilla Thunderbird\\"],
  [587, "thunderbird.exe", "C:\\Program Files\\Mozilla Thunderbird\\"],
  [443, "OneDrive.exe", "C:\\Users\\ann\\AppData\\Local\\Microsoft\\OneDrive\\"],
  [22, "ssh.exe", `${SYSTEM32}OpenSSH\\`],
  [2222, "ssh.exe", `${SYSTEM32}OpenSSH\\`],
  [8531, "svchost.exe", SYSTEM32],
  [3074, "game.exe", "D:\\Games\\"],
  [27_017, "steam.exe", "C:\\Program Files (x86)\\Steam\\"],
  [6881, "qbittorrent.exe", "C:\\Users\\ann\\qbittorrent\\"],
  [7777, "utorrent.exe", "C:\\Users\\ann\\AppData\\Roaming\\uTorrent\\"],
];

/** Connections inside a company as `port program`. */
const TO_DOMAIN: readonly (readonly [port: number, program: string])[] = [
  [88, "lsass.exe"],
  [389, "lsass.exe"],
  [389, "svchost.exe"],
  [3268, "outlook.exe"],
  [445, "System"],
  [139, "System"],
  [3389, "mstsc.exe"],
  [5985, "svchost.exe"],
  [9389, "powershell.exe"],
  [1433, "report.exe"],
  [25, "outlook.exe"],
  [21, "explorer.exe"],
];

function listener([localPort, process, folder = SYSTEM32]: typeof ON_WINDOWS[number]): AuditedRow {
  const isSystem = process === "System";
  return {
    state: "LISTENING",
    localPort,
    localService: portService("TCP", localPort),
    process,
    path: isSystem ? null : folder + process,
    ...(isSystem ? { pid: 4 } : {}),
  };
}

const outbound = OUTBOUND.map(([remotePort, process, folder]) => ({
  remotePort,
  process,
  path: folder + process,
}));
const toDomain = TO_DOMAIN.map(([remotePort, process]) => ({
  remotePort,
  process,
  remoteAddress: "10.0.0.1",
  path: process === "System" ? null : SYSTEM32 + process,
  ...(process === "System" ? { pid: 4 } : {}),
}));

for (
  const [name, os, rows] of [
    ["listeners of Windows", "windows", ON_WINDOWS.map(listener)],
    ["listeners of Linux", "linux", ON_LINUX.map(listener)],
    ["connections to the Internet", "windows", outbound],
    ["connections inside a company", "windows", toDomain],
  ] as const
) {
  Deno.test(`audit rules on ports: nothing is found in ${name} of a clean computer`, async () => {
    const rules = await portRules();
    assert(rules.length >= 20);
    for (const row of rows) {
      const { findings, gaps } = judge(auditedView([row], { os }), rules);
      assertEquals(findings.map(({ finding }) => finding.reason), [], Deno.inspect(row));
      assertEquals(gaps.map(({ missing }) => missing), [], Deno.inspect(row));
    }
  });
}

Deno.test("audit rules on ports: one fact is one finding, also with the other rules", () => {
  const OUT_OF_PLACE = { process: "sync.exe", path: "C:\\Users\\ann\\sync.exe" };
  const rows: readonly AuditedRow[] = [
    ...[21, 23, 25, 26, 110, 389, 743, 1433, 3389, 4444, 4443, 6667, 8080, 9001, 9389].map(
      (remotePort) => ({ ...OUT_OF_PLACE, remotePort }),
    ),
    ...[88, 139, 389, 445, 636, 5985].map((remotePort) => ({
      ...OUT_OF_PLACE,
      remotePort,
      remoteAddress: "10.0.0.1",
      user: "PC-7\\ann",
    })),
    { process: "System", pid: 4, remotePort: 445 },
    { ...OUT_OF_PLACE, remotePort: 445 },
    { process: null, pid: null, remotePort: 445 },
    { process: "System", pid: 4, remotePort: 139, remoteOwner: "Sample Hosting" },
    { process: "certutil.exe", remotePort: 445, remoteAddress: "10.0.0.1" },
    { process: "java.exe", remotePort: 389 },
    { process: "telnet.exe", remotePort: 23 },
    { process: "nc.exe", remotePort: 4444 },
    { process: "nc.exe", remotePort: 4444, remoteAddress: "10.0.0.1" },
    { process: "nc.exe", state: "LISTENING", localPort: 4444 },
    { process: "nc.exe", state: "LISTENING", localPort: 48_123 },
    { process: "nc.exe", state: "LISTENING", localPort: 8080 },
    { ...OUT_OF_PLACE, state: "LISTENING", localPort: 8080, localService: "http-alt" },
    { process: "svchost.exe", localPort: 3389, remoteAddress: "127.0.0.1", direction: "inbound" },
    { process: "w3wp.exe", remotePort: 9443 },
    { process: "tor.exe", remotePort: 9001 },
    ...[23, 4444, 9050, 48_123].map((localPort) => ({
      ...OUT_OF_PLACE,
      localPort,
      state: "LISTENING",
    })),
  ];
  for (const row of rows) {
    const { findings } = judge(auditedView([row]), RULES);
    assertEquals(
      findings.length,
      1,
      `${Deno.inspect(row)}: ${findings.map(({ rule }) => rule.id)}`,
    );
  }
});
