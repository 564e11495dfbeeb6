import { assertEquals } from "@std/assert";
import { shortenPath } from "../../../lib/output/table/table_column.ts";

const SVCHOST = String.raw`C:\Windows\System32\svchost.exe`;

Deno.test("a path that fits stays whole", () => {
  assertEquals(shortenPath(SVCHOST, 31), SVCHOST);
});

Deno.test("a path that is too long begins with a directory", () => {
  for (const width of [24, 23, 22]) {
    assertEquals(shortenPath(SVCHOST, width), String.raw`…\System32\svchost.exe`);
  }
  assertEquals(shortenPath(SVCHOST, 18), String.raw`…\svchost.exe`);
  assertEquals(shortenPath("/usr/lib/systemd/systemd-resolved", 28), "…/systemd/systemd-resolved");
});

Deno.test("the end is kept where a directory's beginning would cost too much", () => {
  const path = String.raw`C:\data\a-very-long-folder-name\x.exe`;
  assertEquals(shortenPath(path, 20), String.raw`…g-folder-name\x.exe`);
  assertEquals(shortenPath("SystemSettingsBroker.exe", 10), "…roker.exe");
});
