import { assertEquals } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { temporaryFolder } from "../../support/folders.ts";

const windows = Deno.build.os === "windows";

Deno.test({
  name: "this computer's drives do not lead to another; a share does, and nobody asks it",
  ignore: !windows,
  fn() {
    const { leadsToNetwork } = denoHost();
    assertEquals(leadsToNetwork(String.raw`C:\Windows\explorer.exe`), false);
    assertEquals(leadsToNetwork(String.raw`\\192.0.2.7\share\a.exe`), true);
  },
});

Deno.test({
  name: "a program's facts are read at a path of more than 260 characters",
  ignore: !windows,
  async fn() {
    using folder = temporaryFolder();
    const deep = `${folder.path}\\${"d".repeat(100)}\\${"e".repeat(100)}\\${"f".repeat(100)}`;
    Deno.mkdirSync(deep, { recursive: true });
    const system = `${Deno.env.get("SystemRoot") ?? "C:\\windows"}\\System32\\kernel32.dll`;
    Deno.copyFileSync(system, `${deep}\\program.exe`);
    const host = denoHost();
    const facts = await host.programFacts(`${deep}\\program.exe`, { timeoutMilliseconds: 60_000 });
    const known = await host.programFacts(system, { timeoutMilliseconds: 60_000 });
    assertEquals(facts?.resource, known?.resource);
    assertEquals(typeof facts?.resource?.description, "string");
  },
});
