/**
 * Tests of taking the paths of programs of Windows apart.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { comparedPath } from "../../../lib/audit/engine/compared_path.ts";
import { parseWindowsPlace, type WindowsPlace } from "../../../lib/audit/places/windows_place.ts";

function placeOf(path: string): WindowsPlace | null {
  return parseWindowsPlace(comparedPath(path) ?? "");
}

const CASES: Readonly<Record<string, [drive: string | null, folder: string, base: string]>> = {
  "c:\\windows\\system32\\svchost.exe": ["c:", "\\windows\\system32\\", "svchost.exe"],
  "c:\\x.exe": ["c:", "\\", "x.exe"],
  "\\\\.\\c:\\tools\\x.exe": ["c:", "\\tools\\", "x.exe"],
  "\\device\\harddiskvolume3\\tools\\x.exe": [null, "\\tools\\", "x.exe"],
  "\\\\?\\globalroot\\device\\harddiskvolume3\\tools\\x.exe": [null, "\\tools\\", "x.exe"],
  "\\\\?\\volume{01234567-89ab-cdef-0123-456789abcdef}\\x.exe": [null, "\\", "x.exe"],
  "\\systemroot\\system32\\smss.exe": ["c:", "\\windows\\system32\\", "smss.exe"],
  "%systemroot%\\explorer.exe": ["c:", "\\windows\\", "explorer.exe"],
  "c:\\a\\.\\b\\..\\..\\d\\\\x.exe": ["c:", "\\d\\", "x.exe"],
  "c:\\..\\..\\x.exe": ["c:", "\\", "x.exe"],
  "c:\\progra~1\\progra~2\\x.exe": ["c:", "\\program files\\program files (x86)\\", "x.exe"],
  "c:\\windows \\x.exe": ["c:", "\\windows \\", "x.exe"],
};

Deno.test("windows place: of the many ways to write a path", () => {
  for (const [path, [drive, folder, base]] of Object.entries(CASES)) {
    const place = placeOf(path);
    assertEquals([place?.drive, place?.folder, place?.base], [drive, folder, base], path);
    assertEquals(place?.server, null, path);
  }
});

Deno.test("windows place: of paths in a network", () => {
  for (
    const path of [
      "\\\\files\\tools\\a\\x.exe",
      "\\\\?\\unc\\files\\tools\\a\\x.exe",
      "\\device\\mup\\files\\tools\\a\\x.exe",
      "\\device\\mup\\;lanmanredirector\\;z:0000000000012345\\files\\tools\\a\\x.exe",
      "\\device\\lanmanredirector\\;z:0000000000012345\\files\\tools\\a\\x.exe",
    ]
  ) {
    const place = placeOf(path);
    assertEquals([place?.server, place?.share, place?.folder], ["files", "tools", "\\a\\"], path);
  }
});

Deno.test("windows place: what has no root is no place", () => {
  for (const path of ["svchost.exe", "system32\\svchost.exe", "c:", "c:x.exe", ""]) {
    assertEquals(placeOf(path), null, path);
  }
});

Deno.test("windows place: any text gives a place or none, and none throws", () => {
  const parts = fc.constantFrom(
    "c:",
    "\\",
    "\\\\",
    "?",
    "unc",
    "device",
    "..",
    "~1",
    "%",
    "x",
    ";",
  );
  fc.assert(fc.property(fc.array(parts).map((some) => some.join("")), (path) => {
    const place = placeOf(path);
    if (place !== null) assertEquals(place.folder.endsWith("\\"), true);
  }));
});
