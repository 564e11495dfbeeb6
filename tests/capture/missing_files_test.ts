import { assertEquals } from "@std/assert";
import { MISPLACED_NOTE, noteMissingFiles } from "../../lib/capture/missing_files.ts";
import { fakeHost } from "../support/fake_host.ts";

const PROCESSES = [
  { pid: 1, path: "C:\\there.exe" },
  { pid: 2, path: "C:\\Gone.exe" },
  { pid: 3, path: "c:\\gone.EXE" },
  { pid: 4, path: null },
  { pid: 5, path: "\\\\server\\share\\gone.exe" },
  { pid: 6, path: "Registry" },
  { pid: 7, path: "D:\\forbidden.exe" },
  { pid: 8, path: "Z:\\gone.exe" },
  { pid: 9, path: "\\\\.\\pipe\\gone" },
];
const never = () => new Promise<void>(() => {});

Deno.test("a program without a file at its path has a note; each path is looked at once", async () => {
  const asked: string[] = [];
  const host = fakeHost({
    os: "windows",
    leadsToNetwork: (path) => /^z/i.test(path),
    sleep: never,
    fileIdentity: (path) => {
      asked.push(path);
      return Promise.resolve(/gone/i.test(path) ? "missing" : path.includes("there") ? "1" : null);
    },
  });
  const notes = await noteMissingFiles(host, PROCESSES);
  assertEquals([...notes], [[2, MISPLACED_NOTE], [3, MISPLACED_NOTE]]);
  assertEquals(asked, ["c:\\there.exe", "c:\\gone.exe", "d:\\forbidden.exe"]);
});

Deno.test("a drive that does not answer holds nothing up", async () => {
  const host = fakeHost({
    os: "windows",
    sleep: () => Promise.resolve(),
    fileIdentity: (path) => path.startsWith("d") ? never() as never : Promise.resolve("missing"),
  });
  const notes = await noteMissingFiles(host, PROCESSES);
  assertEquals(notes.has(7), false);
});
