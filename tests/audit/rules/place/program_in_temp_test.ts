/**
 * Tests of the rule on programs of Windows in folders for temporary files.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { programInTemp } from "../../../../lib/audit/rules/place/program_in_temp.ts";
import { judged, testRule } from "../../../support/audited.ts";

const at = (path: string) => ({ process: path.slice(path.lastIndexOf("\\") + 1), path });

testRule(programInTemp, {
  bad: [
    at("C:\\Users\\ann\\AppData\\Local\\Temp\\updater.exe"),
    at("C:\\Users\\ann\\AppData\\LocalLow\\Temp\\x.exe"),
    at("C:\\Users\\花子\\AppData\\Local\\Temp\\is-A1B2.tmp\\setup.tmp"),
    at("C:\\Windows\\Temp\\x.exe"),
    at("C:\\Temp\\x.exe"),
    at("D:\\tmp\\deep\\x.exe"),
    at("C:\\Documents and Settings\\ann\\Local Settings\\Temp\\x.exe"),
    at("C:\\Dokumente und Einstellungen\\Jürgen\\Lokale Einstellungen\\Temp\\x.exe"),
    at("C:\\Documents and Settings\\ana\\Configuración local\\Temp\\x.exe"),
    at("C:\\DOCUME~1\\ANN\\LOCALS~1\\Temp\\x.exe"),
    at("C:\\DOKUME~1\\ANN\\LOKALE~1\\Temp\\x.exe"),
    at("C:\\Users\\ANNA~1\\AppData\\Local\\Temp\\x.exe"),
    at("C:\\Windows\\ServiceProfiles\\NetworkService\\AppData\\Local\\Temp\\x.exe"),
    at("C:\\Windows\\System32\\config\\systemprofile\\AppData\\Local\\Temp\\x.exe"),
    at("C:\\Users\\ann\\AppData\\Local\\Microsoft\\Windows\\INetCache\\IE\\A1\\x.exe"),
    at("\\Device\\HarddiskVolume3\\Windows\\Temp\\x.exe"),
    { ...at("C:\\Temp\\x.exe"), state: "LISTENING" },
    {
      ...at("C:\\Temp\\x.exe"),
      protocol: "UDP",
      state: null,
      remoteAddress: null,
      remotePort: null,
    },
  ],
  good: [
    at("C:\\Program Files\\Sample\\temp\\x.exe"),
    at("C:\\Users\\ann\\AppData\\Local\\Sample\\x.exe"),
    at("C:\\Users\\temp\\AppData\\Local\\Sample\\x.exe"),
    at("C:\\Templates\\x.exe"),
    at("C:\\Work\\temp\\x.exe"),
    at("C:\\Temp\\svchost.exe"),
    { ...at("C:\\Temp\\x.exe"), state: "LISTENING", localAddress: "::1" },
    { ...at("C:\\Temp\\x.exe"), remoteAddress: "127.0.0.1" },
    { process: "x", path: "/tmp/x" },
  ],
  unknown: [
    ["path", { process: "x.exe", path: null }],
    ["peer", { ...at("C:\\Temp\\x.exe"), remoteAddress: null, remoteHost: "www.example.com" }],
  ],
});

testRule(programInTemp, {
  severity: "low",
  bad: [
    {
      ...at("C:\\Temp\\setup.exe"),
      file: { signature: { status: "Valid", signer: "Sample Ltd" } },
    },
    at("C:\\Windows\\SystemTemp\\setup.exe"),
    at("C:\\Users\\ann\\AppData\\Local\\Temp\\go-build123\\b001\\exe\\main.exe"),
  ],
  good: [at("C:\\Program Files\\Sample\\setup.exe")],
});

Deno.test("audit rule program-in-temp: a program is one finding, whatever it is connected to", () => {
  const rows = Array.from({ length: 40 }, (_, index) => ({
    ...at("C:\\Users\\ann\\AppData\\Local\\Temp\\Temp1_offer.zip\\x.exe"),
    pid: 700,
    remoteAddress: `203.0.113.${index}`,
  }));
  const { findings } = judged(programInTemp, [...rows, {
    ...rows[0]!,
    remoteAddress: "127.0.0.1",
  }]);
  assertEquals(findings.map(({ finding }) => finding.connections), [40]);
  assertEquals(findings[0]!.finding.evidence?.[0], "opened from inside an archive");
});
