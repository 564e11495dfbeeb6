/**
 * Tests of the rule `tunnel-service`.
 *
 * @module
 */
import { tunnelService } from "../../../../lib/audit/rules/remote/tunnel_service.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const NAMED: AuditedRow = {
  process: "update.exe",
  remoteHost: "a1b2.ngrok-free.app",
  remoteHostSource: "dnsCache",
};

testRule(tunnelService, {
  bad: [
    NAMED,
    { ...NAMED, remoteHost: "tunnel.eu.ngrok.com" },
    { ...NAMED, remoteHost: "x.TRYCLOUDFLARE.com." },
    { ...NAMED, remoteHost: "a.asse.devtunnels.ms" },
    { ...NAMED, remoteHost: "x.localto.net" },
    { ...NAMED, direction: null },
  ],
  good: [
    { ...NAMED, remoteHost: "notngrok.io.example" },
    { ...NAMED, remoteHost: "xngrok.io" },
    { ...NAMED, process: "ngrok.exe" },
    { ...NAMED, direction: "inbound" },
    { ...NAMED, remoteAddress: "127.0.0.1" },
    { remoteAddress: "192.168.1.9", remoteHost: null },
  ],
  unknown: [["remoteHost", { process: "update.exe", remoteHost: null }]],
});

testRule(tunnelService, {
  severity: "low",
  bad: [{ ...NAMED, process: "firefox.exe" }, { ...NAMED, remoteHostSource: "reverse" }],
  good: [{ ...NAMED, remoteHost: "host.example" }],
});
