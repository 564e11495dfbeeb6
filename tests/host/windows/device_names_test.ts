import { assertEquals } from "@std/assert";
import { deviceName, isNamedPipe, isNullDevice } from "../../../lib/host/windows/device_names.ts";

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

Deno.test("only NUL by itself takes everything, in every folder of a drive", () => {
  for (
    const path of [
      "NUL",
      "nul",
      "NUL:",
      "nul ",
      "nul..",
      "C:nul",
      "C:\\NUL",
      "C:\\logs\\nul",
      "logs/nul",
      ".\\nul:",
      "\\\\.\\NUL",
      "\\\\?\\NUL",
      "//./nul",
    ]
  ) assertEquals(isNullDevice(path), true, path);
  for (
    const path of [
      "NUL.txt",
      "nul.tar.gz",
      "null",
      "annul",
      "CON",
      "NUL\\a.csv",
      "\\\\server\\share\\nul",
      "",
    ]
  ) assertEquals(isNullDevice(path), false, path);
});

Deno.test("a pipe can be read", () => {
  for (const path of ["\\\\.\\pipe\\rows", "//./pipe/rows", "\\\\server\\pipe\\rows"]) {
    assertEquals(isNamedPipe(path), true, path);
  }
  for (const path of ["\\\\.\\COM10", "CON", "pipe\\rows", "\\\\server\\share\\pipe\\rows"]) {
    assertEquals(isNamedPipe(path), false, path);
  }
});

Deno.test("dots and spaces behind a reserved name, and digits of all kinds", () => {
  const cases: Readonly<Record<string, string>> = {
    "aux.csv.": "AUX",
    "aux ": "AUX",
    "aux . ": "AUX",
    "com0": "COM0",
    "lpt0.txt": "LPT0",
    "LPT\u00b3": "LPT\u00b3",
    "conin$": "CONIN$",
    "C:\\x\\prn.json": "PRN",
    "con:": "CON",
  };
  for (const [path, name] of Object.entries(cases)) assertEquals(deviceName(path), name, path);
});
