/**
 * Tests of the rule `web-service-by-script`.
 *
 * @module
 */
import { webServiceByScript } from "../../../../lib/audit/rules/names/web_service_by_script.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const BOT: AuditedRow = {
  process: "python.exe",
  path: "C:\\Program Files\\Python\\python.exe",
  remoteHost: "api.telegram.org",
};

testRule(webServiceByScript, {
  bad: [
    BOT,
    { ...BOT, process: "mshta.exe", remoteHost: "raw.githubusercontent.com" },
    { ...BOT, process: "wscript.exe", remoteHost: "home.ddns.net" },
    {
      ...BOT,
      process: "update.exe",
      path: "C:\\Users\\anna\\AppData\\Local\\Temp\\update.exe",
      remoteHost: "cdn.discordapp.com",
    },
  ],
  good: [
    { ...BOT, process: "Telegram.exe" },
    { ...BOT, process: "Discord.exe", remoteHost: "discord.com" },
    { ...BOT, process: "chrome.exe" },
    // Programs that are installed use them every day.
    { ...BOT, process: "editor.exe", path: "C:\\Program Files\\Editor\\editor.exe" },
    { ...BOT, remoteHost: "pypi.example" },
  ],
  unknown: [
    ["remoteHost", { ...BOT, remoteHost: null }],
    ["path", { ...BOT, process: "editor.exe", path: null }],
  ],
});

testRule(webServiceByScript, {
  severity: "informational",
  bad: [{ ...BOT, remoteHostSource: "reverse" }],
  good: [{ ...BOT, remoteHost: "host.example" }],
});
