import { assert, assertEquals, assertMatch } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { filetimeToIso, windowsApi } from "../../../lib/host/windows/windows_api.ts";

const windows = Deno.build.os === "windows";
const ignore = !windows;

Deno.test("a FILETIME counts 100 ns from 1601", () => {
  // The two epochs are 134774 days apart.
  assertEquals(filetimeToIso(134_774n * 86_400n * 10_000_000n), "1970-01-01T00:00:00.000Z");
  assertEquals([0n, -1n].map(filetimeToIso), [null, null]);
});

Deno.test({
  name: "where Windows does not answer, nothing is known and nothing throws",
  ignore: windows,
  fn() {
    const api = windowsApi("C:\\Windows");
    assertEquals(api.processFacts([4]), new Map());
    assertEquals(
      [api.parentPids(), api.versionFacts("C:\\a.exe"), api.oemCodePage(), api.elevated()],
      [null, null, null, null],
    );
  },
});

Deno.test({
  name: "Windows tells every process's parent",
  ignore,
  fn() {
    const parents = denoHost().parentPids();
    assertEquals(parents.get(Deno.pid), Deno.ppid);
    assert(parents.size > 3);
  },
});

Deno.test({
  name: "Windows' own libraries say whose they are; a file without a version resource does not",
  ignore,
  async fn() {
    const host = denoHost();
    const system = `${Deno.env.get("SystemRoot")}\\System32`;
    const kernel = await host.fileFacts(`${system}\\kernel32.dll`);
    assertEquals(kernel?.company, "Microsoft Corporation");
    assertMatch(kernel!.version!, /^\d+\.\d+\./);
    const hosts = await host.fileFacts(`${system}\\drivers\\etc\\hosts`);
    assertEquals([hosts?.company, hosts?.version], [null, null]);
  },
});
