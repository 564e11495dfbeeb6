/**
 * Tests of the rule on folders without programs.
 *
 * @module
 */
import { programInOddFolder } from "../../../../lib/audit/rules/place/program_in_odd_folder.ts";
import { testRule } from "../../../support/audited.ts";

const at = (path: string) => ({ process: path.slice(path.lastIndexOf("\\") + 1), path });

testRule(programInOddFolder, {
  bad: [
    at("C:\\$Recycle.Bin\\S-1-5-21-1-2-3-1001\\$RABC123.exe"),
    at("D:\\RECYCLER\\S-1-5-21-1-2-3-1001\\x.exe"),
    at("C:\\RECYCLED\\x.exe"),
    at("C:\\PerfLogs\\x.exe"),
    at("C:\\Windows\\Fonts\\x.exe"),
    at("C:\\Windows\\IME\\x.exe"),
    at("C:\\Windows\\Media\\x.exe"),
    at("C:\\Windows\\Help\\x.exe"),
    at("C:\\Windows\\addins\\x.exe"),
    at("C:\\Windows\\debug\\WIA\\x.exe"),
    at("C:\\Windows\\repair\\x.exe"),
    at("C:\\Windows\\security\\x.exe"),
    at("C:\\Windows\\Tasks\\x.exe"),
    at("C:\\Windows\\System32\\Tasks\\x.exe"),
    at("C:\\Intel\\Logs\\x.exe"),
    at("C:\\ProgramData\\Microsoft\\Crypto\\RSA\\MachineKeys\\x.exe"),
    at("C:\\Users\\Default\\AppData\\Local\\Temp\\x.exe"),
    at("C:\\Users\\Public\\x.exe"),
    at("C:\\USERS\\PUBLIC\\Documents\\x.exe"),
    at("\\\\?\\C:\\Users\\Public\\x.exe"),
    at("\\Device\\HarddiskVolume3\\Users\\Public\\x.exe"),
    { ...at("C:\\Users\\Public\\x.exe"), state: "LISTENING" },
    { ...at("C:\\Users\\Public\\x.exe"), remoteAddress: "192.168.1.9" },
  ],
  good: [
    at("C:\\Program Files\\Sample\\x.exe"),
    at("C:\\Users\\Public\\IBM\\ClientSolutions\\Start_Programs\\acslaunch_win-64.exe"),
    at("C:\\Users\\PublicRelations\\AppData\\Local\\Sample\\x.exe"),
    at("C:\\Users\\Default.PC-7\\AppData\\Local\\Sample\\x.exe"),
    at("C:\\Windows\\IME\\IMJP10\\imjpdsvr.exe"),
    at("C:\\Windows\\FontsTool\\x.exe"),
    at("C:\\Intel\\Wireless\\x.exe"),
    // Other rules speak of these.
    at("C:\\Users\\Public\\svchost.exe"),
    at("C:\\Users\\Public\\scvhost.exe"),
    at("C:\\Users\\Public\\invoice.pdf.exe"),
    at("C:\\Windows\\System32\\config\\systemprofile\\AppData\\Local\\Temp\\x.exe"),
    // What cannot be reached, and reaches nobody.
    { ...at("C:\\Users\\Public\\x.exe"), state: "LISTENING", localAddress: "127.0.0.1" },
    { ...at("C:\\Users\\Public\\x.exe"), remoteAddress: "127.0.0.1" },
    { process: "x.exe", path: "/home/anna/Users/Public/x.exe" },
  ],
  unknown: [["path", { process: "x.exe", path: null }], ["process", { process: null }]],
});

testRule(programInOddFolder, {
  severity: "medium",
  bad: [
    at("C:\\Users\\ann\\Music\\x.exe"),
    at("C:\\Users\\ann\\Pictures\\Camera Roll\\x.exe"),
    at("C:\\Users\\ann\\OneDrive\\Pictures\\x.exe"),
    at("C:\\Users\\ann\\OneDrive - Sample Ltd\\Videos\\x.exe"),
    at("C:\\Users\\ann\\Favorites\\x.exe"),
    at(
      "C:\\Users\\ann\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\x.exe",
    ),
    at("C:\\ProgramData\\Microsoft\\Windows\\Start Menu\\Programs\\StartUp\\x.exe"),
    at("C:\\ProgramData\\x.exe"),
    at("C:\\PROGRA~3\\x.exe"),
    at("C:\\Users\\ann\\AppData\\Roaming\\x.exe"),
    at("C:\\Users\\ann\\AppData\\Local\\x.exe"),
    at("C:\\Documents and Settings\\ann\\My Documents\\My Music\\x.exe"),
    at("C:\\Windows\\System32\\config\\systemprofile\\AppData\\Local\\Sample\\x.exe"),
    {
      ...at("C:\\Users\\Public\\x.exe"),
      file: { signature: { status: "Valid", signer: "Sample Ltd" } },
    },
  ],
  good: [
    at("C:\\ProgramData\\Sample\\x.exe"),
    at("C:\\Users\\ann\\AppData\\Roaming\\Sample\\x.exe"),
    at("C:\\Users\\ann\\x.exe"),
    at("C:\\Users\\ann\\AppData\\Local\\Music\\x.exe"),
    at("C:\\Music\\x.exe"),
  ],
});
