import { assertEquals } from "@std/assert";
import { findVital, type PossiblyVital } from "../../../lib/actions/end/vital_programs.ts";

const kindOf = (program: PossiblyVital, folder = "C:\\Windows") =>
  findVital(program, folder)?.kind ?? null;

const VITAL = "csrss wininit winlogon services lsass smss lsm lsaiso".split(" ");

Deno.test("the programs whose end stops Windows are known by name and place, however these are written", () => {
  for (const name of VITAL) {
    for (
      const [process, path] of [
        [`${name}.exe`, `C:\\Windows\\System32\\${name}.exe`],
        [`${name.toUpperCase()}.EXE`, `c:\\WINDOWS\\system32\\${name}.exe`],
        [`${name}.exe`, `\\\\?\\C:\\Windows\\System32\\${name}.exe`],
        [`${name}.exe`, `\\??\\C:\\Windows\\System32\\${name}.exe`],
        [`${name}.exe`, `\\SystemRoot\\System32\\${name}.exe`],
        [`${name}.exe`, `\\Device\\HarddiskVolume3\\Windows\\System32\\${name}.exe`],
        [`${name}.exe`, `D:/Windows/System32/${name}.exe`],
        [`${name}.exe`, `${"E:\\WIN11"}\\System32\\${name}.exe`],
        [name, null],
        [`${name}.exe`, null],
      ] as const
    ) {
      assertEquals(kindOf({ process, path }, "E:\\WIN11"), "program", `${process} ${path}`);
    }
  }
});

Deno.test("a program that only has such a name lies elsewhere, and is none", () => {
  for (const name of VITAL) {
    for (
      const folder of [
        "C:\\Users\\anna\\AppData\\Local\\Temp",
        "C:\\Windows",
        "C:\\Windows\\System32\\drivers",
        "C:\\Windows\\System32 ",
        "C:\\Windows\\SysWOW64",
        "C:\\Temp\\Windows\\System32",
        "\\\\files.example\\share\\Windows\\System32",
        "/tmp",
      ]
    ) {
      const path = `${folder}${folder.startsWith("/") ? "/" : "\\"}${name}.exe`;
      assertEquals(kindOf({ process: `${name}.exe`, path }), null, path);
    }
  }
  assertEquals(kindOf({ process: "csrss2.exe", path: null }), null);
});

Deno.test("whether a program is the one of the name is certain only where its path was seen", () => {
  const path = "C:\\Windows\\System32\\lsass.exe";
  assertEquals(findVital({ process: "lsass.exe", path }, "C:\\Windows"), {
    kind: "program",
    isCertain: true,
  });
  assertEquals(findVital({ process: "lsass.exe", path: null }, "C:\\Windows"), {
    kind: "program",
    isCertain: false,
  });
  // The path counts, not what the list calls it.
  assertEquals(kindOf({ process: "game.exe", path }), "program");
});

Deno.test("parts of the kernel have no file; a program of their name has one", () => {
  for (
    const process of ["System", "Registry", "Memory Compression", "MemCompression", "Secure System"]
  ) {
    assertEquals(kindOf({ process, path: null }), "kernel", process);
    assertEquals(kindOf({ process, path: process }), "kernel", process);
    assertEquals(kindOf({ process, path: `C:\\Temp\\${process}.exe` }), null, process);
  }
});

Deno.test("of the hosts of services only those are vital without whose services Windows stops", () => {
  const path = "C:\\Windows\\System32\\svchost.exe";
  const host = (services: string[] | null, at: string | null = path) =>
    findVital({ process: "svchost.exe", path: at, services }, "C:\\Windows");
  assertEquals(host(["RpcEptMapper", "RpcSs"]), {
    kind: "services",
    services: ["RpcEptMapper", "RpcSs"],
  });
  assertEquals(host(["Dnscache", "DCOMLAUNCH"], null), {
    kind: "services",
    services: ["DCOMLAUNCH"],
  });
  assertEquals(host(["Dnscache"]), null);
  assertEquals(host(null), null);
  assertEquals(host(["RpcSs"], "C:\\Temp\\svchost.exe"), null);
});
