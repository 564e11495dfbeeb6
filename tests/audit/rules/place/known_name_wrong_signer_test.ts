/**
 * Tests of the rule on well-known names without their makers' signature.
 *
 * @module
 */
import { knownNameWrongSigner } from "../../../../lib/audit/rules/place/known_name_wrong_signer.ts";
import { testRule } from "../../../support/audited.ts";

const saved = (process: string, status: string, signer: string | null = null) => ({
  process,
  path: `C:\\Users\\ann\\Downloads\\${process}`,
  file: { signature: { status, signer } },
});

testRule(knownNameWrongSigner, {
  bad: [
    saved("ZoomInstaller.exe", "NotSigned"),
    saved("SlackSetup.exe", "Valid", "Sample Ltd"),
    saved("Slack-Setup-4.38.exe", "HashMismatch", "Slack Technologies, LLC"),
    saved("Teams_windows_x64.exe", "NotTrusted", "Microsoft Corporation"),
    saved("Discord.exe", "Valid", "Not Discord Inc."),
    saved("WhatsApp Installer.exe", "NotSigned"),
    saved("webex.exe", "NotSigned"),
    saved("chrome (1).exe", "NotSigned"),
    saved("ChromeSetup.exe", "NotSigned"),
  ],
  good: [
    saved("ZoomInstallerFull.exe", "Valid", "Zoom Video Communications, Inc."),
    saved("SlackSetup.exe", "Valid", "Slack Technologies, LLC"),
    saved("Teams_windows_x64.exe", "Valid", "Microsoft Corporation"),
    saved("webex.exe", "Valid", "Cisco Systems, Inc."),
    saved("tool.exe", "NotSigned"),
    saved("zoomer.exe", "NotSigned"),
    saved("teamspeak.exe", "NotSigned"),
    saved("bravery.exe", "NotSigned"),
    { process: "Zoom.exe", path: "C:\\Users\\ann\\AppData\\Roaming\\Zoom\\bin\\Zoom.exe" },
  ],
  unknown: [
    ["signature", { process: "Zoom.exe", path: "C:\\Users\\ann\\Downloads\\Zoom.exe" }],
    ["signature", saved("Zoom.exe", "UnknownError")],
    ["path", { process: "Zoom.exe", path: null }],
  ],
});
