import { assertEquals } from "@std/assert";
import {
  driveOf,
  fileNameOf,
  folderOf,
  isAbsolutePath,
  isSharePath,
  longPath,
  pathsTo,
  rootOf,
  siblingOf,
} from "../../lib/host/file_paths.ts";

const WINDOWS = { isWindows: true };
const LINUX = { isWindows: false };

Deno.test("a path of Windows is in a folder, and has others beside it", () => {
  const cases: [path: string, folder: string, sibling: string][] = [
    ["out.csv", ".", "t"],
    ["logs\\out.csv", "logs", "logs\\t"],
    ["logs/out.csv", "logs", "logs/t"],
    ["C:out.csv", "C:.", "C:t"],
    ["C:\\out.csv", "C:\\", "C:\\t"],
    ["C:/out.csv", "C:/", "C:/t"],
    ["C:\\a b\\out.csv", "C:\\a b", "C:\\a b\\t"],
    ["\\out.csv", "\\", "\\t"],
    ["\\\\server\\share\\out.csv", "\\\\server\\share\\", "\\\\server\\share\\t"],
    ["//server/share/out.csv", "//server/share/", "//server/share/t"],
    ["\\\\server\\share\\a\\out.csv", "\\\\server\\share\\a", "\\\\server\\share\\a\\t"],
    ["\\\\?\\C:\\out.csv", "\\\\?\\C:\\", "\\\\?\\C:\\t"],
    ["\\\\?\\C:\\a\\b/c.csv", "\\\\?\\C:\\a", "\\\\?\\C:\\a\\t"],
    ["\\\\?\\UNC\\server\\share\\x", "\\\\?\\UNC\\server\\share\\", "\\\\?\\UNC\\server\\share\\t"],
    ["..\\x", "..", "..\\t"],
  ];
  for (const [path, folder, sibling] of cases) {
    assertEquals([folderOf(path, WINDOWS), siblingOf(path, "t", WINDOWS)], [folder, sibling], path);
  }
});

Deno.test("a backslash of Linux is a letter", () => {
  assertEquals(folderOf("/a\\b/c\\d", LINUX), "/a\\b");
  assertEquals(siblingOf("a\\b", "t", LINUX), "t");
  assertEquals(folderOf("/x", LINUX), "/");
  assertEquals(folderOf("x", LINUX), ".");
  assertEquals(folderOf("C:x", LINUX), ".");
});

Deno.test("the folders above a path, the highest first", () => {
  const cases: [path: string, root: string, paths: string[]][] = [
    ["a\\b", "", ["a", "a\\b"]],
    ["C:\\a\\\\b/c", "C:\\", ["C:\\a", "C:\\a\\\\b", "C:\\a\\\\b/c"]],
    ["C:a", "C:", ["C:a"]],
    ["\\\\srv\\share\\a\\b\\", "\\\\srv\\share\\", ["\\\\srv\\share\\a", "\\\\srv\\share\\a\\b"]],
    ["\\\\?\\C:\\a", "\\\\?\\C:\\", ["\\\\?\\C:\\a"]],
    ["C:\\", "C:\\", []],
  ];
  for (const [path, root, paths] of cases) {
    assertEquals([rootOf(path, WINDOWS), pathsTo(path, WINDOWS)], [root, paths], path);
  }
  assertEquals(pathsTo("/a//b", LINUX), ["/a", "/a//b"]);
});

Deno.test("what depends on the current folder or drive is not absolute", () => {
  for (const path of ["C:\\x", "c:/x", "\\\\srv\\share\\x", "\\\\?\\C:\\x", "\\x", "/x"]) {
    assertEquals(isAbsolutePath(path, WINDOWS), true, path);
  }
  for (const path of ["C:x", "x", "..\\x", ""]) {
    assertEquals(isAbsolutePath(path, WINDOWS), false, path);
  }
});

Deno.test("a long path gets the prefix with which Windows takes it", () => {
  const deep = "d".repeat(100);
  const resolve = (path: string) =>
    path.startsWith("rel") ? `C:\\cwd\\${path}` : path.replace("\\..\\", "\\resolved\\");
  const long = (path: string) => longPath(path, { resolve });
  assertEquals(long("C:\\a.csv"), "C:\\a.csv");
  assertEquals(long("rel\\a.csv"), "\\\\?\\C:\\cwd\\rel\\a.csv");
  assertEquals(long(`C:\\${deep}\\${deep}\\a`), `\\\\?\\C:\\${deep}\\${deep}\\a`);
  assertEquals(long(`C:\\..\\${deep}\\${deep}/a`), `\\\\?\\C:\\resolved\\${deep}\\${deep}\\a`);
  assertEquals(long(`\\\\s\\h\\${deep}\\${deep}\\a`), `\\\\?\\UNC\\s\\h\\${deep}\\${deep}\\a`);
  assertEquals(long(`\\\\?\\C:\\${deep}\\${deep}\\a`), `\\\\?\\C:\\${deep}\\${deep}\\a`);
  assertEquals(long(`//?/C:/${deep}/${deep}/a`), `//?/C:/${deep}/${deep}/a`);
});

Deno.test("a path of any length that nothing makes absolute stays as it is", () => {
  const long = "x\\".repeat(130) + "a.exe";
  assertEquals(longPath(`C:\\${long}`), `\\\\?\\C:\\${long}`);
  assertEquals(longPath(`c:/${long}`), `\\\\?\\c:\\${long}`);
  assertEquals(longPath(`\\\\server\\share\\${long}`), `\\\\?\\UNC\\server\\share\\${long}`);
  for (
    const path of [
      `\\\\.\\pipe\\${long}`,
      `relative\\${long}`,
      `\\Device\\HarddiskVolume3\\${long}`,
      `C:\\a\\..\\${long}`,
      "Registry",
      "",
    ]
  ) assertEquals(longPath(path), path);
});

Deno.test("the last name of a path", () => {
  for (
    const [path, name] of [
      ["C:\\a b\\out.csv", "out.csv"],
      ["C:out.csv", "out.csv"],
      ["logs/out.csv", "out.csv"],
      ["\\\\server\\share\\x", "x"],
      ["\\\\?\\C:\\a\\b/c", "b/c"],
      ["C:\\", ""],
      ["x", "x"],
    ] as const
  ) assertEquals(fileNameOf(path, WINDOWS), name, path);
  assertEquals(fileNameOf("/a\\b/c\\d", LINUX), "c\\d");
});

Deno.test("paths of other computers are told by their form", () => {
  for (
    const path of [
      String.raw`\\server\share\a.exe`,
      "//server/share/a.exe",
      String.raw`\\192.0.2.7\c$\a.exe`,
      String.raw`\\server.example@SSL\DavWWWRoot\a.exe`,
      String.raw`\\?\UNC\server\share\a.exe`,
      String.raw`\\?\unc\server\share\a.exe`,
      String.raw`\\.\UNC\server\share\a.exe`,
      String.raw`\\?\GLOBALROOT\Device\Mup\server\share\a.exe`,
    ]
  ) assertEquals([isSharePath(path), driveOf(path)], [true, null], path);
  for (
    const [path, drive] of [
      [String.raw`C:\Windows\a.exe`, "C"],
      [String.raw`z:\a.exe`, "Z"],
      ["d:/a.exe", "D"],
      [String.raw`\\?\C:\a.exe`, "C"],
      [String.raw`\\.\pipe\x`, null],
      [String.raw`\\.\PhysicalDrive0`, null],
      [String.raw`\Device\HarddiskVolume3\a.exe`, null],
      [String.raw`\??\C:\a.exe`, null],
      ["Registry", null],
      ["C:a.exe", null],
      ["", null],
    ] as const
  ) assertEquals([isSharePath(path), driveOf(path)], [false, drive], path);
});
