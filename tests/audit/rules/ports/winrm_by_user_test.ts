/**
 * Tests of the rule on remote PowerShell.
 *
 * @module
 */
import { winrmByUser } from "../../../../lib/audit/rules/ports/winrm_by_user.ts";
import { testRule } from "../../../support/audited.ts";

const SERVER = { process: "powershell.exe", remotePort: 5985, remoteAddress: "10.0.0.1" };

testRule(winrmByUser, {
  bad: [
    { ...SERVER, user: "PC-7\\ann" },
    { ...SERVER, user: "NT AUTHORITY\\SYSTEM", remotePort: 5986 },
    { ...SERVER, user: "NT-AUTORITÄT\\LOKALER DIENST", state: "SYN_SENT" },
    { ...SERVER, user: "SERVICE\\ann" },
  ],
  good: [
    { ...SERVER, user: "NT AUTHORITY\\NETWORK SERVICE" },
    { ...SERVER, user: "NT-AUTORITÄT\\NETZWERKDIENST" },
    { ...SERVER, user: "NT-AUTORITÄT\\Netzwerkdienst" },
    { ...SERVER, user: "AUTORITE NT\\SERVICE RÉSEAU" },
    { ...SERVER, user: "AUTORITE NT\\SERVICE R\uFFFDSEAU" },
    { ...SERVER, user: "NT AUTHORITY\\Servicio de red" },
    { ...SERVER, user: "AUTORIDADE NT\\SERVIÇO DE REDE" },
    { ...SERVER, user: "ZARZĄDZANIE NT\\USŁUGA SIECIOWA" },
    { ...SERVER, user: "S-1-5-20" },
    // The service that collects events.
    { ...SERVER, process: "svchost.exe", user: null },
    { ...SERVER, user: "PC-7\\ann", remoteAddress: "127.0.0.1" },
    { ...SERVER, user: "PC-7\\ann", direction: "inbound" },
    { ...SERVER, user: null, remotePort: 443 },
    { ...SERVER, state: "TIME_WAIT", pid: 0 },
  ],
  unknown: [
    ["user", SERVER],
    ["direction", { ...SERVER, user: "PC-7\\ann", direction: null }],
  ],
});

testRule(winrmByUser, {
  severity: "high",
  bad: [{ ...SERVER, user: "PC-7\\ann", remoteAddress: "203.0.113.4" }],
  good: [{ ...SERVER, user: "NETWORK SERVICE", remoteAddress: "203.0.113.4" }],
});
