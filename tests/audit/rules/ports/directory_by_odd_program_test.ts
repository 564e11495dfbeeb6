/**
 * Tests of the rule on directories read by programs that were not installed.
 *
 * @module
 */
import { directoryByOddProgram } from "../../../../lib/audit/rules/ports/directory_by_odd_program.ts";
import { testRule } from "../../../support/audited.ts";

const DC = { process: "sharp.exe", remoteAddress: "10.0.0.1", remotePort: 389 };

testRule(directoryByOddProgram, {
  bad: [
    { ...DC, path: "C:\\Users\\ann\\Downloads\\sharp.exe" },
    { ...DC, path: "C:\\ProgramData\\sharp.exe", remotePort: 636 },
    { ...DC, path: "C:\\Windows\\Temp\\sharp.exe", remotePort: 3268 },
    { ...DC, path: "C:\\PerfLogs\\sharp.exe" },
    { ...DC, path: "c:/windows/tasks/sharp.exe" },
  ],
  good: [
    { ...DC, path: "C:\\Program Files\\AD Tool\\sharp.exe" },
    { ...DC, process: "mmc.exe", path: "C:\\Windows\\System32\\mmc.exe" },
    {
      ...DC,
      process: "MsSense.exe",
      path: "C:\\ProgramData\\Microsoft\\Windows Defender Advanced Threat Protection\\MsSense.exe",
    },
    { ...DC, path: "C:\\Users\\ann\\sharp.exe", remoteAddress: "127.0.0.1" },
    { ...DC, path: "C:\\Users\\ann\\sharp.exe", remotePort: 443 },
    // Another rule speaks of directories in the Internet.
    { ...DC, path: "C:\\Users\\ann\\sharp.exe", remoteAddress: "203.0.113.4" },
  ],
  unknown: [["path", DC], ["process", { ...DC, process: null }]],
});
