import { assertEquals } from "@std/assert";
import { shortenHost, shortenName, shortenPath } from "../../../lib/output/table/cut_text.ts";

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

Deno.test("a program's name keeps its beginning and its ending", () => {
  assertEquals(shortenName("MicrosoftEdgeUpdate.exe", 23), "MicrosoftEdgeUpdate.exe");
  assertEquals(shortenName("MicrosoftEdgeUpdate.exe", 16), "MicrosoftE…e.exe");
  assertEquals(shortenName("invoice.pdf                    .exe", 18), "invoice.pdf … .exe");
  assertEquals(shortenName("日本語のプログラム名です.exe", 17), "日本語のプ….exe");
});

Deno.test("a very narrow name keeps its beginning", () => {
  assertEquals(shortenName("MicrosoftEdgeUpdate.exe", 9), "Microsof…");
  assertEquals(shortenName("MicrosoftEdgeUpdate.exe", 1), "…");
});

Deno.test("a host name keeps its domain and port", () => {
  assertEquals(shortenHost("ec2-9-9-9-9.compute-1.cloud.example:443", 20), "…1.cloud.example:443");
});
