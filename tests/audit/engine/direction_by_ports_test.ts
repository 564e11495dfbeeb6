/**
 * Tests of how rules tell who began a connection where the listing does not: by its ports.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { directionByPorts, directionOf } from "../../../lib/audit/engine/direction_by_ports.ts";
import { CONNECTION_FIELDS } from "../../../lib/model/connection.ts";
import { emptyRecord } from "../../../lib/model/field.ts";
import { runMain } from "../../support/run_main.ts";

const NONE = { ...emptyRecord(CONNECTION_FIELDS), protocol: "TCP" };

Deno.test("direction by ports: the end with a client's port began it", () => {
  const cases: [local: number | null, remote: number | null, "inbound" | "outbound" | null][] = [
    [50_123, 4444, "outbound"],
    [32_768, 443, "outbound"],
    [32_768, 32_767, "outbound"],
    [3389, 51_000, "inbound"],
    [22, 32_768, "inbound"],
    // Both ends have a client's port: RPC, file sharing. None has: who knows?
    [49_670, 50_001, null],
    [1025, 443, null],
    [50_123, null, null],
    [null, 443, null],
    [0, 50_123, null],
  ];
  for (const [localPort, remotePort, wanted] of cases) {
    assertEquals(directionByPorts({ ...NONE, localPort, remotePort }), wanted, `${localPort}`);
  }
  const told = { ...NONE, direction: "inbound", localPort: 50_123, remotePort: 443 };
  assertEquals([directionByPorts(told), directionOf(told)], [null, "inbound"]);
  const udp = { ...NONE, protocol: "UDP", localPort: 50_123, remotePort: 53 };
  assertEquals(directionByPorts(udp), null);
});

const TASKLIST = [
  '"powershell.exe","4711","Console","1","117,536 K"',
  '"svchost.exe","1180","Services","0","9,216 K"',
  '"lsass.exe","800","Services","0","9,216 K"',
].join("\r\n");
// netstat -no has no listeners.
const NETSTAT = [
  "  TCP    192.168.1.20:50123     45.83.12.9:4444        ESTABLISHED     4711",
  "  TCP    192.168.1.20:3389      45.83.12.7:51022       ESTABLISHED     1180",
  "  TCP    192.168.1.20:3389      45.83.12.7:51023       ESTABLISHED     1180",
  "  TCP    192.168.1.20:49667     192.168.1.30:51001     ESTABLISHED     800",
].join("\r\n");

Deno.test("audit: a listing without listeners is judged by ports, and says so", async () => {
  const { stdout } = await runMain(
    ["audit", "--from", "n", "--from", "t", "--format", "json"],
    { files: { n: NETSTAT, t: TASKLIST } },
  );
  const rows = JSON.parse(stdout) as Record<string, unknown>[];
  const findings = rows.filter(({ outcome }) => outcome === "finding");
  const of = (rule: string) => findings.filter((finding) => finding.rule === rule);
  const [call] = of("known-backdoor-port");
  assertEquals([call?.pid, call?.direction], [4711, null]);
  assertEquals((call?.evidence as string[]).at(-1), "by its ports, this computer began it");
  // Two connections of one peer are one finding.
  const sessions = of("remote-desktop-session");
  assertEquals(sessions.map(({ connections, severity }) => [connections, severity]), [[2, "high"]]);
  assertEquals(of("malware-callback-port"), []);
});
