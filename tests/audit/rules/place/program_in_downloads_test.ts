/**
 * Tests of the rule on programs in folders that users save to.
 *
 * @module
 */
import { programInDownloads } from "../../../../lib/audit/rules/place/program_in_downloads.ts";
import { testRule } from "../../../support/audited.ts";

const at = (path: string) => ({ process: path.slice(path.lastIndexOf("\\") + 1), path });

testRule(programInDownloads, {
  bad: [
    at("C:\\Users\\ann\\Downloads\\tool.exe"),
    at("C:\\Users\\ann\\Downloads\\tool-1.2\\tool.exe"),
    at("C:\\Users\\ann\\DOWNLO~1\\tool.exe"),
    at("D:\\Downloads\\tool.exe"),
    at("C:\\Users\\ann\\Desktop\\tool.exe"),
    at("C:\\Users\\花子\\デスクトップ\\日本.exe"),
    at("C:\\Users\\jean\\OneDrive\\Bureau\\outil.exe"),
    at("C:\\Users\\ann\\OneDrive - Sample Ltd\\Desktop\\tool.exe"),
    at("C:\\Documents and Settings\\ann\\Desktop\\tool.exe"),
    at("C:\\Dokumente und Einstellungen\\ann\\Desktop\\tool.exe"),
    // Nobody asked for signatures: the other rule cannot speak of it.
    at("C:\\Users\\ann\\Downloads\\ZoomInstaller.exe"),
  ],
  good: [
    at("C:\\Users\\ann\\Downloads\\netwho.exe"),
    at("C:\\Users\\ann\\Downloads\\netwho-windows-x64.exe"),
    at("C:\\Users\\ann\\AppData\\Local\\Downloads\\tool.exe"),
    at("C:\\Program Files\\Desktop\\tool.exe"),
    at("C:\\Users\\Downloads\\AppData\\Local\\tool.exe"),
    at("C:\\Users\\ann\\Downloads\\scvhost.exe"),
    {
      ...at("C:\\Users\\ann\\Downloads\\ZoomInstaller.exe"),
      file: { signature: { status: "NotSigned", signer: null } },
    },
    { ...at("C:\\Users\\ann\\Downloads\\tool.exe"), remoteAddress: "127.0.0.1" },
  ],
  unknown: [["path", { process: "tool.exe", path: null }], ["process", { process: null }]],
});

testRule(programInDownloads, {
  facts: { os: "linux" },
  bad: [
    { process: "tool", path: "/home/anna/Downloads/tool" },
    { process: "tool", path: "/home/anna/Schreibtisch/tool" },
    { process: "tool", path: "/root/Desktop/tool" },
    { process: "tool", path: "/home/anna/Загрузки/tool-1.2/tool" },
  ],
  good: [
    { process: "tool", path: "/home/anna/bin/tool" },
    { process: "netwho", path: "/home/anna/Downloads/netwho" },
    { process: "tool", path: "/srv/Downloads/tool" },
  ],
  unknown: [["path", { process: "tool", path: null }]],
});
