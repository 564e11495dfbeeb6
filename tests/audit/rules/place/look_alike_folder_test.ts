/**
 * Tests of the rule on folders that imitate trusted ones.
 *
 * @module
 */
import { lookAlikeFolder } from "../../../../lib/audit/rules/place/look_alike_folder.ts";
import { testRule } from "../../../support/audited.ts";

const at = (path: string) => ({ process: path.slice(path.lastIndexOf("\\") + 1), path });

testRule(lookAlikeFolder, {
  bad: [
    at("C:\\Program Files (x86) \\Sample\\x.exe"),
    at("C:\\Program Files \\Sample\\x.exe"),
    at("C:\\ProgramFiles\\Sample\\x.exe"),
    at("C:\\Program  Files\\Sample\\x.exe"),
    at("C:\\Program\u00a0Files\\Sample\\x.exe"),
    at("C:\\Program_Files\\Sample\\x.exe"),
    at("C:\\Program Files(x86)\\Sample\\x.exe"),
    at("C:\\Program Files (x64)\\Sample\\x.exe"),
    at("C:\\Program File\\Sample\\x.exe"),
    at("C:\\Progam Files\\Sample\\x.exe"),
    at("C:\\Program Data\\Sample\\x.exe"),
    at("C:\\Windows \\System32\\x.exe"),
    at("C:\\Windows.\\System32\\x.exe"),
    at("C:\\Windowss\\x.exe"),
    at("C:\\Wіndows\\x.exe"), // Cyrillic і
    at("C:\\Windows\\System32 \\x.exe"),
    at("C:\\Windows\\System 32\\x.exe"),
    at("C:\\Windows\\Sytem32\\x.exe"),
    at("C:\\Windows\\SysWOW64 \\x.exe"),
    at("D:\\Windows \\System32\\x.exe"),
    at("\\Device\\HarddiskVolume3\\ProgramFiles\\x.exe"),
  ],
  good: [
    at("C:\\Program Files\\Sample\\x.exe"),
    at("C:\\Program Files (x86)\\Sample\\x.exe"),
    at("C:\\Program Files (Arm)\\Sample\\x.exe"),
    at("C:\\PROGRA~1\\Sample\\x.exe"),
    at("C:\\ProgramData\\Sample\\x.exe"),
    at("C:\\Windows\\System32\\x.exe"),
    at("C:\\Windows\\SystemApps\\x.exe"),
    at("C:\\Windows\\System\\x.exe"),
    at("C:\\Windows.old\\x.exe"),
    at("C:\\WINDOWS.0\\x.exe"),
    at("C:\\Windows10Upgrade\\x.exe"),
    at("C:\\Programme\\Sample\\x.exe"),
    at("C:\\Programfiler\\Sample\\x.exe"),
    at("C:\\Programmi\\Sample\\x.exe"),
    at("C:\\Archivos de programa\\Sample\\x.exe"),
    at("C:\\Programs\\x.exe"),
    // On a second drive people do that.
    at("D:\\ProgramFiles\\Sample\\x.exe"),
    at("D:\\Program Files\\Sample\\x.exe"),
    // Another rule speaks of it.
    at("C:\\Windows \\System32\\svchost.exe"),
    { process: "x", path: "/Windows /System32/x" },
  ],
  unknown: [["path", { process: "x.exe", path: null }]],
});
