import { assertEquals } from "@std/assert";
import { childEnvironment } from "../../../lib/host/windows/child_environment.ts";

Deno.test("what decides which code a tool loads is Windows' own, whatever the user has set", () => {
  const hostile = {
    systemroot: "D:\\evil",
    WINDIR: "D:\\evil",
    Path: "D:\\evil;C:\\Users\\anna",
    PathExt: ".EVIL",
    comspec: "D:\\evil.exe",
    SYSTEMDRIVE: "D:",
    PSModulePath: "D:\\evil",
    COR_ENABLE_PROFILING: "1",
    COR_PROFILER: "{01234567-89ab-cdef-0123-456789abcdef}",
    COR_PROFILER_PATH: "D:\\evil.dll",
    COMPLUS_VERSION: "v1",
    APPDOMAIN_MANAGER_ASM: "evil",
    __PSLockdownPolicy: "0",
    __COMPAT_LAYER: "RunAsInvoker",
    HOME: "D:\\evil",
    NODE_OPTIONS: "--require evil",
    winsysdir: "D:\\evil",
  };
  assertEquals(childEnvironment("X:\\Windows", hostile), {
    ComSpec: "X:\\Windows\\System32\\cmd.exe",
    PATH: "X:\\Windows\\System32;X:\\Windows;X:\\Windows\\System32\\Wbem;" +
      "X:\\Windows\\System32\\WindowsPowerShell\\v1.0",
    PATHEXT: ".COM;.EXE;.BAT;.CMD",
    PSModulePath: "X:\\Windows\\System32\\WindowsPowerShell\\v1.0\\Modules",
    SystemDrive: "X:",
    SystemRoot: "X:\\Windows",
    windir: "X:\\Windows",
  });
});

Deno.test("the user's own folders and names reach a tool, in whatever letters they are written", () => {
  const own = {
    Temp: "C:\\Users\\Größe\\Temp",
    USERNAME: "anna",
    UserProfile: "C:\\Users\\anna",
    ProgramData: "C:\\ProgramData",
    "=C:": "C:\\Users",
  };
  const { "=C:": _hidden, ...kept } = own;
  const given = childEnvironment("C:\\Windows", own);
  assertEquals({ ...given, ...kept }, given);
  assertEquals(Object.keys(given).length, Object.keys(kept).length + 7);
});
