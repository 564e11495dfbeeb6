/**
 * Tests of the rule `asks-for-own-address`.
 *
 * @module
 */
import { asksForOwnAddress } from "../../../../lib/audit/rules/names/asks_for_own_address.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const ASKS: AuditedRow = {
  process: "powershell.exe",
  remoteHost: "api.ipify.org",
  remoteHostSource: "dnsCache",
};

testRule(asksForOwnAddress, {
  severity: "medium",
  bad: [ASKS, { ...ASKS, process: "curl", remoteHost: "ifconfig.me" }],
  good: [{ ...ASKS, remoteHost: "notifconfig.me" }],
});

testRule(asksForOwnAddress, {
  bad: [
    { ...ASKS, process: "vpn.exe" },
    { ...ASKS, process: "game.exe", remoteHost: "ipinfo.io" },
    { ...ASKS, remoteHostSource: "reverse" },
  ],
  good: [
    { ...ASKS, process: "firefox.exe" },
    { ...ASKS, remoteHost: "checkip.example" },
    { ...ASKS, direction: "inbound" },
  ],
  unknown: [["remoteHost", { process: "vpn.exe" }], ["process", { ...ASKS, process: null }]],
});
