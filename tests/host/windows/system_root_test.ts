import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { type FolderCalls, systemRoot, toldFolder } from "../../../lib/host/windows/system_root.ts";

const windows = Deno.build.os === "windows";

/** Windows, as long as it tells this. */
function telling(path: string, length = path.length): FolderCalls {
  return {
    GetSystemWindowsDirectoryW(buffer: Uint16Array) {
      for (const [at, unit] of [...path].entries()) buffer[at] = unit.charCodeAt(0);
      return length;
    },
  } as unknown as FolderCalls;
}

Deno.test("the Windows folder is what Windows tells, and nothing where it fails", () => {
  assertEquals(toldFolder(telling("X:\\Windows")), "X:\\Windows");
  assertEquals(toldFolder(telling("", 0)), undefined);
  assertEquals(toldFolder(telling("C:\\Win", 300)), undefined); // it would need so much room
});

Deno.test({
  name: "where there is no Windows to ask, it is C:\\Windows",
  ignore: windows,
  fn: () => assertEquals(systemRoot(), "C:\\Windows"),
});

Deno.test({
  name: "a SystemRoot of the environment is not believed",
  ignore: !windows,
  async fn() {
    const before = Deno.env.get("SystemRoot")!;
    Deno.env.set("SystemRoot", "D:\\evil");
    try {
      const host = denoHost();
      assertEquals(systemRoot().toLowerCase(), before.toLowerCase());
      assertEquals(host.env("SystemRoot"), systemRoot());
      assert(host.oemCodePage() !== null);
      await host.fetch("no address", { accept: "*", bodyLimit: 1, timeoutMilliseconds: 1 }).catch(
        () => {},
      );
      assertEquals(Deno.env.get("SystemRoot"), systemRoot(), "what sockets load is Windows' own");
      assertEquals((await host.run("chcp", [], { timeoutMilliseconds: 20_000 })).code, 0);
    } finally {
      Deno.env.set("SystemRoot", before);
    }
  },
});

Deno.test("with rights for one library alone, no name is asked that Deno would look for here", async () => {
  // Otherwise a kernel32.dll in the current folder would be opened.
  const script = new URL("../../support/system_root_program.ts", import.meta.url).pathname;
  const program = Deno.build.os === "windows" ? script.slice(1) : script;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--cached-only", "--allow-ffi=.", program],
  }).output();
  assertEquals(new TextDecoder().decode(stdout).trim(), "C:\\Windows opened []");
});
