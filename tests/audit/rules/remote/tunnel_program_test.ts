/**
 * Tests of the rule `tunnel-program`.
 *
 * @module
 */
import { tunnelProgram } from "../../../../lib/audit/rules/remote/tunnel_program.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const SSH: AuditedRow = { process: "ssh.exe", remotePort: 22 };

testRule(tunnelProgram, {
  bad: [
    { process: "ngrok.exe" },
    { process: "cloudflared", path: "/usr/local/bin/cloudflared" },
    { process: "code-tunnel.exe" },
    { process: "frpc.exe", remotePort: 7000 },
    { process: "chisel_1.9.1_windows.exe" },
    { process: "ngrok.exe", state: "LISTENING", localAddress: "127.0.0.1", localPort: 4040 },
    { ...SSH, commandLine: "ssh -R 8080:localhost:80 host.example" },
    { ...SSH, commandLine: "ssh -fNR *:2222:localhost:22 host.example" },
    {
      ...SSH,
      process: "plink.exe",
      commandLine: "plink -batch -R 3390:127.0.0.1:3389 host.example",
    },
    { ...SSH, commandLine: "ssh -o RemoteForward=9000 host.example" },
    [{ process: "ngrok.exe", pid: 7 }, { process: "ngrok.exe", pid: 7, remotePort: 80 }],
  ],
  good: [
    { ...SSH, commandLine: "ssh -L 8080:localhost:80 host.example" },
    { ...SSH, commandLine: "ssh anna-R2@host.example" },
    { ...SSH, commandLine: "ssh host.example ls -R /srv" },
    { process: "code.exe" },
    { process: "tailscaled" },
    { process: "portmap" },
    { process: "ssh.exe", state: "LISTENING", localAddress: "127.0.0.1", localPort: 8080 },
  ],
  unknown: [
    ["commandLine", SSH],
    ["process", { process: null }],
    ["direction", { ...SSH, direction: null, commandLine: "ssh -R 80:localhost:80 host.example" }],
  ],
});
