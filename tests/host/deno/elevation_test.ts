import { assertEquals } from "@std/assert";
import { localPath, temporaryFolder } from "../../support/folders.ts";

Deno.test({
  name: "a script that may not ask who runs it writes files, and finds the cache",
  // Windows needs no such right; and its cache is elsewhere.
  ignore: Deno.build.os !== "linux",
  async fn() {
    using folder = temporaryFolder();
    const script = localPath(new URL("../../support/few_rights_program.ts", import.meta.url));
    const rights = ["--allow-read", "--allow-write", "--allow-env"];
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--cached-only",
        "--no-check",
        ...rights,
        script,
        folder.path,
      ],
    }).output();
    assertEquals(new TextDecoder().decode(stderr), "");
    assertEquals(JSON.parse(new TextDecoder().decode(stdout)), [
      null,
      `${folder.path}/netwho`,
    ]);
    for (const [name, text] of [["out.csv", "a\n"], ["cache.jsonl", "b\n"], ["log.csv", "c\n"]]) {
      assertEquals(Deno.readTextFileSync(`${folder.path}/${name}`), text);
    }
  },
});
