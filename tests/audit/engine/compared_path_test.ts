import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { comparedPath } from "../../../lib/audit/engine/compared_path.ts";

const PLACES: Readonly<Record<string, string | null>> = {
  "C:\\Windows\\System32\\svchost.exe": "c:\\windows\\system32\\svchost.exe",
  "c:/windows/SYSTEM32/svchost.exe": "c:\\windows\\system32\\svchost.exe",
  "\\\\?\\C:\\a.exe": "c:\\a.exe",
  "\\\\.\\C:\\a.exe": "c:\\a.exe",
  "\\??\\C:\\a.exe": "c:\\a.exe",
  "\\\\?\\UNC\\Server\\Share\\a.exe": "\\\\server\\share\\a.exe",
  "\\??\\UNC\\Server\\Share\\a.exe": "\\\\server\\share\\a.exe",
  "\\Device\\Mup\\Server\\Share\\a.exe": "\\\\server\\share\\a.exe",
  // A server without a share, which nothing is on.
  "\\\\?\\UNC\\Device": "\\\\device",
  "\\\\?\\UNC\\\\Device\\a": "\\\\device\\a",
  "//server/share/a.exe": "\\\\server\\share\\a.exe",
  "\\SystemRoot\\System32\\smss.exe": "c:\\windows\\system32\\smss.exe",
  "%SystemRoot%\\system32\\svchost.exe": "c:\\windows\\system32\\svchost.exe",
  "%windir%\\a.exe": "c:\\windows\\a.exe",
  '"C:\\Program Files\\a.exe"': "c:\\program files\\a.exe",
  // Not where it seems to be.
  "C:\\Windows\\System32\\..\\Temp\\svchost.exe": "c:\\windows\\temp\\svchost.exe",
  "C:\\Windows\\.\\System32\\a.exe": "c:\\windows\\system32\\a.exe",
  "C:\\..\\..\\a.exe": "c:\\a.exe",
  "\\\\server\\share\\..\\a.exe": "\\\\server\\share\\a.exe",
  "C:\\\\Windows\\\\System32\\\\a.exe": "c:\\windows\\system32\\a.exe",
  // A folder with a space at the end of its name is another folder, and so is this one.
  "C:\\Windows \\System32\\a.exe": "c:\\windows \\system32\\a.exe",
  "C:\\Windows\\System32...\\a.exe": "c:\\windows\\system32...\\a.exe",
  // The kernel's own ways.
  "\\??\\Volume{01234567-89ab-cdef-0123-456789abcdef}\\Tools\\a.exe": "?:\\tools\\a.exe",
  "\\Device\\HarddiskVolume3\\Windows\\System32\\svchost.exe": "?:\\windows\\system32\\svchost.exe",
  "\\\\?\\Volume{0-1}\\a.exe": "?:\\a.exe",
  "\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy1\\a.exe": "?:\\a.exe",
  "\\Device\\Mup\\;LanmanRedirector\\;Z:0000000000012345\\Files\\Tools\\a.exe":
    "\\\\files\\tools\\a.exe",
  "\\Device\\LanmanRedirector\\Files\\Tools\\a.exe": "\\\\files\\tools\\a.exe",
  "\\Device\\WebDavRedirector\\;Z:0000000000012345\\files.example\\share\\a.exe":
    "\\\\files.example\\davwwwroot\\share\\a.exe",
  "\\Device\\Mup\\;WebDavRedirector\\;Z:0000000000012345\\files.example\\share\\a.exe":
    "\\\\files.example\\davwwwroot\\share\\a.exe",
  // These begin at no drive.
  "\\Device\\NamedPipe": null,
  "\\\\.\\pipe\\a.exe": null,
  "\\??\\a.exe": null,
  // Short names of folders that rules ask for.
  "C:\\PROGRA~1\\Sample\\a.exe": "c:\\program files\\sample\\a.exe",
  "C:\\PROGRA~2\\a.exe": "c:\\program files (x86)\\a.exe",
  "C:\\Windows\\SOFTWA~1\\a.exe": "c:\\windows\\softwaredistribution\\a.exe",
  "C:\\$RECYC~1.BIN\\S-1-5-21-1\\a.exe": "c:\\$recycle.bin\\s-1-5-21-1\\a.exe",
  "D:\\SOFTWA~1\\LONGNA~1.EXE": "d:\\softwa~1\\longna~1.exe",
  "": "",
  "a.exe": "a.exe",
};

for (const [path, place] of Object.entries(PLACES)) {
  Deno.test(`place of ${path}`, () => assertEquals(comparedPath(path), place));
}

Deno.test("a place is its own place", () => {
  const part = fc.constantFrom(
    "\\",
    "..",
    ".",
    "a",
    "C:",
    "?",
    "\\\\",
    "/",
    " ",
    "unc",
    "%windir%",
    "progra~1",
    "device",
  );
  fc.assert(fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
    for (const start of ["C:\\", "\\device\\", "\\\\?\\"]) {
      const place = comparedPath(start + parts.join(""));
      if (place !== null) assertEquals(comparedPath(place), place);
    }
  }));
});
