import { assertEquals } from "@std/assert";
import { deviceName, isNullDevice } from "../../../lib/host/windows/device_names.ts";

// As in Microsoft's "Naming Files, Paths, and Namespaces".
Deno.test("the names that Windows reserves are devices in any folder, whatever follows", () => {
  const cases: Readonly<Record<string, string>> = {
    NUL: "NUL",
    nul: "NUL",
    "NUL.txt": "NUL",
    "nul.tar.gz": "NUL",
    "C:\\logs\\NUL": "NUL",
    "logs/con.csv": "CON",
    "C:aux": "AUX",
    "PRN ": "PRN",
    "com1": "COM1",
    "LPT9.json": "LPT9",
    "COM\u00b9": "COM\u00b9",
    "CONOUT$": "CONOUT$",
    "conin$": "CONIN$",
    "COM1:": "COM1",
  };
  for (const [path, name] of Object.entries(cases)) assertEquals(deviceName(path), name, path);
  for (
    const path of [
      "\\\\.\\pipe\\rows",
      "//./pipe/rows",
      "\\\\server\\pipe\\rows",
      "\\\\.\\COM10",
      "\\\\.\\PhysicalDrive0",
      "\\\\?\\GLOBALROOT\\Device",
    ]
  ) assertEquals(deviceName(path), path);
});

Deno.test("other names are files", () => {
  for (
    const path of [
      "null",
      "a.nul",
      "NUL1",
      "COM",
      "COM10",
      "CONSOLE.csv",
      "auxiliary.json",
      "NUL\\a.csv",
      "con-2026.csv",
      "out.csv",
      "C:\\Users\\me\\out.csv",
      "\\\\server\\share\\out.csv",
      "\\\\?\\C:\\long\\out.csv",
      "\\\\?\\UNC\\server\\share\\out.csv",
      "",
    ]
  ) assertEquals(deviceName(path), null, path);
});

Deno.test("only NUL by itself takes everything", () => {
  for (const path of ["NUL", "nul", "NUL:", "\\\\.\\NUL", "//./nul"]) {
    assertEquals(isNullDevice(path), true, path);
  }
  for (const path of ["NUL.txt", "C:\\NUL", "null", "CON"]) {
    assertEquals(isNullDevice(path), false, path);
  }
});
