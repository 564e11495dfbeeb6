import { assertEquals } from "@std/assert";
import { controlledFolder } from "../../../lib/host/windows/controlled_folders.ts";

const ENVIRONMENT: Readonly<Record<string, string>> = {
  USERPROFILE: "C:\\Users\\kim",
  PUBLIC: "C:\\Users\\Public",
  OneDriveCommercial: "D:\\OneDrive - Example",
};
const folderOf = (path: string) => controlledFolder(path, (name) => ENVIRONMENT[name]);

Deno.test("the folders that Windows guards, and what is below", () => {
  const cases: Readonly<Record<string, string>> = {
    "C:\\Users\\kim\\Documents\\out.csv": "C:\\Users\\kim\\Documents",
    "c:/users/KIM/desktop/reports/out.csv": "C:\\Users\\kim\\Desktop",
    "\\\\?\\C:\\Users\\kim\\Music\\a": "C:\\Users\\kim\\Music",
    "C:\\Users\\Public\\Pictures\\a": "C:\\Users\\Public\\Pictures",
    "D:\\OneDrive - Example\\Dokumente\\a.csv": "D:\\OneDrive - Example",
  };
  for (const [path, folder] of Object.entries(cases)) assertEquals(folderOf(path), folder, path);
});

Deno.test("other folders are refused for another reason", () => {
  for (
    const path of [
      "C:\\Users\\kim\\out.csv",
      "C:\\Users\\kim\\Downloads\\out.csv",
      "C:\\Users\\kim\\Documents",
      "C:\\Users\\kim\\Documents2\\out.csv",
      "C:\\Users\\lee\\Documents\\out.csv",
      "C:\\Windows\\out.csv",
      "D:\\out.csv",
      "\\\\server\\share\\Documents\\out.csv",
    ]
  ) assertEquals(folderOf(path), null, path);
  assertEquals(controlledFolder("C:\\Users\\kim\\Documents\\a", () => undefined), null);
});
