/**
 * Tests of the rule on system programs in the wrong place.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { systemNameElsewhere } from "../../../../lib/audit/rules/place/system_name_elsewhere.ts";
import { judged, testRule } from "../../../support/audited.ts";

const at = (path: string, process = path.slice(path.lastIndexOf("\\") + 1)) => ({ process, path });

testRule(systemNameElsewhere, {
  bad: [
    at("C:\\Users\\Public\\svchost.exe"),
    at("C:\\Windows\\svchost.exe"),
    at("C:\\Windows\\System\\svchost.exe"),
    at("C:\\Windows\\System32\\drivers\\lsass.exe"),
    at("C:\\WINDOWS\\TEMP\\CSRSS.EXE"),
    at("D:\\Games\\RuntimeBroker.exe"),
    at("\\\\files\\tools\\winlogon.exe"),
    at("\\\\?\\C:\\ProgramData\\conhost.exe"),
    at("\\Device\\HarddiskVolume3\\ProgramData\\dllhost.exe"),
    at("C:\\Windows\\System32\\..\\Temp\\taskhostw.exe"),
    at("C:\\PROGRA~2\\Vendor\\spoolsv.exe"),
    at("C:\\Windows \\System32\\svchost.exe"),
    at("C:/Users/ann/AppData/Roaming/services.exe", "services.exe"),
    // Only there, not in System32.
    at("C:\\Windows\\System32\\explorer.exe"),
    at("C:\\Users\\ann\\explorer.exe"),
    at("C:\\Windows\\System32\\wmiprvse.exe"),
    at("C:\\Windows\\System32\\powershell.exe"),
    at("C:\\Users\\ann\\AppData\\Local\\Temp\\certutil.exe"),
    // The list of processes of PowerShell leaves the ending out.
    at("C:\\ProgramData\\svchost.exe", "svchost"),
    at("C:\\Windows\\MsMpEng.exe"),
    at("C:\\Users\\ann\\AppData\\Roaming\\MpCmdRun.exe"),
    // Whatever it is connected to.
    { ...at("C:\\ProgramData\\lsass.exe"), remoteAddress: "127.0.0.1" },
    { ...at("C:\\ProgramData\\lsass.exe"), state: "LISTENING", localAddress: "127.0.0.1" },
  ],
  good: [
    at("C:\\Windows\\System32\\svchost.exe"),
    at("c:\\windows\\system32\\SVCHOST.EXE"),
    at("C:\\WINDOWS\\SysWOW64\\dllhost.exe"),
    at("C:\\Windows\\Sysnative\\cmd.exe"),
    at("C:\\Windows\\SysArm32\\rundll32.exe"),
    at("D:\\Windows\\System32\\svchost.exe"),
    at("C:\\WINNT\\system32\\services.exe"),
    at("\\\\?\\C:\\Windows\\System32\\svchost.exe"),
    at("\\??\\C:\\Windows\\System32\\csrss.exe"),
    at("\\Device\\HarddiskVolume12\\Windows\\System32\\svchost.exe"),
    at("\\\\?\\GLOBALROOT\\Device\\HarddiskVolume3\\Windows\\System32\\svchost.exe"),
    at("\\\\?\\Volume{01234567-89ab-cdef-0123-456789abcdef}\\Windows\\System32\\svchost.exe"),
    at("\\SystemRoot\\System32\\smss.exe"),
    at("C:/Windows/System32/svchost.exe", "svchost.exe"),
    at("C:\\Windows\\explorer.exe"),
    at("C:\\Windows\\SysWOW64\\explorer.exe"),
    at("C:\\Windows\\System32\\wbem\\WmiPrvSE.exe"),
    at("C:\\Windows\\SysWOW64\\wbem\\WmiPrvSE.exe"),
    at("C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe"),
    at("C:\\Windows\\SysWOW64\\WindowsPowerShell\\v1.0\\powershell_ise.exe"),
    at("C:\\Windows\\WinSxS\\amd64_microsoft-windows-servicingstack_10.0.1\\TiWorker.exe"),
    at("C:\\Windows\\WinSxS\\amd64_x\\svchost.exe"),
    at("C:\\Windows\\servicing\\TrustedInstaller.exe"),
    at("C:\\Windows\\uus\\amd64\\wuauclt.exe"),
    at("C:\\Windows\\SystemTemp\\x\\Dism.exe"),
    at("C:\\Windows\\SoftwareDistribution\\Download\\x\\Dism.exe"),
    at("C:\\$WINDOWS.~BT\\Sources\\Dism.exe"),
    at("C:\\$WinREAgent\\Scratch\\Dism.exe"),
    at("C:\\Program Files\\WSL\\wsl.exe"),
    at(
      "C:\\Program Files\\WindowsApps\\MicrosoftCorporationII.WindowsSubsystemForLinux_2.1.5.0_x64__8wekyb3d8bbwe\\wsl.exe",
    ),
    at("C:\\Users\\ann\\AppData\\Local\\Microsoft\\WindowsApps\\wsl.exe"),
    at("C:\\Program Files\\PowerShell\\7\\pwsh.exe"),
    at("C:\\Program Files\\WindowsApps\\Microsoft.PowerShell_7.5.0.0_x64__8wekyb3d8bbwe\\pwsh.exe"),
    at("C:\\Users\\ann\\.dotnet\\tools\\pwsh.exe"),
    at("C:\\Users\\ann\\scoop\\apps\\pwsh\\current\\pwsh.exe"),
    at("C:\\Program Files (x86)\\Windows Kits\\10\\Tools\\amd64\\DISM\\dism.exe"),
    at(
      "\\Device\\vmsmb\\VSMB-{01234567-89ab-cdef-0123-456789abcdef}\\os\\Windows\\System32\\svchost.exe",
    ),
    at("C:\\ProgramData\\Docker\\windowsfilter\\0a1b\\Files\\Windows\\System32\\services.exe"),
    at("C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.24090.11-0\\MsMpEng.exe"),
    at("C:\\Program Files\\Windows Defender\\MsMpEng.exe"),
    at("C:\\Program Files\\Windows Defender\\MpCmdRun.exe"),
    at("C:\\PROGRA~3\\Microsoft\\Windows Defender\\Platform\\4.18.1\\NisSrv.exe"),
    // Other names, and programs of Linux.
    at("C:\\Users\\ann\\browser.exe"),
    at("C:\\Tools\\svchost.txt.exe"),
    { process: "services.exe", path: "/usr/bin/wine64-preloader" },
    { process: "System", pid: 4, path: null },
    { process: null, pid: 0, state: "TIME_WAIT" },
  ],
  unknown: [
    ["path", { process: "svchost.exe", path: null }],
    ["process", { process: null, path: null }],
    // No path from the root on.
    ["path", { process: "svchost.exe", path: "svchost.exe" }],
  ],
});

testRule(systemNameElsewhere, {
  severity: "medium",
  bad: [at("C:\\Users\\ann\\AppData\\Roaming\\pwsh.exe")],
  good: [at("C:\\Tools\\PowerShell-7.5.0\\pwsh.exe")],
});

testRule(systemNameElsewhere, {
  facts: { os: null },
  bad: [at("C:\\Users\\Public\\svchost.exe")],
  good: [{ process: "lsass", path: "/opt/tools/lsass" }, { process: "sshd", path: null }],
  unknown: [["path", { process: "lsass.exe", path: null }]],
});

Deno.test("audit rule system-name-elsewhere: says where it lies and where Windows' own does", () => {
  const { findings } = judged(systemNameElsewhere, [
    ...Array.from({ length: 40 }, (_, index) => ({
      ...at("C:\\Users\\Public\\svchost.exe"),
      pid: 700,
      remoteAddress: `203.0.113.${index}`,
    })),
    { ...at("C:\\Users\\Public\\SVCHOST.exe"), pid: 800 },
    at("C:\\Users\\ann\\WmiPrvSE.exe"),
    at("C:\\Windows\\MsMpEng.exe"),
  ]);
  assertEquals(findings.map(({ finding }) => finding.connections), [1, 1, 41]);
  const [defender, wmi, svchost] = findings.map(({ finding }) => finding.reason!);
  assertEquals(
    defender,
    "MsMpEng.exe runs from C:\\Windows, and Windows' own lies in " +
      "C:\\ProgramData\\Microsoft\\Windows Defender\\Platform",
  );
  assertEquals(
    wmi,
    "WmiPrvSE.exe runs from C:\\Users\\ann, and Windows' own lies in C:\\Windows\\System32\\wbem",
  );
  assertMatch(
    svchost!,
    /^svchost\.exe runs from C:\\Users\\Public, and Windows' own lies in C:\\Windows\\System32$/i,
  );
});
